//! Every screen of the portal, in each language and theme: no rule of WCAG 2.2 A or AA is broken
//! (as far as axe-core can tell), and nothing is cut off at 320 pixels with the text at 200 %.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests, and their table"
)]

use anyhow::Result;
use e2e::{
    axe,
    browser::{Browser, Settings},
    city::City,
    journey,
    screen::Screen,
};
use serde_json::{Value, json};

/// Before anybody is signed in.
const OUTSIDE: [&str; 3] = ["#/welcome", "#/enrol", "#/sign-in"];
/// For a signed-in citizen of the demo city.
const INSIDE: [&str; 15] = [
    "#/",
    "#/code",
    "#/scan",
    "#/documents",
    "#/documents/add",
    "#/me",
    "#/me/profile",
    "#/me/requests",
    "#/me/history",
    "#/me/devices",
    "#/me/settings",
    "#/me/about",
    "#/errands",
    "#/errands/new",
    PAPER,
];
/// Stands for the demo citizen's newest paper.
const PAPER: &str = "#/documents/…";

/// For those who work for an organisation, and what the demo city has nothing of: somebody's day, and the screen.
const WORK: [(&str, &str); 15] = [
    ("officer", "#/counter"),
    ("officer", "#/counter/scan"),
    ("officer", "#/counter/offer"),
    ("officer", "#/counter/checks/01930000-0000-7000-8000-000000020065"),
    ("officer", "#/counter/requests/01930000-0000-7000-8000-0000000200c9"),
    (
        "officer",
        "#/counter/checks/01930000-0000-7000-8000-000000020065/errand",
    ),
    ("officer-away", "#/counter"),
    ("home", "#/errands/01930000-0000-7000-8000-000000030065"),
    ("home", "#/errands/01930000-0000-7000-8000-000000030067"),
    ("administrator", "#/counter"),
    (
        "administrator",
        "#/offices/01930000-0000-7000-8000-000000020001/counters",
    ),
    (
        "administrator",
        "#/offices/01930000-0000-7000-8000-000000020001/purposes/new",
    ),
    ("administrator", "#/offices/01930000-0000-7000-8000-000000020001/people"),
    (
        "administrator",
        "#/offices/01930000-0000-7000-8000-000000020001/contests",
    ),
    ("administrator", "#/offices/01930000-0000-7000-8000-000000020001/export"),
];
/// How a work screen is looked at: its mode's name, and what is asked for.
const WORK_MODES: [(&str, &str); 2] = [
    ("vi light", "lang=vi&theme=light"),
    ("en dark", "lang=en&theme=dark&text=200"),
];

