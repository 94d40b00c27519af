//! Checks and requests in words.

use domain::limits::ASK_AFTER_CHECK;
use jiff::Timestamp;
use protocol::api::{CheckRecord, ErrandVerdict, ShownKind, Verdict};

use super::words::CounterWords;
use crate::{
    components::Tone,
    features::{
        scan::{self, Shape, VerdictLook},
        sharing::RequestWords,
    },
    text,
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

/// Until when a check is ground for an errand pass: only one that found a person who is here is.
pub(super) fn passes_until(record: &CheckRecord) -> Option<Timestamp> {
    let proves = record.verdict == Verdict::Valid && matches!(record.shown, ShownKind::Live | ShownKind::Number);
    proves.then(|| record.at + ASK_AFTER_CHECK)
}

/// How the worth of an errand pass looks.
pub(super) fn look_of_pass(verdict: ErrandVerdict) -> VerdictLook {
    match verdict {
        ErrandVerdict::Valid => (Shape::Disc, Tone::Good),
        ErrandVerdict::TooEarly | ErrandVerdict::TooLate | ErrandVerdict::OtherOrganisation => {
            (Shape::Triangle, Tone::Warn)
        }
        ErrandVerdict::Ended => (Shape::Square, Tone::Bad),
        ErrandVerdict::HandedOver => (Shape::Diamond, Tone::Bad),
        ErrandVerdict::OtherPerson | ErrandVerdict::Forged => (Shape::Cross, Tone::Bad),
        ErrandVerdict::UnknownIssuer | ErrandVerdict::CannotTell => (Shape::Ring, Tone::Plain),
    }
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

/// Requests in the counter's words.
pub(super) fn requests(words: CounterWords) -> RequestWords {
    RequestWords {
        offered: words.state_offered(),
        waiting: words.state_waiting(),
        agreed: words.state_agreed(),
        refused: words.state_refused(),
        refused_text: words.refused_text(),
        expired: words.state_expired(),
        expired_text: words.expired_text(),
        withdrawn: words.state_withdrawn(),
        withdrawn_text: words.withdrawn_text(),
        over: words.state_over(),
        over_time: words.over_time(),
        over_taken: words.over_taken(),
        over_given: words.over_given(),
    }
}
