//! Every component and the main screens look as they did: a change of looks is made on purpose, with
//! `CONGDANSO_PICTURES=keep`, and seen in the pictures of `tests/e2e/pictures`.
//!
//! The pictures are kept at half their size, and blocks of them are compared rather than pixels: another version of the
//! browser draws letters a little differently, and that is no change of looks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests, and what they tell"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use e2e::{browser::Browser, city::City, screen::Screen};
use image::{RgbImage, imageops::FilterType};

/// Groups of the gallery, with the height of their pages; a dialog is as tall as a window.
const GROUPS: [&str; 6] = ["actions", "fields", "codes", "told", "frames", "dialog"];
/// Main screens of somebody with the usual papers, and the days on which one has none, a thousand, or no city.
const SCREENS: [(&str, &str, &str); 24] = [
    ("home", "home", "#/"),
    ("home-empty", "empty", "#/"),
    ("home-offline", "offline", "#/"),
    ("home-simple", "home&simple=1", "#/"),
    ("code", "home", "#/code"),
    ("papers", "home", "#/documents"),
    ("papers-empty", "empty", "#/documents"),
    ("papers-many", "many", "#/documents"),
    ("papers-error", "error", "#/documents"),
    ("add-paper", "home", "#/documents/add"),
    ("profile", "home", "#/me/profile"),
    ("profile-long", "long", "#/me/profile"),
    ("settings", "home", "#/me/settings"),
    ("errands", "home", "#/errands"),
    ("errands-empty", "empty", "#/errands"),
    ("errand", "home", "#/errands/01930000-0000-7000-8000-000000030065"),
    ("counter", "officer", "#/counter"),
    ("counter-away", "officer-away", "#/counter"),
    (
        "counter-check",
        "officer",
        "#/counter/checks/01930000-0000-7000-8000-000000020065",
    ),
    (
        "counter-used",
        "officer",
        "#/counter/checks/01930000-0000-7000-8000-000000020068",
    ),
    (
        "counter-request",
        "officer",
        "#/counter/requests/01930000-0000-7000-8000-0000000200c9",
    ),
    (
        "office-contests",
        "administrator",
        "#/offices/01930000-0000-7000-8000-000000020001/contests",
    ),
    ("welcome", "fresh", "#/"),
    ("unlock", "locked", "#/"),
];
/// Each width with the theme it is seen in.
const LOOKS: [(u32, &str); 2] = [(390, "light"), (1200, "dark")];

/// The page's clock stands at noon of 20 November 2026 in Da Nang, and nothing is left to chance.
const STILL: &str = "{ const at = Date.UTC(2026, 10, 20, 5); \
     globalThis.Date = class extends Date { \
       constructor(...given) { given.length ? super(...given) : super(at); } \
       static now() { return at; } }; \
     Math.random = () => 0.5; \
     crypto.getRandomValues = (bytes) => bytes.fill(7); }";

/// Side of a compared block, in pixels of the kept picture.
const BLOCK: u32 = 8;
/// How far a block's mean may be off in one of red, green and blue, of 255.
const TOLERANCE: f64 = 14.0;

#[tokio::test(flavor = "multi_thread")]
async fn everything_looks_as_it_did() -> Result<()> {
    let city = City::start_with_pages(e2e::city::pages("mock")?).await?;
    let mut browser = Browser::new()?.with_early_script(STILL).without_motion();
    browser.open(&format!("{}/?mock=fresh", city.url()), "h1").await?;
    let mut seen = Seen::new()?;
    for (width, theme) in LOOKS {
        for group in GROUPS {
            let page = format!("{}/?gallery={group}&theme={theme}", city.url());
            browser.resize(width, 900).await?;
            browser.driver()?.goto(&page).await?;
            browser.see("main.gallery").await?;
            settle(&browser).await?;
            if group != "dialog" {
                let height = browser
                    .driver()?
                    .execute("return document.documentElement.scrollHeight", Vec::new())
                    .await?;
                browser.resize(width, height.convert()?).await?;
                settle(&browser).await?;
            }
            seen.look(&browser, &format!("gallery-{group}-{width}-{theme}")).await?;
        }
        for (name, day, address) in SCREENS {
            browser.resize(width, 844).await?;
            // Another query each time, or only the part behind # would change and the page stay.
            let page = format!("{}/?mock={day}&theme={theme}&as={name}{address}", city.url());
            browser.driver()?.goto(&page).await?;
            browser.see("h1, h2").await?;
            settle(&browser).await?;
            seen.look(&browser, &format!("{name}-{width}-{theme}")).await?;
        }
    }
    browser.close().await?;
    seen.judge()
}

