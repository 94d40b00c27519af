//! An errand pass that is scanned elsewhere than at a counter: what it says, and that it counts only there.

use leptos::prelude::*;
use protocol::{api::Verdict, app::ErrandScan};

use super::{
    super::verdict::{VerdictBand, look_of_verdict},
    KindHeading, ScanWords,
};
use crate::{
    components::{Notice, Picture},
    features::errand::PassFacts,
    text,
};

/// An errand pass: what it says, or why it is none.
#[component]
pub(super) fn ErrandResult(scan: ErrandScan) -> impl IntoView {
    let words = ScanWords::here();
    let (word, meaning) = text::here().verdict(scan.verdict);
    let good = scan.verdict == Verdict::Valid;
    let heading = if good {
        view! { <KindHeading icon=Picture::HandHelping words=words.errand() /> }.into_any()
    } else {
        view! { <VerdictBand look=look_of_verdict(scan.verdict) word meaning /> }.into_any()
    };
    view! {
        {heading}
        {scan.pass.map(|pass| view! { <PassFacts pass /> })}
        {good.then(|| view! { <Notice><p>{words.errand_note()}</p></Notice> })}
    }
}
