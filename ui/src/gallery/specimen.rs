//! How a component is hung: by name, each state with its caption.

use leptos::prelude::*;

/// Components of one purpose.
#[component]
pub(super) fn Group(
    /// What they are for.
    #[prop(into)]
    title: String,
    /// The components.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="gallery-group">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// One component.
#[component]
pub(super) fn Kind(
    /// Its name in the code.
    name: &'static str,
    /// Whether its states stand one under the other, as wide as the page.
    #[prop(optional)]
    wide: bool,
    /// Its states.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="gallery-kind">
            <h3><code>{name}</code></h3>
            <div class="specimens" class:wide=wide>{children()}</div>
        </section>
    }
}

/// One state of a component.
#[component]
pub(super) fn Specimen(
    /// What state it is in.
    #[prop(into)]
    caption: String,
    /// Whether it is drawn as if it had the focus, of which a page has only one.
    #[prop(optional)]
    focused: bool,
    /// The component.
    children: Children,
) -> impl IntoView {
    view! {
        <figure class="specimen" class:focused=focused>
            <div class="specimen-stage">{children()}</div>
            <figcaption>{caption}</figcaption>
        </figure>
    }
}
