//! Leaving a vault behind that nobody can open.

use domain::PersonId;
use leptos::prelude::*;
use protocol::app::RemovePerson;

use super::UnlockWords;
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, Dialog, ErrorNotice},
    text::CommonWords,
};

/// Asks once, then removes the person from this device and leads to the sign-in.
#[component]
pub(super) fn Forgotten(
    open: RwSignal<bool>,
    person: PersonId,
    /// Whether the vault is broken, rather than its PIN forgotten.
    #[prop(optional)]
    broken: bool,
) -> impl IntoView {
    let app = use_app();
    let words = UnlockWords::here();
    let common = CommonWords::here();
    let removing = use_sending();
    let remove = move |()| {
        removing.run(async move {
            let state = app.call(RemovePerson { person }).await?;
            open.try_set(false);
            app.go(Route::SignIn);
            app.stand(state);
            Ok(())
        });
    };
    let title = if broken {
        words.remove_only()
    } else {
        words.forgotten_title()
    };
    view! {
        <Dialog open title>
            {(!broken).then(|| view! { <p>{words.forgotten_text()}</p> })}
            <p>{words.kept()} " " <strong>{words.lost()}</strong></p>
            <ErrorNotice error=removing.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=removing.busy press=remove>{words.remove()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
