//! What a person sees and presses on a screen, in whichever host it is.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::{
    By, WebDriver, WebElement,
    error::{WebDriverError, WebDriverErrorInner},
    prelude::ElementQueryable,
};

use crate::process::{built, wait_until};

/// How long a thing may take to show.
const PATIENCE: Duration = Duration::from_secs(30);

/// A screen of the product, driven through WebDriver.
#[allow(async_fn_in_trait, reason = "tests drive one screen at a time on one task")]
pub trait Screen {
    /// Its driver.
    ///
    /// # Errors
    /// When nothing is open.
    fn driver(&self) -> Result<&WebDriver>;

    /// Waits for an element by CSS selector.
    ///
    /// # Errors
    /// When it does not show in time.
    async fn see(&self, css: &str) -> Result<WebElement> {
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
    async fn read(&self, words: &str) -> Result<()> {
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
    async fn miss(&self, words: &str) -> Result<()> {
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
    async fn press_option(&self, words: &str) -> Result<()> {
        let xpath = format!("//*[@role='option'][contains(normalize-space(.), \"{words}\")]");
        self.press_at(xpath, words).await
    }

    /// Sets the window's size in pixels.
    ///
    /// # Errors
    /// When the driver can't.
    async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.driver()?.set_window_rect(0, 0, width, height).await?;
        Ok(())
    }

    /// Presses a button or link by its words.
    ///
    /// # Errors
    /// When there is none.
    async fn press(&self, words: &str) -> Result<()> {
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
    async fn fill(&self, css: &str, text: &str) -> Result<()> {
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
    async fn choose_file(&self, css: &str, file: &Path) -> Result<()> {
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
    async fn go_to(&self, address: &str) -> Result<()> {
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
    async fn picture(&self, file: &Path) -> Result<()> {
        self.driver()?.screenshot(file).await?;
        Ok(())
    }
}

fn is_stale(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<WebDriverError>()
        .is_some_and(|error| matches!(error.as_inner(), WebDriverErrorInner::StaleElementReference(_)))
}
