//! The app's window, driven through WebKit's WebDriver.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result};
use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{
    By, Capabilities, WebDriver, WebElement,
    error::{WebDriverError, WebDriverErrorInner},
    prelude::ElementQueryable,
};

use crate::{
    desktop::Desktop,
    process::{Running, built, free_port, wait_until},
};

/// How long a thing may take to show.
const PATIENCE: Duration = Duration::from_secs(30);

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

    /// The window's driver.
    ///
    /// # Errors
    /// When the app does not run.
    pub fn driver(&self) -> Result<&WebDriver> {
        Ok(&self.window.as_ref().context("the app does not run")?.driver)
    }

    /// Waits for an element by CSS selector.
    ///
    /// # Errors
    /// When it does not show in time.
    pub async fn see(&self, css: &str) -> Result<WebElement> {
        let found = self
            .driver()?
            .query(By::Css(css))
            .wait(PATIENCE, Duration::from_millis(100))
            .and_displayed()
            .first()
            .await
            .with_context(|| format!("looked in vain for {css}"));
        self.or_picture(found).await
    }

    /// Waits until the page's text has some words.
    ///
    /// # Errors
    /// When they don't show in time.
    pub async fn read(&self, words: &str) -> Result<()> {
        let driver = self.driver()?.clone();
        let read = wait_until(&format!("the words “{words}”"), async || {
            match driver.find(By::Tag("body")).await {
                Ok(body) => body.text().await.is_ok_and(|text| text.contains(words)),
                Err(_) => false,
            }
        })
        .await;
        self.or_picture(read).await
    }

    /// Waits until the page's text no longer has some words.
    ///
    /// # Errors
    /// When they stay.
    pub async fn miss(&self, words: &str) -> Result<()> {
        let driver = self.driver()?.clone();
        let gone = wait_until(&format!("the words “{words}” to go"), async || {
            match driver.find(By::Tag("body")).await {
                Ok(body) => body.text().await.is_ok_and(|text| !text.contains(words)),
                Err(_) => false,
            }
        })
        .await;
        self.or_picture(gone).await
    }

    /// Chooses an entry of an open list.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press_option(&self, words: &str) -> Result<()> {
        let xpath = format!("//*[@role='option'][contains(normalize-space(.), \"{words}\")]");
        self.press_at(xpath, words).await
    }

    /// Sets the window's size in pixels.
    ///
    /// # Errors
    /// When the driver can't.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.driver()?.set_window_rect(0, 0, width, height).await?;
        Ok(())
    }

    /// Presses a button or link by its words.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press(&self, words: &str) -> Result<()> {
        let xpath = format!(
            "//*[self::button or self::a or @role='button' or @role='tab' or self::label or self::summary]\
             [contains(normalize-space(.), \"{words}\") or @aria-label=\"{words}\"]"
        );
        self.press_at(xpath, words).await
    }

    /// Presses what an XPath finds; again when the screen was made anew between finding and pressing.
    async fn press_at(&self, xpath: String, words: &str) -> Result<()> {
        loop {
            let found = self
                .driver()?
                .query(By::XPath(xpath.clone()))
                .wait(PATIENCE, Duration::from_millis(100))
                .and_displayed()
                .and_enabled()
                .first()
                .await
                .with_context(|| format!("nothing to press that says “{words}”"));
            match self.click(&self.or_picture(found).await?).await {
                Err(error) if is_stale(&error) => {}
                pressed => return self.or_picture(pressed).await,
            }
        }
    }

    /// Clicks an element where a person would: away from the edges, where bars may lie over it.
    async fn click(&self, element: &WebElement) -> Result<()> {
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.driver()?.execute(script, vec![element.to_json()?]).await?;
        element.click().await?;
        Ok(())
    }

    /// Types into a field.
    ///
    /// # Errors
    /// When there is none.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.see(css).await?;
        // WebKit's driver scrolls a field into view for typing, but not for clearing.
        field.scroll_into_view().await?;
        if field.prop("value").await?.is_some_and(|value| !value.is_empty()) {
            field.clear().await?;
        }
        field.send_keys(text).await?;
        Ok(())
    }

    /// Chooses a file in a file field, shown or not.
    ///
    /// # Errors
    /// When there is none.
    pub async fn choose_file(&self, css: &str, file: &Path) -> Result<()> {
        let field = self
            .driver()?
            .query(By::Css(css))
            .wait(PATIENCE, Duration::from_millis(100))
            .first()
            .await?;
        field.send_keys(file.to_str().context("odd file name")?).await?;
        Ok(())
    }

    /// Goes to a screen by its address behind the `#`, as a link would.
    ///
    /// # Errors
    /// When the driver can't.
    pub async fn go_to(&self, address: &str) -> Result<()> {
        let script = "location.hash = arguments[0]";
        self.driver()?.execute(script, vec![json!(address)]).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok(())
    }

    /// On failure keeps a picture of what the screen shows instead, in `target/e2e`.
    async fn or_picture<T>(&self, outcome: Result<T>) -> Result<T> {
        let Err(error) = outcome else {
            return outcome;
        };
        let folder = built("congdanso")?.with_file_name("../e2e");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("failed-{}.png", std::process::id()));
        self.picture(&file).await?;
        Err(error.context(format!("the screen is kept in {}", file.display())))
    }

    /// Takes a picture of the page.
    ///
    /// # Errors
    /// When the driver can't.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        self.driver()?.screenshot(file).await?;
        Ok(())
    }
}

fn is_stale(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<WebDriverError>()
        .is_some_and(|error| matches!(error.as_inner(), WebDriverErrorInner::StaleElementReference(_)))
}
