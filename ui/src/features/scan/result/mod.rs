//! What each kind of code says.

mod chip_card;
mod errand;
mod link;
mod live;
mod offer;
mod payment;
mod plain;
mod standard;

use jiff::Timestamp;
use leptos::{html, prelude::*, task::spawn_local};
use protocol::app::ScanView;
use wasm_bindgen_futures::JsFuture;

use super::{verdict::focus_when_there, words::ScanWords};
use crate::{
    app::use_app,
    components::{Button, Icon, Picture},
    text,
};

/// What a code says.
#[component]
pub(super) fn ScanResult(
    /// The code.
    code: ScanView,
) -> impl IntoView {
    let shown = match code {
        ScanView::Live(scan) => view! { <live::LiveResult scan /> }.into_any(),
        ScanView::Standard(scan) => view! { <standard::StandardResult scan /> }.into_any(),
        ScanView::Offer(scan) => view! { <offer::OfferResult scan /> }.into_any(),
        ScanView::Errand(scan) => view! { <errand::ErrandResult scan /> }.into_any(),
        ScanView::ChipCard(scan) => view! { <chip_card::ChipCardResult scan /> }.into_any(),
        ScanView::Payment(scan) => view! { <payment::PaymentResult scan /> }.into_any(),
        ScanView::Link(scan) => view! { <link::LinkResult scan /> }.into_any(),
        ScanView::Text { text } => view! { <plain::TextResult text /> }.into_any(),
    };
    view! { <section class="result" aria-label=ScanWords::here().result()>{shown}</section> }
}

/// The heading of a result without a verdict: what kind of code it is.
#[component]
fn KindHeading(icon: Picture, words: &'static str) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    focus_when_there(heading);
    view! { <h2 class="result-kind" tabindex="-1" node_ref=heading><Icon of=icon /><span>{words}</span></h2> }
}

/// A line of facts; nothing when there is nothing to say.
#[component]
fn Fact(
    name: &'static str,
    value: Option<String>,
    /// Whether its digits stand in even widths.
    #[prop(optional)]
    digits: bool,
) -> impl IntoView {
    value
        .filter(|value| !value.is_empty())
        .map(|value| view! { <div><dt>{name}</dt><dd class:digits=digits>{value}</dd></div> })
}

/// How a code was checked.
fn how_checked(offline: bool) -> Option<String> {
    let words = ScanWords::here();
    let checked = if offline {
        words.checked_offline()
    } else {
        words.checked_online()
    };
    Some(checked.to_owned())
}

/// A moment, or that there is none on this device.
fn moment_or_never(at: Option<Timestamp>) -> Option<String> {
    let told = |at| text::moment(at, text::now(), text::language());
    Some(at.map_or_else(|| ScanWords::here().never().to_owned(), told))
}

/// Copies a text and says so.
#[component]
fn CopyButton(
    /// What to copy.
    text: String,
    /// The button's words.
    words: &'static str,
) -> impl IntoView {
    let app = use_app();
    let said = ScanWords::here();
    let copy = move |()| {
        let promise = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            match JsFuture::from(promise).await {
                Ok(_) => app.say(said.copied()),
                Err(_) => app.say_failed(said.copy_failed()),
            }
        });
    };
    view! { <Button icon=Picture::Copy press=copy>{words}</Button> }
}
