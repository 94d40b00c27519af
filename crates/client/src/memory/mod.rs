//! Vaults that live as long as the process: the browser's, and the tests'. Nothing is sealed,
//! because nothing leaves the memory; all else is as the port says, the PIN and its delays too.

mod throttle;
mod vault;

use std::sync::Arc;

use async_trait::async_trait;
use domain::{PersonId, Pin};
use protocol::app::PersonCard;

use self::{
    throttle::Throttle,
    vault::{Data, MemoryVault},
};
use crate::{
    held::Held,
    port::{Clock, OpenVaultError, Vault, VaultError, VaultOp, Vaults},
};

/// The vaults of this process.
pub struct MemoryVaults {
    clock: Arc<dyn Clock>,
    people: Arc<Held<Vec<Place>>>,
}

/// One person's place.
struct Place {
    card: PersonCard,
    lock: Lock,
    data: Arc<Held<Option<Data>>>,
}

/// What stands before a vault.
struct Lock {
    pin: Pin,
    throttle: Throttle,
}

impl MemoryVaults {
    /// No vaults yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            people: Arc::default(),
        }
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Vaults for MemoryVaults {
    async fn people(&self) -> Result<Vec<PersonCard>, VaultError> {
        Ok(self
            .people
            .with(|people| people.iter().map(|place| place.card.clone()).collect()))
    }

    async fn create(&self, card: &PersonCard, pin: &Pin, first: Vec<VaultOp>) -> Result<Arc<dyn Vault>, VaultError> {
        let mut data = Data::default();
        data.apply(first);
        let data = Arc::new(Held::new(Some(data)));
        let vault = self.vault(card.person, data.clone());
        self.people.with(|people| {
            // An id that is taken is somebody's vault: it is never overwritten.
            if people.iter().any(|place| place.card.person == card.person) {
                return Err(VaultError::Io);
            }
            let lock = Lock {
                pin: pin.clone(),
                throttle: Throttle::default(),
            };
            people.push(Place {
                card: card.clone(),
                lock,
                data,
            });
            Ok(())
        })?;
        Ok(vault)
    }

    async fn open(&self, person: PersonId, pin: &Pin) -> Result<Arc<dyn Vault>, OpenVaultError> {
        let data = check(&self.people, &*self.clock, person, pin, None)?;
        Ok(self.vault(person, data))
    }

    async fn erase(&self, person: PersonId) -> Result<(), VaultError> {
        erase(&self.people, person);
        Ok(())
    }

    async fn keyring_answers(&self) -> bool {
        false
    }
}

impl MemoryVaults {
    fn vault(&self, person: PersonId, data: Arc<Held<Option<Data>>>) -> Arc<dyn Vault> {
        Arc::new(MemoryVault::new(person, data, self.people.clone(), self.clock.clone()))
    }
}

/// A person's vault without a PIN: no place to come back to, it lasts as long as it is held.
pub(crate) fn passing_vault(person: PersonId, first: Vec<VaultOp>, clock: Arc<dyn Clock>) -> Arc<dyn Vault> {
    let mut data = Data::default();
    data.apply(first);
    let data = Arc::new(Held::new(Some(data)));
    Arc::new(MemoryVault::new(person, data, Arc::default(), clock))
}

fn erase(people: &Held<Vec<Place>>, person: PersonId) {
    let gone: Vec<Place> = people.with(|people| people.extract_if(.., |place| place.card.person == person).collect());
    for place in gone {
        // Whoever holds the vault open finds it closed.
        place.data.set(None);
    }
}

/// Tries a PIN; the vault behind it when it is right. With `new`, the right PIN is replaced.
fn check(
    people: &Held<Vec<Place>>,
    clock: &dyn Clock,
    person: PersonId,
    pin: &Pin,
    new: Option<&Pin>,
) -> Result<Arc<Held<Option<Data>>>, OpenVaultError> {
    let now = clock.now();
    let tried = people.with(|people| {
        let place = people
            .iter_mut()
            .find(|place| place.card.person == person)
            .ok_or(OpenVaultError::Absent)?;
        place.lock.throttle.admit(now)?;
        if place.lock.pin != *pin {
            return Err(place.lock.throttle.fail(now));
        }
        place.lock.throttle = Throttle::default();
        if let Some(new) = new {
            place.lock.pin = new.clone();
        }
        Ok(place.data.clone())
    });
    if matches!(tried, Err(OpenVaultError::Erased)) {
        erase(people, person);
    }
    tried
}
