//! One of two to five, all in view.

use leptos::prelude::*;

use super::use_id;

use crate::reactive::Look;

/// One of two to five, all in view: radio buttons in a row.
#[component]
pub fn Segmented<T>(
    /// What is chosen here; shown above unless `quiet`.
    #[prop(into)]
    label: String,
    /// The present choice.
    #[prop(into)]
    value: Signal<T>,
    /// What choosing another does.
    #[prop(into)]
    choose: Callback<T>,
    /// The choices with their words.
    options: Vec<(T, String)>,
    /// Whether the label is only read aloud.
    #[prop(optional)]
    quiet: bool,
    /// The group's id, for error summaries and keeping the focus.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let id = id.unwrap_or_else(|| use_id("choice"));
    let notes = super::field::FieldNotes::new(&id, false);
    let described_by = notes.message.clone();
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(index, (option, words))| {
            let name = id.clone();
            let own = if index == 0 {
                id.clone()
            } else {
                format!("{id}-{index}")
            };
            let picked = {
                let option = option.clone();
                move || value.look(|value| *value == option)
            };
            view! {
                <label class="segment">
                    <input
                        type="radio"
                        id=own
                        name=name
                        prop:checked=picked
                        on:change=move |_| choose.run(option.clone())
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class="segmented"
            class:has-error=move || error.look(Option::is_some)
            aria-describedby=described_by
        >
            <legend class:visually-hidden=quiet>{label}</legend>
            <div class="segments">{rows}</div>
            <super::field::FieldMessages notes error warning=Signal::stored(None::<String>) />
        </fieldset>
    }
}
