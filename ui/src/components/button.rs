//! Buttons, and links that look like them.

use leptos::prelude::*;

use super::{Icon, Picture, Spinner};

/// How much a button asks for the eye.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here; at most one on a screen.
    Primary,
    /// Something else that can be done.
    #[default]
    Secondary,
    /// Beside the way.
    Quiet,
    /// Destroys something.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button secondary",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// How much it asks for the eye.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before its words.
    #[prop(optional)]
    icon: Option<Picture>,
    /// What pressing it does; leave out for a form's `submit`.
    #[prop(optional, into)]
    press: Option<Callback<()>>,
    /// Whether it sends the form around it.
    #[prop(optional)]
    submit: bool,
    /// Whether what it started is under way: it spins and takes no further press, but keeps the
    /// focus.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it can't be pressed now. Prefer letting it be pressed and saying why not.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it is as wide as its column.
    #[prop(optional)]
    wide: bool,
    /// Its name, where its words alone would not tell it from its like; begins with its words.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let pressed = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(press) = press {
            press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:wide=wide
            class:busy=move || busy.get()
            aria-label=label
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=pressed
        >
            {move || {
                if busy.get() {
                    Some(view! { <Spinner /> }.into_any())
                } else {
                    icon.map(|of| view! { <Icon of /> }.into_any())
                }
            }}
            <span class="button-words">{children()}</span>
        </button>
    }
}

/// A link to another screen that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks for the eye.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before its words.
    #[prop(optional)]
    icon: Option<Picture>,
    /// Whether it is as wide as its column.
    #[prop(optional)]
    wide: bool,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=kind.class() class:wide=wide>
            {icon.map(|of| view! { <Icon of /> })}
            <span class="button-words">{children()}</span>
        </a>
    }
}

/// A button that shows only a picture; its words are read aloud and shown on hover. Not for
/// navigation.
#[component]
pub fn IconButton(
    /// The picture.
    icon: Picture,
    /// Its words.
    #[prop(into)]
    label: Signal<String>,
    /// What pressing it does.
    #[prop(into)]
    press: Callback<()>,
    /// Whether it can't be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=move || label.get()
            title=move || label.get()
            disabled=move || disabled.get()
            on:click=move |_| press.run(())
        >
            <Icon of=icon />
        </button>
    }
}
