//! The shape of what is about to come.

use leptos::prelude::*;

use super::VisuallyHidden;
use crate::text::CommonWords;

/// Grey lines where text will stand, while it is fetched.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <VisuallyHidden>{CommonWords::here().loading()}</VisuallyHidden>
            {(0..lines).map(|_| view! { <span class="skeleton-line" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
