//! Showing a request as a code.

use domain::{PurposeId, Scope};
use leptos::prelude::*;
use protocol::app::OfferRequest;

use super::{desk::Desk, purpose::PickPurpose, words::CounterWords};
use crate::{
    app::{Route, use_sending},
    components::{AppBar, ErrorNotice},
};

/// Picks what to ask of whoever scans the code.
#[component]
pub(super) fn Offer(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    let sending = use_sending();
    let picked = move |(purpose, scope): (PurposeId, Scope)| {
        sending.run(async move {
            let offered = desk.app.call(OfferRequest { purpose, scope }).await;
            let offered = desk.heed(offered)?;
            desk.requests.reload();
            if sending.is_there() {
                desk.app.go(Route::CounterRequest(offered.request.id));
            }
            Ok(())
        });
    };
    view! {
        <AppBar title=words.offer() up=Route::Counter level=2 />
        <div class="page">
            <p class="secondary">{words.offer_lead()}</p>
            <PickPurpose desk go=words.show() busy=sending.busy picked />
            <ErrorNotice error=sending.error />
        </div>
    }
}
