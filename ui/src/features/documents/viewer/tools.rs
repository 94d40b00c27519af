//! The buttons under a page.

use leptos::prelude::*;

use super::{gestures::Asked, sheet::View, words::ViewerWords};
use crate::{
    components::{IconButton, Picture, VisuallyHidden},
    reactive::derive,
};

/// Turning pages, size, turn.
#[component]
pub(super) fn Tools(
    /// What is shown.
    view: View,
) -> impl IntoView {
    let words = ViewerWords::here();
    let pages = view.pages;
    let first = derive(move || view.page.get() == 0);
    let last = derive(move || view.page.get() + 1 == pages);
    let smallest = derive(move || view.zoom.get().is_smallest());
    let largest = derive(move || view.zoom.get().is_largest());
    let fit = move || words.fit(&view.zoom.get().read());
    let ask = move |asked: Asked| move |()| view.heed(asked);
    view! {
        <div class="viewer-tools" role="group" aria-label=words.tools()>
            {(pages > 1).then(|| view! {
                <div class="viewer-group">
                    <IconButton icon=Picture::ChevronLeft label=words.previous().to_owned() disabled=first press=ask(Asked::Previous) />
                    <p class="digits viewer-number" role="status">
                        <VisuallyHidden>{move || words.page(view.page.get() + 1, pages)}</VisuallyHidden>
                        <span aria-hidden="true">{move || format!("{}/{pages}", view.page.get() + 1)}</span>
                    </p>
                    <IconButton icon=Picture::ChevronRight label=words.next().to_owned() disabled=last press=ask(Asked::Next) />
                </div>
            })}
            <div class="viewer-group">
                <IconButton icon=Picture::ZoomOut label=words.smaller().to_owned() disabled=smallest press=ask(Asked::Smaller) />
                <button type="button" class="viewer-zoom digits" aria-label=fit title=fit on:click=move |_| view.heed(Asked::Fit)>
                    {move || view.zoom.get().read()}
                </button>
                <IconButton icon=Picture::ZoomIn label=words.larger().to_owned() disabled=largest press=ask(Asked::Larger) />
                <IconButton icon=Picture::RotateCw label=words.turn_hint().to_owned() press=ask(Asked::Turn) />
            </div>
        </div>
    }
}
