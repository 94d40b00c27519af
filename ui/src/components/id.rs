//! Ids that tie labels to their fields.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[derive(Clone, Copy)]
struct Counter(StoredValue<u32>);

/// Starts counting; the root does this once.
pub(crate) fn provide_ids() {
    provide_context(Counter(StoredValue::new(0)));
}

/// An id that no other element of the page has. Ask while a component is made.
pub fn use_id(kind: &str) -> String {
    let number = use_context::<Counter>().map_or(0, |counter| {
        counter.0.update_value(|number| *number += 1);
        counter.0.get_value()
    });
    format!("{kind}-{number}")
}

/// Gives the focus to the element with an id, if it is there and takes it.
pub fn focus_by_id(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        // What does not take the focus leaves it where it is.
        let _ = element.focus();
    }
}
