//! The portal in Chromium, driven through its WebDriver.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};

use crate::{
    process::{Running, free_port, wait_until},
    screen::Screen,
};

/// A browser with a profile of its own, and its window while it is open.
pub struct Browser {
    profile: TempDir,
    camera: Option<PathBuf>,
    settings: Value,
    early: Option<&'static str>,
    still: bool,
    window: Option<Window>,
}

struct Window {
    driver: WebDriver,
    address: String,
    debug_port: u16,
    _process: Running,
}

/// What the portal's settings say in this browser.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// `vi` or `en`.
    pub language: &'static str,
    /// `light` or `dark`.
    pub theme: &'static str,
    /// `normal` to `largest`.
    pub text_size: &'static str,
    /// Simple screens.
    pub simple: bool,
}

impl Settings {
    /// As most people have it.
    pub const USUAL: Self = Self {
        language: "vi",
        theme: "light",
        text_size: "normal",
        simple: false,
    };
}

impl Browser {
    /// A browser that was never used.
    ///
    /// # Errors
    /// When there is no room for its profile.
    pub fn new() -> Result<Self> {
        Ok(Self {
            profile: tempfile::tempdir()?,
            camera: None,
            settings: json!({}),
            early: None,
            still: false,
            window: None,
        })
    }

    /// Has a film (YUV4MPEG2, `.y4m`) stand in for its camera, and allows its use.
    #[must_use]
    pub fn with_camera(mut self, film: &Path) -> Self {
        self.camera = Some(film.to_owned());
        self
    }

    /// Has the person have changed its settings, by Chromium's names of them.
    #[must_use]
    pub fn with_settings(mut self, settings: Value) -> Self {
        self.settings = settings;
        self
    }

    /// Has a script run before every page's own: what makes this browser another one.
    #[must_use]
    pub fn with_early_script(mut self, script: &'static str) -> Self {
        self.early = Some(script);
        self
    }

    /// Has the person ask for less motion, and lets pages have styles of their own, as the gallery does.
    #[must_use]
    pub fn without_motion(mut self) -> Self {
        self.still = true;
        self
    }

    /// Opens its window at an address and waits for an element of the page.
    ///
    /// # Errors
    /// When the window does not come up.
    pub async fn open(&mut self, url: &str, first: &str) -> Result<()> {
        let port = free_port()?;
        let mut command = Command::new("chromedriver");
        command
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let process = Running::start("chromedriver", &mut command)?;
        let address = format!("http://127.0.0.1:{port}");
        let status = format!("{address}/status");
        wait_until("chromedriver", async || reqwest::get(&status).await.is_ok()).await?;
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", "chrome")?;
        let debug_port = free_port()?;
        let mut arguments = self.arguments();
        arguments.push(format!("--remote-debugging-port={debug_port}"));
        let options = json!({ "args": arguments, "prefs": self.settings });
        capabilities.set("goog:chromeOptions", options)?;
        capabilities.set("goog:loggingPrefs", json!({ "performance": "ALL", "browser": "ALL" }))?;
        let driver = WebDriver::new(&address, capabilities).await?;
        self.window = Some(Window {
            driver,
            address,
            debug_port,
            _process: process,
        });
        self.resize(390, 844).await?;
        if let Some(script) = self.early {
            let command = json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": { "source": script } });
            self.ask("goog/cdp/execute", command).await?;
        }
        if self.still {
            let less = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
            for (command, parameters) in [
                ("Emulation.setEmulatedMedia", less),
                ("Page.setBypassCSP", json!({ "enabled": true })),
            ] {
                let command = json!({ "cmd": command, "params": parameters });
                self.ask("goog/cdp/execute", command).await?;
            }
        }
        self.driver()?.goto(url).await?;
        self.see(first).await?;
        Ok(())
    }

