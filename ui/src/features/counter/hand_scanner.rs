//! Hand scanners, which type a code as a keyboard does and end it with CR or LF.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;

use crate::app::use_app;

/// A pause after which what was typed before does not belong to the code, in milliseconds.
const PAUSE: f64 = 1_000.0;
/// The most characters that a code has; what is longer is no code.
const MOST: usize = 8_000;
/// Fewer characters are a slip of the hand.
const FEWEST: usize = 6;

/// What a hand scanner has typed so far.
#[derive(Debug, Default)]
struct Typed {
    text: String,
    at: f64,
}

/// What a key means to a hand scanner's reader.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    /// Nothing.
    Nothing,
    /// A part of a code.
    Part,
    /// A whole code.
    Code(String),
}

impl Typed {
    fn hear(&mut self, key: &str, ends: bool, at: f64) -> Heard {
        if at - self.at > PAUSE {
            self.text.clear();
        }
        self.at = at;
        if ends {
            let text = std::mem::take(&mut self.text);
            return if text.chars().count() < FEWEST {
                Heard::Nothing
            } else {
                Heard::Code(text)
            };
        }
        let mut letters = key.chars();
        match (letters.next(), letters.next()) {
            // A space presses the button that has the focus, unless it stands in a code.
            (Some(' '), None) if self.text.is_empty() => Heard::Nothing,
            (Some(letter), None) if self.text.len() < MOST => {
                self.text.push(letter);
                Heard::Part
            }
            _ => Heard::Nothing,
        }
    }
}

/// Reads hand scanners for as long as the component lives, wherever the focus is but in a field, a dialog or on the PIN.
pub(super) fn read(code: impl Fn(String) + 'static) {
    let app = use_app();
    app.hand_scanner.set(true);
    let typed = StoredValue::new(Typed::default());
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let ends = is_end(&event);
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
        if event.default_prevented() || event.is_composing() || is_taken(&event) || (modified && !ends) {
            return;
        }
        let heard = typed.try_update_value(|typed| typed.hear(&event.key(), ends, event.time_stamp()));
        match heard {
            Some(Heard::Part) => event.prevent_default(),
            Some(Heard::Code(text)) => {
                event.prevent_default();
                code(text);
            }
            Some(Heard::Nothing) | None => {}
        }
    });
    on_cleanup(move || {
        listener.remove();
        app.hand_scanner.set(false);
    });
}

/// CR, or LF, which some scanners send as Ctrl and J.
fn is_end(event: &KeyboardEvent) -> bool {
    let key = event.key();
    key == "Enter" || (event.ctrl_key() && (key.eq_ignore_ascii_case("j") || key.eq_ignore_ascii_case("m")))
}

fn is_taken(event: &KeyboardEvent) -> bool {
    let typed = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            element
                .closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog")
                .ok()
                .flatten()
                .is_some()
        });
    typed || document().query_selector("dialog[open]").ok().flatten().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(typed: &mut Typed, text: &str, at: f64) {
        for letter in text.chars() {
            assert_eq!(typed.hear(&letter.to_string(), false, at), Heard::Part);
        }
    }

    #[test]
    fn a_code_ends_with_the_line() {
        let mut typed = Typed::default();
        type_in(&mut typed, "CDS1:G C%", 5.0);
        assert_eq!(typed.hear("Shift", false, 5.0), Heard::Nothing);
        assert_eq!(typed.hear("Enter", true, 6.0), Heard::Code("CDS1:G C%".to_owned()));
        assert_eq!(typed.hear("Enter", true, 7.0), Heard::Nothing);
    }

    #[test]
    fn what_was_pressed_long_before_is_no_part_of_it() {
        let mut typed = Typed::default();
        type_in(&mut typed, "g", 5.0);
        type_in(&mut typed, "123456", 5_000.0);
        assert_eq!(typed.hear("Enter", true, 5_001.0), Heard::Code("123456".to_owned()));
    }

    #[test]
    fn few_letters_and_a_space_alone_are_none() {
        let mut typed = Typed::default();
        assert_eq!(typed.hear(" ", false, 1.0), Heard::Nothing);
        type_in(&mut typed, "abc", 2.0);
        assert_eq!(typed.hear("Enter", true, 3.0), Heard::Nothing);
    }
}
