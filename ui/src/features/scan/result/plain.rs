//! Any other text.

use leptos::prelude::*;

use super::{CopyButton, KindHeading, ScanWords};
use crate::components::Picture;

/// The text of a code of no known kind.
#[component]
pub(super) fn TextResult(text: String) -> impl IntoView {
    let words = ScanWords::here();
    view! {
        <KindHeading icon=Picture::Type words=words.text() />
        <p class="secondary">{words.not_known()}</p>
        <p class="result-text">{text.clone()}</p>
        <div class="result-actions"><CopyButton text words=words.copy_text() /></div>
    }
}
