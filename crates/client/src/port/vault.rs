//! The vault: one sealed store a person on this device.
//!
//! A vault knows records (bytes under a collection and a key) and contents (large, in pieces).
//! What they mean is the client's. Everything in it is sealed; an adapter that can't seal must
//! not outlive the process.

use std::{collections::HashMap, fmt, ops::Range, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use domain::{DocumentId, PersonId, Pin};
use protocol::{api::ContentRecord, app::PersonCard};

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Collection {
    /// Single records: session, device key, credential, cursor, profile, codes, trust.
    State,
    /// Papers as the city has them, by their id.
    Document,
    /// Changes made here that the city does not have yet, by their order.
    Operation,
    /// Requests to share as the city has them, by their id.
    Request,
    /// Entries of the access history as the city has them, by their id.
    Access,
    /// Agreements once and for all, by their purpose.
    Remembered,
    /// Checks at a counter that were made without a network and that the city does not know of
    /// yet, by their id.
    Check,
    /// Errand passes as the city has them, by their id.
    Errand,
    /// Hand-overs at a counter that were made without a network and that the city does not know
    /// of yet, by their check's and their pass's id.
    Handover,
}

impl Collection {
    /// Every collection.
    pub const ALL: [Self; 9] = [
        Self::State,
        Self::Document,
        Self::Operation,
        Self::Request,
        Self::Access,
        Self::Remembered,
        Self::Check,
        Self::Errand,
        Self::Handover,
    ];

    /// Its name in files; never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Document => "document",
            Self::Operation => "operation",
            Self::Request => "request",
            Self::Access => "access",
            Self::Remembered => "remembered",
            Self::Check => "check",
            Self::Errand => "errand",
            Self::Handover => "handover",
        }
    }
}

/// One step of a transaction.
#[derive(Clone, PartialEq, Eq)]
pub enum VaultOp {
    /// Sets a record.
    Put {
        /// Its collection.
        collection: Collection,
        /// Its key.
        key: String,
        /// Its bytes.
        value: Vec<u8>,
    },
    /// Removes a record, if it is there.
    Delete {
        /// Its collection.
        collection: Collection,
        /// Its key.
        key: String,
    },
    /// Removes a content, if it is there.
    DeleteContent(DocumentId),
}

impl fmt::Debug for VaultOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { collection, key, value } => write!(f, "Put({collection:?}, {key}, {} bytes)", value.len()),
            Self::Delete { collection, key } => write!(f, "Delete({collection:?}, {key})"),
            Self::DeleteContent(document) => write!(f, "DeleteContent({document})"),
        }
    }
}

/// How much of a content is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentStatus {
    /// What it is to be.
    pub record: ContentRecord,
    /// Bytes here, from the start on.
    pub have: u64,
}

impl ContentStatus {
    /// Whether all of it is here.
    pub fn is_whole(&self) -> bool {
        self.have == self.record.bytes
    }
}

/// Contents are appended in multiples of so many bytes (64 KiB).
pub const PIECE: u64 = 64 * 1024;

/// Why an open vault failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Something in the file is not what was written there.
    #[error("the vault is damaged")]
    Damaged,
    /// The device is full; nothing was changed.
    #[error("the device is full")]
    DiskFull,
    /// The vault was closed or erased.
    #[error("the vault is closed")]
    Closed,
    /// The device failed to read or write.
    #[error("the device failed")]
    Io,
}

