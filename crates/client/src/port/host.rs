//! What a host is and gives: time, chance, settings, ears.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use protocol::{
    api::Platform,
    app::{AppEvent, Settings},
};

/// The device's clock. It may be wrong and may jump.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Unpredictable bytes, fit for keys.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// Waiting.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait Timer: Send + Sync {
    /// Comes back after `duration`.
    async fn sleep(&self, duration: Duration);
}

/// Where events go; the UI listens.
pub trait EventSink: Send + Sync {
    /// Never blocks; an event nobody hears is lost.
    fn emit(&self, event: AppEvent);
}

/// The settings of this device. They hold nothing personal and lie outside every vault.
pub trait SettingsStore: Send + Sync {
    /// The settings, or the defaults when there are none or they can't be read.
    fn load(&self) -> Settings;

    /// Keeps the settings.
    ///
    /// # Errors
    /// [`SettingsError`] when they can't be written.
    fn save(&self, settings: &Settings) -> Result<(), SettingsError>;
}

/// Settings could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The device is full.
    #[error("the device is full")]
    DiskFull,
    /// Anything else.
    #[error("settings can't be written")]
    Failed,
}

/// What the host is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostInfo {
    /// What it runs.
    pub platform: Platform,
    /// What the device is called, for the account's list of devices; at most 60 characters.
    pub device_name: String,
    /// The app's version.
    pub app_version: String,
    /// The city's address, without a slash at the end.
    pub city_url: String,
    /// Whether vaults outlive the process. Where they don't, nobody chooses a PIN, and whoever
    /// locks is signed out.
    pub offline_store: bool,
    /// Whether other pages of the same browser use the same session, whose tokens none of them
    /// can read.
    pub shared_session: bool,
    /// Whether several people can have vaults here.
    pub several_people: bool,
}

/// Where heavy work goes (reading pictures, digests), so that it holds up neither the screen
/// nor the host's other tasks.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait Worker: Send + Sync {
    /// Runs `work` to its end, also when nobody waits any more. Work that panics has ended.
    async fn run(&self, work: Box<dyn FnOnce() + Send>);
}
