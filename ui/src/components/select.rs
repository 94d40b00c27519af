//! One of a few.

use leptos::prelude::*;

use super::{
    Icon, Picture,
    field::{FieldMessages, FieldNotes},
    use_id,
};

use crate::reactive::Look;

/// One of a few, by the system's own list.
#[component]
pub fn Select(
    /// What to choose.
    #[prop(into)]
    label: String,
    /// The chosen value.
    value: RwSignal<String>,
    /// Values with their words.
    options: Vec<(String, String)>,
    /// The field's id, for error summaries.
    #[prop(optional, into)]
    id: Option<String>,
    /// How or why to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| use_id("select"));
    let notes = FieldNotes::new(&id, hint.is_some());
    view! {
        <div class="field" class:has-error=move || error.look(Option::is_some)>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=notes.hint.clone()>{hint}</p> })}
            <div class="select">
                <select
                    id=id
                    class="input"
                    aria-invalid=move || error.look(Option::is_some).then_some("true")
                    aria-describedby=notes.described_by()
                    on:change:target=move |event| value.set(event.target().value())
                    prop:value=move || value.get()
                >
                    {options
                        .into_iter()
                        .map(|(option, words)| {
                            let chosen = value.with_untracked(|value| *value == option);
                            view! { <option value=option selected=chosen>{words}</option> }
                        })
                        .collect_view()}
                </select>
                <Icon of=Picture::ChevronDown />
            </div>
            <FieldMessages notes error warning=Signal::stored(None::<String>) />
        </div>
    }
}
