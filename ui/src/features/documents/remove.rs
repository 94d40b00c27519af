//! Asking once before a paper is removed.

use domain::DocumentId;
use leptos::prelude::*;
use protocol::app::{Part, RemoveDocument};

use super::words::DocumentsWords;
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, Dialog, ErrorNotice, Picture},
    text::CommonWords,
};

/// Asks, and removes a paper here and at the city.
#[component]
pub(super) fn RemoveDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Which paper.
    document: DocumentId,
    /// What it is called.
    title: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let words = DocumentsWords::here();
    let common = CommonWords::here();
    let sending = use_sending();
    let remove = move |()| {
        sending.run(async move {
            app.call(RemoveDocument { document }).await?;
            open.try_set(false);
            app.say(words.removed());
            if sending.is_there() {
                app.replace(Route::Documents);
            }
            app.changed(&[Part::Documents]);
            Ok(())
        });
    };
    view! {
        <Dialog open title=words.remove_ask().to_owned()>
            <p>{move || words.remove_text(&title.get())}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger icon=Picture::Trash busy=sending.busy press=remove>{words.remove_yes()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
