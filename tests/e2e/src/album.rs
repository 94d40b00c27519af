//! Pictures of screens, numbered in the order they were taken.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Result;

use crate::{
    app::Device,
    city::City,
    desktop::Desktop,
    journey::{self, NGOC},
    papers,
    screen::Screen,
};

/// A size and a theme.
#[derive(Clone, Copy)]
pub struct Look {
    /// The window's width and height in pixels.
    pub size: (u32, u32),
    /// The theme's words in the settings, and its name in file names.
    pub theme: (&'static str, &'static str),
}

impl Look {
    /// A phone by day.
    pub const NARROW_LIGHT: Self = Self {
        size: (390, 844),
        theme: ("Sáng", "light"),
    };
    /// A phone by night.
    pub const NARROW_DARK: Self = Self {
        size: (390, 844),
        theme: ("Tối", "dark"),
    };
    /// A desk by day.
    pub const WIDE_LIGHT: Self = Self {
        size: (1200, 800),
        theme: ("Sáng", "light"),
    };
    /// A desk by night.
    pub const WIDE_DARK: Self = Self {
        size: (1200, 800),
        theme: ("Tối", "dark"),
    };
}

/// A folder of pictures.
pub struct Album {
    folder: PathBuf,
    look: Look,
    kept: Vec<PathBuf>,
}

impl Album {
    /// An album in a folder, which is made.
    ///
    /// # Errors
    /// When the folder can't be made.
    pub fn new(folder: &Path, look: Look) -> Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            look,
            kept: Vec::new(),
        })
    }

    /// Gives the window the album's size.
    ///
    /// # Errors
    /// When the driver can't.
    pub async fn dress(&self, device: &impl Screen) -> Result<()> {
        device.resize(self.look.size.0, self.look.size.1).await
    }

    /// Takes a picture once the screen has come to rest.
    ///
    /// # Errors
    /// When the driver can't.
    pub async fn keep(&mut self, device: &impl Screen, name: &str) -> Result<()> {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let number = self.kept.len() + 1;
        let (width, _) = self.look.size;
        let file = self
            .folder
            .join(format!("{number:02}-{name}-{width}-{}.png", self.look.theme.1));
        device.picture(&file).await?;
        self.kept.push(file);
        Ok(())
    }

    /// The pictures taken so far.
    pub fn kept(&self) -> &[PathBuf] {
        &self.kept
    }
}

/// Takes every screen in every look.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn take(folder: &Path) -> Result<()> {
    let desktop = Desktop::start().await?;
    for look in [Look::NARROW_LIGHT, Look::NARROW_DARK, Look::WIDE_LIGHT, Look::WIDE_DARK] {
        let mut album = Album::new(folder, look)?;
        walk(&desktop, &mut album).await?;
        println!(
            "{} pictures at {} px, {}",
            album.kept().len(),
            look.size.0,
            look.theme.1
        );
    }
    Ok(())
}

async fn walk(desktop: &Desktop, album: &mut Album) -> Result<()> {
    let work = tempfile::tempdir()?;
    let city = City::start().await?;
    let mut device = Device::new(&city.url())?.with_theme(album.look.theme.1)?;
    device.open(desktop).await?;
    album.dress(&device).await?;
    album.keep(&device, "welcome").await?;
    journey::fill_enrolment(&device, &NGOC, work.path()).await?;
    album.keep(&device, "enrol").await?;
    device.press("Xem lại").await?;
    album.keep(&device, "review").await?;
    device.press("Đồng ý và nhận mã qua tin nhắn").await?;
    device.read("Nhập mã xác nhận").await?;
    album.keep(&device, "one-time-code").await?;
    journey::answer_code(&device, NGOC.phone, &city).await?;
    device.read("Đặt mã PIN").await?;
    album.keep(&device, "pin").await?;
    device.close().await?;

    // The demo city's own resident has papers of every kind.
    let mut device = Device::new(&city.url())?.with_theme(album.look.theme.1)?;
    device.open(desktop).await?;
    album.dress(&device).await?;
    journey::sign_in(&device, journey::HOA, &city).await?;
    journey::choose_pin(&device, NGOC.pin).await?;
    device.read("Giấy tờ gần đây").await?;
    journey::synced(&device).await?;
    album.keep(&device, "home").await?;
    journey::go(&device, "Mã").await?;
    device.see(".qr").await?;
    album.keep(&device, "live-code").await?;
    let shown = work.path().join("code.png");
    device.picture(&shown).await?;
    journey::scan_picture(&device, &shown).await?;
    device.read("HỢP LỆ").await?;
    album.keep(&device, "scan-live").await?;
    journey::go(&device, "Mã").await?;
    device.press("Mã chuẩn").await?;
    album.keep(&device, "standard-code").await?;
    journey::go(&device, "Giấy tờ").await?;
    device.read("Giấy khai sinh").await?;
    album.keep(&device, "papers").await?;
    journey::open_paper(&device, "Giấy khai sinh").await?;
    device.see(journey::PAGE).await?;
    album.keep(&device, "paper").await?;
    device.go_to("#/documents/add").await?;
    album.keep(&device, "add-paper").await?;
    for (address, name) in [
        ("#/scan", "scan"),
        ("#/me", "me"),
        ("#/me/profile", "profile"),
        ("#/me/devices", "devices"),
        ("#/me/settings", "settings"),
        ("#/me/pin", "change-pin"),
        ("#/me/about", "about"),
    ] {
        device.go_to(address).await?;
        album.keep(&device, name).await?;
    }
    device.go_to("#/scan").await?;
    let payment = work.path().join("payment.png");
    papers::draw_code(papers::VIETQR, 6, &payment)?;
    device.choose_file("input[type=file]", &payment).await?;
    device.read("Mã thanh toán VietQR").await?;
    album.keep(&device, "scan-payment").await?;
    device.close().await?;
    device.open(desktop).await?;
    album.dress(&device).await?;
    album.keep(&device, "unlock").await?;
    device.close().await
}
