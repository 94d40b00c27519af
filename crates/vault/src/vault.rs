//! An open vault: the port's calls, each on a blocking thread.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use bytes::Bytes;
use client::port::{Collection, ContentStatus, OpenVaultError, Vault, VaultError, VaultOp};
use domain::{DocumentId, PersonId, Pin};
use protocol::api::ContentRecord;
use tokio::{runtime::Handle, task};
use zeroize::Zeroize as _;

use crate::{contents, create, database::Database, error::Trouble, open::Opened, records, vaults::Device};

/// What is left when the port's handle goes: closed from outside when the vault is erased.
pub(crate) struct Room {
    pub(crate) person: PersonId,
    keyring: AtomicBool,
    database: Mutex<Option<Database>>,
}

impl Room {
    /// Looks at a PIN with the vault held. The database is gone afterwards when the last try was used up.
    pub(crate) fn check_pin(&self, device: &Device, pin: &Pin) -> Result<(), OpenVaultError> {
        let held = self.lock();
        let database = held.as_ref().ok_or(VaultError::Closed)?;
        crate::open::check_pin(device, database, pin)
    }

    pub(crate) fn new(person: PersonId, opened: Opened) -> Self {
        Self {
            person,
            keyring: AtomicBool::new(opened.keyring),
            database: Mutex::new(Some(opened.database)),
        }
    }

    /// A panic in an earlier call rolled its transaction back; what is locked is whole.
    fn lock(&self) -> MutexGuard<'_, Option<Database>> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wipes the keys and closes the file. Waits for a call under way; every later one finds the vault closed.
    pub(crate) fn close(&self) {
        let closed = self.lock().take();
        if let Some(Database { connection, seals }) = closed {
            drop(seals);
            drop(connection);
        }
    }
}

/// An open vault over SQLite.
pub(crate) struct SqliteVault {
    pub(crate) room: Arc<Room>,
    pub(crate) device: Arc<Device>,
}

/// Runs `work` where it may block.
pub(crate) async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Trouble> + Send + 'static,
{
    // Fails when the runtime is ending, or when the work panicked.
    task::spawn_blocking(work).await.unwrap_or(Err(Trouble::IO.into()))
}

impl SqliteVault {
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, VaultError> {
        let room = self.room.clone();
        blocking(move || {
            let mut database = room.lock();
            let database = database.as_mut().ok_or(VaultError::Closed)?;
            Ok(work(database)?)
        })
        .await
    }
}

impl Drop for SqliteVault {
    /// Closing a file may write to it, which must not happen on a thread of the async runtime.
    fn drop(&mut self) {
        let room = self.room.clone();
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(move || room.close())),
            Err(_) => room.close(),
        }
    }
}

#[async_trait]
impl Vault for SqliteVault {
    fn person(&self) -> PersonId {
        self.room.person
    }

    fn uses_keyring(&self) -> bool {
        self.room.keyring.load(Ordering::Relaxed)
    }

    async fn get(&self, collection: Collection, key: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let key = key.to_owned();
        self.with(move |database| records::get(database, collection, &key))
            .await
    }

    async fn list(&self, collection: Collection) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
        self.with(move |database| records::list(database, collection)).await
    }

    async fn apply(&self, mut steps: Vec<VaultOp>) -> Result<(), VaultError> {
        self.with(move |database| {
            let applied = create::apply(database, &steps);
            wipe(&mut steps);
            applied
        })
        .await
    }

    async fn begin_content(&self, document: DocumentId, record: &ContentRecord) -> Result<ContentStatus, VaultError> {
        let record = record.clone();
        self.with(move |database| contents::begin(database, document, &record))
            .await
    }

    async fn append_content(
        &self,
        document: DocumentId,
        offset: u64,
        bytes: Bytes,
    ) -> Result<ContentStatus, VaultError> {
        self.with(move |database| contents::append(database, document, offset, &bytes))
            .await
    }

    async fn contents(&self) -> Result<HashMap<DocumentId, ContentStatus>, VaultError> {
        self.with(|database| contents::statuses(database)).await
    }

    async fn read_content(&self, document: DocumentId, range: Range<u64>) -> Result<Bytes, VaultError> {
        self.with(move |database| contents::read(database, document, range))
            .await
    }

    async fn check_pin(&self, pin: &Pin) -> Result<(), OpenVaultError> {
        let (device, room, pin) = (self.device.clone(), self.room.clone(), pin.clone());
        blocking(move || device.check_pin(&room, &pin)).await
    }

    async fn change_pin(&self, old: &Pin, new: &Pin) -> Result<(), OpenVaultError> {
        let (device, room) = (self.device.clone(), self.room.clone());
        let (old, new) = (old.clone(), new.clone());
        blocking(move || device.change_pin(&room, &old, &new)).await
    }
}

impl Room {
    /// Changes the PIN with the vault held. The database is gone afterwards when the last try was used up.
    pub(crate) fn change_pin(&self, device: &Device, old: &Pin, new: &Pin) -> Result<(), OpenVaultError> {
        let mut held = self.lock();
        let database = held.as_mut().ok_or(VaultError::Closed)?;
        let keyring = crate::open::change_pin(device, database, old, new)?;
        self.keyring.store(keyring, Ordering::Relaxed);
        Ok(())
    }
}

/// Wipes the plain values of steps that were carried out.
pub(crate) fn wipe(steps: &mut [VaultOp]) {
    for step in steps {
        if let VaultOp::Put { value, .. } = step {
            value.zeroize();
        }
    }
}
