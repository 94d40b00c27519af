//! Short sentences that need no answer.

use std::time::Duration;

use leptos::prelude::*;

const LIFE: Duration = Duration::from_secs(6);

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub(crate) text: String,
    /// Whether something could not be done.
    pub(crate) failed: bool,
}

/// The sentences on the screen.
#[derive(Clone, Copy)]
pub struct Toasts {
    pub(crate) shown: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    pub(crate) fn new() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }

    pub(super) fn say(self, toast: Toast) {
        self.next.update_value(|next| *next += 1);
        let number = self.next.get_value();
        self.shown.update(|shown| {
            shown.retain(|(_, other)| *other != toast);
            shown.push((number, toast));
        });
        set_timeout(
            move || {
                self.shown
                    .try_update(|shown| shown.retain(|(other, _)| *other != number));
            },
            LIFE,
        );
    }
}
