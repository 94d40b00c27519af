//! The app: its ports wired once, its state, and what a host calls besides the commands.

use std::{ops::Range, pin::pin, sync::Arc, time::Duration};

use bytes::Bytes;
use domain::{DocumentId, RequestId, local_date};
use futures::{
    future::{AbortHandle, Either, abortable, join5, select},
    lock::Mutex,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use protocol::{
    api::{CityInfo, GetCity, Nothing},
    app::{
        AppError, AppEvent, AppRequest, AppState, Capabilities, Command, CommandName, LockReason, Part, UnlockedPerson,
        dispatch,
    },
};
use serde_json::Value;

use crate::{
    account::{self, PendingSignIn},
    city::City,
    counter,
    device_key::DeviceKey,
    documents::{ContentPart, content, shown},
    held::{Bell, Held},
    person::Person,
    port::{
        Camera, CityApi, Clock, EventSink, Files, Heard, HostInfo, KeyKeeper, Random, Scanner, SettingsStore, Timer,
        Vaults, Worker,
    },
    session::AccountError,
    sync::Engine,
};

/// How often the idle lock looks.
const GLANCE: Duration = Duration::from_secs(5);

/// How soon the app listens again after the city ended the stream, and after it could not be heard, at the longest.
const RELISTEN: Duration = Duration::from_secs(2);
const MAX_SILENCE: Duration = Duration::from_secs(60);

/// What a host brings.
#[derive(Clone)]
pub struct Ports {
    /// The vaults on this device.
    pub vaults: Arc<dyn Vaults>,
    /// The way to the city.
    pub city: Arc<dyn CityApi>,
    /// The device's clock.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub random: Arc<dyn Random>,
    /// Waiting.
    pub timer: Arc<dyn Timer>,
    /// Where events go.
    pub events: Arc<dyn EventSink>,
    /// The settings of this device.
    pub settings: Arc<dyn SettingsStore>,
    /// The camera.
    pub camera: Arc<dyn Camera>,
    /// Who reads codes in pictures.
    pub scanner: Arc<dyn Scanner>,
    /// The host's own place for the device's key.
    pub keys: Arc<dyn KeyKeeper>,
    /// Where files for the person go.
    pub files: Arc<dyn Files>,
    /// Where heavy work goes.
    pub worker: Arc<dyn Worker>,
}

/// The app of one device. Hosts keep it in an [`Arc`], spawn [`App::background`] once and pass
/// commands to [`App::call`].
pub struct App {
    pub(crate) ports: Ports,
    pub(crate) host: HostInfo,
    pub(crate) city: Arc<City>,
    pub(crate) engine: Engine,
    pub(crate) sign_in: Held<Option<PendingSignIn>>,
    pub(crate) city_info: Held<Option<CityInfo>>,
    /// Held by who makes a vault of the sign-in, so that it makes one only.
    pub(crate) making: Mutex<()>,
    /// Whether the system's keyring answers, once that is known.
    keyring: Held<Option<bool>>,
    open: Held<Option<Arc<Person>>>,
    idle: Held<Idle>,
    unlocked: Bell,
    /// The same for who listens: a bell wakes one.
    may_listen: Bell,
    /// Ends the listening for changes.
    listening: Held<Option<AbortHandle>>,
}

/// How long nobody has used the app, by two measures: the clock may jump, and a timer may stand
/// still while the device sleeps. The longer counts.
struct Idle {
    since: Timestamp,
    waited: Duration,
}

/// A paper of which the host may tell by the system's notifications, without its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpiringDocument {
    /// The paper.
    pub document: DocumentId,
    /// Its last day.
    pub expires_on: Date,
    /// Days left; negative when past.
    pub days: i32,
}

impl App {
    /// Wires an app. Nothing happens yet: no vault is opened, nothing is sent.
    pub fn new(ports: Ports, host: HostInfo) -> Self {
        let now = ports.clock.now();
        Self {
            city: Arc::new(City::new(ports.city.clone(), ports.clock.clone())),
            engine: Engine::default(),
            sign_in: Held::default(),
            city_info: Held::default(),
            making: Mutex::default(),
            keyring: Held::default(),
            open: Held::default(),
            idle: Held::new(Idle {
                since: now,
                waited: Duration::ZERO,
            }),
            unlocked: Bell::default(),
            may_listen: Bell::default(),
            listening: Held::default(),
            ports,
            host,
        }
    }

