//! The head of a screen.

use leptos::prelude::*;

use super::{Icon, Picture};
use crate::{
    app::{Route, page_title, use_app},
    text::CommonWords,
};

/// The head of a screen: the way up, the title, and what can be done at once. Also names the
/// page and is where the focus lands on arrival.
#[component]
pub fn AppBar(
    /// The title; it may arrive later than the screen, and the focus stays on it.
    #[prop(into)]
    title: Signal<String>,
    /// The page's name when the title is personal: what history lists and task bars may show.
    #[prop(optional, into)]
    page: Option<String>,
    /// The screen above this one. In a detail pane the way up shows only while the list beside it
    /// does not.
    #[prop(optional)]
    up: Option<Route>,
    /// The rank of the heading: 1, or 2 in a detail pane.
    #[prop(default = 1)]
    level: u8,
    /// What stands at the other end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let app = use_app();
    title.with_untracked(|title| page_title(page.as_deref().unwrap_or(title)));
    let heading = if level == 2 {
        view! { <h2 class="bar-title" tabindex="-1" data-arrive="">{move || title.get()}</h2> }.into_any()
    } else {
        view! { <h1 class="bar-title" tabindex="-1" data-arrive="">{move || title.get()}</h1> }.into_any()
    };
    view! {
        <header class="app-bar" class:in-pane=level == 2>
            {up.map(|route| {
                let back = move |event: web_sys::MouseEvent| {
                    event.prevent_default();
                    app.up(route);
                };
                view! {
                    <a class="app-bar-up" href=route.href() aria-label=CommonWords::here().back() on:click=back>
                        <Icon of=Picture::ChevronLeft />
                    </a>
                }
            })}
            {heading}
            {children.map(|children| view! { <div class="app-bar-actions">{children()}</div> })}
        </header>
    }
}
