//! Choosing among several codes.

use leptos::prelude::*;
use protocol::app::ScanView;

use super::{Found, words::ScanWords};
use crate::{
    components::{ListRow, Picture},
    reactive::Look,
    text,
};

/// The codes found, to choose from.
#[component]
pub(super) fn Choose(found: Found) -> impl IntoView {
    let words = ScanWords::here();
    let rows = move || {
        let codes = found.codes.get();
        codes
            .into_iter()
            .enumerate()
            .map(|(index, code)| {
                let (icon, title, note) = brief(&code, words);
                let press = Callback::new(move |()| found.shown.set(Some(index)));
                view! { <ListRow title note=Some(note) icon press /> }
            })
            .collect_view()
    };
    view! {
        <p class="scan-several" role="status">{move || words.several(found.codes.look(Vec::len))}</p>
        <ul class="rows">{rows}</ul>
    }
}

/// A code in one line.
fn brief(code: &ScanView, words: ScanWords) -> (Picture, &'static str, String) {
    match code {
        ScanView::Live(scan) => {
            let verdict = text::voice(words.0).verdict(scan.verdict).0.to_owned();
            (
                Picture::Timer,
                words.live(),
                scan.holder
                    .clone()
                    .map_or(verdict.clone(), |holder| format!("{verdict} · {holder}")),
            )
        }
        ScanView::Standard(scan) => (Picture::QrCode, words.standard(), scan.lines.name.clone()),
        ScanView::Offer(scan) => {
            let asker = scan.offer.as_ref().map(|offer| offer.organisation.clone());
            let verdict = || text::voice(words.0).verdict(scan.verdict).0.to_owned();
            (Picture::Users, words.offer(), asker.unwrap_or_else(verdict))
        }
        ScanView::Errand(scan) => {
            let title = scan.pass.as_ref().map(|pass| pass.title.as_str().to_owned());
            let verdict = || text::voice(words.0).verdict(scan.verdict).0.to_owned();
            (Picture::HandHelping, words.errand(), title.unwrap_or_else(verdict))
        }
        ScanView::ChipCard(scan) => (Picture::IdCard, words.chip_card(), scan.form.full_name.clone()),
        ScanView::Payment(scan) => {
            let bank = scan.bank.clone().unwrap_or_else(|| words.bank_unknown(&scan.bin));
            (
                Picture::CreditCard,
                words.payment(),
                format!("{bank} · {}", scan.account),
            )
        }
        ScanView::Link(scan) => (Picture::Link, words.link(), scan.host.clone()),
        ScanView::Text { text } => (Picture::Type, words.text(), shortened(text)),
    }
}

fn shortened(text: &str) -> String {
    const LENGTH: usize = 80;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(shortened("ngắn"), "ngắn");
        let long = "ế".repeat(81);
        assert_eq!(shortened(&long).chars().count(), 81);
        assert!(shortened(&long).ends_with('…'));
    }
}
