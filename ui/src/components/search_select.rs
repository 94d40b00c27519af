//! One of many, found by typing.

use domain::text::matches;
use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{
    Icon, Picture,
    field::{FieldMessages, FieldNotes},
    use_id,
};
use crate::{
    reactive::{Look, effect, memo},
    text::CommonWords,
};

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is shown and searched.
    pub text: String,
}

/// One of many, found by typing; accents and case don't matter. The ARIA combobox pattern with a
/// list: arrows move, Enter chooses, Esc closes.
#[component]
pub fn SearchSelect(
    /// What to choose.
    #[prop(into)]
    label: String,
    /// The chosen value; empty when none.
    value: RwSignal<String>,
    /// The choices, in the order they are shown.
    choices: Vec<Choice>,
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
    let words = CommonWords::here();
    let id = id.unwrap_or_else(|| use_id("search"));
    let notes = FieldNotes::new(&id, hint.is_some());
    let list_id = format!("{id}-list");
    let choices = StoredValue::new(choices);
    let text_of = move |value: &str| {
        choices.with_value(|all| {
            all.iter()
                .find(|choice| choice.value == value)
                .map(|choice| choice.text.clone())
        })
    };
    let typed = RwSignal::new(value.with_untracked(|value| text_of(value)).unwrap_or_default());
    let searching = RwSignal::new(false);
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let list = NodeRef::<html::Ul>::new();

    // A value set from outside, as by a prefilled form, shows its words.
    effect(move || {
        let text = value.look(|value| text_of(value));
        if !searching.get_untracked() {
            typed.set(text.unwrap_or_default());
        }
    });
    let found = memo(move || {
        let query = if searching.get() { typed.get() } else { String::new() };
        choices.with_value(|all| {
            all.iter()
                .filter(|choice| matches(&choice.text, &query))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let choose = move |choice: Choice| {
        searching.set(false);
        open.set(false);
        typed.set(choice.text);
        value.set(choice.value);
    };
    let show = move || {
        if !open.get_untracked() {
            let at = value.with_untracked(|value| {
                found.with_untracked(|found| found.iter().position(|choice| choice.value == *value))
            });
            active.set(at.unwrap_or(0));
            open.set(true);
        }
    };
    // What was typed but not chosen: a single match is meant, anything else is put back.
    let leave = move |_| {
        if searching.get_untracked() {
            let only = found.with_untracked(|found| match found.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            });
            searching.set(false);
            match only {
                Some(choice) => choose(choice),
                None if typed.with_untracked(|typed| typed.trim().is_empty()) => value.set(String::new()),
                None => typed.set(value.with_untracked(|value| text_of(value)).unwrap_or_default()),
            }
        }
        open.set(false);
    };
    let key = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if !open.get_untracked() => show(),
            "ArrowDown" => active.update(|active| *active = (*active + 1).min(count.saturating_sub(1))),
            "ArrowUp" => active.update(|active| *active = active.saturating_sub(1)),
            "Enter" if open.get_untracked() => {
                if let Some(choice) = found.with_untracked(|found| found.get(active.get_untracked()).cloned()) {
                    choose(choice);
                }
            }
            "Escape" if open.get_untracked() => {
                open.set(false);
                event.stop_propagation();
            }
            _ => return,
        }
        event.prevent_default();
    };
    effect(move || {
        let active = active.get();
        if let (true, Some(list)) = (open.get(), list.get()) {
            let child = list.children().item(u32::try_from(active).unwrap_or(0));
            if let Some(child) = child {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                child.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    });
    // A list that opens below the edge of the screen comes into view.
    effect(move || {
        if open.get() {
            request_animation_frame(move || {
                if let Some(list) = list.try_get_untracked().flatten() {
                    let options = web_sys::ScrollIntoViewOptions::new();
                    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                    list.scroll_into_view_with_scroll_into_view_options(&options);
                }
            });
        }
    });
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let active_id = {
        let option_id = option_id.clone();
        move || open.get().then(|| option_id(active.get()))
    };
    view! {
        <div class="field search-select" class:has-error=move || error.look(Option::is_some)>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=notes.hint.clone()>{hint}</p> })}
            <div class="search-select-box">
                <input
                    id=id
                    type="text"
                    class="input"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-controls=list_id.clone()
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-activedescendant=active_id
                    aria-invalid=move || error.look(Option::is_some).then_some("true")
                    aria-describedby=notes.described_by()
                    prop:value=move || typed.get()
                    on:focus:target=move |event| event.target().select()
                    on:click=move |_| show()
                    on:input:target=move |event| {
                        searching.set(true);
                        typed.set(event.target().value());
                        active.set(0);
                        open.set(true);
                    }
                    on:keydown=key
                    on:blur=leave
                />
                <Icon of=Picture::ChevronDown />
                <ul id=list_id role="listbox" class="options" hidden=move || !open.get() node_ref=list>
                    {move || {
                        let found = found.get();
                        if found.is_empty() {
                            return view! { <li class="option-none">{words.no_match()}</li> }.into_any();
                        }
                        found
                            .into_iter()
                            .enumerate()
                            .map(|(index, choice)| {
                                let chosen = value.with_untracked(|value| *value == choice.value);
                                let text = choice.text.clone();
                                // Before the input loses the focus.
                                let press = move |event: web_sys::MouseEvent| {
                                    event.prevent_default();
                                    choose(choice.clone());
                                };
                                view! {
                                    <li
                                        id=option_id(index)
                                        role="option"
                                        class="option"
                                        class:active=move || active.get() == index
                                        aria-selected=if chosen { "true" } else { "false" }
                                        on:mousedown=press
                                    >
                                        {text}
                                    </li>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </ul>
            </div>
            <div class="visually-hidden" aria-live="polite">
                {move || open.get().then(|| words.results(found.look(Vec::len)))}
            </div>
            <FieldMessages notes error warning=Signal::stored(None::<String>) />
        </div>
    }
}
