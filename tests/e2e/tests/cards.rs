//! A printed card from beginning to end, in a browser: made, saved as a page to print, cancelled.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests: failing loudly is their job"
)]

use anyhow::{Context, Result};
use e2e::{browser::Browser, city::City, journey, process::wait_until, screen::Screen};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_made_saved_and_cancelled() -> Result<()> {
    let downloads = tempfile::tempdir()?;
    let mut city = City::start().await?;
    let mut browser = Browser::new()?.with_settings(json!({
        "download.default_directory": downloads.path(),
        "download.prompt_for_download": false
    }));
    journey::arrive(&mut browser, &city).await?;
    browser.go_to("#/code").await?;
    browser.press("Mã chuẩn").await?;
    browser.read("chưa có thẻ nào").await?;
    browser.press("Làm thẻ").await?;
    browser.see(".printed-card").await?;

    browser.press("Tải PDF").await?;
    let saved = || {
        let mut files = std::fs::read_dir(downloads.path()).ok()?.flatten();
        files.find(|file| file.path().extension().is_some_and(|kind| kind == "pdf"))
    };
    wait_until("the page to be saved", async || saved().is_some()).await?;
    let file = saved().context("the page was saved")?;
    assert!(file.file_name().to_string_lossy().starts_with("the-cong-dan-so-"));
    assert!(std::fs::read(file.path())?.starts_with(b"%PDF-"));

    // What it takes the city to do is said, and nothing is lost, while the city is away.
    city.close()?;
    browser.press("Hủy thẻ").await?;
    browser
        .press_at("//dialog[@open]//button[contains(., 'Hủy thẻ')]".to_owned(), "Hủy thẻ")
        .await?;
    browser.read("Chưa kết nối được với thành phố").await?;
    city.open().await?;
    browser
        .press_at("//dialog[@open]//button[contains(., 'Hủy thẻ')]".to_owned(), "Hủy thẻ")
        .await?;
    browser.read("chưa có thẻ nào").await?;
    browser.close().await
}
