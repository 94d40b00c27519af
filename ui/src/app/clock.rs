//! The present, for countdowns.

use std::time::Duration;

use jiff::Timestamp;
use leptos::prelude::*;

use crate::text;

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

/// Seconds from `now` until `end`, rounded up; zero when it is past.
pub fn seconds_until(end: Timestamp, now: Timestamp) -> i64 {
    let milliseconds = end.as_millisecond() - now.as_millisecond();
    if milliseconds <= 0 {
        0
    } else {
        (milliseconds + 999) / 1000
    }
}
