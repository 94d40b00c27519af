//! Things that go wrong at a chosen moment.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};

use async_trait::async_trait;
use bytes::Bytes;
use domain::{DocumentId, PersonId, Pin};
use protocol::{api::ContentRecord, app::PersonCard, problem::ErrorCode};

use crate::{
    held::Held,
    port::{Collection, ContentStatus, OpenVaultError, Vault, VaultError, VaultOp, Vaults},
};

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives.
    Lost,
    /// It is carried out, and the answer is lost.
    AnswerLost,
    /// The city answers with a problem and does nothing.
    Problem(ErrorCode),
    /// Something between answers instead of the city, with success.
    Portal,
    /// Something between finds the body too large, in its own words.
    TooLarge,
    /// A byte of the answer's body is another.
    Damaged,
}

/// When the process dies, seen from the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultFault {
    /// Just before the write.
    Before,
    /// Just after the write.
    After,
}

/// Vaults whose process dies at the n-th write: that write happens or not, and from then on all
/// fails until [`FaultyVaults::revive`].
pub struct FaultyVaults {
    inner: Arc<dyn Vaults>,
    fate: Arc<Held<Fate>>,
    damaged: Arc<Held<HashSet<DocumentId>>>,
}

#[derive(Default)]
struct Fate {
    writes: usize,
    dies_at: Option<(usize, VaultFault)>,
    full_from: Option<usize>,
    dead: bool,
    struck: bool,
}

impl FaultyVaults {
    /// Vaults that live until told otherwise.
    pub fn new(inner: Arc<dyn Vaults>) -> Self {
        Self {
            inner,
            fate: Arc::default(),
            damaged: Arc::default(),
        }
    }

    /// Counts from now on; the write with this number (from 0) is the last.
    pub fn die_at(&self, write: usize, fault: VaultFault) {
        self.fate.set(Fate {
            dies_at: Some((write, fault)),
            ..Fate::default()
        });
    }

    /// Counts from now on; from the write with this number on the device is full.
    pub fn fill_at(&self, write: usize) {
        self.fate.set(Fate {
            full_from: Some(write),
            ..Fate::default()
        });
    }

    /// The process starts again, and there is room again. Whether it had died or been full.
    pub fn revive(&self) -> bool {
        self.fate.with(std::mem::take).struck
    }

    /// A content's bytes here are no longer those that were written.
    pub fn damage(&self, document: DocumentId) {
        self.damaged.with(|damaged| damaged.insert(document));
    }

    fn wrap(&self, vault: Arc<dyn Vault>) -> Arc<dyn Vault> {
        Arc::new(FaultyVault {
            inner: vault,
            fate: self.fate.clone(),
            damaged: self.damaged.clone(),
        })
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Vaults for FaultyVaults {
    async fn people(&self) -> Result<Vec<PersonCard>, VaultError> {
        self.inner.people().await
    }

    async fn create(&self, card: &PersonCard, pin: &Pin, first: Vec<VaultOp>) -> Result<Arc<dyn Vault>, VaultError> {
        Ok(self.wrap(self.inner.create(card, pin, first).await?))
    }

    async fn open(&self, person: PersonId, pin: &Pin) -> Result<Arc<dyn Vault>, OpenVaultError> {
        Ok(self.wrap(self.inner.open(person, pin).await?))
    }

    async fn erase(&self, person: PersonId) -> Result<(), VaultError> {
        self.inner.erase(person).await
    }

    async fn keyring_answers(&self) -> bool {
        self.inner.keyring_answers().await
    }
}

struct FaultyVault {
    inner: Arc<dyn Vault>,
    fate: Arc<Held<Fate>>,
    damaged: Arc<Held<HashSet<DocumentId>>>,
}

impl FaultyVault {
    fn alive(&self) -> Result<(), VaultError> {
        if self.fate.with(|fate| fate.dead) {
            Err(VaultError::Closed)
        } else {
            Ok(())
        }
    }

    /// Counts a write; the fault that strikes it.
    fn strike(&self) -> Result<Option<VaultFault>, VaultError> {
        self.alive()?;
        self.fate.with(|fate| {
            let write = fate.writes;
            fate.writes += 1;
            if fate.full_from.is_some_and(|from| write >= from) {
                fate.struck = true;
                return Err(VaultError::DiskFull);
            }
            let strikes = fate.dies_at.filter(|(at, _)| *at == write);
            fate.dead = strikes.is_some();
            fate.struck |= fate.dead;
            Ok(strikes.map(|(_, fault)| fault))
        })
    }

    fn heal(&self, steps: &[VaultOp]) {
        let deleted = steps.iter().filter_map(|step| match step {
            VaultOp::DeleteContent(document) => Some(document),
            VaultOp::Put { .. } | VaultOp::Delete { .. } => None,
        });
        self.damaged.with(|damaged| {
            deleted.for_each(|document| {
                damaged.remove(document);
            })
        });
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Vault for FaultyVault {
    fn person(&self) -> PersonId {
        self.inner.person()
    }

    fn uses_keyring(&self) -> bool {
        self.inner.uses_keyring()
    }

    async fn get(&self, collection: Collection, key: &str) -> Result<Option<Vec<u8>>, VaultError> {
        self.alive()?;
        self.inner.get(collection, key).await
    }

    async fn list(&self, collection: Collection) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
        self.alive()?;
        self.inner.list(collection).await
    }

    async fn apply(&self, steps: Vec<VaultOp>) -> Result<(), VaultError> {
        let struck = self.strike()?;
        self.heal(&steps);
        match struck {
            None => self.inner.apply(steps).await,
            Some(VaultFault::Before) => Err(VaultError::Closed),
            Some(VaultFault::After) => {
                self.inner.apply(steps).await?;
                Err(VaultError::Closed)
            }
        }
    }

    async fn begin_content(&self, document: DocumentId, record: &ContentRecord) -> Result<ContentStatus, VaultError> {
        match self.strike()? {
            None => self.inner.begin_content(document, record).await,
            Some(VaultFault::Before) => Err(VaultError::Closed),
            Some(VaultFault::After) => {
                self.inner.begin_content(document, record).await?;
                Err(VaultError::Closed)
            }
        }
    }

    async fn append_content(
        &self,
        document: DocumentId,
        offset: u64,
        bytes: Bytes,
    ) -> Result<ContentStatus, VaultError> {
        match self.strike()? {
            None => self.inner.append_content(document, offset, bytes).await,
            Some(VaultFault::Before) => Err(VaultError::Closed),
            Some(VaultFault::After) => {
                self.inner.append_content(document, offset, bytes).await?;
                Err(VaultError::Closed)
            }
        }
    }

    async fn contents(&self) -> Result<HashMap<DocumentId, ContentStatus>, VaultError> {
        self.alive()?;
        self.inner.contents().await
    }

    async fn read_content(&self, document: DocumentId, range: Range<u64>) -> Result<Bytes, VaultError> {
        self.alive()?;
        if self.damaged.with(|damaged| damaged.contains(&document)) {
            return Err(VaultError::Damaged);
        }
        self.inner.read_content(document, range).await
    }

    async fn check_pin(&self, pin: &Pin) -> Result<(), OpenVaultError> {
        self.alive()?;
        self.inner.check_pin(pin).await
    }

    async fn change_pin(&self, old: &Pin, new: &Pin) -> Result<(), OpenVaultError> {
        self.alive()?;
        self.inner.change_pin(old, new).await
    }
}
