//! A few words about the state of something.

use leptos::prelude::*;

use super::{Icon, Picture};

/// What a chip or notice says: by colour, and always by picture and words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A plain fact.
    #[default]
    Plain,
    /// All is well.
    Good,
    /// Something to heed.
    Warn,
    /// Something went wrong.
    Bad,
}

impl Tone {
    /// The class the styles know it by.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "tone-plain",
            Self::Good => "tone-good",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
        }
    }

    /// The picture that says the same as the colour.
    pub fn picture(self) -> Picture {
        match self {
            Self::Plain => Picture::Info,
            Self::Good => Picture::CircleCheck,
            Self::Warn => Picture::TriangleAlert,
            Self::Bad => Picture::OctagonX,
        }
    }
}

/// A few words about the state of something, beside it.
#[component]
pub fn Chip(
    /// What it says by colour.
    #[prop(optional)]
    tone: Tone,
    /// A picture other than the tone's; a plain chip has none of its own.
    #[prop(optional)]
    icon: Option<Picture>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let icon = icon.or((tone != Tone::Plain).then(|| tone.picture()));
    view! {
        <span class=format!("chip {}", tone.class())>
            {icon.map(|of| view! { <Icon of /> })} <span>{children()}</span>
        </span>
    }
}
