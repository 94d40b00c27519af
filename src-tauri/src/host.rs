//! What this machine gives the app: its clock, chance, settings file, ears.

use std::{
    fs, io,
    path::PathBuf,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use client::port::{Clock, EventSink, Random, Scanner, ScannerError, SettingsError, SettingsStore, Timer, Worker};
use codes::scan::{PICTURE_PATIENCE, read_picture_while};
use jiff::Timestamp;
use protocol::{
    api::Platform,
    app::{AppEvent, Settings},
};
use tauri::{AppHandle, Emitter};

/// The name under which the page hears [`AppEvent`]s.
const EVENT: &str = "app";

pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // Without the system's randomness no key may be made: there is nothing to go on with.
        #[allow(clippy::expect_used)]
        getrandom::fill(bytes).expect("the operating system gives no random numbers");
    }
}

pub(crate) struct TokioTimer;

#[async_trait]
impl Timer for TokioTimer {
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// Heavy work goes to the runtime's threads for blocking work.
pub(crate) struct BlockingPool;

#[async_trait]
impl Worker for BlockingPool {
    async fn run(&self, work: Box<dyn FnOnce() + Send>) {
        if tokio::task::spawn_blocking(work).await.is_err() {
            tracing::warn!("heavy work ended in a panic");
        }
    }
}

/// Pictures are read there too.
pub(crate) struct PoolScanner;

#[async_trait]
impl Scanner for PoolScanner {
    async fn read_picture(&self, picture: Bytes) -> Result<Vec<String>, ScannerError> {
        let start = Instant::now();
        let in_time = move || start.elapsed() < PICTURE_PATIENCE;
        let read = tokio::task::spawn_blocking(move || read_picture_while(&picture, in_time)).await;
        let found = read
            .map_err(|_| ScannerError::Unreadable)?
            .map_err(|_| ScannerError::Unreadable)?;
        Ok(found.into_iter().map(|symbol| symbol.text).collect())
    }
}

/// Sends events to the page.
pub(crate) struct PageEvents(pub(crate) AppHandle);

impl EventSink for PageEvents {
    fn emit(&self, event: AppEvent) {
        if let Err(error) = self.0.emit(EVENT, event) {
            tracing::warn!(%error, "an event did not reach the page");
        }
    }
}

/// Settings in a JSON file.
pub(crate) struct SettingsFile(pub(crate) PathBuf);

impl SettingsStore for SettingsFile {
    fn load(&self) -> Settings {
        fs::read(&self.0)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let bytes = serde_json::to_vec_pretty(settings).map_err(|_| SettingsError::Failed)?;
        // Written beside and moved over, so that a full disk leaves the old settings whole.
        let beside = self.0.with_extension("new");
        fs::write(&beside, bytes)
            .and_then(|()| fs::rename(&beside, &self.0))
            .map_err(|error| match error.kind() {
                io::ErrorKind::StorageFull => SettingsError::DiskFull,
                _ => SettingsError::Failed,
            })
    }
}

/// What this machine runs.
pub(crate) const fn platform() -> Platform {
    if cfg!(target_os = "android") {
        Platform::Android
    } else if cfg!(target_os = "ios") {
        Platform::Ios
    } else if cfg!(target_os = "macos") {
        Platform::Macos
    } else if cfg!(target_os = "windows") {
        Platform::Windows
    } else {
        Platform::Linux
    }
}

/// What the account's list of devices calls this machine until the resident renames it: its
/// host name, at most 60 characters.
pub(crate) fn device_name() -> String {
    let name = gethostname::gethostname()
        .to_string_lossy()
        .chars()
        .take(60)
        .collect::<String>();
    if name.trim().is_empty() {
        "Thiết bị".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_and_a_damaged_file_gives_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile(folder.path().join("settings.json"));
        assert_eq!(file.load(), Settings::default());
        let changed = Settings {
            idle_minutes: 10,
            simple: true,
            ..Settings::default()
        };
        file.save(&changed).unwrap();
        assert_eq!(file.load(), changed);
        fs::write(&file.0, b"{").unwrap();
        assert_eq!(file.load(), Settings::default());
    }
}
