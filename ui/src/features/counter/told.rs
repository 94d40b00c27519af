//! Checks and requests in words.

use domain::Scope;
use protocol::api::{CheckRecord, OverReason, RequestState, ShownKind, Verdict};

use super::words::CounterWords;
use crate::{
    components::Tone,
    features::scan::{self, VerdictLook},
    text::{self, Voice},
};

/// Seconds of an hour.
const HOUR: u64 = 3_600;

/// What was shown.
pub(super) fn shown(kind: ShownKind, words: CounterWords) -> &'static str {
    match kind {
        ShownKind::Live => words.shown_live(),
        ShownKind::Number => words.shown_number(),
        ShownKind::Standard => words.shown_standard(),
        ShownKind::Card => words.shown_card(),
        ShownKind::Other => words.shown_other(),
    }
}

/// Whether a check found the person without proving that they are here.
pub(super) fn only_locates(record: &CheckRecord) -> bool {
    record.verdict == Verdict::Valid && matches!(record.shown, ShownKind::Standard | ShownKind::Card)
}

/// The verdict: how it looks, and its word.
pub(super) fn verdict(record: &CheckRecord, words: CounterWords) -> (VerdictLook, &'static str) {
    if only_locates(record) {
        return (scan::located(), words.located());
    }
    let (word, _) = text::here().verdict(record.verdict);
    (scan::look_of_verdict(record.verdict), word)
}

/// What the verdict means, and what helps. The city's clock is right, so that of the resident's device is not when they
/// differ; between two devices nobody knows.
pub(super) fn meaning(record: &CheckRecord, words: CounterWords) -> String {
    let voice = text::here();
    let by_city = record.offline.is_none();
    let off = record.made_at.filter(|_| by_city).map(|made_at| {
        let seconds = record.at.duration_since(made_at).as_secs().unsigned_abs();
        // Nearly an hour is one.
        voice.duration(if seconds < HOUR * 9 / 10 {
            seconds
        } else {
            (seconds + HOUR / 2) / HOUR * HOUR
        })
    });
    match (record.verdict, off) {
        (Verdict::Valid, _) if only_locates(record) => words.located_text().to_owned(),
        (Verdict::FromFuture, Some(by)) => words.clock_ahead(&by),
        (Verdict::Expired, Some(by)) => words.clock_behind(&by),
        (Verdict::UnknownIssuer, _) if record.shown == ShownKind::Other => words.no_code_of_ours().to_owned(),
        (Verdict::UnknownIssuer, _) if by_city => words.code_of_others().to_owned(),
        (verdict, _) => voice.verdict(verdict).1.to_owned(),
    }
}

/// How a request stands: a word, and what it says by colour.
pub(super) fn state(state: &RequestState, words: CounterWords) -> (&'static str, Tone) {
    match state {
        RequestState::Offered => (words.state_offered(), Tone::Warn),
        RequestState::Waiting => (words.state_waiting(), Tone::Warn),
        RequestState::Agreed { .. } => (words.state_agreed(), Tone::Good),
        RequestState::Refused { .. } => (words.state_refused(), Tone::Plain),
        RequestState::Expired => (words.state_expired(), Tone::Plain),
        RequestState::Withdrawn { .. } => (words.state_withdrawn(), Tone::Plain),
        RequestState::Over { .. } => (words.state_over(), Tone::Plain),
    }
}

/// What there is to say of a request that is over.
pub(super) fn ending(state: &RequestState, words: CounterWords) -> Option<&'static str> {
    match state {
        RequestState::Refused { .. } => Some(words.refused_text()),
        RequestState::Expired => Some(words.expired_text()),
        RequestState::Withdrawn { .. } => Some(words.withdrawn_text()),
        RequestState::Over { reason, .. } => Some(match reason {
            OverReason::TimeOver => words.over_time(),
            OverReason::TakenBack => words.over_taken(),
            OverReason::GivenBack => words.over_given(),
        }),
        RequestState::Offered | RequestState::Waiting | RequestState::Agreed { .. } => None,
    }
}

/// Fields and kinds of papers.
pub(super) fn scope(scope: &Scope, voice: &dyn Voice) -> Vec<String> {
    let fields = scope.fields.iter().map(|field| voice.field(*field).to_owned());
    let papers = scope.papers.iter().map(|kind| voice.document_kind(*kind).to_owned());
    fields.chain(papers).collect()
}
