//! Some lines of text to type.

use leptos::prelude::*;

use super::{
    field::{FieldMessages, FieldNotes},
    use_id,
};
use crate::{reactive::Look, text::CommonWords};

/// Sentences to type, with their label, a hint, and what is wrong with them. They are one paragraph: a line break becomes
/// a space.
#[component]
pub fn TextArea(
    /// What to type.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// The field's id, for error summaries; one is made up when left out.
    #[prop(optional, into)]
    id: Option<String>,
    /// How or why to type it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay empty; its label says so.
    #[prop(optional)]
    optional: bool,
    /// The longest text it takes, in UTF-16 units.
    max: u32,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| use_id("text"));
    let words = CommonWords::here();
    let notes = FieldNotes::new(&id, hint.is_some());
    let typed = move |event: web_sys::Event| {
        let area: web_sys::HtmlTextAreaElement = event_target(&event);
        let text = area.value();
        let flowing = text.replace(['\n', '\r'], " ");
        if flowing != text {
            area.set_value(&flowing);
        }
        value.set(flowing);
    };
    view! {
        <div class="field" class:has-error=move || error.look(Option::is_some)>
            <label for=id.clone()>
                {label}
                {optional.then(|| view! { <span class="field-optional">" (" {words.optional()} ")"</span> })}
            </label>
            {hint.map(|hint| view! { <p class="field-hint" id=notes.hint.clone()>{hint}</p> })}
            <textarea
                id=id
                class="input text-area"
                rows="3"
                prop:value=move || value.get()
                autocomplete="off"
                autocapitalize="sentences"
                maxlength=max.to_string()
                aria-invalid=move || error.look(Option::is_some).then_some("true")
                aria-describedby=notes.described_by()
                on:input=typed
            ></textarea>
            <FieldMessages notes error warning=Signal::stored(None::<String>) />
        </div>
    }
}
