//! What the portal weighs on the way to somebody who has never been there: no more than a phone
//! on a poor network can bear.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests, and their table"
)]

use anyhow::{Context, Result};
use e2e::{browser::Browser, city::City, journey, screen::Screen};

/// Everything until the first screen stands, in bytes as they travel.
const FIRST_LOAD: u64 = 900_000;
/// The UI's module alone.
const MODULE: u64 = 700_000;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_load_is_light_and_what_is_used_later_is_loaded_later() -> Result<()> {
    let city = City::start().await?;
    let mut browser = Browser::new()?;
    browser.open(&city.url(), "h1").await?;
    let first = loaded(&browser).await?;
    let total: u64 = first.iter().map(|file| file.bytes).sum();
    let mut table: Vec<_> = first.iter().map(|file| (file.bytes, file.name.as_str())).collect();
    table.sort_unstable_by(|a, b| b.cmp(a));
    for (bytes, name) in table {
        println!("{bytes:>9}  {name}");
    }
    println!("{total:>9}  in all");
    let module = first
        .iter()
        .find(|file| file.name.ends_with(".wasm"))
        .context("no module was loaded")?;
    assert!(module.bytes <= MODULE, "the module has {} bytes", module.bytes);
    assert!(total <= FIRST_LOAD, "the first load has {total} bytes");
    assert!(
        first.iter().all(|file| !is_later(&file.name) && !is_screen(&file.name)),
        "{first:?}"
    );

    journey::sign_in_at_portal(&browser, &city).await?;
    let home = loaded(&browser).await?;
    assert!(home.iter().all(|file| !is_later(&file.name)), "{home:?}");
    browser.fetched("/split_inside").await?;
    let screens = loaded(&browser).await?;
    for screen in screens.iter().filter(|file| is_screen(&file.name)) {
        println!("{:>9}  {}", screen.bytes, screen.name);
    }
    journey::open_paper(&browser, "Giấy khai sinh").await?;
    browser.see(journey::PAGE).await?;
    let paper = loaded(&browser).await?;
    assert!(paper.iter().any(|file| file.name.contains("/viewer-")), "{paper:?}");
    browser.close().await
}

#[derive(Debug)]
struct File {
    name: String,
    bytes: u64,
}

/// Screens that are opened later.
fn is_screen(name: &str) -> bool {
    name.contains("/split_") || name.contains("/chunk_")
}

/// The scanner and the viewer.
fn is_later(name: &str) -> bool {
    name.contains("/scanner-") || name.contains("/viewer-")
}

/// The page and its files as they came over the network, once the fonts of what shows are there;
/// what the city's own answers weigh is not counted.
async fn loaded(browser: &Browser) -> Result<Vec<File>> {
    let fonts = "const [done] = arguments; document.fonts.ready.then(() => done(true))";
    browser.driver()?.execute_async(fonts, Vec::new()).await?;
    let script = "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]; \
                  return all.map((e) => [new URL(e.name).pathname, e.encodedBodySize])";
    let told = browser.driver()?.execute(script, Vec::new()).await?;
    let told: Vec<(String, u64)> = told.convert()?;
    Ok(told
        .into_iter()
        .filter(|(name, _)| name == "/" || name.starts_with("/assets/"))
        .map(|(name, bytes)| File { name, bytes })
        .collect())
}
