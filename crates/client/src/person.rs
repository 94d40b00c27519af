//! The person whose vault is open.

use std::sync::Arc;

use domain::PersonId;
use jiff::Timestamp;

use crate::{
    city::City,
    documents::Transfers,
    held::Held,
    port::{Random, Vault},
    scan::Trusted,
    session::Account,
    store::Store,
};

/// An open vault and what goes with it; everything ends with the lock.
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) store: Arc<Store>,
    pub(crate) account: Account,
    pub(crate) transfers: Transfers,
    /// The city's keys and revocation list, read once.
    pub(crate) trusted: Held<Option<Arc<Trusted>>>,
    /// When the city was last asked for them, and whether it answered.
    pub(crate) trust_asked: Held<Option<(Timestamp, bool)>>,
}

impl Person {
    pub(crate) fn open(vault: Arc<dyn Vault>, city: Arc<City>, random: Arc<dyn Random>) -> Self {
        let id = vault.person();
        let store = Arc::new(Store::new(vault));
        let account = Account::new(city, random, store.clone());
        Self {
            id,
            store,
            account,
            transfers: Transfers::default(),
            trusted: Held::default(),
            trust_asked: Held::default(),
        }
    }
}
