//! The one ornament: the Dragon Bridge as a line of gold.

use leptos::prelude::*;

/// The Dragon Bridge over the Hàn as one line of gold over its deck. An ornament: not read aloud.
#[component]
pub(super) fn Bridge() -> impl IntoView {
    view! {
        <svg class="bridge" viewBox="0 0 400 66" fill="none" aria-hidden="true">
            <path class="bridge-deck" d="M2 61H398" />
            <path
                class="bridge-dragon"
                d="M2 61C14 60 20 45 34 45S54 61 68 61C92 61 100 15 128 15S164 61 188 61C210 61 220 6 250 6S290 61 312 61C326 61 332 39 346 39S368 61 398 52"
            />
        </svg>
    }
}