    /// Carries out a command as it came over the host's bridge. A command that only a person
    /// gives counts as use of the app.
    ///
    /// # Errors
    /// Whatever the command refuses or fails with.
    pub async fn call(&self, command: Command, attachment: Bytes) -> Result<Value, AppError> {
        if is_use(command.name()) {
            self.touch();
        }
        dispatch(self, command, attachment).await
    }

    /// [`App::call`] for a host in the same program as its screens.
    ///
    /// # Errors
    /// Whatever the command refuses or fails with.
    pub async fn ask<R: AppRequest>(&self, request: R, attachment: Bytes) -> Result<R::Output, AppError> {
        if is_use(R::NAME) {
            self.touch();
        }
        request.carry_out(self, attachment).await
    }

    /// Somebody uses the app: the idle lock begins to count anew.
    pub fn touch(&self) {
        self.idle.set(Idle {
            since: self.ports.clock.now(),
            waited: Duration::ZERO,
        });
    }

    /// What the app does by itself: syncs, fetches contents, locks when idle. Never ends; the
    /// host spawns it once.
    pub async fn background(self: Arc<Self>) {
        join5(
            self.ask_keyring(),
            self.engine.keep_syncing(&self),
            self.engine.keep_fetching(&self),
            self.keep_listening(),
            self.lock_when_idle(),
        )
        .await;
    }

    /// Listens for what changes at the city, so that a request at a counter shows at once. What
    /// is not heard comes with the next sync by the clock.
    async fn keep_listening(self: &Arc<Self>) {
        let mut silence = RELISTEN;
        loop {
            let Ok(person) = self.person() else {
                self.may_listen.heard().await;
                continue;
            };
            let weak = Arc::downgrade(self);
            let heard: Heard = Arc::new(move || {
                if let Some(app) = weak.upgrade() {
                    app.engine.request();
                    app.changed(vec![Part::Counter]);
                }
            });
            let (listening, handle) = abortable(person.account.listen(heard));
            self.listening.set(Some(handle));
            // Those who are locked out listen to nothing.
            if !self.is_open(&person) {
                continue;
            }
            silence = match listening.await {
                Ok(Ok(())) => RELISTEN,
                Ok(Err(error)) => {
                    tracing::debug!(%error, "nothing is heard of the city");
                    (silence * 2).min(MAX_SILENCE)
                }
                Err(_) => continue,
            };
            self.ports.timer.sleep(silence).await;
        }
    }

    /// Goes on with the session that the browser still has, on a host that keeps nothing else. To
    /// be called before the first question where the app stands; nothing happens elsewhere.
    ///
    /// # Errors
    /// [`AppError::Offline`] and what the city fails with: whether there is a session is not known.
    pub async fn resume(&self) -> Result<(), AppError> {
        account::resume::run(self).await
    }

    /// A part of a paper's content for the viewer, decrypted in memory; all when no range is
    /// given. Counts as use of the app.
    ///
    /// # Errors
    /// [`AppError::Locked`], [`AppError::NotFound`], [`AppError::ContentAbsent`] and what the
    /// vault fails with.
    pub async fn content(&self, document: DocumentId, range: Option<Range<u64>>) -> Result<ContentPart, AppError> {
        self.touch();
        content::run(self, document, range).await
    }

    /// A paper that a resident shared with the officer at this counter: a PDF, watermarked by the city, for the viewer. An
    /// entry of the resident's access history. Counts as use of the app.
    ///
    /// # Errors
    /// [`AppError::Locked`], [`AppError::Offline`] and what the city refuses.
    pub async fn shared_paper(&self, request: RequestId, paper: DocumentId) -> Result<Bytes, AppError> {
        self.touch();
        counter::ask::paper(self, request, paper).await
    }

