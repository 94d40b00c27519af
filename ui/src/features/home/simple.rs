//! The first screen of whom one thing at a time suits: three large actions.

use leptos::prelude::*;
use protocol::app::Lock;

use super::{call::CallForHelp, greeting::Greeting, words::HomeWords};
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, Dialog, ErrorNotice, Icon, LinkButton, Picture},
    text::CommonWords,
};

/// Three large actions: the code, the papers, help. What else there is stands behind one quiet link.
#[component]
pub(super) fn SimpleHome() -> impl IntoView {
    let words = HomeWords::here();
    let locking = RwSignal::new(false);
    view! {
        <div class="home simple-home">
            <header class="home-head">
                <Greeting />
            </header>
            <ul class="big-actions">
                <li>
                    <a class="big-action first" href=Route::Code.href()>
                        <BigWords icon=Picture::QrCode title=words.show_code() note=words.show_code_note() />
                    </a>
                </li>
                <li>
                    <a class="big-action" href=Route::Documents.href()>
                        <BigWords icon=Picture::Files title=words.my_papers() note=words.my_papers_note() />
                    </a>
                </li>
                <li>
                    <CallForHelp />
                </li>
            </ul>
            <div class="simple-rest">
                <LinkButton kind=ButtonKind::Quiet icon=Picture::Settings href=Route::Me.href()>{words.rest()}</LinkButton>
                {use_app().keeps().then(|| view! {
                    <Button kind=ButtonKind::Quiet icon=Picture::Lock press=move |()| locking.set(true)>{words.lock()}</Button>
                })}
            </div>
            <LockDialog open=locking />
        </div>
    }
}

/// What a large action says.
#[component]
pub(super) fn BigWords(
    /// The picture.
    icon: Picture,
    /// What is done.
    title: &'static str,
    /// A few words more.
    #[prop(into)]
    note: String,
) -> impl IntoView {
    view! {
        <span class="big-picture"><Icon of=icon /></span>
        <span class="big-words">
            <span class="big-title">{title}</span>
            <span class="big-note">{note}</span>
        </span>
    }
}

/// Says what locking means before it is done: whoever needs simple screens may not know the way back.
#[component]
fn LockDialog(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = HomeWords::here();
    let common = CommonWords::here();
    let locking = use_sending();
    let lock = move |()| locking.run(async move { app.apply(Lock {}).await });
    view! {
        <Dialog open title=Signal::stored(words.lock_ask().to_owned())>
            <p>{words.lock_text()}</p>
            <ErrorNotice error=locking.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary busy=locking.busy press=lock>{words.lock()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
