//! Pictures of the portal in every look.

use std::{path::Path, time::Duration};

use anyhow::Result;

use crate::{
    browser::{Browser, Settings},
    city::City,
    journey, papers,
    screen::Screen,
};

/// Widths of a phone, a tablet and a desk, with heights.
const SIZES: [(u32, u32); 3] = [(390, 844), (820, 1180), (1440, 900)];

/// Names of what the settings say.
const LOOKS: [(&str, Settings); 4] = [
    ("light", Settings::USUAL),
    (
        "dark",
        Settings {
            theme: "dark",
            ..Settings::USUAL
        },
    ),
    (
        "english",
        Settings {
            language: "en",
            ..Settings::USUAL
        },
    ),
    (
        "simple",
        Settings {
            simple: true,
            ..Settings::USUAL
        },
    ),
];

/// For a signed-in citizen; their newest paper is opened besides.
const SCREENS: [(&str, &str); 10] = [
    ("home", "#/"),
    ("code", "#/code"),
    ("papers", "#/documents"),
    ("add-paper", "#/documents/add"),
    ("scan", "#/scan"),
    ("me", "#/me"),
    ("profile", "#/me/profile"),
    ("devices", "#/me/devices"),
    ("settings", "#/me/settings"),
    ("about", "#/me/about"),
];

/// Takes every screen in every look and size; how many pictures there are.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn take(folder: &Path) -> Result<usize> {
    std::fs::create_dir_all(folder)?;
    let work = tempfile::tempdir()?;
    let (card, film) = (work.path().join("card.png"), work.path().join("camera.y4m"));
    papers::draw_code(journey::QUANG.card, 6, &card)?;
    papers::film(&card, &film)?;
    let city = City::start().await?;
    let mut browser = Browser::new()?.with_camera(&film);
    browser.open(&city.url(), "h1").await?;
    let mut taken = 0;
    for (look, settings) in LOOKS {
        browser.wear(&settings).await?;
        for (name, address) in [("welcome", "#/welcome"), ("enrol", "#/enrol"), ("sign-in", "#/sign-in")] {
            browser.go_to(address).await?;
            taken += keep(&browser, folder, name, look).await?;
        }
    }
    browser.wear(&Settings::USUAL).await?;
    browser.go_to("#/welcome").await?;
    journey::sign_in_at_portal(&browser, &city).await?;
    journey::open_paper(&browser, "Giấy khai sinh").await?;
    let url = browser.driver()?.current_url().await?;
    let paper = format!("#{}", url.fragment().unwrap_or_default());
    for (look, settings) in LOOKS {
        browser.wear(&settings).await?;
        for (name, address) in SCREENS.into_iter().chain([("paper", paper.as_str())]) {
            browser.go_to(address).await?;
            taken += keep(&browser, folder, name, look).await?;
        }
    }
    browser.close().await?;
    Ok(taken)
}

async fn keep(browser: &Browser, folder: &Path, name: &str, look: &str) -> Result<usize> {
    for (width, height) in SIZES {
        browser.resize(width, height).await?;
        tokio::time::sleep(Duration::from_millis(600)).await;
        browser
            .picture(&folder.join(format!("{name}-{width}-{look}.png")))
            .await?;
    }
    Ok(SIZES.len())
}
