//! What a scan is checked against: the city's keys and revocation list as this device has them.

use std::{sync::Arc, time::Duration};

use codes::{revocation::RevocationList, trust::TrustStore};
use jiff::{SignedDuration, Timestamp};
use protocol::app::AppError;

use crate::{
    app::App,
    person::Person,
    port::VaultError,
    store::{RevocationState, Store, TrustState},
    sync,
};

/// Lists that were asked for so recently count as asked for just now: a camera sees the same code many times.
const JUST_NOW: SignedDuration = SignedDuration::from_secs(5);
/// A city that was silent is left alone for so long.
const SILENCE: SignedDuration = SignedDuration::from_secs(30);
/// A person with a code in front of them is not kept waiting longer.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The city's keys and revocations.
pub(crate) struct Trusted {
    pub(crate) trust: TrustStore,
    pub(crate) revocations: Option<RevocationList>,
}

impl Trusted {
    /// Reads them from the vault; `None` before the first sync brought keys.
    pub(crate) async fn load(store: &Store) -> Result<Option<Self>, VaultError> {
        let Some(TrustState { store: trust, .. }) = store.single().await? else {
            return Ok(None);
        };
        let list: Option<RevocationState> = store.single().await?;
        let revocations = list.and_then(|list| RevocationList::open(&list.token.0, &trust).ok());
        Ok(Some(Self { trust, revocations }))
    }
}

/// All that a verdict depends on besides the code.
#[derive(Clone)]
pub(crate) struct ScanContext {
    /// Nothing when nobody is unlocked, or before the first sync.
    pub(crate) trusted: Option<Arc<Trusted>>,
    pub(crate) now: Timestamp,
    /// Whether the city was not asked just now.
    pub(crate) offline: bool,
}

impl ScanContext {
    /// As the device stands. Codes are also read while nobody is unlocked, to enrol from a chip
    /// card; there are just no keys to check others with.
    pub(crate) async fn of(app: &App) -> Result<Self, AppError> {
        let now = app.city.now();
        let Ok(person) = app.person() else {
            return Ok(Self {
                trusted: None,
                now,
                offline: true,
            });
        };
        let offline = !ask_the_city(app, &person).await;
        let trusted = match person.trusted.get() {
            Some(trusted) => Some(trusted),
            None => {
                let loaded = Trusted::load(&person.store).await?.map(Arc::new);
                person.trusted.set(loaded.clone());
                loaded
            }
        };
        Ok(Self {
            trusted,
            now: app.city.now(),
            offline,
        })
    }
}

/// Refreshes the lists when the city can be reached at once; whether they are of just now.
async fn ask_the_city(app: &App, person: &Person) -> bool {
    let asked = person
        .trust_asked
        .get()
        .map(|(at, answered)| (app.ports.clock.now().duration_since(at).abs(), answered));
    match asked {
        Some((age, true)) if age < JUST_NOW => return true,
        Some((age, false)) if age < SILENCE => return false,
        Some(_) | None => {}
    }
    let refreshed = app.patiently(sync::refresh_public_lists(app, person), PATIENCE).await;
    let answered = refreshed == Some(true);
    person.trust_asked.set(Some((app.ports.clock.now(), answered)));
    if answered {
        app.engine.reached();
    }
    answered
}
