//! Help by telephone.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::{simple::BigWords, words::HomeWords};
use crate::{
    app::use_app,
    components::{Button, ButtonKind, Dialog, Picture},
};

/// The city's hotline for residents.
const HOTLINE: &str = "1022";

/// Calls the city's hotline. Where the host opens no links, the number stands large, to be dialled by hand or copied.
#[component]
pub(super) fn CallForHelp() -> impl IntoView {
    let words = HomeWords::here();
    let inner = view! { <BigWords icon=Picture::Phone title=words.call() note=words.call_note(HOTLINE) /> };
    if use_app().backend.opens_links() {
        return view! { <a class="big-action" href=format!("tel:{HOTLINE}")>{inner}</a> }.into_any();
    }
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="big-action" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {inner}
        </button>
        <Number open />
    }
    .into_any()
}

#[component]
fn Number(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = HomeWords::here();
    let copy = move |()| {
        let promise = window().navigator().clipboard().write_text(HOTLINE);
        spawn_local(async move {
            match JsFuture::from(promise).await {
                Ok(_) => app.say(words.copied()),
                Err(_) => app.say_failed(words.copy_failed()),
            }
        });
    };
    view! {
        <Dialog open title=Signal::stored(words.call().to_owned())>
            <p>{words.dial()}</p>
            <p class="hotline digits">{HOTLINE}</p>
            <p class="secondary">{words.say_what()}</p>
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary press=move |()| open.set(false)>{words.understood()}</Button>
                <Button icon=Picture::Copy press=copy>{words.copy()}</Button>
            </div>
        </Dialog>
    }
}
