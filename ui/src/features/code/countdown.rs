//! The ring that empties.

use leptos::prelude::*;

use super::words::CodeWords;

/// The seconds left as a ring that empties and a number. Read aloud when asked for, never by itself.
#[component]
pub(super) fn Countdown(
    /// Seconds left.
    #[prop(into)]
    left: Signal<i64>,
    /// Seconds a code lives.
    #[prop(into)]
    whole: Signal<u32>,
) -> impl IntoView {
    let words = CodeWords::here();
    // The ring is 100 long, whatever its radius.
    let gone = move || {
        let whole = f64::from(whole.get().max(1));
        format!("{:.1}", 100.0 - 100.0 * left.get() as f64 / whole)
    };
    view! {
        <p class="countdown" role="timer" aria-live="off" aria-label=words.left_label()>
            <svg class="countdown-ring" viewBox="0 0 36 36" aria-hidden="true">
                <circle class="countdown-track" cx="18" cy="18" r="15" />
                <circle class="countdown-left" cx="18" cy="18" r="15" pathLength="100" stroke-dasharray="100" stroke-dashoffset=gone />
            </svg>
            <span class="digits">{move || words.left(left.get())}</span>
        </p>
    }
}
