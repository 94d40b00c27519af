//! The app's window, driven through WebKit's WebDriver.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};

use crate::{
    desktop::Desktop,
    process::{Running, built, free_port, wait_until},
    screen::Screen,
};

/// One device: a data folder, and the app's window while it runs.
pub struct Device {
    data: TempDir,
    city_url: String,
    camera_pictures: Option<PathBuf>,
    window: Option<Window>,
}

struct Window {
    driver: WebDriver,
    process: Running,
}

impl Device {
    /// A new device that has never run the app.
    ///
    /// # Errors
    /// When there is no room for its folder.
    pub fn new(city_url: &str) -> Result<Self> {
        Ok(Self {
            data: tempfile::tempdir()?,
            city_url: city_url.to_owned(),
            camera_pictures: None,
            window: None,
        })
    }

    /// Has a folder of pictures stand in for its camera.
    #[must_use]
    pub fn with_camera(mut self, pictures: &Path) -> Self {
        self.camera_pictures = Some(pictures.to_owned());
        self
    }

    /// Has its settings name a theme (`light` or `dark`).
    ///
    /// # Errors
    /// When the settings can't be written.
    pub fn with_theme(self, theme: &str) -> Result<Self> {
        let settings = json!({ "language": "vi", "text_size": "normal", "theme": theme, "idle_minutes": 5 });
        std::fs::write(self.data.path().join("settings.json"), settings.to_string())?;
        Ok(self)
    }

    /// The folder of vaults and settings.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Starts the app and waits for its first screen.
    ///
    /// # Errors
    /// When the window does not come up.
    pub async fn open(&mut self, desktop: &Desktop) -> Result<()> {
        self.open_program(desktop, &built("congdanso")?, "h1").await
    }

    /// Starts any program with a web view and waits for an element of its page.
    ///
    /// # Errors
    /// When the window does not come up.
    pub async fn open_program(&mut self, desktop: &Desktop, program: &Path, first: &str) -> Result<()> {
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("CONGDANSO_APP_DATA", self.data.path())
            .env("CONGDANSO_CITY_URL", &self.city_url)
            .stdout(Stdio::null());
        if let Some(pictures) = &self.camera_pictures {
            command.env("CONGDANSO_CAMERA_PICTURES", pictures);
        }
        let process = Running::start("WebKitWebDriver", desktop.dress(&mut command))?;
        let address = format!("http://127.0.0.1:{port}");
        let status = format!("{address}/status");
        wait_until("WebKitWebDriver", async || reqwest::get(&status).await.is_ok()).await?;

        let mut capabilities = Capabilities::new();
        capabilities.set("webkitgtk:browserOptions", json!({ "binary": program, "args": [] }))?;
        let driver = WebDriver::new(&address, capabilities).await?;
        self.window = Some(Window { driver, process });
        self.see(first).await?;
        Ok(())
    }

    /// Closes the window and ends the app.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn close(&mut self) -> Result<()> {
        if self.quit().await? {
            // The driver answers before the app has ended, and a folder takes one app at a time.
            let lock = File::open(self.data.path().join("lock"))?;
            wait_until("the app to end", async || lock.try_lock().is_ok()).await?;
        }
        Ok(())
    }

    /// Closes the window; whether there was one. Does not wait for the program to end.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn quit(&mut self) -> Result<bool> {
        let Some(window) = self.window.take() else {
            return Ok(false);
        };
        let started = window.process.children();
        window.driver.quit().await?;
        // The driver ends the page, and now and then leaves the window standing: it is closed as the system would.
        for program in started {
            Command::new("kill").arg(program).stderr(Stdio::null()).status()?;
        }
        Ok(true)
    }
}

impl Screen for Device {
    fn driver(&self) -> Result<&WebDriver> {
        Ok(&self.window.as_ref().context("the app does not run")?.driver)
    }
}