    /// Closes its window; cookies that end with it are gone.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn close(&mut self) -> Result<()> {
        if let Some(window) = self.window.take() {
            window.driver.quit().await?;
        }
        Ok(())
    }

    /// Where its debugger listens on this machine.
    ///
    /// # Errors
    /// When it is not open.
    pub fn debug_port(&self) -> Result<u16> {
        Ok(self.window.as_ref().context("the browser is not open")?.debug_port)
    }

    /// Loads the page anew with other settings.
    ///
    /// # Errors
    /// When the page does not come back.
    pub async fn wear(&self, settings: &Settings) -> Result<()> {
        let json = json!({
            "language": settings.language,
            "text_size": settings.text_size,
            "theme": settings.theme,
            "simple": settings.simple,
            "idle_minutes": 15
        });
        let script =
            "localStorage.setItem('congdanso-settings', arguments[0]); window.isLeaving = true; location.reload()";
        let driver = self.driver()?;
        driver.execute(script, vec![Value::from(json.to_string())]).await?;
        wait_until("the page to be loaded anew", async || {
            let told = driver
                .execute("return window.isLeaving === undefined", Vec::new())
                .await;
            told.is_ok_and(|told| told.json() == &Value::Bool(true))
        })
        .await?;
        self.see("h1, h2").await?;
        Ok(())
    }

    /// Waits until the page has fetched a file whose address contains some words.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn fetched(&self, part: &str) -> Result<()> {
        let script = "return performance.getEntriesByType('resource') \
                      .some((file) => file.name.includes(arguments[0]) && file.responseEnd > 0)";
        let driver = self.driver()?;
        wait_until(&format!("{part} to be fetched"), async || {
            let told = driver.execute(script, vec![Value::from(part)]).await;
            told.is_ok_and(|told| told.json() == &Value::Bool(true))
        })
        .await
    }

    /// What a screen reader finds on the page: roles and names, one a line, indented as they lie in each other. Plain text is left
    /// out, and numbers are `#`, because days pass.
    ///
    /// # Errors
    /// When the driver does not tell.
    pub async fn spoken(&self) -> Result<String> {
        let command = json!({ "cmd": "Accessibility.getFullAXTree", "params": {} });
        let tree = self.ask("goog/cdp/execute", command).await?;
        let nodes = tree["nodes"].as_array().context("no tree")?;
        let by_id: HashMap<&str, &Value> = nodes
            .iter()
            .filter_map(|node| Some((node["nodeId"].as_str()?, node)))
            .collect();
        let mut out = String::new();
        if let Some(root) = nodes.first() {
            speak(root, &by_id, 0, &mut out);
        }
        Ok(out)
    }

    /// Every address that the page asked for since the last time. The browser's own pages, which it shows before it is led
    /// anywhere, don't count.
    ///
    /// # Errors
    /// When the driver does not tell.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let log = self.ask("se/log", json!({ "type": "performance" })).await?;
        let entries = log.as_array().context("no log")?.iter();
        Ok(entries
            .filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok())
            .filter(|entry| entry["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|entry| Some(entry["message"]["params"]["request"]["url"].as_str()?.to_owned()))
            .filter(|url| !url.starts_with("chrome://"))
            .collect())
    }

    /// Everything that scripts can have the browser keep for this page, as one text: local and session storage, databases with
    /// their names and entries, caches, cookies that scripts can see.
    ///
    /// # Errors
    /// When the driver does not tell.
    pub async fn kept(&self) -> Result<String> {
        const SCRIPT: &str = r#"
            const [done] = arguments;
            (async () => {
                const kept = { local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie };
                kept.caches = await caches.keys();
                kept.databases = {};
                const settled = (request) => new Promise((yes, no) => {
                    request.onsuccess = () => yes(request.result);
                    request.onerror = () => no(request.error);
                });
                for (const { name } of await indexedDB.databases()) {
                    const base = await settled(indexedDB.open(name));
                    kept.databases[name] = {};
                    for (const store of base.objectStoreNames) {
                        const entries = base.transaction(store).objectStore(store);
                        const [keys, values] = [await settled(entries.getAllKeys()), await settled(entries.getAll())];
                        kept.databases[name][store] = keys.map((key, at) => [String(key), Object.keys(values[at] ?? {})]);
                    }
                    base.close();
                }
                done(JSON.stringify(kept));
            })().catch((error) => done(`failed: ${error}`));
        "#;
        let told = self.driver()?.execute_async(SCRIPT, Vec::new()).await?;
        let told = told.json().as_str().unwrap_or_default().to_owned();
        anyhow::ensure!(!told.starts_with("failed"), "{told}");
        Ok(told)
    }

    fn arguments(&self) -> Vec<String> {
        let mut arguments: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--force-color-profile=srgb",
            "--lang=vi",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", self.profile.path().display()));
        if let Some(film) = &self.camera {
            arguments.push("--use-fake-device-for-media-stream".to_owned());
            arguments.push("--use-fake-ui-for-media-stream".to_owned());
            arguments.push(format!("--use-file-for-fake-video-capture={}", film.display()));
        }
        arguments
    }

    /// Asks what WebDriver has no command for.
    async fn ask(&self, path: &str, body: Value) -> Result<Value> {
        let window = self.window.as_ref().context("the browser is not open")?;
        let session = window.driver.session_id();
        let url = format!("{}/session/{session}/{path}", window.address);
        let answer = reqwest::Client::new().post(url).json(&body).send().await?;
        let mut answer: Value = answer.error_for_status()?.json().await?;
        Ok(answer["value"].take())
    }
}

/// Roles that only hold others or their text.
const SILENT: [&str; 9] = [
    "generic",
    "none",
    "paragraph",
    "StaticText",
    "InlineTextBox",
    "LabelText",
    "RootWebArea",
    "ListMarker",
    "LineBreak",
];

fn speak(node: &Value, by_id: &HashMap<&str, &Value>, depth: usize, out: &mut String) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let said = !node["ignored"].as_bool().unwrap_or_default() && !SILENT.contains(&role);
    if said {
        let name = node["name"]["value"].as_str().unwrap_or_default();
        out.push_str(format!("{}{role} {}", "  ".repeat(depth), without_numbers(name)).trim_end());
        out.push('\n');
    }
    let children = node["childIds"].as_array().into_iter().flatten();
    for child in children.filter_map(|id| by_id.get(id.as_str()?)) {
        speak(child, by_id, depth + usize::from(said), out);
    }
}

fn without_numbers(name: &str) -> String {
    let mut out = String::new();
    for c in name.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

impl Screen for Browser {
    fn driver(&self) -> Result<&WebDriver> {
        Ok(&self.window.as_ref().context("the browser is not open")?.driver)
    }

    /// A window has a least width; what the page sees of it has none.
    async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.ask("goog/cdp/execute", command).await?;
        Ok(())
    }
}
