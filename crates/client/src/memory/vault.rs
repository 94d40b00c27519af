//! An open vault in memory.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::Arc,
};

use async_trait::async_trait;
use bytes::Bytes;
use domain::{DocumentId, PersonId, Pin};
use protocol::api::ContentRecord;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Place, check};
use crate::{
    held::Held,
    port::{Clock, Collection, ContentStatus, OpenVaultError, PIECE, Vault, VaultError, VaultOp},
};

/// What a vault holds.
#[derive(Default)]
pub(super) struct Data {
    records: BTreeMap<(Collection, String), Zeroizing<Vec<u8>>>,
    contents: HashMap<DocumentId, Content>,
}

struct Content {
    record: ContentRecord,
    bytes: Zeroizing<Vec<u8>>,
}

impl Content {
    fn status(&self) -> ContentStatus {
        ContentStatus {
            record: self.record.clone(),
            have: self.bytes.len() as u64,
        }
    }
}

impl Data {
    pub(super) fn apply(&mut self, steps: Vec<VaultOp>) {
        for step in steps {
            match step {
                VaultOp::Put { collection, key, value } => {
                    self.records.insert((collection, key), Zeroizing::new(value));
                }
                VaultOp::Delete { collection, key } => {
                    self.records.remove(&(collection, key));
                }
                VaultOp::DeleteContent(document) => {
                    self.contents.remove(&document);
                }
            }
        }
    }
}

/// An open vault; the data is gone when the vault was erased.
pub(super) struct MemoryVault {
    person: PersonId,
    data: Arc<Held<Option<Data>>>,
    people: Arc<Held<Vec<Place>>>,
    clock: Arc<dyn Clock>,
}

impl MemoryVault {
    pub(super) fn new(
        person: PersonId,
        data: Arc<Held<Option<Data>>>,
        people: Arc<Held<Vec<Place>>>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            person,
            data,
            people,
            clock,
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Data) -> Result<T, VaultError>) -> Result<T, VaultError> {
        self.data
            .with(|data| data.as_mut().ok_or(VaultError::Closed).and_then(look))
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Vault for MemoryVault {
    fn person(&self) -> PersonId {
        self.person
    }

    fn uses_keyring(&self) -> bool {
        false
    }

    async fn get(&self, collection: Collection, key: &str) -> Result<Option<Vec<u8>>, VaultError> {
        self.with(|data| {
            Ok(data
                .records
                .get(&(collection, key.to_owned()))
                .map(|value| value.to_vec()))
        })
    }

    async fn list(&self, collection: Collection) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
        self.with(|data| {
            let wanted = data.records.iter().filter(|((known, _), _)| *known == collection);
            Ok(wanted.map(|((_, key), value)| (key.clone(), value.to_vec())).collect())
        })
    }

    async fn apply(&self, steps: Vec<VaultOp>) -> Result<(), VaultError> {
        self.with(|data| {
            data.apply(steps);
            Ok(())
        })
    }

    async fn begin_content(&self, document: DocumentId, record: &ContentRecord) -> Result<ContentStatus, VaultError> {
        self.with(|data| {
            let fresh = || Content {
                record: record.clone(),
                bytes: Zeroizing::default(),
            };
            let content = data.contents.entry(document).or_insert_with(fresh);
            if content.record.sha256 != record.sha256 || content.record.bytes != record.bytes {
                *content = fresh();
            }
            Ok(content.status())
        })
    }

    async fn append_content(
        &self,
        document: DocumentId,
        offset: u64,
        bytes: Bytes,
    ) -> Result<ContentStatus, VaultError> {
        self.with(|data| {
            let content = data.contents.get_mut(&document).ok_or(VaultError::Damaged)?;
            let end = offset + bytes.len() as u64;
            let total = content.record.bytes;
            let pieces = end == total || (bytes.len() as u64).is_multiple_of(PIECE);
            if offset != content.bytes.len() as u64 || end > total || !pieces {
                return Err(VaultError::Damaged);
            }
            content.bytes.extend_from_slice(&bytes);
            let status = content.status();
            if status.is_whole() && hex::encode(Sha256::digest(&*content.bytes)) != content.record.sha256 {
                data.contents.remove(&document);
                return Err(VaultError::Damaged);
            }
            Ok(status)
        })
    }

    async fn contents(&self) -> Result<HashMap<DocumentId, ContentStatus>, VaultError> {
        self.with(|data| {
            Ok(data
                .contents
                .iter()
                .map(|(id, content)| (*id, content.status()))
                .collect())
        })
    }

    async fn read_content(&self, document: DocumentId, range: Range<u64>) -> Result<Bytes, VaultError> {
        self.with(|data| {
            let content = data.contents.get(&document).ok_or(VaultError::Damaged)?;
            if !content.status().is_whole() {
                return Err(VaultError::Damaged);
            }
            let length = content.bytes.len();
            let end = usize::try_from(range.end).unwrap_or(length).min(length);
            let start = usize::try_from(range.start).unwrap_or(length).min(end);
            Ok(Bytes::copy_from_slice(&content.bytes[start..end]))
        })
    }

    async fn check_pin(&self, pin: &Pin) -> Result<(), OpenVaultError> {
        self.with(|_| Ok(()))?;
        check(&self.people, &*self.clock, self.person, pin, None).map(|_| ())
    }

    async fn change_pin(&self, old: &Pin, new: &Pin) -> Result<(), OpenVaultError> {
        self.with(|_| Ok(()))?;
        check(&self.people, &*self.clock, self.person, old, Some(new)).map(|_| ())
    }
}