/// Names of what the settings say.
const MODES: [(&str, Settings); 6] = [
    ("vi light", Settings::USUAL),
    (
        "vi dark",
        Settings {
            theme: "dark",
            ..Settings::USUAL
        },
    ),
    (
        "en light",
        Settings {
            language: "en",
            ..Settings::USUAL
        },
    ),
    (
        "en dark",
        Settings {
            language: "en",
            theme: "dark",
            text_size: "largest",
            ..Settings::USUAL
        },
    ),
    (
        "vi simple",
        Settings {
            simple: true,
            ..Settings::USUAL
        },
    ),
    (
        "en simple",
        Settings {
            language: "en",
            theme: "dark",
            simple: true,
            ..Settings::USUAL
        },
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_breaks_a_rule_and_none_is_cut_off() -> Result<()> {
    let city = City::start().await?;
    let mut browser = Browser::new()?;
    browser.open(&city.url(), "h1").await?;
    let mut table = Table::default();
    for (mode, settings) in &MODES {
        browser.wear(settings).await?;
        table.look_at(&browser, mode, &OUTSIDE, None).await?;
    }
    browser.wear(&Settings::USUAL).await?;
    browser.go_to("#/welcome").await?;
    journey::sign_in_at_portal(&browser, &city).await?;
    journey::open_paper(&browser, "Giấy khai sinh").await?;
    let paper = browser
        .driver()?
        .current_url()
        .await?
        .fragment()
        .unwrap_or_default()
        .to_owned();
    for (mode, settings) in &MODES {
        browser.wear(settings).await?;
        browser.see(".bar").await?;
        table.look_at(&browser, mode, &INSIDE, Some(&paper)).await?;
    }
    table.print(&MODES.map(|(mode, _)| mode));
    browser.close().await?;
    assert!(table.broken.is_empty(), "{}", table.broken.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_those_who_work_breaks_a_rule() -> Result<()> {
    let city = City::start_with_pages(e2e::city::pages("mock")?).await?;
    let mut browser = Browser::new()?;
    browser.open(&format!("{}/?mock=fresh", city.url()), "h1").await?;
    let mut table = Table::default();
    for (mode, settings) in WORK_MODES {
        for (number, (day, screen)) in WORK.iter().enumerate() {
            browser.resize(390, 4000).await?;
            // Another query each time, or only the part behind # would change and the page stay.
            let page = format!("{}/?mock={day}&{settings}&as={number}{screen}", city.url());
            browser.driver()?.goto(&page).await?;
            browser.see(".bar").await?;
            table.judge(&browser, mode, &format!("{day} {screen}")).await?;
        }
    }
    table.print(&WORK_MODES.map(|(mode, _)| mode));
    browser.close().await?;
    assert!(table.broken.is_empty(), "{}", table.broken.join("\n"));
    Ok(())
}

/// Screens and modes, and what was found.
#[derive(Default)]
struct Table {
    rows: Vec<(String, Vec<usize>)>,
    broken: Vec<String>,
}

impl Table {
    async fn look_at(&mut self, browser: &Browser, mode: &str, screens: &[&str], paper: Option<&str>) -> Result<()> {
        for screen in screens {
            let address = match paper {
                Some(paper) if *screen == PAPER => format!("#{paper}"),
                _ => (*screen).to_owned(),
            };
            // So high that nothing has to be scrolled: what lies under the bar for now is no fault.
            browser.resize(390, 4000).await?;
            browser.go_to(&address).await?;
            self.judge(browser, mode, screen).await?;
        }
        Ok(())
    }

    /// Looks at the screen that is open.
    async fn judge(&mut self, browser: &Browser, mode: &str, screen: &str) -> Result<()> {
        at_rest(browser).await?;
        let mut found = axe::violations(browser).await?;
        browser.resize(320, 844).await?;
        if let Some(cut) = cut_off(browser).await? {
            found.push(cut);
        }
        let place = format!("{mode} {screen}");
        self.broken.extend(found.iter().map(|what| format!("{place}: {what}")));
        match self.rows.iter_mut().find(|(known, _)| known == screen) {
            Some((_, counts)) => counts.push(found.len()),
            None => self.rows.push((screen.to_owned(), vec![found.len()])),
        }
        Ok(())
    }

    fn print(&self, modes: &[&str]) {
        let heads: Vec<_> = modes.iter().map(|mode| format!("{mode:>10}")).collect();
        println!("{:20}{}", "what breaks a rule", heads.concat());
        for (screen, counts) in &self.rows {
            let counts: Vec<_> = counts.iter().map(|count| format!("{count:>10}")).collect();
            println!("{screen:20}{}", counts.concat());
        }
    }
}

/// Waits until nothing is loading any more.
async fn at_rest(browser: &Browser) -> Result<()> {
    let busy = ".skeleton, .viewer-wait, .camera-wait, [aria-busy=true]";
    e2e::process::wait_until("the screen to come to rest", async || {
        let script = "return document.querySelectorAll(arguments[0]).length";
        let Ok(driver) = browser.driver() else { return false };
        let told = driver.execute(script, vec![Value::from(busy)]).await;
        told.is_ok_and(|told| told.json() == &json!(0))
    })
    .await
}

/// What sticks out of the screen at the side.
async fn cut_off(browser: &Browser) -> Result<Option<String>> {
    let script = "const width = document.documentElement.clientWidth; \
                  if (document.documentElement.scrollWidth <= width) return null; \
                  const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1); \
                  return out.map((e) => e.tagName + '.' + e.className).slice(0, 5).join(', ') || 'something'";
    let told = browser.driver()?.execute(script, Vec::new()).await?;
    Ok(told.json().as_str().map(|what| format!("cut off at 320 px: {what}")))
}
