//! A line of a list that leads somewhere.

use leptos::prelude::*;

use super::{Icon, Picture};

/// A line of a list: a picture, a title, a note under it, something at its end. It is a link with
/// `href`, a button with `press`, else plain. Put rows into `<ul class="rows">`.
#[component]
pub fn ListRow(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// A note under the title.
    #[prop(optional, into)]
    note: Signal<Option<String>>,
    /// A picture at its start.
    #[prop(optional)]
    icon: Option<Picture>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// What pressing it does.
    #[prop(optional, into)]
    press: Option<Callback<()>>,
    /// Whether what it leads to is shown beside the list.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// Whether what it leads to is what a wide screen shows as long as nothing was chosen.
    #[prop(optional)]
    preset: bool,
    /// What stands at its end: a chip, a number.
    #[prop(optional, into)]
    end: Option<ViewFn>,
) -> impl IntoView {
    let inner = view! {
        {icon.map(|of| view! { <Icon of /> })}
        <span class="row-words">
            <span class="row-title">{move || title.get()}</span>
            {move || note.get().map(|note| view! { <span class="row-note">{note}</span> })}
        </span>
        {end.map(|end| view! { <span class="row-end">{end.run()}</span> })}
    };
    let row = match (href, press) {
        (Some(href), _) => view! {
            <a class="row" class:preset=preset href=href aria-current=move || current.get().then_some("page")>
                {inner}
                <span class="row-chevron">
                    <Icon of=Picture::ChevronRight />
                </span>
            </a>
        }
        .into_any(),
        (None, Some(press)) => view! {
            <button type="button" class="row" on:click=move |_| press.run(())>
                {inner}
            </button>
        }
        .into_any(),
        (None, None) => view! { <div class="row">{inner}</div> }.into_any(),
    };
    view! { <li>{row}</li> }
}
