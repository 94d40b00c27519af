//! A PIN, by fingers or keyboard.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;

use super::VisuallyHidden;
use crate::{reactive::Look, text::CommonWords};

const DIGITS: usize = 6;

/// A PIN: six dots and a keypad; a keyboard's digits work too, wherever the focus is. What is
/// typed is never shown.
#[component]
pub fn PinPad(
    /// What to enter, read aloud for the dots.
    #[prop(into)]
    label: Signal<String>,
    /// What is entered.
    value: RwSignal<String>,
    /// What to do when all six are there.
    #[prop(into)]
    full: Callback<String>,
    /// Whether nothing can be entered now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether the last try was wrong.
    #[prop(optional, into)]
    wrong: Signal<bool>,
) -> impl IntoView {
    let words = CommonWords::here();
    let add = move |digit: char| {
        if disabled.get_untracked() || value.with_untracked(|value| value.len() >= DIGITS) {
            return;
        }
        value.update(|value| value.push(digit));
        if value.with_untracked(|value| value.len() == DIGITS) {
            full.run(value.get_untracked());
        }
    };
    let delete = move || {
        if !disabled.get_untracked() {
            value.update(|value| {
                value.pop();
            });
        }
    };
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if !is_for_pad(&event) {
            return;
        }
        match event.key().as_str() {
            "Backspace" => delete(),
            key => match key.as_bytes() {
                [digit @ b'0'..=b'9'] => add(char::from(*digit)),
                _ => return,
            },
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());

    let key = move |digit: char| {
        view! {
            <button type="button" class="pin-key" disabled=move || disabled.get() on:click=move |_| add(digit)>
                {digit.to_string()}
            </button>
        }
    };
    view! {
        <div class="pin-pad" role="group" aria-label=move || label.get()>
            <div class="pin-dots" class:wrong=move || wrong.get() aria-hidden="true">
                {(0..DIGITS)
                    .map(|place| {
                        view! {
                            <span class="pin-dot" class:on=move || value.look(|value| value.len() > place)></span>
                        }
                    })
                    .collect_view()}
            </div>
            <div aria-live="polite">
                <VisuallyHidden>
                    {move || words.digits_entered(value.look(String::len), DIGITS)}
                </VisuallyHidden>
            </div>
            <div class="pin-keys">
                {('1'..='9').map(key).collect_view()} <span></span> {key('0')}
                <button
                    type="button"
                    class="pin-key pin-delete"
                    aria-label=words.delete_digit()
                    disabled=move || disabled.get()
                    on:click=move |_| delete()
                >
                    <Erase />
                </button>
            </div>
        </div>
    }
}

/// The key every keyboard has for it (Lucide's `delete`).
#[component]
fn Erase() -> impl IntoView {
    view! {
        <svg class="pin-erase" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M10 5a2 2 0 0 0-1.344.519l-6.328 5.74a1 1 0 0 0 0 1.481l6.328 5.741A2 2 0 0 0 10 19h10a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2z" />
            <path d="m12 9 6 6" />
            <path d="m18 9-6 6" />
        </svg>
    }
}

/// Whether a key is meant for the pad: not with modifiers, not while something else takes text
/// or a dialog is open.
fn is_for_pad(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return false;
    }
    let elsewhere = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            element
                .closest("input, textarea, select, dialog")
                .ok()
                .flatten()
                .is_some()
        });
    !elsewhere
}
