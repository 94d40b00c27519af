//! Days on which something is wrong with the browser, the session or what is put in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

use anyhow::{Context as _, Result};
use e2e::{
    browser::Browser,
    city::{City, pages},
    journey,
    screen::Screen,
};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_blocks_cookies_is_told_before_a_code_is_sent() -> Result<()> {
    let city = City::start().await?;
    let blocked = json!({ "profile.managed_default_content_settings.cookies": 2 });
    let mut browser = Browser::new()?.with_settings(blocked);
    browser.open(&city.url(), "h1").await?;
    browser.press("Tôi đã có hồ sơ").await?;
    browser.fill("#identifier", journey::HOA).await?;
    browser.press("Nhận mã qua tin nhắn").await?;
    browser.read("đang chặn cookie").await?;
    // What was typed is still there.
    let typed = browser.see("#identifier").await?.prop("value").await?;
    assert_eq!(typed.as_deref(), Some(journey::HOA));
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_browser_is_told_in_place_of_the_app() -> Result<()> {
    let city = City::start().await?;
    let mut browser = Browser::new()?.with_early_script("delete window.HTMLDialogElement");
    browser.open(&city.url(), "#old").await?;
    browser.read("Trình duyệt này đã cũ").await?;
    browser.read("This browser is too old").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_the_page_says_what_it_needs() -> Result<()> {
    let city = City::start().await?;
    let off = json!({ "profile.managed_default_content_settings.javascript": 2 });
    let mut browser = Browser::new()?.with_settings(off);
    browser.open(&city.url(), "noscript p").await?;
    let words = browser.see("noscript p").await?.text().await?;
    assert!(
        words.contains("Hãy bật JavaScript") && words.contains("Please turn on JavaScript"),
        "{words}"
    );
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_can_not_be_fetched_says_so_and_comes_when_it_can() -> Result<()> {
    let mut city = City::start().await?;
    let mut browser = Browser::new()?;
    browser.open(&city.url(), "h1").await?;
    city.close()?;
    browser.press("Mở hồ sơ mới").await?;
    browser.read("Chưa kết nối được với thành phố").await?;
    city.open().await?;
    browser.press("Thử lại").await?;
    browser.see("#full-name").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_older_than_the_citys_is_offered_the_newer_one() -> Result<()> {
    let served = tempfile::tempdir()?;
    copy(&pages("portal")?, served.path())?;
    let mut city = City::start_with_pages(served.path().to_owned()).await?;
    let mut browser = Browser::new()?;
    browser.open(&city.url(), "h1").await?;
    // A newer release has its modules in a folder of another name.
    city.close()?;
    let assets = served.path().join("assets");
    let module = std::fs::read_dir(&assets)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("ui-"))
        })
        .context("the page has a module")?;
    let newer = assets.join("ui-newer");
    std::fs::rename(&module, &newer)?;
    city.open().await?;
    browser.press("Mở hồ sơ mới").await?;
    browser.read("Trang này đã có bản mới").await?;
    city.close()?;
    std::fs::rename(&newer, &module)?;
    city.open().await?;
    browser.press("Tải lại trang").await?;
    browser.see("#full-name").await?;
    browser.close().await
}

/// Copies a folder with all in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)?.flatten() {
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir(&place)?;
            copy(&entry.path(), &place)?;
        } else {
            std::fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_opened_next_is_there_when_the_city_goes_away() -> Result<()> {
    let mut city = City::start().await?;
    let mut browser = Browser::new()?;
    journey::arrive(&mut browser, &city).await?;
    browser.fetched("/split_inside").await?;
    city.close()?;
    for (address, shown) in [
        ("#/documents", ".rows .row"),
        ("#/me/profile", ".rows"),
        ("#/scan", ".scan"),
    ] {
        browser.go_to(address).await?;
        browser.see(shown).await?;
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_camera_that_is_not_allowed_leaves_the_other_ways() -> Result<()> {
    let city = City::start().await?;
    let denied = json!({ "profile.managed_default_content_settings.media_stream_camera": 2,
                         "profile.default_content_setting_values.media_stream_camera": 2 });
    let mut browser = Browser::new()?.with_settings(denied);
    journey::arrive(&mut browser, &city).await?;
    browser.go_to("#/scan").await?;
    browser.see(".scan-camera .notice").await?;
    // Ten megabytes are pasted, a code's text after it: the page goes on.
    let script = "const field = document.querySelector('.scan-ways form input, .scan-ways form textarea'); \
                  field.value = arguments[0].repeat(arguments[1]); \
                  field.dispatchEvent(new Event('input', { bubbles: true }))";
    let driver = browser.driver()?;
    driver
        .execute(script, vec![json!("ế"), json!(10 * 1024 * 1024 / 3)])
        .await?;
    browser.press("Đọc mã").await?;
    browser.read("ếếế").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_left_open_overnight_is_signed_out_and_shows_nothing() -> Result<()> {
    const CLOCK: &str = "{ const Real = Date, now = () => Real.now() + (globalThis.ahead ?? 0); \
                          globalThis.Date = class extends Real { \
                            constructor(...given) { given.length ? super(...given) : super(now()); } \
                            static now() { return now(); } }; }";
    let city = City::start().await?;
    let mut browser = Browser::new()?.with_early_script(CLOCK);
    journey::arrive(&mut browser, &city).await?;
    let driver = browser.driver()?.clone();
    driver.execute("window.ahead = 10 * 3600 * 1000", Vec::new()).await?;
    browser.read("Trang đã tự đăng xuất vì lâu không dùng").await?;
    assert!(!driver.source().await?.contains("Ánh Hoa"));
    // In the morning a code opens it as ever.
    driver.execute("window.ahead = 0", Vec::new()).await?;
    journey::sign_in_at_portal(&browser, &city).await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_one_browser_are_signed_in_and_out_together() -> Result<()> {
    let city = City::start().await?;
    let mut browser = Browser::new()?;
    browser.open(&city.url(), "h1").await?;
    let driver = browser.driver()?.clone();
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second.clone()).await?;
    driver.goto(&city.url()).await?;
    browser.read("Tôi đã có hồ sơ").await?;

    driver.switch_to_window(first.clone()).await?;
    journey::sign_in_at_portal(&browser, &city).await?;
    driver.switch_to_window(second.clone()).await?;
    browser.see(".bar").await?;
    browser.go_to("#/me").await?;
    browser.press("Đăng xuất").await?;
    browser.read("Mở hồ sơ mới").await?;
    driver.switch_to_window(first).await?;
    browser.read("Mở hồ sơ mới").await?;
    assert!(!driver.source().await?.contains("Ánh Hoa"));
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_elsewhere_goes_on_with_a_code_and_nothing_typed_is_lost() -> Result<()> {
    let city = City::start().await?;
    let (mut here, mut elsewhere) = (Browser::new()?, Browser::new()?);
    for browser in [&mut here, &mut elsewhere] {
        journey::arrive(browser, &city).await?;
    }
    here.go_to("#/me/profile").await?;
    here.press("Sửa nghề nghiệp").await?;
    here.fill("dialog[open] input", "Kiến trúc sư").await?;

    end_other_sessions(&elsewhere).await?;
    here.press("Lưu").await?;
    here.read("Kiến trúc sư").await?;
    here.read("Phiên với thành phố đã hết").await?;
    here.press("Nhận mã để tiếp tục").await?;
    here.press("Nhận mã qua tin nhắn").await?;
    here.read("Mã 6 số đã gửi tới").await?;
    let code = city.last_code(journey::HOA).await?;
    here.fill("input[autocomplete=one-time-code]", &code).await?;
    here.read("Giấy tờ gần đây").await?;
    here.go_to("#/me/profile").await?;
    here.read("Kiến trúc sư").await?;
    journey::synced(&here).await?;
    for browser in [&mut here, &mut elsewhere] {
        browser.close().await?;
    }
    Ok(())
}

/// Ends every session but this browser's own.
async fn end_other_sessions(browser: &Browser) -> Result<()> {
    let script = "const [done] = arguments; (async () => { \
                  const name = (await (await fetch('/v1/sessions/resume', { method: 'POST', body: '{}', headers: { \
                    'x-congdanso-page': 'none', 'content-type': 'application/json' } })).json()).access_token; \
                  const headers = { 'x-congdanso-page': name }; \
                  const { sessions } = await (await fetch('/v1/sessions', { headers })).json(); \
                  for (const { id, current } of sessions) \
                    if (!current) await fetch(`/v1/sessions/${id}`, { method: 'DELETE', headers }); \
                  done(sessions.length); })().catch((error) => done(String(error)))";
    let told = browser.driver()?.execute_async(script, Vec::new()).await?;
    let count: &Value = told.json();
    assert!(count.as_u64().is_some_and(|count| count > 1), "{count}");
    Ok(())
}
