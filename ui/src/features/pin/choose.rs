//! A new PIN, entered twice.

use domain::{Pin, PinError};
use leptos::prelude::*;
use protocol::app::InputField;

use super::PinWords;
use crate::{
    components::{Notice, PinPad, Tone},
    reactive::{Look, derive},
    text::{self, Said},
};

/// A new PIN, entered twice; one that is easy to guess is refused with the reason.
#[component]
pub fn ChoosePin(
    /// Whether the first of the two entries is done; the screen's title may follow it.
    repeating: RwSignal<bool>,
    /// What to do with the PIN.
    #[prop(into)]
    chosen: Callback<String>,
    /// Whether nothing can be entered now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let words = PinWords::here();
    let voice = text::here();
    let first = StoredValue::new(String::new());
    let entered = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<Said>);
    let again = move |said: Said| {
        problem.set(Some(said));
        first.set_value(String::new());
        repeating.set(false);
        entered.set(String::new());
    };
    let full = move |digits: String| {
        if repeating.get_untracked() {
            if first.with_value(|first| *first == digits) {
                chosen.run(digits);
            } else {
                again(Said::new(words.differ(), words.differ_then()));
            }
            return;
        }
        match digits.parse::<Pin>() {
            Ok(_) => {
                problem.set(None);
                first.set_value(digits);
                // The sixth dot is seen before the dots are empty again.
                set_timeout(
                    move || {
                        entered.try_set(String::new());
                        repeating.try_set(true);
                    },
                    std::time::Duration::from_millis(160),
                );
            }
            Err(PinError::Trivial) => again(Said::new(voice.input(InputField::PinTrivial), "")),
            Err(PinError::NotSixDigits) => again(Said::new(voice.input(InputField::Pin), "")),
        }
    };
    let label = derive(move || {
        if repeating.get() {
            words.repeat_title()
        } else {
            words.choose()
        }
        .to_owned()
    });
    let wrong = derive(move || problem.look(Option::is_some) && entered.look(String::is_empty));
    view! {
        {move || {
            problem.get().map(|said| {
                view! {
                    <Notice tone=Tone::Warn title=said.what live=true>
                        <p>{said.then}</p>
                    </Notice>
                }
            })
        }}
        <PinPad label value=entered full disabled wrong />
    }
}
