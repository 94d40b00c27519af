//! The main job without a mouse: every step is reached with Tab, every focus can be seen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests: failing loudly is their job"
)]

use anyhow::{Context, Result, bail, ensure};
use e2e::{browser::Browser, city::City, journey, screen::Screen};
use thirtyfour::{Key, action_chain::ActionChain};

/// More steps than any screen has.
const STEPS: usize = 60;

/// What has the focus: what it is called, and whether one sees that it has it.
const FOCUSED: &str = r#"
    const focused = document.activeElement;
    if (!focused || focused === document.body) return ["", true];
    const called = [focused.ariaLabel, focused.labels?.[0]?.textContent, focused.textContent].filter(Boolean).join(" ");
    const ring = (element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    return [called, ring(focused) || ring(focused.parentElement)];
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_goes_by_keys_alone() -> Result<()> {
    let city = City::start().await?;
    let mut browser = Browser::new()?;
    browser.open(&city.url(), "h1").await?;

    walk_to(&browser, "Tôi đã có hồ sơ").await?;
    strike(&browser, Key::Enter).await?;
    browser.see("#identifier").await?;
    walk_to(&browser, "Số điện thoại hoặc số định danh").await?;
    type_in(&browser, journey::HOA).await?;
    strike(&browser, Key::Enter).await?;
    // The first digit's field has the focus when the screen comes up; the last digit sends the code.
    browser.read("Nhập mã xác nhận").await?;
    let code = city.last_code(journey::HOA).await?;
    type_in(&browser, &code).await?;
    browser.read("Giấy tờ gần đây").await?;

    walk_to(&browser, "Giấy tờ").await?;
    strike(&browser, Key::Enter).await?;
    browser.see("[role=search]").await?;
    walk_to(&browser, "Giấy khai sinh").await?;
    strike(&browser, Key::Enter).await?;
    browser.see(journey::PAGE).await?;

    browser.go_to("#/").await?;
    browser.read("Giấy tờ gần đây").await?;
    walk_to(&browser, "Mã công dân số").await?;
    strike(&browser, Key::Enter).await?;
    browser.see(".qr").await?;
    // One of a set of choices: Tab leads to the set, arrows go through it.
    walk_to(&browser, "Mã trực tiếp").await?;
    strike(&browser, Key::Right).await?;
    browser.read("Hiện đầy đủ").await?;

    browser.go_to("#/me/profile").await?;
    browser.read("Nơi ở và liên lạc").await?;
    walk_to(&browser, "Sửa nghề nghiệp").await?;
    strike(&browser, Key::Enter).await?;
    browser.see("dialog[open] input").await?;
    type_in(&browser, "Giáo viên mầm non").await?;
    strike(&browser, Key::Enter).await?;
    browser.read("Giáo viên mầm non").await?;

    browser.go_to("#/me").await?;
    walk_to(&browser, "Đăng xuất").await?;
    strike(&browser, Key::Enter).await?;
    browser.read("Tôi đã có hồ sơ").await?;
    browser.close().await
}

/// Presses Tab until something of that name has the focus.
async fn walk_to(browser: &Browser, name: &str) -> Result<()> {
    let mut passed = Vec::new();
    for _ in 0..STEPS {
        strike(browser, Key::Tab).await?;
        let told = browser.driver()?.execute(FOCUSED, Vec::new()).await?;
        let (called, seen): (String, bool) = told.convert()?;
        ensure!(seen, "nobody sees that “{called}” has the focus");
        if called.contains(name) {
            return Ok(());
        }
        passed.push(called);
    }
    bail!("Tab does not lead to “{name}”, only to {passed:?}")
}

async fn strike(browser: &Browser, key: Key) -> Result<()> {
    let keys: ActionChain = browser.driver()?.action_chain();
    keys.send_keys(key).perform().await.context("the key can't be struck")
}

async fn type_in(browser: &Browser, text: &str) -> Result<()> {
    let keys: ActionChain = browser.driver()?.action_chain();
    keys.send_keys(text).perform().await.context("the keys can't be struck")
}
