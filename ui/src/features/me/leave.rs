//! Signing out of this device.

use leptos::prelude::*;
use protocol::app::RemovePerson;

use super::MeWords;
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, Dialog, ErrorNotice},
    text::CommonWords,
};

/// Asks once, says what is lost, then takes the person off this device.
#[component]
pub(super) fn Leave(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = MeWords::here();
    let common = CommonWords::here();
    let leaving = use_sending();
    let leave = move |()| {
        let Some(person) = untrack(|| app.unlocked()).map(|person| person.person) else {
            return;
        };
        leaving.run(async move {
            let state = app.call(RemovePerson { person }).await?;
            open.try_set(false);
            app.replace(Route::Home);
            app.stand(state);
            Ok(())
        });
    };
    let waiting = Memo::new(move |_| app.sync.with(|sync| sync.waiting));
    view! {
        <Dialog open title=words.leave_title()>
            <p>{words.leave_text()}</p>
            {move || {
                let waiting = waiting.get();
                (waiting > 0).then(|| view! { <p><strong>{words.leave_waiting(waiting)}</strong></p> })
            }}
            <ErrorNotice error=leaving.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=leaving.busy press=leave>{words.leave_confirm()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
