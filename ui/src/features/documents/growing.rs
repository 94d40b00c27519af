//! How much of a long list is made: a few screens of it at first, more whenever its end comes near.

use js_sys::Array;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use crate::reactive::effect;

/// Rows made at once: more than any screen shows.
const STEP: usize = 60;
/// How near the end comes before more is made.
const NEAR: &str = "1200px";

/// The end of what is made of a list with `total` rows: put it behind the last of them.
#[component]
pub(super) fn GrowingEnd(
    /// How many rows are made.
    made: RwSignal<usize>,
    /// How many there are.
    #[prop(into)]
    total: Signal<usize>,
) -> impl IntoView {
    let end = NodeRef::<html::Div>::new();
    let kept = StoredValue::new_local(None::<(IntersectionObserver, Closure<dyn FnMut(Array)>)>);
    let grow = move || {
        if made.get_untracked() < total.get_untracked() {
            made.update(|made| *made += STEP);
            // An end that stays in sight is not told of again unless it is looked for anew.
            if let Some(end) = end.get_untracked() {
                kept.with_value(|kept| {
                    if let Some((observer, _)) = kept {
                        observer.unobserve(&end);
                        observer.observe(&end);
                    }
                });
            }
        }
    };
    effect(move || {
        let Some(element) = end.get() else { return };
        let heard = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let near = |entry| IntersectionObserverEntry::unchecked_from_js(entry).is_intersecting();
            if entries.iter().any(near) {
                grow();
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(NEAR);
        match IntersectionObserver::new_with_options(heard.as_ref().unchecked_ref(), &options) {
            Ok(observer) => {
                observer.observe(&element);
                kept.set_value(Some((observer, heard)));
            }
            // Nothing tells here when the end is near: everything is made.
            Err(_) => made.set(usize::MAX),
        }
    });
    on_cleanup(move || {
        if let Some(Some((observer, _heard))) = kept.try_update_value(Option::take) {
            observer.disconnect();
        }
    });
    view! { <div node_ref=end aria-hidden="true"></div> }
}

/// How many rows are made at first.
pub(super) fn first() -> RwSignal<usize> {
    RwSignal::new(STEP)
}