    /// The unlocked person's papers whose last day is near or past.
    ///
    /// # Errors
    /// [`AppError::Locked`] and what the vault fails with.
    pub async fn expiring_documents(&self) -> Result<Vec<ExpiringDocument>, AppError> {
        let person = self.person()?;
        let today = local_date(self.city.now());
        let soon = |paper: &crate::documents::Shown| {
            let expires_on = paper.details.expires_on?;
            let days = expires_on.since(today).map_or(0, |span| span.get_days());
            let near = days <= domain::limits::EXPIRY_WARNING_DAYS;
            near.then_some(ExpiringDocument {
                document: paper.id,
                expires_on,
                days,
            })
        };
        Ok(shown(&person).await?.iter().filter_map(soon).collect())
    }

    /// Whose vault is open.
    pub(crate) fn person(&self) -> Result<Arc<Person>, AppError> {
        self.open.get().ok_or(AppError::Locked)
    }

    /// Whether this opening of the vault still lasts.
    pub(crate) fn is_open(&self, person: &Person) -> bool {
        self.open
            .with(|open| open.as_ref().is_some_and(|open| std::ptr::eq(&**open, person)))
    }

    pub(crate) fn open(&self, person: Person) {
        self.open.set(Some(Arc::new(person)));
        self.touch();
        self.unlocked.ring();
        self.may_listen.ring();
    }

    /// Locks, or signs out where there is nothing to come back to.
    pub(crate) async fn lock(&self) {
        if self.host.offline_store {
            self.close().await;
        } else {
            account::sign_out::run(self).await;
        }
    }

    /// What runs for the person stops, and their keys leave the memory.
    pub(crate) async fn close(&self) {
        let Some(person) = self.open.with(Option::take) else {
            return;
        };
        self.engine.stop();
        if let Some(listening) = self.listening.with(Option::take) {
            listening.abort();
        }
        person.transfers.cancel_all();
        self.sign_in.with(|pending| {
            if pending.as_ref().is_some_and(PendingSignIn::is_renewal) {
                *pending = None;
            }
        });
        self.ports.camera.stop().await;
    }

    /// What a failed call on a person's behalf means for the screens. When the person ordered this
    /// device to hold nothing any more, the vault is erased first.
    pub(crate) async fn account_error(&self, person: &Person, error: AccountError) -> AppError {
        match &error {
            AccountError::WipeOrdered => self.wipe(person).await,
            // What nobody may keep here does not stay open either.
            AccountError::DeviceRemoved if !self.host.offline_store => self.wipe(person).await,
            // The session is over and the credential gone: the name above the screens and the
            // codes come anew.
            AccountError::DeviceRemoved if self.is_open(person) => self.changed(vec![Part::Profile, Part::Codes]),
            AccountError::DeviceRemoved
            | AccountError::City(_)
            | AccountError::SessionEnded
            | AccountError::Vault(_) => {}
        }
        error.into()
    }

    /// What the city's answer to a call on a person's behalf means for the screens.
    pub(crate) async fn answered<T>(&self, person: &Person, answer: Result<T, AccountError>) -> Result<T, AppError> {
        match answer {
            Ok(answer) => {
                self.engine.reached();
                Ok(answer)
            }
            Err(error) => Err(self.account_error(person, error).await),
        }
    }

    async fn wipe(&self, person: &Person) {
        if self.is_open(person) {
            self.close().await;
        }
        if let Err(error) = self.ports.vaults.erase(person.id).await {
            tracing::error!(%error, "a vault that was to be erased could not be");
        }
        self.ports.keys.forget().await;
        self.emit(AppEvent::Locked {
            reason: LockReason::Wiped,
        });
    }

    /// Where the app stands.
    pub(crate) async fn state(&self) -> Result<AppState, AppError> {
        let unlocked = match self.person() {
            Ok(person) => Some(card(&person).await?),
            Err(_) => None,
        };
        Ok(AppState {
            people: self.ports.vaults.people().await?,
            unlocked,
            sign_in: self.sign_in.with(|pending| pending.as_ref().map(PendingSignIn::stage)),
            settings: self.ports.settings.load(),
            capabilities: Capabilities {
                offline_store: self.host.offline_store,
                camera: self.ports.camera.is_supported(),
                // Until it has answered: nobody is warned of what may be there.
                keyring: self.keyring.get().unwrap_or(true),
                several_people: self.host.several_people,
            },
            clock_offset_seconds: self.city.offset_seconds(),
        })
    }

