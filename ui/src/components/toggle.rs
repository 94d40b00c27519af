//! On or off.

use leptos::prelude::*;

use super::use_id;

/// On or off, at once.
#[component]
pub fn Toggle(
    /// What is on or off.
    #[prop(into)]
    label: String,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// What switching does.
    #[prop(into)]
    switch: Callback<bool>,
    /// What it means.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let id = use_id("toggle");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="toggle">
            <div class="toggle-words">
                <label for=id.clone()>{label}</label>
                {hint.clone().map(|hint| view! { <p class="field-hint" id=hint_id.clone()>{hint}</p> })}
            </div>
            <input
                id=id
                type="checkbox"
                role="switch"
                class="switch"
                aria-describedby=hint.is_some().then_some(hint_id)
                prop:checked=move || on.get()
                on:change:target=move |event| switch.run(event.target().checked())
            />
        </div>
    }
}
