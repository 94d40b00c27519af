//! Signing out of this device.

use leptos::prelude::*;
use protocol::app::{Lock, RemovePerson};

use super::MeWords;
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, Dialog, ErrorNotice},
    reactive::{Look, memo},
    text::CommonWords,
};

/// Asks once, says what is lost, then takes the person off this device.
#[component]
pub(super) fn Leave(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = MeWords::here();
    let common = CommonWords::here();
    let leaving = use_sending();
    let keeps = app.keeps();
    let (title, text, confirm) = if keeps {
        (words.leave_title(), words.leave_text(), words.leave_confirm())
    } else {
        (words.sign_out_title(), words.sign_out_text(), words.sign_out())
    };
    let leave = move |()| {
        let Some(person) = untrack(|| app.unlocked()).map(|person| person.person) else {
            return;
        };
        leaving.run(async move {
            let state = if keeps {
                app.call(RemovePerson { person }).await?
            } else {
                app.call(Lock {}).await?
            };
            open.try_set(false);
            app.replace(Route::Home);
            app.stand(state);
            Ok(())
        });
    };
    let waiting = memo(move || app.sync.look(|sync| sync.waiting));
    view! {
        <Dialog open title>
            <p>{text}</p>
            {move || {
                let waiting = waiting.get();
                (waiting > 0).then(|| view! { <p><strong>{words.leave_waiting(waiting)}</strong></p> })
            }}
            <ErrorNotice error=leaving.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=leaving.busy press=leave>{confirm}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
