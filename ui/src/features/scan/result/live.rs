//! A live code's verdict.

use std::time::Duration;

use leptos::prelude::*;
use protocol::app::LiveScan;

use super::{
    super::verdict::{VerdictBand, look_of_verdict},
    Fact, ScanWords, how_checked, moment_or_never,
};
use crate::{app::use_now, text};

/// A live code: the verdict, who holds it, how it was checked and as of when.
#[component]
pub(super) fn LiveResult(scan: LiveScan) -> impl IntoView {
    let words = ScanWords::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(60)).get_untracked();
    let (word, meaning) = text::here().verdict(scan.verdict);
    let moment = |at| text::moment(at, now, language);
    view! {
        <VerdictBand look=look_of_verdict(scan.verdict) word meaning />
        {scan.holder.map(|holder| view! {
            <p class="result-holder"><span class="small secondary">{words.holder()}</span><span class="result-name">{holder}</span></p>
        })}
        <dl class="told">
            <Fact name=words.checked() value=how_checked(scan.offline) />
            <Fact name=words.list_as_of() value=moment_or_never(scan.list_as_of) digits=true />
            <Fact name=words.keys_as_of() value=moment_or_never(scan.keys_as_of) digits=true />
            <Fact name=words.made_at() value=scan.made_at.map(moment) digits=true />
        </dl>
    }
}
