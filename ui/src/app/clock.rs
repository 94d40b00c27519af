//! The present, for countdowns.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use super::{App, use_app};
use crate::{
    reactive::{Look, derive},
    text,
};

/// The present instant by this device's clock, anew every `every`, until the component is gone.
pub fn use_now(every: Duration) -> Signal<Timestamp> {
    let now = RwSignal::new(text::now());
    if let Ok(handle) = set_interval_with_handle(
        move || {
            now.try_set(text::now());
        },
        every,
    ) {
        on_cleanup(move || handle.clear());
    }
    now.into()
}

/// The present instant by the city's clock, which counts what runs out.
pub fn use_city_now(every: Duration) -> Signal<Timestamp> {
    let app = use_app();
    let now = use_now(every);
    derive(move || now.get() + app.ahead())
}

impl App {
    /// As [`use_city_now`], for handlers.
    pub fn city_now(self) -> Timestamp {
        text::now() + untrack(|| self.ahead())
    }

    /// By how much the city's clock is ahead of this device's.
    fn ahead(self) -> SignedDuration {
        SignedDuration::from_secs(self.state.look(|state| state.clock_offset_seconds))
    }
}

/// Seconds from `now` until `end`, rounded up; zero when it is past.
pub fn seconds_until(end: Timestamp, now: Timestamp) -> i64 {
    let milliseconds = end.as_millisecond() - now.as_millisecond();
    if milliseconds <= 0 {
        0
    } else {
        (milliseconds + 999) / 1000
    }
}
