//! A link: where it really leads; nothing opens by itself.

use leptos::prelude::*;
use protocol::app::LinkScan;

use super::{CopyButton, KindHeading, ScanWords};
use crate::{
    app::use_app,
    components::{Icon, Notice, Picture, Tone},
};

/// A link: its real domain first, then the whole address, then what is odd about it.
#[component]
pub(super) fn LinkResult(scan: LinkScan) -> impl IntoView {
    let app = use_app();
    let words = ScanWords::here();
    let address = scan.url.clone();
    let opens = app.backend.opens_links();
    view! {
        <KindHeading icon=Picture::Link words=words.link() />
        <p class="result-holder">
            <span class="small secondary">{words.link_leads()}</span>
            <span class="result-host">{scan.host}</span>
        </p>
        {scan.suspicious.then(|| view! {
            <Notice tone=Tone::Bad title=words.suspicious()><p>{words.suspicious_text()}</p></Notice>
        })}
        {(!scan.secure).then(|| view! {
            <Notice tone=Tone::Warn title=words.insecure()><p>{words.insecure_text()}</p></Notice>
        })}
        <p class="small secondary">{words.whole_link()}</p>
        <p class="result-text">{scan.url.clone()}</p>
        <div class="result-actions">
            {opens.then(|| view! {
                <a class="button secondary" href=address target="_blank" rel="noopener noreferrer">
                    <Icon of=Picture::ExternalLink />
                    <span class="button-words">{if scan.suspicious { words.open_anyway() } else { words.open_link() }}</span>
                </a>
            })}
            <CopyButton text=scan.url words=words.copy_link() />
        </div>
    }
}