/// Why a vault did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenVaultError {
    /// No such vault.
    #[error("no such vault")]
    Absent,
    /// The PIN is wrong.
    #[error("wrong PIN")]
    WrongPin {
        /// Tries left before the vault is erased.
        attempts_left: u32,
        /// Seconds until the next try is taken.
        wait_seconds: u32,
    },
    /// Too early: the try was not counted and the PIN not looked at.
    #[error("too early for another PIN")]
    Delayed {
        /// Tries left before the vault is erased.
        attempts_left: u32,
        /// Seconds until the next try is taken.
        wait_seconds: u32,
    },
    /// That was the last try: the vault is gone.
    #[error("the vault was erased")]
    Erased,
    /// The keyring does not answer or has lost this vault's part.
    #[error("the keyring does not have this vault's part")]
    KeyringMissing,
    /// Written by a newer version of the app.
    #[error("the vault needs a newer version")]
    Newer,
    /// As for an open vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// The vaults on this device.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait Vaults: Send + Sync {
    /// Who has a vault here, in the order they were made.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn people(&self) -> Result<Vec<PersonCard>, VaultError>;

    /// Makes a person's vault with its first records, whole or not at all, and opens it.
    /// `label` lies outside the sealed part.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn create(&self, card: &PersonCard, pin: &Pin, first: Vec<VaultOp>) -> Result<Arc<dyn Vault>, VaultError>;

    /// Opens a person's vault. Wrong PINs are counted so that neither a restart nor a clock set
    /// back gives more tries (`domain::limits::pin_delay`).
    ///
    /// # Errors
    /// [`OpenVaultError`].
    async fn open(&self, person: PersonId, pin: &Pin) -> Result<Arc<dyn Vault>, OpenVaultError>;

    /// Erases a person's vault and its keys; an open one is closed first.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn erase(&self, person: PersonId) -> Result<(), VaultError>;

    /// Whether the operating system's keyring answers; asked once, then remembered.
    async fn keyring_answers(&self) -> bool;
}

/// A person's open vault. Dropping it wipes its keys from memory.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait Vault: Send + Sync {
    /// Whose it is.
    fn person(&self) -> PersonId;

    /// Whether opening it needs the keyring too.
    fn uses_keyring(&self) -> bool;

    /// A record.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn get(&self, collection: Collection, key: &str) -> Result<Option<Vec<u8>>, VaultError>;

    /// All records of a collection, in the order of their keys.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn list(&self, collection: Collection) -> Result<Vec<(String, Vec<u8>)>, VaultError>;

    /// Carries out all steps or none.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn apply(&self, steps: Vec<VaultOp>) -> Result<(), VaultError>;

    /// Makes place for a content. One with the same digest goes on where it was, another is
    /// replaced.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn begin_content(&self, document: DocumentId, record: &ContentRecord) -> Result<ContentStatus, VaultError>;

    /// Adds the bytes that follow at `offset`, which must be [`ContentStatus::have`]. All but
    /// the last call bring a multiple of [`PIECE`] bytes. Durable when it comes back.
    ///
    /// # Errors
    /// [`VaultError`]; [`VaultError::Damaged`] when the whole is not what was announced, and
    /// then nothing of it is left.
    async fn append_content(
        &self,
        document: DocumentId,
        offset: u64,
        bytes: Bytes,
    ) -> Result<ContentStatus, VaultError>;

    /// How much of each content is here.
    ///
    /// # Errors
    /// [`VaultError`].
    async fn contents(&self) -> Result<HashMap<DocumentId, ContentStatus>, VaultError>;

    /// Bytes of a whole content; `range` is cut to its length.
    ///
    /// # Errors
    /// [`VaultError`]; [`VaultError::Damaged`] when it is not whole.
    async fn read_content(&self, document: DocumentId, range: Range<u64>) -> Result<Bytes, VaultError>;

    /// Whether this is the PIN: asked again before something that must not happen by a slip of
    /// the hand. Wrong ones count as at the lock.
    ///
    /// # Errors
    /// As [`Vaults::open`].
    async fn check_pin(&self, pin: &Pin) -> Result<(), OpenVaultError>;

    /// Replaces the PIN; nothing is sealed anew but the key.
    ///
    /// # Errors
    /// As [`Vaults::open`] for the old PIN.
    async fn change_pin(&self, old: &Pin, new: &Pin) -> Result<(), OpenVaultError>;
}
