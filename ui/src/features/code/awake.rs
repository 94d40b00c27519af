//! A screen that stays on.

use js_sys::{Function, Promise, Reflect};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Keeps the screen on while the component lives, where the platform does that (Screen Wake Lock API). A hidden page loses it and asks again.
pub(super) fn keep_awake() {
    let held = StoredValue::new_local(None::<JsValue>);
    let ask = move || {
        spawn_local(async move {
            let Some(lock) = ask_for_lock().await else { return };
            match held.try_update_value(|held| held.replace(lock.clone())) {
                Some(Some(earlier)) => release(&earlier),
                Some(None) => {}
                // The component went away while the platform thought about it.
                None => release(&lock),
            }
        });
    };
    ask();
    let watch = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            ask();
        }
    });
    on_cleanup(move || {
        watch.remove();
        if let Some(Some(lock)) = held.try_update_value(Option::take) {
            release(&lock);
        }
    });
}

/// Asked for by hand: the binding counts as unstable.
async fn ask_for_lock() -> Option<JsValue> {
    let wake = Reflect::get(&window().navigator(), &"wakeLock".into()).ok()?;
    let request: Function = Reflect::get(&wake, &"request".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = request.call1(&wake, &"screen".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

fn release(lock: &JsValue) {
    let release = Reflect::get(lock, &"release".into()).and_then(|release| release.dyn_into::<Function>());
    if let Ok(release) = release {
        // A lock that is gone already needs no releasing.
        let _ = release.call0(lock);
    }
}
