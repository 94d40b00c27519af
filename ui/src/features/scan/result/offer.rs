//! A verifier's code: who asks. Nothing is sent before the person has seen what is asked.

use leptos::prelude::*;
use protocol::app::{OfferScan, TakeOffer};

use super::{
    super::verdict::{VerdictBand, look_of_verdict},
    Fact, KindHeading, ScanWords,
};
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, ErrorNotice, Picture},
    features::sharing::SharingWords,
    text,
};
use protocol::api::Verdict;

/// A verifier's code: the way to the request, or why it is none.
#[component]
pub(super) fn OfferResult(scan: OfferScan) -> impl IntoView {
    let app = use_app();
    let words = SharingWords::here();
    let taking = use_sending();
    let (word, meaning) = text::here().verdict(scan.verdict);
    let good = scan.verdict == Verdict::Valid;
    let heading = if good {
        view! { <KindHeading icon=Picture::Users words=words.offer() /> }.into_any()
    } else {
        view! { <VerdictBand look=look_of_verdict(scan.verdict) word meaning /> }.into_any()
    };
    let facts = scan.offer.clone().map(|offer| {
        let until = text::moment(offer.expires_at, text::now(), text::language());
        view! {
            <p class="result-holder">
                <span class="small secondary">{words.offer_who()}</span>
                <span class="result-name">{offer.organisation}</span>
            </p>
            <dl class="told">
                <Fact name=words.purpose() value=Some(offer.purpose) />
                <Fact name=ScanWords::here().counter() value=Some(offer.counter) />
                <Fact name=ScanWords::here().valid_until() value=Some(until) digits=true />
            </dl>
        }
    });
    let take = scan.offer.filter(|_| good).map(|offer| {
        let request = offer.request;
        let press = move |()| {
            taking.run(async move {
                let view = app.call(TakeOffer { request }).await?;
                app.go(Route::Request(view.record.id));
                Ok(())
            });
        };
        view! {
            <div class="result-actions">
                <Button kind=ButtonKind::Primary busy=taking.busy press>{words.offer_take()}</Button>
                <p class="small secondary">{words.offer_hint()}</p>
            </div>
        }
    });
    view! {
        {heading}
        {facts}
        {take}
        <ErrorNotice error=taking.error />
    }
}
