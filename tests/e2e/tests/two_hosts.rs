//! The same day in the app's window and in the portal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use anyhow::Result;
use e2e::{
    app::Device,
    browser::Browser,
    city::City,
    desktop::Desktop,
    journey::{NGOC, QUANG},
    papers,
    scenario::{AppHost, day},
    screen::Screen,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_the_app() -> Result<()> {
    let (work, pictures) = (tempfile::tempdir()?, tempfile::tempdir()?);
    papers::draw_code(QUANG.card, 6, &pictures.path().join("card.png"))?;
    let desktop = Desktop::start().await?;
    let mut city = City::start().await?;
    let mut device = Device::new(&city.url())?.with_camera(pictures.path());
    device.open(&desktop).await?;
    device.resize(390, 844).await?;
    let mut host = AppHost {
        device,
        desktop: &desktop,
    };
    day(&mut host, &NGOC, &mut city, work.path()).await?;
    host.device.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_the_portal() -> Result<()> {
    let work = tempfile::tempdir()?;
    let (card, film) = (work.path().join("quang.png"), work.path().join("camera.y4m"));
    papers::draw_code(QUANG.card, 6, &card)?;
    papers::film(&card, &film)?;
    let mut city = City::start().await?;
    let mut browser = Browser::new()?.with_camera(&film);
    browser.open(&city.url(), "h1").await?;
    day(&mut browser, &NGOC, &mut city, work.path()).await?;

    // Nothing of the resident's is left in the browser, and nobody but the city was asked.
    let kept = browser.kept().await?;
    for value in [
        NGOC.name,
        NGOC.given,
        "048199004512",
        "0935246810",
        "935246810",
        "Hoàng Diệu",
        "1999",
    ] {
        assert!(!kept.contains(value), "{value} is left in {kept}");
    }
    assert!(!kept.contains("device"), "the key is left: {kept}");
    let requests = browser.requests().await?;
    assert!(requests.len() > 20, "the network was recorded: {requests:?}");
    let elsewhere: Vec<_> = requests
        .iter()
        .filter(|url| {
            !url.starts_with(&format!("{}/", city.url())) && !url.starts_with("data:") && !url.starts_with("blob:")
        })
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    browser.close().await
}
