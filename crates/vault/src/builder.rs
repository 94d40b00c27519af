//! How the vaults of a device are put together.

use std::{path::PathBuf, sync::Arc};

use client::port::{Clock, Random};
use seal::Cost;

use crate::{
    KeyStore, NoKeyStore, SqliteVaults,
    folder::Folder,
    key_store::{Keyring, Limits},
    migrations::Ladder,
    vaults::{Costs, Device},
};

/// Describes the vaults of a device; see [`SqliteVaults::builder`].
pub struct VaultsBuilder {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    key_store: Arc<dyn KeyStore>,
    costs: Costs,
    ladder: Ladder,
    max_pages: Option<u32>,
    after_count: Option<fn()>,
}

impl VaultsBuilder {
    pub(crate) fn new(folder: PathBuf, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            folder,
            clock,
            random,
            key_store: Arc::new(NoKeyStore),
            costs: Costs {
                with_keyring: Cost::WITH_KEYRING,
                pin_alone: Cost::PIN_ALONE,
            },
            ladder: Ladder::default(),
            max_pages: None,
            after_count: None,
        }
    }

    /// Where the second half of the keys is kept, when it answers. Without this call: nowhere.
    #[must_use]
    pub fn key_store(mut self, key_store: Arc<dyn KeyStore>) -> Self {
        self.key_store = key_store;
        self
    }

    /// The vaults. Touches neither disk nor keyring.
    pub fn build(self) -> SqliteVaults {
        SqliteVaults::new(Device {
            folder: Folder::new(self.folder),
            keyring: Keyring::new(self.key_store, Limits::default()),
            clock: self.clock,
            random: self.random,
            costs: self.costs,
            ladder: self.ladder,
            max_pages: self.max_pages,
            after_count: self.after_count,
            rooms: Default::default(),
        })
    }
}

/// What only tests may ask for.
#[cfg(any(test, feature = "testing"))]
impl VaultsBuilder {
    /// One cost for every new PIN, such as `Cost::FOR_TESTS`.
    #[must_use]
    pub fn cost(mut self, cost: Cost) -> Self {
        self.costs = Costs {
            with_keyring: cost,
            pin_alone: cost,
        };
        self
    }

    /// Makes the disk look full beyond so many pages of 4 KiB in one vault.
    #[must_use]
    pub fn max_pages(mut self, pages: u32) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// One more migration, as the next version of the app would have.
    #[must_use]
    pub fn one_more_migration(mut self, sql: &'static str) -> Self {
        self.ladder = self.ladder.and(sql);
        self
    }

    /// Something to happen between counting a PIN and looking at it.
    #[must_use]
    pub fn after_count(mut self, hook: fn()) -> Self {
        self.after_count = Some(hook);
        self
    }
}
