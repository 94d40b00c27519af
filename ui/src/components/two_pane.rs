//! A list and, beside it or over it, what was chosen from it.

use leptos::prelude::*;

use crate::{app::page_title, reactive::effect};

/// A list and what was chosen from it: side by side where there is room, one at a time where
/// there is not. The list stays as it is while another line is chosen.
#[component]
pub fn TwoPane(
    /// The title over the list: the screen's first heading.
    #[prop(into)]
    title: String,
    /// Whether something was chosen, so that a narrow screen shows it in place of the list.
    #[prop(into)]
    chosen: Signal<bool>,
    /// What stands beside the title.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// The list.
    #[prop(into)]
    list: ViewFn,
    /// What was chosen, or a hint to choose; wide screens always show it.
    #[prop(into)]
    detail: ViewFn,
) -> impl IntoView {
    let name = title.clone();
    effect(move || {
        if !chosen.get() {
            page_title(&name);
        }
    });
    view! {
        <div class="panes" class:chosen=move || chosen.get()>
            <div class="pane-list">
                <div class="pane-head">
                    <h1 tabindex="-1" data-arrive="">{title}</h1>
                    {actions.map(|actions| view! { <div class="pane-actions">{actions.run()}</div> })}
                </div>
                <div class="pane-rows">{list.run()}</div>
            </div>
            <div class="pane-detail">{detail.run()}</div>
        </div>
    }
}
