//! A few sentences the eye should not miss.

use leptos::prelude::*;

use super::{Icon, Tone, VisuallyHidden};
use crate::text::CommonWords;

/// A few sentences the eye should not miss, with a picture and a spoken word for their tone.
#[component]
pub fn Notice(
    /// What it says by colour.
    #[prop(optional)]
    tone: Tone,
    /// The first line, in bold.
    #[prop(optional, into)]
    title: Option<String>,
    /// Whether it comes up after the screen is there, so that it is read aloud at once.
    #[prop(optional)]
    live: bool,
    /// The sentences, and buttons if something can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let words = CommonWords::here();
    let spoken = match tone {
        Tone::Plain => words.info(),
        Tone::Good => words.done(),
        Tone::Warn => words.warning(),
        Tone::Bad => words.problem(),
    };
    let role = match (live, tone) {
        (false, _) => None,
        (true, Tone::Bad) => Some("alert"),
        (true, _) => Some("status"),
    };
    view! {
        <div class=format!("notice {}", tone.class()) role=role>
            <Icon of=tone.picture() />
            <div class="notice-words">
                <VisuallyHidden>{spoken} ": "</VisuallyHidden>
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}
