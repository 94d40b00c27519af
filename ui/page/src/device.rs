//! What the browser gives: time, chance, settings, ears.

use std::{cell::RefCell, rc::Rc, time::Duration};

use async_trait::async_trait;
use client::port::{Clock, EventSink, Random, SettingsError, SettingsStore, Timer, Worker};
use jiff::Timestamp;
use protocol::app::{AppEvent, Settings};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Storage, window};

#[wasm_bindgen(module = "/src/wait.js")]
extern "C" {
    async fn wait(milliseconds: f64);

    /// Lets the browser paint and hear what was pressed before the page goes on.
    pub(crate) async fn turn();
}

/// The name of the settings in the browser's local storage.
const SETTINGS: &str = "congdanso-settings";

pub(crate) struct PageClock;

impl Clock for PageClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

pub(crate) struct PageRandom;

impl Random for PageRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let filled = window()
            .and_then(|window| window.crypto().ok())
            .and_then(|crypto| crypto.get_random_values_with_u8_array(bytes).ok());
        // Without the browser's randomness no key may be made: there is nothing to go on with.
        #[allow(clippy::expect_used)]
        filled.expect("the browser gives no random numbers");
    }
}

pub(crate) struct PageTimer;

#[async_trait(?Send)]
impl Timer for PageTimer {
    async fn sleep(&self, duration: Duration) {
        wait(duration.as_secs_f64() * 1000.0).await;
    }
}

/// A page has one thread. The digest of the largest paper takes a fraction of a second.
pub(crate) struct SameThread;

#[async_trait(?Send)]
impl Worker for SameThread {
    async fn run(&self, work: Box<dyn FnOnce() + Send>) {
        turn().await;
        work();
    }
}

/// Settings in the browser's local storage: languages and sizes, nothing of anybody's.
pub(crate) struct LocalSettings;

impl LocalSettings {
    /// None where the browser was told to keep nothing.
    fn storage() -> Option<Storage> {
        window()?.local_storage().ok()?
    }
}

impl SettingsStore for LocalSettings {
    fn load(&self) -> Settings {
        Self::storage()
            .and_then(|storage| storage.get_item(SETTINGS).ok()?)
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default()
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let json = serde_json::to_string(settings).map_err(|_| SettingsError::Failed)?;
        let storage = Self::storage().ok_or(SettingsError::Failed)?;
        storage.set_item(SETTINGS, &json).map_err(|_| SettingsError::DiskFull)
    }
}

type Hear = Rc<dyn Fn(AppEvent)>;

/// Whoever on the page hears events.
pub(crate) struct Ears(SendWrapper<RefCell<Option<Hear>>>);

impl Ears {
    pub(crate) fn new() -> Self {
        Self(SendWrapper::new(RefCell::new(None)))
    }

    pub(crate) fn listen(&self, hear: impl Fn(AppEvent) + 'static) {
        *self.0.borrow_mut() = Some(Rc::new(hear));
    }
}

impl EventSink for Ears {
    fn emit(&self, event: AppEvent) {
        // Let go of first: whoever hears may emit in turn.
        let hear = self.0.borrow().clone();
        if let Some(hear) = hear {
            hear(event);
        }
    }
}
