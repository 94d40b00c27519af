//! The way to the code: the one thing on the first screen.

use leptos::prelude::*;

use super::words::HomeWords;
use crate::{
    app::Route,
    components::{Icon, Picture},
};

/// One tap to the code.
#[component]
pub(super) fn CodeCard() -> impl IntoView {
    let words = HomeWords::here();
    view! {
        <a class="code-card" href=Route::Code.href()>
            <span class="code-card-symbol"><Icon of=Picture::QrCode /></span>
            <span class="code-card-words">
                <span class="code-card-title">{words.code()}</span>
                <span class="code-card-hint">{words.code_hint()}</span>
            </span>
            <Bridge />
        </a>
    }
}

/// A line of the Dragon Bridge: its back rising and falling over the deck.
#[component]
fn Bridge() -> impl IntoView {
    view! {
        <svg class="code-card-bridge" viewBox="0 0 400 44" preserveAspectRatio="none" aria-hidden="true">
            <path class="code-card-deck" d="M0 40H400" />
            <path d="M0 40C14 40 20 30 34 30S54 40 68 40C92 40 100 10 128 10S164 40 188 40C210 40 220 4 250 4S290 40 312 40C326 40 332 26 346 26S368 40 400 34" />
        </svg>
    }
}
