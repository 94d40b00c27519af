//! A thousand papers: the screen is there at once, and the last paper is reached.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests: failing loudly is their job"
)]

use anyhow::Result;
use e2e::{
    browser::Browser,
    city::{City, pages},
    process::wait_until,
    screen::Screen,
};

const PAPERS: u64 = 1000;
const COUNT: &str = "return document.querySelectorAll('.rows .row').length";
const TO_THE_END: &str =
    "const rows = document.querySelectorAll('.rows .row'); rows[rows.length - 1].scrollIntoView(); return rows.length";

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_made_as_they_come_near() -> Result<()> {
    let city = City::start_with_pages(pages("mock")?).await?;
    let mut browser = Browser::new()?;
    for width in [390, 1200] {
        let page = format!("{}/?mock=many&width={width}#/documents", city.url());
        if width == 390 {
            browser.open(&page, ".rows .row").await?;
        } else {
            browser.resize(width, 844).await?;
            browser.driver()?.goto(&page).await?;
            browser.see(".rows .row").await?;
        }
        let driver = browser.driver()?.clone();
        let first: u64 = driver.execute(COUNT, Vec::new()).await?.convert()?;
        assert!(first < PAPERS / 4, "{first} rows at once");
        wait_until("the last paper", async || {
            let made = driver.execute(TO_THE_END, Vec::new()).await;
            made.is_ok_and(|made| made.json().as_u64() == Some(PAPERS))
        })
        .await?;
    }
    browser.close().await
}
