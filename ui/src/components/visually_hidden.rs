//! Words for the ear only.

use leptos::prelude::*;

/// Words that are read aloud but not shown.
#[component]
pub fn VisuallyHidden(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}
