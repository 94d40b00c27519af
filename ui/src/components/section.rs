//! A titled part of a screen.

use leptos::prelude::*;

use super::use_id;

/// A titled part of a screen.
#[component]
pub fn Section(
    /// Its title.
    #[prop(into)]
    title: String,
    /// What stands at the other end of the title's line: a count, a link to all.
    #[prop(optional, into)]
    aside: Option<ViewFn>,
    /// The rank of its heading: 2 on most screens, 3 within a detail pane.
    #[prop(default = 2)]
    level: u8,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let id = use_id("section");
    let heading = if level == 3 {
        view! { <h3 id=id.clone()>{title}</h3> }.into_any()
    } else {
        view! { <h2 id=id.clone()>{title}</h2> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section-head">
                {heading} {aside.map(|aside| view! { <div class="section-aside">{aside.run()}</div> })}
            </div>
            {children()}
        </section>
    }
}
