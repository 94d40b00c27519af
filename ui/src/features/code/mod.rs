//! The personal code: live, with its countdown, and standard, on the screen and on printed cards.

mod awake;
mod cards;
mod countdown;
mod hand_over;
mod live;
mod renewal;
mod standard;
mod words;

use leptos::prelude::*;

use crate::{
    app::use_app,
    components::{AppBar, Segmented},
    reactive::memo,
};
use cards::Cards;
pub use hand_over::HandOver;
use live::LiveCode;
use standard::StandardCode;
use words::CodeWords;

/// Which of the two codes shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Gives authority; lives a minute.
    Live,
    /// Only locates.
    Standard,
}

/// The personal code.
#[component]
pub fn Code() -> impl IntoView {
    let words = CodeWords::here();
    let kind = RwSignal::new(Kind::Live);
    let simple = use_app().simple();
    // On simple screens there is one code, unless it could not be had.
    let chooses = memo(move || !simple.get() || kind.get() == Kind::Standard);
    view! {
        <AppBar title=words.title() />
        <div class="code">
            {move || chooses.get().then(|| view! {
                <Segmented
                    label=words.which()
                    value=kind
                    choose=move |chosen| kind.set(chosen)
                    options=vec![(Kind::Live, words.live().to_owned()), (Kind::Standard, words.standard().to_owned())]
                    quiet=true
                />
            })}
            {move || match kind.get() {
                Kind::Live => view! { <LiveCode use_standard=move |()| kind.set(Kind::Standard) /> }.into_any(),
                Kind::Standard => view! { <StandardCode /> <Cards /> }.into_any(),
            }}
        </div>
    }
}
