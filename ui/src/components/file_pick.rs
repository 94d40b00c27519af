//! Choosing a file.

use leptos::{html, prelude::*};
use protocol::app::AppError;
use wasm_bindgen_futures::JsFuture;

use super::{ButtonKind, Picture};

/// A button that has the system's own dialog choose a file.
#[component]
pub fn FilePick(
    /// Its words.
    #[prop(into)]
    label: String,
    /// Which files (HTML `accept`).
    #[prop(default = "image/jpeg,image/png,image/webp")]
    accept: &'static str,
    /// A picture before the words.
    #[prop(default = Picture::Image)]
    icon: Picture,
    /// How much it asks for the eye.
    #[prop(optional)]
    kind: ButtonKind,
    /// Whether it can't be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What to do with the file.
    picked: impl Fn(web_sys::File) + 'static,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again after it was changed.
        input.set_value("");
        if let Some(file) = file {
            picked(file);
        }
    };
    let open = move |()| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <span class="file-pick">
            <input
                type="file"
                class="visually-hidden"
                tabindex="-1"
                aria-hidden="true"
                accept=accept
                node_ref=input
                on:change=chosen
            />
            <super::Button kind icon disabled press=open>{label}</super::Button>
        </span>
    }
}

/// The bytes of a file.
///
/// # Errors
/// [`AppError::NotFound`] when it can no longer be read.
pub async fn read_file(file: &web_sys::File) -> Result<js_sys::Uint8Array, AppError> {
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| AppError::NotFound)?;
    Ok(js_sys::Uint8Array::new(&buffer))
}
