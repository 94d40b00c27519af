//! The host's events, handed to whoever on the screen wants to hear them.

use std::rc::Rc;

use leptos::prelude::*;
use protocol::app::{AppError, AppEvent, LockReason, Part, SyncPhase};

use super::App;
use crate::text;

type Hearer = Rc<dyn Fn(&AppEvent)>;

/// Who hears events, by number.
#[derive(Default)]
pub(super) struct Hearers {
    next: u32,
    all: Vec<(u32, Hearer)>,
}

impl App {
    /// Hears the host's events until the component that asks is gone.
    pub fn hear(self, hear: impl Fn(&AppEvent) + 'static) {
        let number = self.hearers.try_update_value(|hearers| {
            hearers.next += 1;
            hearers.all.push((hearers.next, Rc::new(hear)));
            hearers.next
        });
        on_cleanup(move || {
            self.hearers
                .try_update_value(|hearers| hearers.all.retain(|(other, _)| Some(*other) != number));
        });
    }
}

/// Connects the app's state to the host's events.
pub(super) fn begin(app: App) {
    app.backend.listen(move |event| {
        heed(app, &event);
        // Copied first: a hearer may itself add or remove hearers.
        let hearers: Vec<Hearer> = app
            .hearers
            .with_value(|hearers| hearers.all.iter().map(|(_, hear)| Rc::clone(hear)).collect());
        for hear in hearers {
            hear(&event);
        }
    });
}

fn heed(app: App, event: &AppEvent) {
    match event {
        AppEvent::Sync(status) => {
            app.sync.set(status.clone());
            if moves_the_stand(&status.phase) {
                leptos::task::spawn_local(app.refresh());
            }
        }
        AppEvent::Changed { parts } => {
            app.changed(parts);
            // The name above the screens comes from the profile.
            if parts.contains(&Part::Profile) {
                leptos::task::spawn_local(app.refresh());
            }
        }
        AppEvent::Locked { reason } => locked(app, *reason),
        AppEvent::Transfer(_) | AppEvent::Scanned { .. } | AppEvent::CameraFailed { .. } => {}
    }
}

/// Whether a sync that came so far may have ended the session or learnt how wrong this device's clock is.
fn moves_the_stand(phase: &SyncPhase) -> bool {
    match phase {
        SyncPhase::Idle => true,
        SyncPhase::Running => false,
        SyncPhase::Failed { error, .. } => matches!(error, AppError::SessionEnded | AppError::DeviceRemoved),
    }
}

fn locked(app: App, reason: LockReason) {
    let language = app.state.with_untracked(|state| state.settings.language);
    app.parting.set(Some(text::voice(language).lock_reason(reason)));
    // At once, before the host answers: nothing personal may stay on the screen.
    app.state.update(|state| state.unlocked = None);
    leptos::task::spawn_local(app.refresh());
}
