//! The app's state on the screen's side: what every screen can reach through [`use_app`].

mod activity;
mod clock;
mod events;
mod frame;
mod hand_over;
mod keys;
mod later;
mod query;
mod root;
mod route;
mod settings;
mod strip;
mod toast;

use std::{future::Future, pin::Pin};

use leptos::prelude::*;
use protocol::app::{
    AppError, AppRequest, AppState, ChipCardScan, GetState, Part, Settings, SignInStage, SyncPhase, SyncStatus,
    UnlockedPerson,
};

pub use clock::{seconds_until, use_city_now, use_now};
pub use frame::page_title;
pub use keys::{Does, SHORTCUTS, Shortcut};
pub use query::{Query, Sending, use_query, use_sending};
pub use root::Root;
pub use route::{OfficePart, Route, Router, Section};
#[cfg(feature = "mock")]
pub(crate) use settings::wear;

use crate::{
    backend::Backend,
    reactive::{Look, memo},
    text::Said,
};
use events::Hearers;
pub use toast::{Toast, Toasts};

/// What a command answers, once it does.
pub type Asked<T> = Pin<Box<dyn Future<Output = Result<T, AppError>>>>;

/// What every screen can reach: the host, the app's state, the way between screens. Copies are
/// free.
#[derive(Clone, Copy)]
pub struct App {
    /// The host. Prefer [`App::call`], which keeps the state in step.
    pub backend: Backend,
    /// Where the app stands.
    pub state: RwSignal<AppState>,
    /// How the sync stands.
    pub sync: RwSignal<SyncStatus>,
    /// The way between screens.
    pub router: Router,
    /// Whether only the screen shows, without the bar or rail: hand-over mode, the viewer in full.
    pub bare: RwSignal<bool>,
    /// Whether loose keys belong to a hand scanner, and are no shortcuts.
    pub hand_scanner: RwSignal<bool>,
    /// Whether the search over screens and papers is open.
    pub finding: RwSignal<bool>,
    /// Whether the list of shortcuts is open.
    pub listing_keys: RwSignal<bool>,
    /// Whether the search of the papers is to take the focus; it takes this back.
    pub searching: RwSignal<bool>,
    /// Why the app locked itself or what became of the data here, until somebody unlocks.
    pub parting: RwSignal<Option<Said>>,
    handed_over: RwSignal<bool>,
    prefill: StoredValue<Option<ChipCardScan>>,
    toasts: Toasts,
    versions: RwSignal<[u32; 8]>,
    hearers: StoredValue<Hearers, LocalStorage>,
}

/// The app. Ask while a component is made.
#[allow(clippy::expect_used, reason = "no screen exists outside the root, which provides it")]
pub fn use_app() -> App {
    use_context().expect("inside the root")
}

impl App {
    pub(crate) fn new(backend: Backend, state: AppState) -> Self {
        let app = Self {
            backend,
            state: RwSignal::new(state),
            sync: RwSignal::new(SyncStatus {
                phase: SyncPhase::Idle,
                as_of: None,
                waiting: 0,
            }),
            router: Router::new(),
            bare: RwSignal::new(false),
            hand_scanner: RwSignal::new(false),
            finding: RwSignal::new(false),
            listing_keys: RwSignal::new(false),
            searching: RwSignal::new(false),
            parting: RwSignal::new(None),
            handed_over: RwSignal::new(false),
            prefill: StoredValue::new(None),
            toasts: Toasts::new(),
            versions: RwSignal::new([0; 8]),
            hearers: StoredValue::new_local(Hearers::default()),
        };
        events::begin(app);
        app
    }

