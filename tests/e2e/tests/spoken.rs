//! What a screen reader finds on the main screens: every name is there, and none goes missing unnoticed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests: failing loudly is their job"
)]

use anyhow::Result;
use e2e::{
    browser::{Browser, Settings},
    city::City,
    journey,
    screen::Screen,
};
use insta::assert_snapshot;

#[tokio::test(flavor = "multi_thread")]
async fn names_of_the_main_screens() -> Result<()> {
    let city = City::start().await?;
    let mut browser = Browser::new()?;
    browser.open(&city.url(), "h1").await?;
    assert_snapshot!("welcome", browser.spoken().await?);
    browser.go_to("#/enrol").await?;
    browser.see("form").await?;
    assert_snapshot!("enrol", browser.spoken().await?);
    browser.go_to("#/welcome").await?;
    journey::sign_in(&browser, "0905 123 456", &city).await?;
    browser.read("Giấy tờ gần đây").await?;
    for (name, address, there) in [
        ("code", "#/code", ".qr"),
        ("documents", "#/documents", ".rows .row"),
        ("scan", "#/scan", "input[type=file] + *, .button"),
        ("profile", "#/me/profile", ".rows"),
        ("settings", "#/me/settings", "select"),
    ] {
        browser.go_to(address).await?;
        browser.see(there).await?;
        assert_snapshot!(name, browser.spoken().await?);
    }
    let simple = Settings {
        simple: true,
        ..Settings::USUAL
    };
    browser.go_to("#/").await?;
    browser.wear(&simple).await?;
    browser.see(".big-action").await?;
    assert_snapshot!("simple-home", browser.spoken().await?);
    browser.close().await
}
