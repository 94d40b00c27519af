//! What happens around the screens: signs of life, the network's return, stray drops.

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{SyncNow, Touch};

use super::App;

/// Signs of life go to the host at most this often, in milliseconds.
const EVERY: i64 = 20_000;

/// Has the host sync when the network is back.
pub(super) fn sync_on_return(app: App) {
    let _ = window_event_listener(leptos::ev::online, move |_| {
        if app.state.with_untracked(|state| state.unlocked.is_some()) {
            spawn_local(async move {
                // How it goes arrives as events.
                let _ = app.backend.call(SyncNow {}).await;
            });
        }
    });
}

/// Keeps a file that is dropped beside the place for it from replacing the app.
pub(super) fn refuse_stray_drops() {
    let _ = window_event_listener(leptos::ev::dragover, |event| event.prevent_default());
    let _ = window_event_listener(leptos::ev::drop, |event| event.prevent_default());
}

/// Tells the host of keys and pointers while somebody is unlocked, so that it does not lock the
/// app under their hands.
pub(super) fn watch(app: App) {
    let last = StoredValue::new(0_i64);
    let alive = move || {
        let now = crate::text::now().as_millisecond();
        let due = (now - last.get_value()).abs() >= EVERY;
        if due && app.state.with_untracked(|state| state.unlocked.is_some()) {
            last.set_value(now);
            spawn_local(async move {
                // A lost sign of life costs nothing: the next one follows.
                let _ = app.backend.call(Touch {}).await;
            });
        }
    };
    // The root lives as long as the page, and so may these.
    let _ = window_event_listener(leptos::ev::pointerdown, move |_| alive());
    let _ = window_event_listener(leptos::ev::keydown, move |_| alive());
    let _ = window_event_listener(leptos::ev::wheel, move |_| alive());
    let _ = window_event_listener(leptos::ev::pointermove, move |_| alive());
}
