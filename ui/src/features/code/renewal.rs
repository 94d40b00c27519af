//! A live code that renews itself in time.

use std::time::Duration;

use jiff::Timestamp;
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*, task::spawn_local};
use protocol::app::{AppError, LiveCodeView, MakeLiveCode, Part};

use crate::{
    app::{App, seconds_until, use_app, use_now},
    reactive::{Look, effect, memo},
};

/// Seconds before the end at which the next code is made, so that a code in front of a scanner is never about to end.
const MARGIN: i64 = 5;

/// The live code on the screen.
#[derive(Clone, Copy)]
pub(super) struct LiveNow {
    /// The code; none until the first is made and while the page is hidden.
    pub(super) code: RwSignal<Option<LiveCodeView>>,
    /// Why the last try to make one failed.
    pub(super) error: RwSignal<Option<AppError>>,
    /// Seconds left.
    pub(super) left: Memo<i64>,
    busy: RwSignal<bool>,
    app: App,
}

impl LiveNow {
    /// Makes a fresh code.
    pub(super) fn renew(self) {
        if self.busy.get_untracked() || hidden() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.app.call(MakeLiveCode {}).await;
            self.busy.try_set(false);
            match answer {
                // The page was hidden meanwhile: on return another is made.
                Ok(_) if hidden() => {}
                Ok(code) => {
                    self.error.try_set(None);
                    self.code.try_set(Some(code));
                }
                Err(error) => {
                    self.code.try_set(None);
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

/// A live code for as long as the component lives: made at once, renewed before it ends, taken off the screen while the page is hidden
/// and made anew on return.
pub(super) fn use_live_code() -> LiveNow {
    let app = use_app();
    let now = use_now(Duration::from_millis(500));
    let code = RwSignal::new(None::<LiveCodeView>);
    let left = memo(move || {
        let now = now.get();
        code.look(|code| code.as_ref().map_or(0, |code| left_at(code.made_at, code.seconds, now)))
    });
    let live = LiveNow {
        code,
        error: RwSignal::new(None),
        left,
        busy: RwSignal::new(false),
        app,
    };
    effect(move || {
        // New keys or a new credential: the code of the old one may no longer be accepted.
        app.version(Part::Codes);
        live.renew();
    });
    effect(move || {
        let left = left.get();
        if code.look(Option::is_some) && left <= MARGIN {
            live.renew();
        }
    });
    let watch = window_event_listener_untyped("visibilitychange", move |_| {
        if hidden() {
            code.try_set(None);
        } else {
            live.renew();
        }
    });
    on_cleanup(move || watch.remove());
    live
}

/// Seconds a code made at an instant has left; none when the clock was set back before that instant.
fn left_at(made_at: Timestamp, seconds: u32, now: Timestamp) -> i64 {
    if now < made_at - jiff::SignedDuration::from_secs(1) {
        return 0;
    }
    let end = made_at + jiff::SignedDuration::from_secs(i64::from(seconds));
    seconds_until(end, now).min(i64::from(seconds))
}

fn hidden() -> bool {
    document().hidden()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_counts_down_to_nothing() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let made = at("2026-11-23T01:00:00Z");
        assert_eq!(left_at(made, 60, made), 60);
        assert_eq!(left_at(made, 60, at("2026-11-23T01:00:17.2Z")), 43);
        assert_eq!(left_at(made, 60, at("2026-11-23T01:01:00Z")), 0);
        assert_eq!(left_at(made, 60, at("2026-11-23T09:00:00Z")), 0);
    }

    #[test]
    fn a_clock_set_back_ends_the_code() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let made = at("2026-11-23T01:00:00Z");
        assert_eq!(left_at(made, 60, at("2025-11-23T01:00:00Z")), 0);
        assert_eq!(left_at(made, 60, at("2026-11-23T00:59:59.5Z")), 60);
    }
}
