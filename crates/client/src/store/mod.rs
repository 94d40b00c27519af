//! A person's open vault by the types of the client.

mod draft;
mod entry;
mod outbox;
mod records;

use std::sync::Arc;

use domain::DocumentId;
use futures::lock::{Mutex, MutexGuard};
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

pub(crate) use draft::Draft;
pub(crate) use entry::{EntryState, OutboxEntry, Target};
pub(crate) use outbox::Outbox;
pub(crate) use records::*;

use crate::port::{Collection, Vault, VaultError, VaultOp};

/// A person's records.
pub(crate) struct Store {
    vault: Arc<dyn Vault>,
    writing: Mutex<()>,
}

impl Store {
    pub(crate) fn new(vault: Arc<dyn Vault>) -> Self {
        Self {
            vault,
            writing: Mutex::new(()),
        }
    }

    pub(crate) fn vault(&self) -> &Arc<dyn Vault> {
        &self.vault
    }

    /// Whoever reads records to write what follows from them holds this from before the read
    /// until after the write, and never while it waits for the city.
    pub(crate) async fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().await
    }

    /// A record of which there is one.
    pub(crate) async fn single<T: Single>(&self) -> Result<Option<T>, VaultError> {
        self.vault.get(Collection::State, T::KEY).await?.map(decode).transpose()
    }

    /// Writes a record of which there is one.
    pub(crate) async fn put_single<T: Single>(&self, record: &T) -> Result<(), VaultError> {
        self.vault.apply(vec![put_single(record)?]).await
    }

    pub(crate) async fn document(&self, id: DocumentId) -> Result<Option<DocumentEntry>, VaultError> {
        self.vault
            .get(Collection::Document, &id.to_string())
            .await?
            .map(decode)
            .transpose()
    }

    /// Every paper in the city's form.
    pub(crate) async fn documents(&self) -> Result<Vec<DocumentEntry>, VaultError> {
        let records = self.vault.list(Collection::Document).await?;
        Ok(records.iter().filter_map(|(_, bytes)| decode_or_skip(bytes)).collect())
    }

    pub(crate) async fn outbox(&self) -> Result<Outbox, VaultError> {
        let records = self.vault.list(Collection::Operation).await?;
        Ok(Outbox::new(records))
    }

    /// The profile in the city's form; an empty one before the first sync.
    pub(crate) async fn profile(&self) -> Result<ProfileState, VaultError> {
        Ok(self.single().await?.unwrap_or_default())
    }

    /// The contents that are not at the city.
    pub(crate) async fn uploads(&self) -> Result<Uploads, VaultError> {
        Ok(self.single().await?.unwrap_or_default())
    }

    /// A draft of the profile, the outbox and the papers `documents`.
    pub(crate) async fn draft(&self, documents: &[DocumentId]) -> Result<Draft, VaultError> {
        let mut draft = Draft::new(self.profile().await?, self.outbox().await?, self.uploads().await?);
        for id in documents {
            if let Some(entry) = self.document(*id).await? {
                draft.load(entry);
            }
        }
        Ok(draft)
    }

    /// A record of a collection.
    pub(crate) async fn record<T: DeserializeOwned>(
        &self,
        collection: Collection,
        key: &str,
    ) -> Result<Option<T>, VaultError> {
        self.vault.get(collection, key).await?.map(decode).transpose()
    }

    /// Every record of a collection that this version can read.
    pub(crate) async fn records<T: DeserializeOwned>(&self, collection: Collection) -> Result<Vec<T>, VaultError> {
        let records = self.vault.list(collection).await?;
        Ok(records.iter().filter_map(|(_, bytes)| decode_or_skip(bytes)).collect())
    }

    /// Carries out all steps or none.
    pub(crate) async fn apply(&self, steps: Vec<VaultOp>) -> Result<(), VaultError> {
        if steps.is_empty() {
            Ok(())
        } else {
            self.vault.apply(steps).await
        }
    }
}

/// The step that writes a record of which there is one.
pub(crate) fn put_single<T: Single>(record: &T) -> Result<VaultOp, VaultError> {
    Ok(VaultOp::Put {
        collection: Collection::State,
        key: T::KEY.to_owned(),
        value: encode(record)?,
    })
}

/// The step that writes a record of a collection.
pub(crate) fn put(collection: Collection, key: String, record: &impl Serialize) -> Result<VaultOp, VaultError> {
    Ok(VaultOp::Put {
        collection,
        key,
        value: encode(record)?,
    })
}

fn encode(record: &impl Serialize) -> Result<Vec<u8>, VaultError> {
    serde_json::to_vec(record).map_err(|_| VaultError::Damaged)
}

/// The plain bytes are wiped: among them are keys and tokens.
fn decode<T: DeserializeOwned>(bytes: Vec<u8>) -> Result<T, VaultError> {
    let bytes = Zeroizing::new(bytes);
    serde_json::from_slice(&bytes).map_err(|_| VaultError::Damaged)
}

/// A record among many that a newer version wrote in a form this one can't read is left where it
/// is.
fn decode_or_skip<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let record = serde_json::from_slice(bytes).ok();
    if record.is_none() {
        tracing::warn!("a record of another version was left alone");
    }
    record
}
