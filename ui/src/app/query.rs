//! Asking the host from a screen.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AppError, AppRequest, Part};

use super::{App, use_app};

use crate::reactive::effect;

/// What a screen shows, fetched from the host. While it is fetched anew, the old value stays.
pub struct Query<T: 'static> {
    /// The value; none until the first answer.
    pub value: RwSignal<Option<T>>,
    /// Why the last try failed; none when it did not.
    pub error: RwSignal<Option<AppError>>,
    /// Whether an answer is awaited.
    pub busy: RwSignal<bool>,
    turn: RwSignal<u32>,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}

impl<T: Send + Sync + 'static> Query<T> {
    /// Asks again.
    pub fn reload(self) {
        self.turn.try_update(|turn| *turn += 1);
    }

    /// Shows a value that another command answered with.
    pub fn put(self, value: T) {
        self.error.try_set(None);
        self.value.try_set(Some(value));
    }
}

#[cfg(feature = "mock")]
impl<T: Send + Sync + 'static> Query<T> {
    /// An answer that nobody was asked for, for the gallery; without one it is awaited.
    pub(crate) fn of(value: Option<T>, error: Option<AppError>) -> Self {
        Self {
            busy: RwSignal::new(value.is_none() && error.is_none()),
            value: RwSignal::new(value),
            error: RwSignal::new(error),
            turn: RwSignal::new(0),
        }
    }
}

/// Asks the host for what `make` says: at once, again whenever a signal that `make` reads
/// changes, whenever one of `parts` changes, and on [`Query::reload`]. Answers that come late,
/// after a newer question, are dropped.
pub fn use_query<R>(parts: &'static [Part], make: impl Fn() -> R + 'static) -> Query<R::Output>
where
    R: AppRequest + 'static,
    R::Output: Send + Sync + 'static,
{
    let app: App = use_app();
    let query = Query {
        value: RwSignal::new(None),
        error: RwSignal::new(None),
        busy: RwSignal::new(true),
        turn: RwSignal::new(0),
    };
    let asked = StoredValue::new(0_u32);
    effect(move || {
        query.turn.track();
        for part in parts {
            app.version(*part);
        }
        let request = make();
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        query.busy.set(true);
        spawn_local(async move {
            let answer = app.call(request).await;
            if asked.try_get_value() != Some(mine) {
                return;
            }
            query.busy.try_set(false);
            match answer {
                Ok(value) => query.put(value),
                Err(error) => {
                    query.error.try_set(Some(error));
                }
            }
        });
    });
    query
}

/// Something a screen has the host do: whether it is under way and why it failed last.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Whether it is under way.
    pub busy: RwSignal<bool>,
    /// Why it failed last; none when it did not, or since it runs again.
    pub error: RwSignal<Option<AppError>>,
}

/// A [`Sending`] that lives as long as the component.
pub fn use_sending() -> Sending {
    Sending {
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
    }
}

impl Sending {
    /// Whether the component is still there: only then may what it had done lead to another screen.
    pub fn is_there(self) -> bool {
        self.busy.try_get_untracked().is_some()
    }

    /// Runs a task; does nothing while one runs. After an `.await` the component may be gone: use
    /// the `try_` forms of its signals there.
    pub fn run(self, task: impl Future<Output = Result<(), AppError>> + 'static) {
        // Boxed here, so that what stands around a task is compiled once.
        self.start(Box::pin(task));
    }

    fn start(self, task: Pin<Box<dyn Future<Output = Result<(), AppError>>>>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = task.await;
            self.busy.try_set(false);
            if let Err(error) = answer {
                self.error.try_set(Some(error));
            }
        });
    }
}
