//! A device to test on: a folder, a keyring in memory or none, chance with a seed, a clock that stands.
#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part")]

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use client::{
    port::{Collection, OpenVaultError, Random, Vault, VaultOp, Vaults},
    testing::vault_suite::StandingClock,
};
use domain::{DocumentId, MediaType, PersonId, Pin};
use protocol::{api::ContentRecord, app::PersonCard};
use seal::Cost;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vault::{KeyStore, MemoryKeyStore, NoKeyStore, SqliteVaults, VaultsBuilder};

/// Unpredictable enough for tests: SHA-256 of a seed and a counter. No two devices draw the same.
pub struct Drawn {
    seed: u64,
    count: AtomicU64,
}

static DEVICES: AtomicU64 = AtomicU64::new(0);

impl Default for Drawn {
    fn default() -> Self {
        Self {
            seed: DEVICES.fetch_add(1, Ordering::Relaxed) ^ (u64::from(std::process::id()) << 32),
            count: AtomicU64::new(0),
        }
    }
}

impl Random for Drawn {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            let drawn = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(count.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

pub struct Device {
    place: Option<tempfile::TempDir>,
    pub root: PathBuf,
    pub clock: Arc<StandingClock>,
    pub keys: Arc<dyn KeyStore>,
    random: Arc<Drawn>,
}

impl Device {
    /// With no keyring.
    pub fn pin_alone() -> Self {
        Self::with(Arc::new(NoKeyStore))
    }

    /// With a keyring.
    pub fn with_keyring() -> Self {
        Self::with(Arc::new(MemoryKeyStore::default()))
    }

    pub fn with(keys: Arc<dyn KeyStore>) -> Self {
        let place = tempfile::tempdir().unwrap();
        Self {
            root: place.path().join("vaults"),
            place: Some(place),
            ..Self::at(PathBuf::new(), keys)
        }
    }

    /// In a folder that somebody else looks after.
    pub fn at(root: PathBuf, keys: Arc<dyn KeyStore>) -> Self {
        Self {
            place: None,
            root,
            clock: Arc::default(),
            keys,
            random: Arc::default(),
        }
    }

    pub fn builder(&self) -> VaultsBuilder {
        SqliteVaults::builder(&self.root, self.clock.clone(), self.random.clone())
            .key_store(self.keys.clone())
            .cost(Cost::FOR_TESTS)
    }

    pub fn start(&self) -> SqliteVaults {
        self.builder().build()
    }

    pub async fn created(&self, number: u128, first: Vec<VaultOp>) -> Arc<dyn Vault> {
        self.start().create(&card(number), &pin(), first).await.unwrap()
    }

    pub async fn open(&self, number: u128, pin: &Pin) -> Result<Arc<dyn Vault>, OpenVaultError> {
        self.start().open(person(number), pin).await
    }

    pub fn database(&self, number: u128) -> PathBuf {
        self.root.join(person(number).to_string()).join("vault.db")
    }

    /// Closes a vault and waits until its file is closed: SQLite then removes the journal.
    pub async fn close(&self, vault: Arc<dyn Vault>) {
        let database = self.database(vault.person().0.as_u128());
        drop(vault);
        wait_closed(&database).await;
    }

    /// The file opened by somebody who knows SQL and no key.
    pub fn sql(&self, number: u128) -> rusqlite::Connection {
        rusqlite::Connection::open(self.database(number)).unwrap()
    }
}

pub async fn wait_closed(database: &Path) {
    let journal = database.with_extension("db-wal");
    for _ in 0..2000 {
        if !journal.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the vault stayed open");
}

/// A copy of a folder, as a thief or a backup makes it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

pub fn card(number: u128) -> PersonCard {
    PersonCard {
        person: person(number),
        label: format!("Nhà số {number}"),
    }
}

pub fn document(number: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(number))
}

pub fn pin() -> Pin {
    "274913".parse().unwrap()
}

pub fn wrong() -> Pin {
    "918273".parse().unwrap()
}

pub fn put(collection: Collection, key: &str, value: &[u8]) -> VaultOp {
    VaultOp::Put {
        collection,
        key: key.to_owned(),
        value: value.to_vec(),
    }
}

pub fn record_of(bytes: &[u8]) -> ContentRecord {
    ContentRecord {
        media_type: MediaType::Pdf,
        bytes: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(bytes)),
    }
}

/// Brings a content in whole.
pub async fn add_content(vault: &Arc<dyn Vault>, number: u128, bytes: &[u8]) {
    vault.begin_content(document(number), &record_of(bytes)).await.unwrap();
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    assert!(
        vault
            .append_content(document(number), 0, bytes)
            .await
            .unwrap()
            .is_whole()
    );
}

/// Bytes that differ from place to place.
pub fn content(length: usize) -> Vec<u8> {
    (0..length as u64)
        .map(|at| at.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes()[0])
        .collect()
}