    /// Has the host carry out a command. An answer that the app is locked or the session over
    /// brings the state up to date by itself.
    ///
    /// # Errors
    /// What the command refuses or fails with.
    pub fn call<R: AppRequest + 'static>(self, request: R) -> Asked<R::Output> {
        // Boxed here, so that a question is compiled once and not into every task that asks it.
        Box::pin(async move {
            let answer = self.backend.call(request).await;
            self.heed(answer.as_ref().err()).await;
            answer
        })
    }

    /// As [`App::call`], for commands that take bytes.
    ///
    /// # Errors
    /// What the command refuses or fails with.
    pub fn call_with<R: AppRequest + 'static>(self, request: R, bytes: js_sys::Uint8Array) -> Asked<R::Output> {
        Box::pin(async move {
            let answer = self.backend.call_with(request, bytes).await;
            self.heed(answer.as_ref().err()).await;
            answer
        })
    }

    /// Has the host carry out a command that changes where the app stands, and shows the new stand.
    ///
    /// # Errors
    /// What the command refuses or fails with.
    pub async fn apply<R: AppRequest<Output = AppState> + 'static>(self, request: R) -> Result<(), AppError> {
        let state = self.call(request).await?;
        self.stand(state);
        Ok(())
    }

    /// Asks the host anew where the app stands.
    pub async fn refresh(self) {
        if let Ok(state) = self.backend.call(GetState {}).await {
            self.stand(state);
        }
    }

    /// Takes over where the app stands.
    pub fn stand(self, state: AppState) {
        if self.state.with_untracked(|old| *old != state) {
            self.state.set(state);
        }
    }

    /// Takes over how far a sign-in is, and with it how wrong this device's clock is: the city's answer told.
    pub async fn sign_in(self, stage: SignInStage) {
        self.refresh().await;
        if self
            .state
            .with_untracked(|state| state.sign_in.as_ref() != Some(&stage))
        {
            self.state.update(|state| state.sign_in = Some(stage));
        }
    }

    /// Who is unlocked.
    pub fn unlocked(self) -> Option<UnlockedPerson> {
        self.state.look(|state| state.unlocked.clone())
    }

    /// Whether the person's data stay on this device, behind a PIN. Where they don't, whoever
    /// leaves signs out. A host's nature: it never changes.
    pub fn keeps(self) -> bool {
        self.state.with_untracked(|state| state.capabilities.offline_store)
    }

    /// The settings of this device.
    pub fn settings(self) -> Settings {
        self.state.look(|state| state.settings)
    }

    /// Whether screens are simple: large text, few things. Ask while a component is made.
    pub fn simple(self) -> Memo<bool> {
        memo(move || self.state.look(|state| state.settings.simple))
    }

    /// Shows another screen.
    pub fn go(self, route: Route) {
        self.router.go(route);
    }

    /// Shows another screen in place of this one.
    pub fn replace(self, route: Route) {
        self.router.replace(route);
    }

    /// Goes up to the screen above this one: back when that is where the person came from.
    pub fn up(self, route: Route) {
        self.router.up(route);
    }

    /// Keeps what a scanned chip card says for the enrolment form that opens next.
    pub fn prefill_enrolment(self, card: ChipCardScan) {
        self.prefill.set_value(Some(card));
    }

    /// What a scanned chip card says for the enrolment form, once.
    pub fn take_prefill(self) -> Option<ChipCardScan> {
        self.prefill.try_update_value(Option::take).flatten()
    }

    /// Says something short that needs no answer, by eye and by screen reader.
    pub fn say(self, text: impl Into<String>) {
        let text = text.into();
        self.toasts.say(Toast { text, failed: false });
    }

    /// The same of something that could not be done.
    pub fn say_failed(self, text: impl Into<String>) {
        let text = text.into();
        self.toasts.say(Toast { text, failed: true });
    }

    /// Counts up when a part of what the vault holds has changed; for [`use_query`] and the like.
    pub fn version(self, part: Part) -> u32 {
        self.versions.look(|versions| versions[place(part)])
    }

    /// Says that a part has changed, so that screens ask again.
    pub fn changed(self, parts: &[Part]) {
        self.versions.update(|versions| {
            for part in parts {
                versions[place(*part)] += 1;
            }
        });
    }

    async fn heed(self, error: Option<&AppError>) {
        if matches!(
            error,
            Some(AppError::Locked | AppError::SessionEnded | AppError::DeviceRemoved)
        ) {
            self.refresh().await;
        }
    }
}

fn place(part: Part) -> usize {
    match part {
        Part::Profile => 0,
        Part::Documents => 1,
        Part::Codes => 2,
        Part::Requests => 3,
        Part::History => 4,
        Part::Counter => 5,
        Part::Errands => 6,
        Part::Roles => 7,
    }
}
