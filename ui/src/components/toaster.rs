//! Where short sentences appear.

use leptos::prelude::*;

use super::{Icon, Picture};
use crate::app::Toasts;

/// Where [`crate::app::App::say`]'s sentences appear, and are read aloud.
#[component]
pub fn Toaster(
    /// The sentences.
    toasts: Toasts,
) -> impl IntoView {
    view! {
        <div class="toaster" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|(number, _)| *number let((_number, toast))>
                <p class="toast">
                    <Icon of=if toast.failed { Picture::TriangleAlert } else { Picture::Check } />
                    <span>{toast.text}</span>
                </p>
            </For>
        </div>
    }
}
