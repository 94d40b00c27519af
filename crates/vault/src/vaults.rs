//! The vaults on this device.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use async_trait::async_trait;
use client::port::{Clock, OpenVaultError, Random, Vault, VaultError, VaultOp, Vaults};
use domain::{PersonId, Pin};
use protocol::app::PersonCard;
use seal::Cost;
use tokio::task;

use crate::{
    VaultsBuilder, create,
    error::Trouble,
    folder::Folder,
    key_store::Keyring,
    migrations::Ladder,
    open,
    vault::{Room, SqliteVault, blocking, wipe},
};

/// What one guess of the PIN costs.
#[derive(Clone, Copy)]
pub(crate) struct Costs {
    pub(crate) with_keyring: Cost,
    pub(crate) pin_alone: Cost,
}

impl Costs {
    pub(crate) fn of(self, keyring: bool) -> Cost {
        if keyring { self.with_keyring } else { self.pin_alone }
    }
}

/// Everything that the vaults of a device share.
pub(crate) struct Device {
    pub(crate) folder: Folder,
    pub(crate) keyring: Keyring,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) costs: Costs,
    pub(crate) ladder: Ladder,
    /// Beyond so many pages the disk counts as full; for tests.
    pub(crate) max_pages: Option<u32>,
    /// Called between counting a PIN and looking at it; for tests.
    pub(crate) after_count: Option<fn()>,
    pub(crate) rooms: Mutex<Rooms>,
}

/// The vaults that are open. Held while one is made, opened, erased or gets another PIN: one at a time, and always
/// before a room's own lock.
#[derive(Default)]
pub(crate) struct Rooms {
    open: Vec<Weak<Room>>,
    tidied: bool,
}

impl Device {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if !rooms.tidied {
            rooms.tidied = true;
            create::tidy(self);
        }
        rooms.open.retain(|room| room.strong_count() > 0);
        rooms
    }

    pub(crate) fn after_count(&self) {
        if let Some(hook) = self.after_count {
            hook();
        }
    }

    fn erase(&self, rooms: &mut Rooms, person: PersonId) -> Result<(), Trouble> {
        for room in rooms.open.iter().filter_map(Weak::upgrade) {
            if room.person == person {
                room.close();
            }
        }
        create::erase(self, person)
    }

    /// Erases after the last try, whatever comes of the files: the keys are gone.
    fn erase_if_asked<T>(&self, rooms: &mut Rooms, person: PersonId, outcome: &Result<T, OpenVaultError>) {
        if matches!(outcome, Err(OpenVaultError::Erased)) {
            let _ = self.erase(rooms, person);
        }
    }

    pub(crate) fn check_pin(&self, room: &Room, pin: &Pin) -> Result<(), OpenVaultError> {
        let mut rooms = self.rooms();
        let outcome = room.check_pin(self, pin);
        self.erase_if_asked(&mut rooms, room.person, &outcome);
        outcome
    }

    pub(crate) fn change_pin(&self, room: &Room, old: &Pin, new: &Pin) -> Result<(), OpenVaultError> {
        let mut rooms = self.rooms();
        let outcome = room.change_pin(self, old, new);
        self.erase_if_asked(&mut rooms, room.person, &outcome);
        outcome
    }
}

/// The vaults of a device, in a folder, over SQLite. Cheap to clone; every clone is the same device.
#[derive(Clone)]
pub struct SqliteVaults {
    device: Arc<Device>,
}

impl SqliteVaults {
    /// Begins to describe the vaults in `folder`, which is made when it is first needed.
    pub fn builder(
        folder: impl Into<std::path::PathBuf>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> VaultsBuilder {
        VaultsBuilder::new(folder.into(), clock, random)
    }

    pub(crate) fn new(device: Device) -> Self {
        Self {
            device: Arc::new(device),
        }
    }

    fn entered(device: Arc<Device>, rooms: &mut Rooms, person: PersonId, opened: open::Opened) -> Arc<dyn Vault> {
        let room = Arc::new(Room::new(person, opened));
        rooms.open.push(Arc::downgrade(&room));
        Arc::new(SqliteVault { room, device })
    }
}

#[async_trait]
impl Vaults for SqliteVaults {
    async fn people(&self) -> Result<Vec<PersonCard>, VaultError> {
        let device = self.device.clone();
        blocking(move || Ok(device.folder.people())).await
    }

    async fn create(
        &self,
        card: &PersonCard,
        pin: &Pin,
        mut first: Vec<VaultOp>,
    ) -> Result<Arc<dyn Vault>, VaultError> {
        let (device, card, pin) = (self.device.clone(), card.clone(), pin.clone());
        blocking(move || {
            let mut rooms = device.rooms();
            let created = create::create(&device, &card, &pin, &first);
            wipe(&mut first);
            Ok(Self::entered(device.clone(), &mut rooms, card.person, created?))
        })
        .await
    }

    async fn open(&self, person: PersonId, pin: &Pin) -> Result<Arc<dyn Vault>, OpenVaultError> {
        let (device, pin) = (self.device.clone(), pin.clone());
        blocking(move || {
            let mut rooms = device.rooms();
            let opened = open::open(&device, person, &pin);
            device.erase_if_asked(&mut rooms, person, &opened);
            Ok(Self::entered(device.clone(), &mut rooms, person, opened?))
        })
        .await
    }

    async fn erase(&self, person: PersonId) -> Result<(), VaultError> {
        let device = self.device.clone();
        blocking(move || {
            let mut rooms = device.rooms();
            Ok(device.erase(&mut rooms, person)?)
        })
        .await
    }

    async fn keyring_answers(&self) -> bool {
        let device = self.device.clone();
        task::spawn_blocking(move || device.keyring.answers())
            .await
            .unwrap_or(false)
    }
}
