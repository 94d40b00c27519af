//! The list of shortcuts.

use leptos::prelude::*;

use super::KeysWords;
use crate::{
    app::{Does, Route, SHORTCUTS, Shortcut, use_app},
    components::Dialog,
};

/// The list of shortcuts, in front of the screen.
#[component]
pub fn KeySheet() -> impl IntoView {
    let words = KeysWords::here();
    view! {
        <Dialog open=use_app().listing_keys title=Signal::stored(words.title().to_owned())>
            <p class="secondary">{words.lead()}</p>
            <dl class="keys">
                <div>
                    <dt><kbd>{command_key()}</kbd> <span class="visually-hidden">{words.and()}</span> <kbd>"K"</kbd></dt>
                    <dd>{words.find_does()}</dd>
                </div>
                {SHORTCUTS.iter().map(|shortcut| view! { <Line shortcut=*shortcut /> }).collect_view()}
                <div>
                    <dt><kbd>"Esc"</kbd></dt>
                    <dd>{words.close()}</dd>
                </div>
            </dl>
        </Dialog>
    }
}

#[component]
fn Line(shortcut: Shortcut) -> impl IntoView {
    let words = KeysWords::here();
    view! {
        <div>
            <dt><Keys shortcut /></dt>
            <dd>{said(shortcut.does, words)}</dd>
        </div>
    }
}

/// The keys of a shortcut, as they stand on them.
#[component]
pub(super) fn Keys(
    /// Which.
    shortcut: Shortcut,
) -> impl IntoView {
    let then = KeysWords::here().then();
    view! {
        {shortcut.first.map(|first| view! {
            <kbd>{first.to_uppercase()}</kbd> <span class="keys-then">{then}</span>
        })}
        <kbd>{shortcut.key.to_uppercase()}</kbd>
    }
}

fn said(does: Does, words: KeysWords) -> &'static str {
    match does {
        Does::Go(Route::Code) => words.code(),
        Does::Go(Route::Documents) => words.papers(),
        Does::Go(Route::Scan) => words.scan(),
        Does::Go(Route::Me) => words.me(),
        Does::Go(_) => words.home(),
        Does::SearchPapers => words.search_papers(),
        Does::Help => words.help(),
    }
}

/// What this keyboard calls the key for commands.
pub(super) fn command_key() -> &'static str {
    let platform = window().navigator().platform().unwrap_or_default();
    if platform.starts_with("Mac") || platform.starts_with("iP") {
        "⌘"
    } else {
        "Ctrl"
    }
}