    /// Asks the city's name, once it can be had.
    pub(crate) async fn learn_city(&self) {
        if self.city_info.with(|info| info.is_some()) {
            return;
        }
        match self.city.call::<GetCity>(&(), &Nothing {}, &Nothing {}, None).await {
            Ok(info) => self.city_info.set(Some(info)),
            Err(error) => tracing::info!(%error, "the city did not say its name"),
        }
    }

    pub(crate) fn emit(&self, event: AppEvent) {
        self.ports.events.emit(event);
    }

    pub(crate) fn changed(&self, parts: Vec<Part>) {
        if !parts.is_empty() {
            self.emit(AppEvent::Changed { parts });
        }
    }

    /// A new key for this device.
    pub(crate) async fn new_key(&self) -> DeviceKey {
        DeviceKey::make(&*self.ports.keys, &*self.ports.random).await
    }

    /// A keyring may be silent for seconds: no screen waits for it.
    async fn ask_keyring(&self) {
        let answers = self.ports.vaults.keyring_answers().await;
        self.keyring.set(Some(answers));
        if !answers {
            // Where the app stands is asked for again with the profile.
            self.changed(vec![Part::Profile]);
        }
    }

    /// Locks after the time the person chose.
    async fn lock_when_idle(&self) {
        loop {
            if self.person().is_err() {
                self.unlocked.heard().await;
            }
            self.ports.timer.sleep(GLANCE).await;
            if self.person().is_ok() && self.is_idle() {
                self.lock().await;
                let reason = if self.host.offline_store {
                    LockReason::Idle
                } else {
                    LockReason::IdleSignOut
                };
                self.emit(AppEvent::Locked { reason });
            }
        }
    }

    fn is_idle(&self) -> bool {
        let limit = Duration::from_secs(60 * u64::from(self.ports.settings.load().idle_minutes.max(1)));
        let now = self.ports.clock.now();
        self.idle.with(|idle| {
            idle.waited += GLANCE;
            let by_clock = now.duration_since(idle.since).max(SignedDuration::ZERO);
            Duration::try_from(by_clock).unwrap_or_default().max(idle.waited) >= limit
        })
    }

    /// Waits for `task`, but not longer than `patience`.
    pub(crate) async fn patiently<T>(&self, task: impl Future<Output = T>, patience: Duration) -> Option<T> {
        match select(pin!(task), self.ports.timer.sleep(patience)).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(_) => None,
        }
    }
}

async fn card(person: &Person) -> Result<UnlockedPerson, AppError> {
    let profile = person.store.profile().await?.record;
    let full_name = profile
        .text(domain::ProfileField::FullName)
        .unwrap_or_default()
        .to_owned();
    let given_name = full_name
        .parse::<domain::PersonName>()
        .map(|name| name.given().to_owned());
    Ok(UnlockedPerson {
        person: person.id,
        given_name: given_name.unwrap_or_default(),
        full_name,
        session_ended: person.account.has_ended().await?,
        keyring: person.store.vault().uses_keyring(),
    })
}

/// Whether only a person gives the command. Screens ask for what they show by themselves, and a
/// live code renews itself.
fn is_use(command: CommandName) -> bool {
    !matches!(
        command,
        CommandName::GetState
            | CommandName::GetHome
            | CommandName::GetStandardCode
            | CommandName::MakeLiveCode
            | CommandName::ListCards
            | CommandName::ListDocuments
            | CommandName::GetDocument
            | CommandName::GetProfile
            | CommandName::ListDevices
            | CommandName::ListRequests
            | CommandName::GetRequest
            | CommandName::GetHistory
            | CommandName::GetCounter
            | CommandName::GetOrganisation
            | CommandName::ListMembers
            | CommandName::ListPatterns
            | CommandName::ListContests
            | CommandName::ListChecks
            | CommandName::ListCounterRequests
            | CommandName::ListErrands
            | CommandName::GetErrand
            | CommandName::ListOrganisations
            | CommandName::GetAbout
    )
}
