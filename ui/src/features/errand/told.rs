//! Errand passes in words.

use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;
use protocol::api::{ErrandPass, ErrandRecord, ErrandSide, ErrandState};

use super::words::ErrandWords;
use crate::{
    components::{Chip, Picture, Tone},
    text,
};

/// What a pass says, as far as both sides and the counter see it.
pub(super) fn pass(record: &ErrandRecord) -> ErrandPass {
    ErrandPass {
        errand: record.id,
        organisation_name: record.organisation.name.clone(),
        giver: record.giver.clone(),
        bearer: record.bearer.clone(),
        title: record.title.clone(),
        dossier: record.dossier.clone(),
        day: record.day,
    }
}

/// How a pass stands today, in a chip.
#[component]
pub(super) fn StateChip(
    /// The pass.
    record: ErrandRecord,
    /// The day that is today.
    today: Date,
) -> impl IntoView {
    let words = ErrandWords::here();
    let (word, tone, icon) = match record.state.as_of(record.day, today) {
        ErrandState::Open if record.day == today => (words.state_today(), Tone::Good, Some(Picture::Calendar)),
        ErrandState::Open => (words.state_later(), Tone::Plain, Some(Picture::Calendar)),
        ErrandState::Missed => (words.state_missed(), Tone::Plain, None),
        ErrandState::HandedOver { .. } => (words.state_handed_over(), Tone::Plain, Some(Picture::Check)),
        ErrandState::Ended {
            by: ErrandSide::Giver, ..
        } => (words.state_taken_back(), Tone::Plain, None),
        ErrandState::Ended {
            by: ErrandSide::Bearer, ..
        } => (words.state_declined(), Tone::Plain, None),
    };
    match icon {
        Some(icon) => view! { <Chip tone icon>{word}</Chip> }.into_any(),
        None => view! { <Chip tone>{word}</Chip> }.into_any(),
    }
}

/// What there is to say of a pass that is over.
pub(super) fn ending(record: &ErrandRecord, today: Date, now: Timestamp, words: ErrandWords) -> Option<String> {
    let moment = |at: &Timestamp| text::moment(*at, now, words.0);
    let (giver, bearer) = (record.giver.as_str(), record.bearer.as_str());
    match (record.state.as_of(record.day, today), record.side) {
        (ErrandState::Open, _) => None,
        (ErrandState::Missed, _) => Some(words.missed(&text::date(record.day))),
        (ErrandState::HandedOver { at, counter }, ErrandSide::Bearer) => {
            Some(words.you_collected(&moment(&at), counter.as_str()))
        }
        (ErrandState::HandedOver { at, counter }, ErrandSide::Giver) => {
            Some(words.they_collected(bearer, &moment(&at), counter.as_str()))
        }
        (ErrandState::Ended { at, by }, side) => Some(match (by, by == side) {
            (ErrandSide::Giver, true) => words.you_took_back(&moment(&at)),
            (ErrandSide::Giver, false) => words.they_took_back(giver, &moment(&at)),
            (ErrandSide::Bearer, true) => words.you_declined(&moment(&at)),
            (ErrandSide::Bearer, false) => words.they_declined(bearer, &moment(&at)),
        }),
    }
}

/// Who, what, where and when, as a pass says it.
#[component]
pub fn PassFacts(
    /// What it says.
    pass: ErrandPass,
) -> impl IntoView {
    let words = ErrandWords::here();
    let fact = |name: &'static str, value: &str| view! { <div><dt>{name}</dt><dd>{value.to_owned()}</dd></div> };
    view! {
        <dl class="told">
            {fact(words.what(), pass.title.as_str())}
            {pass.dossier.as_ref().map(|dossier| fact(words.dossier(), dossier.as_str()))}
            {fact(words.giver(), pass.giver.as_str())}
            {fact(words.bearer(), pass.bearer.as_str())}
            {fact(words.place(), pass.organisation_name.as_str())}
            {fact(words.day(), &text::date(pass.day))}
        </dl>
    }
}
