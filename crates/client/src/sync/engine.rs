//! When syncs happen: one at a time, on request, by the clock, and again after failures.

use std::{pin::pin, time::Duration};

use futures::{
    future::{AbortHandle, Either, abortable, select},
    lock::Mutex,
};
use jiff::{SignedDuration, Timestamp};
use protocol::app::{AppError, AppEvent, SyncPhase, SyncReport, SyncStatus};

use super::{SyncError, backoff, run};
use crate::{
    app::App,
    documents::{TransferError, download},
    held::{Bell, Held},
    person::Person,
    store::{LastSync, Store},
};

/// A sync by the clock.
const EVERY: Duration = Duration::from_secs(300);
/// While nobody is unlocked there is nothing to do until the bell rings.
const LOCKED: Duration = Duration::from_secs(3600);

/// Carries out syncs.
#[derive(Default)]
pub(crate) struct Engine {
    /// Held by the sync that runs.
    turn: Mutex<()>,
    state: Held<State>,
    /// Rung when a sync is asked for or when the next one's time changed.
    bell: Bell,
    /// Rung when there may be contents to fetch.
    fetch: Bell,
}

#[derive(Default)]
struct State {
    /// Whether a sync was asked for and none has begun since.
    requested: bool,
    running: Option<AbortHandle>,
    /// How many syncs have begun.
    begun: u64,
    last: Option<Result<SyncReport, AppError>>,
    failure: Option<AppError>,
    failures: u32,
    /// The wait that began when the last sync ended.
    wait: Option<(Timestamp, Duration)>,
    /// Whether every content that should be here is, as of the last sync that brought anything.
    fetched: bool,
}

impl Engine {
    /// Asks for a sync soon; one that runs is followed by another.
    pub(crate) fn request(&self) {
        self.state.with(|state| state.requested = true);
        self.bell.ring();
    }

    /// The city was heard otherwise: after a failure there is no reason to wait any longer.
    pub(crate) fn reached(&self) {
        if self
            .state
            .with(|state| matches!(state.failure, Some(AppError::Offline)))
        {
            self.request();
        }
    }

    /// Fetches the contents that came to be known, or that an earlier try left behind.
    pub(super) fn records_came(&self, report: &SyncReport) {
        if report.received > 0 || self.state.with(|state| !state.fetched) {
            self.fetch.ring();
        }
    }

    /// A content that was here is to be fetched again.
    pub(crate) fn request_fetch(&self) {
        self.state.with(|state| state.fetched = false);
        self.fetch.ring();
    }

    /// Stops what runs and forgets the past: the vault is being locked.
    pub(crate) fn stop(&self) {
        let running = self.state.with(|state| {
            let begun = state.begun;
            std::mem::replace(
                state,
                State {
                    begun,
                    ..State::default()
                },
            )
            .running
        });
        if let Some(handle) = running {
            handle.abort();
        }
        self.bell.ring();
    }

    /// Syncs now and waits for the end. A sync that begins after this call serves it too.
    pub(crate) async fn run(&self, app: &App) -> Result<SyncReport, AppError> {
        let seen = self.state.with(|state| state.begun);
        let _turn = self.turn.lock().await;
        if let Some(last) = self
            .state
            .with(|state| state.last.clone().filter(|_| state.begun > seen))
        {
            return last;
        }
        let person = app.person()?;
        let (sync, handle) = abortable(run::run(app, &person));
        self.state.with(|state| {
            state.requested = false;
            state.begun += 1;
            state.last = None;
            state.running = Some(handle);
        });
        let _running = Running(&self.state);
        self.tell(app, &person).await;
        let ended = sync.await.unwrap_or(Err(SyncError::Stopped));
        self.end(app, &person, ended).await
    }

    async fn end(
        &self,
        app: &App,
        person: &Person,
        ended: Result<SyncReport, SyncError>,
    ) -> Result<SyncReport, AppError> {
        if ended == Err(SyncError::Stopped) {
            return Err(AppError::Cancelled);
        }
        let answer = match ended.clone() {
            Ok(report) => Ok(report),
            Err(SyncError::Account(error)) => Err(app.account_error(person, error).await),
            Err(SyncError::Stopped) => Err(AppError::Cancelled),
        };
        // Locked meanwhile: what this sync knows is not the next person's to hear.
        if !app.is_open(person) {
            return answer;
        }
        let wait = self.note(app, &ended);
        let now = app.ports.clock.now();
        self.state.with(|state| {
            state.running = None;
            state.wait = Some((now, wait));
            state.failure = answer.clone().err();
            state.last = Some(answer.clone());
        });
        self.tell(app, person).await;
        self.bell.ring();
        if let Ok(report) = &answer {
            self.records_came(report);
        }
        answer
    }

