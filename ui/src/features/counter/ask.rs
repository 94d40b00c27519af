//! Asking the person of a check.

use std::time::Duration;

use domain::{CheckId, PurposeId, Scope};
use jiff::Timestamp;
use leptos::prelude::*;
use protocol::app::AskToShare;

use super::{desk::Desk, purpose::PickPurpose, words::CounterWords};
use crate::{
    app::{Route, seconds_until, use_city_now, use_sending},
    components::{ErrorNotice, Section},
    reactive::memo,
    text,
};

/// Asks the person that a check found, for as long as that may be.
#[component]
pub(super) fn Ask(
    /// The desk.
    desk: Desk,
    /// The check.
    check: CheckId,
    /// Until when the person may be asked.
    until: Timestamp,
) -> impl IntoView {
    let words = CounterWords::here();
    let now = use_city_now(Duration::from_secs(5));
    let over = memo(move || seconds_until(until, now.get()) == 0);
    let sending = use_sending();
    let picked = move |(purpose, scope): (PurposeId, Scope)| {
        sending.run(async move {
            let asked = desk.app.call(AskToShare { check, purpose, scope }).await;
            let asked = desk.heed(asked)?;
            desk.requests.reload();
            if sending.is_there() {
                desk.app.go(Route::CounterRequest(asked.request.id));
            }
            Ok(())
        });
    };
    view! {
        <Section title=words.ask() level=3>
            {move || if over.get() {
                view! { <p class="secondary">{words.ask_over()}</p> }.into_any()
            } else {
                let until = text::moment(until, now.get_untracked(), text::language());
                view! {
                    <p class="small secondary digits">{words.ask_until(&until)}</p>
                    <PickPurpose desk go=words.send() busy=sending.busy picked />
                }
                .into_any()
            }}
            <ErrorNotice error=sending.error />
        </Section>
    }
}
