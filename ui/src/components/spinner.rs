//! Something is under way.

use leptos::prelude::*;

/// A small turning ring; it stands still under reduced motion. Words beside it say what is
/// under way.
#[component]
pub fn Spinner() -> impl IntoView {
    view! {
        <svg class="spinner" viewBox="0 0 24 24" aria-hidden="true">
            <circle class="spinner-track" cx="12" cy="12" r="9" />
            <path class="spinner-arc" d="M12 3a9 9 0 0 1 9 9" />
        </svg>
    }
}
