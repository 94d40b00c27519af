//! Six digits from a message.

use domain::limits::OTP_DIGITS;
use leptos::{html, prelude::*};

use super::use_id;

use crate::reactive::{Look, effect};

/// Six digits from a message: one input that looks like six boxes, so that pasting and a phone's
/// own filling-in work.
#[component]
pub fn OtpInput(
    /// What to type.
    #[prop(into)]
    label: String,
    /// What is typed: digits only.
    value: RwSignal<String>,
    /// What to do when all six are there.
    #[prop(into)]
    full: Callback<String>,
    /// Whether nothing can be typed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether the last try was wrong.
    #[prop(optional, into)]
    wrong: Signal<bool>,
    /// The id of what is said about it.
    #[prop(optional, into)]
    described_by: Option<String>,
) -> impl IntoView {
    let id = use_id("otp");
    let input = NodeRef::<html::Input>::new();
    effect(move || {
        if let (Some(input), false) = (input.get(), disabled.get()) {
            // Without a focus the boxes can still be pressed.
            let _ = input.focus();
        }
    });
    let typed = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let digits = digits_of(&input.value());
        if input.value() != digits {
            input.set_value(&digits);
        }
        if value.with_untracked(|old| *old == digits) {
            return;
        }
        value.set(digits.clone());
        if digits.len() == OTP_DIGITS {
            full.run(digits);
        }
    };
    let boxes = (0..OTP_DIGITS)
        .map(|place| {
            let digit = move || value.look(|value| value.get(place..=place).map(str::to_owned));
            let next = move || value.look(|value| value.len().min(OTP_DIGITS - 1)) == place;
            view! { <span class="otp-box" class:next=next>{digit}</span> }
        })
        .collect_view();
    view! {
        <div class="otp" class:wrong=move || wrong.get() class:disabled=move || disabled.get()>
            <label for=id.clone()>{label}</label>
            <div class="otp-field">
                <div class="otp-boxes" aria-hidden="true">{boxes}</div>
                <input
                    id=id
                    class="otp-input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    pattern="[0-9]*"
                    spellcheck="false"
                    node_ref=input
                    aria-invalid=move || wrong.get().then_some("true")
                    aria-describedby=described_by
                    disabled=move || disabled.get()
                    prop:value=move || value.get()
                    on:input=typed
                />
            </div>
        </div>
    }
}

/// The first six ASCII digits of what was typed or pasted, whatever stands between them.
fn digits_of(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).take(OTP_DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::digits_of;

    #[test]
    fn pasted_messages_give_their_digits() {
        assert_eq!(digits_of("123 456"), "123456");
        assert_eq!(digits_of("1234567"), "123456");
        assert_eq!(digits_of("ma: 12"), "12");
    }
}
