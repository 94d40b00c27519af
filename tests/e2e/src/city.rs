//! A city server with folders of its own.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::{Running, built, free_port, wait_until};

/// A city whose server can be stopped and started again with the same data.
pub struct City {
    folder: TempDir,
    pages: PathBuf,
    port: u16,
    admin_port: u16,
    server: Option<Running>,
}

impl City {
    /// Makes the demo city and starts its server.
    ///
    /// # Errors
    /// When the server was not built or does not come up.
    pub async fn start() -> Result<Self> {
        Self::start_with_pages(pages("portal")?).await
    }

    /// Makes the demo city and starts its server, with other pages than the portal's.
    ///
    /// # Errors
    /// When the server was not built or does not come up.
    pub async fn start_with_pages(pages: PathBuf) -> Result<Self> {
        let mut city = Self {
            folder: tempfile::tempdir()?,
            pages,
            port: free_port()?,
            admin_port: free_port()?,
            server: None,
        };
        let seeded = city
            .command("seed-demo")?
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(seeded.success(), "the demo city can't be made");
        city.open().await?;
        Ok(city)
    }

    /// Starts the server.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open(&mut self) -> Result<()> {
        let command = self.command("serve")?;
        self.serve(command).await
    }

    /// Starts the server with a clock some minutes ahead of this machine's, or behind it when negative: what runs out in
    /// between has run out.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open_at(&mut self, minutes: i32) -> Result<()> {
        let mut command = self.command("serve")?;
        command
            .env("LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1")
            .env("FAKETIME", format!("{minutes:+}m"))
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        self.serve(command).await
    }

    async fn serve(&mut self, mut command: Command) -> Result<()> {
        let log = std::fs::File::create(self.folder.path().join("server.log"))?;
        command.stdout(Stdio::null()).stderr(log);
        self.server = Some(Running::start("congdanso-server", &mut command)?);
        let ready = format!("{}/health/ready", self.url());
        wait_until("the city", async || {
            reqwest::get(&ready)
                .await
                .is_ok_and(|answer| answer.status().is_success())
        })
        .await
    }

    /// Stops the server; its data stays.
    ///
    /// # Errors
    /// When it does not end.
    pub fn close(&mut self) -> Result<()> {
        self.server.take().map_or(Ok(()), Running::stop)
    }

    /// The city's address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder of its database, journal and objects.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The one-time password that a phone got last.
    ///
    /// # Errors
    /// When the phone got none.
    pub async fn last_code(&self, phone: &str) -> Result<String> {
        let mut code = None;
        wait_until("a one-time password", async || {
            code = self.read_code(phone).ok();
            code.is_some()
        })
        .await?;
        code.context("no one-time password")
    }

    fn read_code(&self, phone: &str) -> Result<String> {
        let output = self
            .command("outbox")?
            .args(["--phone", phone, "--last", "--json"])
            .output()?;
        let message: Value = serde_json::from_slice(&output.stdout)?;
        let text = message["text"].as_str().context("no message")?;
        text.split(|c: char| !c.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .map(ToOwned::to_owned)
            .context("no six digits in the message")
    }

    fn command(&self, subcommand: &str) -> Result<Command> {
        let root: &Path = self.folder.path();
        let mut command = Command::new(built("congdanso-server")?);
        command
            .arg(subcommand)
            .env("CONGDANSO_DATA", self.data())
            .env("CONGDANSO_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("CONGDANSO_ADMIN_LISTEN", format!("127.0.0.1:{}", self.admin_port))
            .env("CONGDANSO_MASTER_KEY_FILE", root.join("master.key"))
            .env("CONGDANSO_PAGES", &self.pages)
            .env("CONGDANSO_DEMO", "true");
        Ok(command)
    }
}

/// A folder of pages: `portal`, `mock`.
///
/// # Errors
/// When it has not been built.
pub fn pages(name: &str) -> Result<PathBuf> {
    let folder = built("congdanso-server")?.with_file_name(format!("../{name}"));
    ensure!(
        folder.join("index.html").is_file(),
        "the pages of target/{name} have not been built: run `make test` or `make demo`"
    );
    Ok(folder)
}
