//! How far something is.

use leptos::prelude::*;

/// How far something with a known length is.
#[component]
pub fn ProgressBar(
    /// What is done, as a share from 0 to 1.
    #[prop(into)]
    share: Signal<f64>,
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="progress">
            <span class="progress-words">
                <span>{move || label.get()}</span>
                <span class="digits">{move || format!("{:.0} %", share.get().clamp(0.0, 1.0) * 100.0)}</span>
            </span>
            <progress max="1" prop:value=move || share.get().clamp(0.0, 1.0) aria-label=move || label.get()></progress>
        </div>
    }
}
