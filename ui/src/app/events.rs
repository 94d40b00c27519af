//! The host's events, handed to whoever on the screen wants to hear them.

use std::rc::Rc;

use leptos::prelude::*;
use protocol::app::{AppEvent, LockReason};

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
        AppEvent::Sync(status) => app.sync.set(status.clone()),
        AppEvent::Changed { parts } => app.changed(parts),
        AppEvent::Locked { reason } => locked(app, *reason),
        AppEvent::Transfer(_) | AppEvent::Scanned { .. } | AppEvent::CameraFailed { .. } => {}
    }
}

fn locked(app: App, reason: LockReason) {
    let language = app.state.with_untracked(|state| state.settings.language);
    app.parting.set(Some(text::voice(language).lock_reason(reason)));
    // At once, before the host answers: nothing personal may stay on the screen.
    app.state.update(|state| state.unlocked = None);
    leptos::task::spawn_local(app.refresh());
}