    /// Counts failures; how long to wait now.
    fn note(&self, app: &App, ended: &Result<SyncReport, SyncError>) -> Duration {
        let mut chance = [0; 4];
        app.ports.random.fill(&mut chance);
        self.state.with(|state| match ended {
            Ok(_) => {
                state.failures = 0;
                EVERY
            }
            Err(error) => {
                state.failures = state.failures.saturating_add(1);
                if !error.is_passing() {
                    return EVERY;
                }
                backoff::delay(state.failures, error.retry_after(), u32::from_le_bytes(chance))
            }
        })
    }

    /// How the sync stands.
    pub(crate) async fn status(&self, store: &Store) -> Result<SyncStatus, AppError> {
        let phase = self.state.with(|state| match (&state.running, &state.failure) {
            (Some(_), _) => SyncPhase::Running,
            (None, None) => SyncPhase::Idle,
            (None, Some(error)) => {
                let helpless = matches!(error, AppError::SessionEnded | AppError::DeviceRemoved);
                let retry_at = state
                    .wait
                    .and_then(|(since, wait)| since.checked_add(SignedDuration::try_from(wait).ok()?).ok());
                SyncPhase::Failed {
                    error: error.clone(),
                    retry_at: retry_at.filter(|_| !helpless),
                }
            }
        });
        let waiting = waiting(store).await?;
        Ok(SyncStatus {
            phase,
            as_of: store.single::<LastSync>().await?.map(|last| last.at),
            waiting,
        })
    }

    async fn tell(&self, app: &App, person: &Person) {
        match self.status(&person.store).await {
            Ok(status) => app.emit(AppEvent::Sync(status)),
            Err(error) => tracing::warn!(%error, "the sync's status can't be read"),
        }
    }

    /// Syncs for ever: on request, by the clock, after failures.
    pub(crate) async fn keep_syncing(&self, app: &App) {
        loop {
            let rung = {
                let bell = pin!(self.bell.heard());
                matches!(
                    select(bell, app.ports.timer.sleep(self.until_next(app))).await,
                    Either::Left(_)
                )
            };
            let due = !rung || self.state.with(|state| state.requested);
            if due
                && app.person().is_ok()
                && let Err(error) = self.run(app).await
            {
                tracing::info!(%error, "a sync failed");
            }
        }
    }

    /// The rest of the wait. A clock that was set back does not make it longer.
    fn until_next(&self, app: &App) -> Duration {
        if app.person().is_err() {
            return LOCKED;
        }
        let now = app.ports.clock.now();
        self.state.with(|state| match state.wait {
            None => EVERY,
            Some((since, wait)) => {
                let gone = Duration::try_from(now.duration_since(since)).unwrap_or_default();
                wait.saturating_sub(gone)
            }
        })
    }

    /// Fetches contents for offline reading for ever, beside the syncs. A host that keeps nothing has no use for it.
    pub(crate) async fn keep_fetching(&self, app: &App) {
        if !app.host.offline_store {
            return;
        }
        loop {
            self.fetch.heard().await;
            let Ok(person) = app.person() else {
                continue;
            };
            let fetched = download::fetch_issued(app, &person).await;
            if app.is_open(&person) {
                self.state.with(|state| state.fetched = fetched.is_ok());
            }
            match fetched {
                Ok(()) => {}
                Err(TransferError::Account(error)) => {
                    let error = app.account_error(&person, error).await;
                    tracing::info!(%error, "contents stay at the city for now");
                }
                Err(error) => tracing::info!(%error, "contents stay at the city for now"),
            }
        }
    }
}

/// A sync that runs, until its end or until nobody waits for it any more.
struct Running<'a>(&'a Held<State>);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.running = None);
    }
}

/// Changes and contents that the city does not have yet.
async fn waiting(store: &Store) -> Result<u32, AppError> {
    let waiting = store.outbox().await?.waiting() + store.uploads().await?.waiting().count();
    Ok(u32::try_from(waiting).unwrap_or(u32::MAX))
}