/// Waits for fonts, for what a screen still waits for, and until nothing on the page has changed for a while.
async fn settle(browser: &Browser) -> Result<()> {
    let script = "const [done] = arguments; \
        document.fonts.ready.then(() => { \
          let last = performance.now(); \
          new MutationObserver(() => { last = performance.now(); }) \
            .observe(document.body, { subtree: true, childList: true, characterData: true }); \
          const coming = () => document.querySelector('.boot:not([hidden]), .outside .skeleton, #content .skeleton'); \
          const wait = () => !coming() && performance.now() - last > 400 \
            ? requestAnimationFrame(() => done(true)) : setTimeout(wait, 50); \
          wait(); })";
    browser.driver()?.execute_async(script, Vec::new()).await?;
    Ok(())
}

/// What was seen, beside what was kept.
struct Seen {
    kept: PathBuf,
    others: PathBuf,
    keep: bool,
    different: Vec<String>,
}

impl Seen {
    fn new() -> Result<Self> {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures");
        let others = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pictures-that-differ");
        for folder in [&kept, &others] {
            std::fs::create_dir_all(folder)?;
        }
        Ok(Self {
            kept,
            others,
            keep: std::env::var("CONGDANSO_PICTURES").is_ok_and(|what| what == "keep"),
            different: Vec::new(),
        })
    }

    async fn look(&mut self, browser: &Browser, name: &str) -> Result<()> {
        let file = self.others.join(format!("{name}.png"));
        browser.picture(&file).await?;
        let now = image::open(&file)?.to_rgb8();
        let now = image::imageops::resize(&now, now.width() / 2, now.height() / 2, FilterType::Triangle);
        let kept = self.kept.join(format!("{name}.webp"));
        if self.keep {
            now.save(&kept)?;
        } else {
            let before = image::open(&kept).with_context(|| format!("there is no picture of {name}; keep one"))?;
            if let Some(how) = difference(&before.to_rgb8(), &now) {
                self.different.push(format!("{name}: {how}"));
                return Ok(());
            }
        }
        std::fs::remove_file(&file)?;
        Ok(())
    }

    fn judge(self) -> Result<()> {
        ensure!(
            self.different.is_empty(),
            "what looks different now lies in {}; if it is meant to, keep it with CONGDANSO_PICTURES=keep:\n{}",
            self.others.display(),
            self.different.join("\n")
        );
        Ok(())
    }
}

/// How a picture differs from the one before; nothing if nobody would notice.
fn difference(before: &RgbImage, now: &RgbImage) -> Option<String> {
    if before.dimensions() != now.dimensions() {
        return Some(format!("it was {:?}, now {:?}", before.dimensions(), now.dimensions()));
    }
    let (width, height) = now.dimensions();
    let blocks = (0..height.div_ceil(BLOCK)).flat_map(|y| (0..width.div_ceil(BLOCK)).map(move |x| (x, y)));
    let off: Vec<_> = blocks
        .filter(|(x, y)| {
            let (one, other) = (mean(before, *x, *y), mean(now, *x, *y));
            (0..3).any(|channel| (one[channel] - other[channel]).abs() > TOLERANCE)
        })
        .collect();
    let (x, y) = off.first()?;
    Some(format!(
        "{} blocks, the first at {}, {}",
        off.len(),
        x * BLOCK * 2,
        y * BLOCK * 2
    ))
}

/// Mean red, green and blue of a block.
fn mean(picture: &RgbImage, x: u32, y: u32) -> [f64; 3] {
    let (mut sums, mut count) = ([0.0; 3], 0.0);
    for row in y * BLOCK..((y + 1) * BLOCK).min(picture.height()) {
        for column in x * BLOCK..((x + 1) * BLOCK).min(picture.width()) {
            for (sum, value) in sums.iter_mut().zip(picture.get_pixel(column, row).0) {
                *sum += f64::from(value);
            }
            count += 1.0;
        }
    }
    sums.map(|sum| sum / count)
}

#[test]
fn a_button_that_moved_is_noticed_and_a_softer_edge_is_not() {
    let page = RgbImage::from_pixel(195, 422, image::Rgb([250, 248, 243]));
    let mut with_button = page.clone();
    let mut moved = page.clone();
    let mut softer = page.clone();
    for (x, y) in (20..175).flat_map(|x| (300..324).map(move |y| (x, y))) {
        let ink = image::Rgb([11, 79, 99]);
        with_button.put_pixel(x, y, ink);
        moved.put_pixel(x, y + 4, ink);
        let edge = y == 300 || y == 323;
        softer.put_pixel(x, y, if edge { image::Rgb([40, 100, 118]) } else { ink });
    }
    assert_eq!(difference(&with_button, &softer), None);
    assert!(difference(&with_button, &moved).is_some());
    assert!(difference(&with_button, &page).is_some());
    assert!(difference(&RgbImage::new(4, 5), &RgbImage::new(4, 6)).is_some());
    let grey = |level| RgbImage::from_pixel(8, 8, image::Rgb([level; 3]));
    assert_eq!(difference(&grey(100), &grey(110)), None);
    assert!(difference(&grey(100), &grey(120)).is_some());
}
