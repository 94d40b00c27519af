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
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn names_of_the_main_screens() -> Result<()> {
    let city = City::start().await?;
    // With or without a camera on this machine, it says the same.
    let mut browser = Browser::new()?.with_settings(json!({
        "profile.managed_default_content_settings.media_stream_camera": 2,
        "profile.default_content_setting_values.media_stream_camera": 2
    }));
    browser.open(&city.url(), "h1").await?;
    assert_snapshot!("welcome", browser.spoken().await?);
    browser.go_to("#/enrol").await?;
    browser.see("form").await?;
    assert_snapshot!("enrol", browser.spoken().await?);
    browser.go_to("#/welcome").await?;
    journey::sign_in_at_portal(&browser, &city).await?;
    for (name, address, there) in [
        ("code", "#/code", ".qr"),
        ("documents", "#/documents", ".rows .row"),
        ("scan", "#/scan", ".scan-camera .notice"),
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
    let home = browser.spoken().await?;
    let greeted = ["sáng", "trưa", "chiều", "tối"].map(|time| format!("Chào buổi {time}"));
    let home = greeted.iter().fold(home, |home, words| home.replace(words, "Chào"));
    assert_snapshot!("simple-home", home);
    browser.close().await
}
