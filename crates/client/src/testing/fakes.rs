//! Fakes of the host's ports.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use codes::trust::DeviceSigner;
use futures::channel::oneshot;
use jiff::{SignedDuration, Timestamp};
use protocol::app::{AppEvent, CameraView, SavedFile, Settings};

use crate::{
    held::Held,
    port::{
        Camera, CameraError, Clock, CodeSink, EventSink, Files, KeyKeeper, PublicKey, Random, SaveError, Scanner,
        ScannerError, SettingsError, SettingsStore, Timer, Worker,
    },
};

/// A clock that stands until it is moved.
pub struct FakeClock(Held<Timestamp>);

impl FakeClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Held::new(now))
    }

    /// Sets the clock.
    pub fn set(&self, now: Timestamp) {
        self.0.set(now);
    }

    /// Moves the clock on, or back.
    pub fn advance(&self, by: SignedDuration) {
        self.0.with(|now| *now += by);
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::at("2026-03-02T01:10:00Z".parse().unwrap())
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        self.0.get()
    }
}

/// Chance that comes out the same every time (SplitMix64). For tests only: anybody can guess it.
pub struct SeededRandom(Held<u64>);

impl SeededRandom {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Held::new(seed))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.with(|state| {
            for chunk in bytes.chunks_mut(8) {
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut mixed = *state;
                mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                mixed ^= mixed >> 31;
                chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
            }
        });
    }
}

/// A timer that lets nobody go until it is told to.
#[derive(Default)]
pub struct HeldTimer(Held<Vec<(Duration, oneshot::Sender<()>)>>);

impl HeldTimer {
    /// Lets everybody go who wanted to sleep at most so long; how many there were.
    pub fn release(&self, up_to: Duration) -> usize {
        let due: Vec<_> = self
            .0
            .with(|sleepers| sleepers.extract_if(.., |(wanted, _)| *wanted <= up_to).collect());
        due.into_iter()
            .map(|(_, wake)| wake.send(()))
            .filter(Result::is_ok)
            .count()
    }

    /// How long those sleep who still do.
    pub fn sleeping(&self) -> Vec<Duration> {
        self.0.with(|sleepers| {
            sleepers.retain(|(_, wake)| !wake.is_canceled());
            sleepers.iter().map(|(wanted, _)| *wanted).collect()
        })
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Timer for HeldTimer {
    async fn sleep(&self, duration: Duration) {
        let (wake, woken) = oneshot::channel();
        self.0.with(|sleepers| sleepers.push((duration, wake)));
        let _ = woken.await;
    }
}

/// Keeps every event.
#[derive(Default)]
pub struct RecordingSink(Held<Vec<AppEvent>>);

impl RecordingSink {
    /// The events since the last call.
    pub fn take(&self) -> Vec<AppEvent> {
        self.0.with(std::mem::take)
    }
}

impl EventSink for RecordingSink {
    fn emit(&self, event: AppEvent) {
        self.0.with(|events| events.push(event));
    }
}

/// Settings in memory.
#[derive(Default)]
pub struct MemorySettings(Held<Settings>);

impl SettingsStore for MemorySettings {
    fn load(&self) -> Settings {
        self.0.get()
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        self.0.set(*settings);
        Ok(())
    }
}

/// No camera.
pub struct NoCamera;

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Camera for NoCamera {
    fn is_supported(&self) -> bool {
        false
    }

    async fn start(&self, _: CodeSink) -> Result<CameraView, CameraError> {
        Err(CameraError::Absent)
    }

    async fn stop(&self) {}
}

/// A camera that sees what it is shown.
#[derive(Default)]
pub struct StillCamera(Held<Option<CodeSink>>);

impl StillCamera {
    /// Shows codes, or fails; whether anybody looked.
    pub fn show(&self, read: Result<Vec<String>, CameraError>) -> bool {
        match self.0.get() {
            Some(sink) => {
                sink(read);
                true
            }
            None => false,
        }
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Camera for StillCamera {
    fn is_supported(&self) -> bool {
        true
    }

    async fn start(&self, sink: CodeSink) -> Result<CameraView, CameraError> {
        self.0.set(Some(sink));
        Ok(CameraView {
            width: 640,
            height: 480,
        })
    }

    async fn stop(&self) {
        self.0.set(None);
    }
}

/// Reads pictures where it is asked, as every host does somewhere else.
#[derive(Default)]
pub struct InlineScanner;

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Scanner for InlineScanner {
    async fn read_picture(&self, picture: Bytes) -> Result<Vec<String>, ScannerError> {
        let found = codes::scan::read_picture(&picture).map_err(|_| ScannerError::Unreadable)?;
        Ok(found.into_iter().map(|symbol| symbol.text).collect())
    }
}

/// A host's place for keys, in memory.
#[derive(Default)]
pub struct MemoryKeys(Held<Vec<(PublicKey, DeviceSigner)>>, AtomicU8);

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl KeyKeeper for MemoryKeys {
    async fn make(&self) -> Option<PublicKey> {
        let signer = DeviceSigner::from_seed(&[self.1.fetch_add(1, Ordering::Relaxed); 32]);
        let key = signer.public_key();
        self.0.with(|keys| keys.push((key, signer)));
        Some(key)
    }

    async fn keep(&self, key: &PublicKey) {
        self.0.with(|keys| keys.retain(|(known, _)| known == key));
    }

    async fn kept(&self) -> Option<PublicKey> {
        self.0.with(|keys| keys.first().map(|(key, _)| *key))
    }

    async fn sign(&self, key: &PublicKey, message: &[u8]) -> Option<[u8; 64]> {
        self.0.with(|keys| {
            let (_, signer) = keys.iter().find(|(known, _)| known == key)?;
            Some(signer.sign(message))
        })
    }

    async fn forget(&self) {
        self.0.set(Vec::new());
    }
}

/// Files that were handed to the person, in memory.
#[derive(Default)]
pub struct MemoryFiles {
    saved: Held<Vec<(String, Bytes)>>,
    fault: Held<Option<SaveError>>,
}

impl MemoryFiles {
    /// The files since the last call, with their names.
    pub fn take(&self) -> Vec<(String, Bytes)> {
        self.saved.with(std::mem::take)
    }

    /// From now on files can't be saved, or again.
    pub fn set_fault(&self, fault: Option<SaveError>) {
        self.fault.set(fault);
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Files for MemoryFiles {
    async fn save(&self, name: &str, content: Bytes) -> Result<SavedFile, SaveError> {
        if let Some(fault) = self.fault.get() {
            return Err(fault);
        }
        self.saved.with(|saved| saved.push((name.to_owned(), content)));
        Ok(SavedFile {
            place: Some(format!("Downloads/{name}")),
        })
    }
}

/// Works where it is asked. Work that panics has ended, as with a real worker.
#[derive(Default)]
pub struct InlineWorker;

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Worker for InlineWorker {
    async fn run(&self, work: Box<dyn FnOnce() + Send>) {
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    }
}

/// Shares a fake between a test and an app.
pub(super) fn shared<T>(fake: T) -> Arc<T> {
    Arc::new(fake)
}
