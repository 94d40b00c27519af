//! A line of text to type.

use leptos::prelude::*;

use super::{Icon, Picture, use_id};
use crate::{reactive::Look, text::CommonWords};

/// A line of text to type, with its label, a hint, and what is wrong with it.
#[component]
pub fn Field(
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
    /// Something to look at again that does not stand in the way.
    #[prop(optional, into)]
    warning: Signal<Option<String>>,
    /// What the browser may fill in by itself (HTML `autocomplete`).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows (HTML `inputmode`).
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Whether it may stay empty; its label says so.
    #[prop(optional)]
    optional: bool,
    /// The longest text it takes, in UTF-16 units.
    #[prop(optional)]
    max: Option<u32>,
    /// Whether names and sentences begin with capitals (HTML `autocapitalize`).
    #[prop(default = "off")]
    capitals: &'static str,
    /// Tidies what is typed after each key, as grouping digits does.
    #[prop(optional)]
    tidy: Option<fn(&str) -> String>,
    /// Whether digits are set in even widths.
    #[prop(optional)]
    digits: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| use_id("field"));
    let words = CommonWords::here();
    let notes = FieldNotes::new(&id, hint.is_some());
    let typed = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let text = input.value();
        match tidy {
            Some(tidy) => value.set(retype(&input, &text, tidy)),
            None => value.set(text),
        }
    };
    view! {
        <div class="field" class:has-error=move || error.look(Option::is_some)>
            <label for=id.clone()>
                {label}
                {optional.then(|| view! { <span class="field-optional">" (" {words.optional()} ")"</span> })}
            </label>
            {hint.map(|hint| view! { <p class="field-hint" id=notes.hint.clone()>{hint}</p> })}
            <input
                id=id
                type="text"
                class="input"
                class:digits=digits
                prop:value=move || value.get()
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize=capitals
                spellcheck="false"
                maxlength=max.map(|max| max.to_string())
                aria-invalid=move || error.look(Option::is_some).then_some("true")
                aria-describedby=notes.described_by()
                on:input=typed
            />
            <FieldMessages notes error warning />
        </div>
    }
}

/// The ids of what is said around a field.
#[derive(Clone)]
pub(super) struct FieldNotes {
    pub(super) hint: String,
    pub(super) message: String,
    has_hint: bool,
}

impl FieldNotes {
    pub(super) fn new(id: &str, has_hint: bool) -> Self {
        Self {
            hint: format!("{id}-hint"),
            message: format!("{id}-message"),
            has_hint,
        }
    }

    pub(super) fn described_by(&self) -> String {
        if self.has_hint {
            format!("{} {}", self.hint, self.message)
        } else {
            self.message.clone()
        }
    }
}

/// What is wrong with a field, or worth another look, under it.
#[component]
pub(super) fn FieldMessages(
    /// The ids.
    notes: FieldNotes,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What is worth another look.
    #[prop(into)]
    warning: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div id=notes.message class="field-messages" aria-live="polite">
            {move || {
                error.get().map(|text| {
                    view! { <p class="field-error"><Icon of=Picture::CircleAlert /><span>{text}</span></p> }
                })
            }}
            {move || {
                warning.get().map(|text| {
                    view! { <p class="field-warning"><Icon of=Picture::TriangleAlert /><span>{text}</span></p> }
                })
            }}
        </div>
    }
}

/// Writes tidied text back into an input and keeps the caret behind the same character.
pub(super) fn retype(input: &web_sys::HtmlInputElement, text: &str, tidy: fn(&str) -> String) -> String {
    let tidied = tidy(text);
    if tidied != text {
        let at_end = input
            .selection_start()
            .ok()
            .flatten()
            .is_none_or(|at| at as usize >= text.encode_utf16().count());
        let caret = input.selection_start().ok().flatten().unwrap_or(0) as usize;
        input.set_value(&tidied);
        if !at_end {
            let caret = u32::try_from(caret.min(tidied.encode_utf16().count())).unwrap_or(0);
            // Inputs of other types than text have no caret; then there is nothing to keep.
            let _ = input.set_selection_range(caret, caret);
        }
    }
    tidied
}
