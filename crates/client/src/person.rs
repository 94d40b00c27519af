//! The person whose vault is open.

use std::sync::Arc;

use domain::{ChallengeId, PersonId};
use jiff::Timestamp;

use crate::{app::App, documents::Transfers, held::Held, port::Vault, scan::Trusted, session::Account, store::Store};

/// An open vault and what goes with it; everything ends with the lock.
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) store: Arc<Store>,
    pub(crate) account: Account,
    pub(crate) transfers: Transfers,
    /// The city's keys and revocation list, read once.
    pub(crate) trusted: Held<Option<Arc<Trusted>>>,
    /// The one-time password that was asked for to open a shift.
    pub(crate) shift_challenge: Held<Option<ChallengeId>>,
    /// What was to be added to an organisation, and its id, until an answer has arrived.
    pub(crate) adding: Held<Option<(String, uuid::Uuid)>>,
    /// When the city was last asked for them, and whether it answered.
    pub(crate) trust_asked: Held<Option<(Timestamp, bool)>>,
}

impl Person {
    pub(crate) fn open(app: &App, vault: Arc<dyn Vault>) -> Self {
        let id = vault.person();
        let store = Arc::new(Store::new(vault));
        let account = Account::new(
            app.city.clone(),
            app.ports.random.clone(),
            app.ports.keys.clone(),
            store.clone(),
            app.host.shared_session,
        );
        Self {
            id,
            store,
            account,
            transfers: Transfers::default(),
            trusted: Held::default(),
            shift_challenge: Held::default(),
            adding: Held::default(),
            trust_asked: Held::default(),
        }
    }
}
