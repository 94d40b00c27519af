//! Nothing is here yet.

use leptos::prelude::*;

use super::{Icon, Picture};

/// Nothing is here yet: what will be, and what to do to have it.
#[component]
pub fn EmptyState(
    /// A picture.
    icon: Picture,
    /// What is not here.
    #[prop(into)]
    title: String,
    /// What will be here, or how it comes.
    #[prop(into)]
    text: String,
    /// What to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-picture">
                <Icon of=icon />
            </span>
            <p class="empty-title">{title}</p>
            <p class="empty-text">{text}</p>
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
}
