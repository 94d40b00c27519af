//! A standard code, also on a printed card: whom it locates.

use leptos::prelude::*;
use protocol::app::StandardScan;

use super::{
    super::verdict::{VerdictBand, look_of_signature},
    Fact, ScanWords, how_checked, moment_or_never,
};
use crate::{components::Notice, text};

/// A standard code: what its signature is worth and whom it locates, masked.
#[component]
pub(super) fn StandardResult(scan: StandardScan) -> impl IntoView {
    let words = ScanWords::here();
    let language = text::language();
    let (word, meaning) = text::here().signature(scan.signature);
    let keys = scan.keys_as_of.map(|at| text::moment(at, text::now(), language));
    view! {
        <VerdictBand look=look_of_signature(scan.signature) word meaning />
        <dl class="told">
            <Fact name=words.name() value=Some(scan.lines.name) />
            <Fact name=words.number() value=Some(scan.lines.number) digits=true />
            <Fact name=words.born() value=Some(scan.lines.born) digits=true />
            <Fact name=words.qid() value=Some(scan.lines.qid) digits=true />
            {scan.card.map(|card| view! {
                <Fact name=words.card() value=Some(card.serial.grouped()) digits=true />
                <Fact name=words.checked() value=how_checked(card.offline) />
                <Fact name=words.list_as_of() value=moment_or_never(card.list_as_of) digits=true />
            })}
            <Fact name=words.keys_as_of() value=keys digits=true />
        </dl>
        <Notice><p>{words.locates()}</p></Notice>
    }
}
