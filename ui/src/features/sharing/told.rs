//! Requests and entries in words.

use domain::Scope;
use protocol::api::{AccessEvent, OverReason, RequestState, ShownKind};

use super::words::SharingWords;
use crate::{
    components::{Picture, Tone},
    text::{self, Voice},
};

/// How a request stands: a word, and what it says by colour.
pub(super) fn state(state: &RequestState, words: SharingWords) -> (&'static str, Tone) {
    match state {
        RequestState::Waiting | RequestState::Offered => (words.state_waiting(), Tone::Warn),
        RequestState::Agreed { .. } => (words.state_agreed(), Tone::Good),
        RequestState::Refused { .. } => (words.state_refused(), Tone::Plain),
        RequestState::Expired => (words.state_expired(), Tone::Plain),
        RequestState::Withdrawn { .. } => (words.state_withdrawn(), Tone::Plain),
        RequestState::Over { .. } => (words.state_over(), Tone::Plain),
    }
}

/// What there is to say of a request that is over.
pub(super) fn ending(state: &RequestState, words: SharingWords) -> Option<&'static str> {
    match state {
        RequestState::Refused { .. } => Some(words.refused_text()),
        RequestState::Expired => Some(words.expired_text()),
        RequestState::Withdrawn { .. } => Some(words.withdrawn_text()),
        RequestState::Over { reason, .. } => Some(match reason {
            OverReason::TimeOver => words.over_time(),
            OverReason::TakenBack => words.over_taken(),
            OverReason::GivenBack => words.over_given(),
        }),
        RequestState::Waiting | RequestState::Offered | RequestState::Agreed { .. } => None,
    }
}

/// Fields and kinds of papers, in a row.
pub(super) fn scope(scope: &Scope, voice: &dyn Voice) -> String {
    let fields = scope.fields.iter().map(|field| voice.field(*field));
    let papers = scope.papers.iter().map(|kind| voice.document_kind(*kind));
    fields.chain(papers).collect::<Vec<_>>().join(", ")
}

/// An entry of the access history: what happened, and its picture.
pub(super) fn event(event: &AccessEvent, words: SharingWords) -> (String, Picture) {
    let voice = text::here();
    match event {
        AccessEvent::Checked { shown, verdict, .. } => {
            let (verdict, _) = voice.verdict(*verdict);
            (
                format!("{} · {verdict}", words.checked(shown_kind(*shown, words))),
                Picture::ScanLine,
            )
        }
        AccessEvent::Asked { scope: asked } => (words.asked_for(&scope(asked, voice)), Picture::CircleHelp),
        AccessEvent::Agreed {
            scope: shared,
            remembered: false,
        } => (words.agreed_to(&scope(shared, voice)), Picture::CircleCheck),
        AccessEvent::Agreed {
            scope: shared,
            remembered: true,
        } => (words.agreed_before(&scope(shared, voice)), Picture::CircleCheck),
        AccessEvent::Refused => (words.you_refused().to_owned(), Picture::CircleX),
        AccessEvent::Expired => (words.request_expired().to_owned(), Picture::Clock),
        AccessEvent::Withdrawn => (words.request_withdrawn().to_owned(), Picture::X),
        AccessEvent::ReadFields { fields } => {
            let read = Scope {
                fields: fields.clone(),
                papers: Vec::new(),
            };
            (words.read_fields(&scope(&read, voice)), Picture::Eye)
        }
        AccessEvent::ReadPaper { title, .. } => (words.read_paper(title.as_str()), Picture::FileText),
        AccessEvent::ReadRefused => (words.read_refused().to_owned(), Picture::ShieldAlert),
        AccessEvent::Over { .. } => (words.over().to_owned(), Picture::EyeOff),
    }
}

fn shown_kind(shown: ShownKind, words: SharingWords) -> &'static str {
    match shown {
        ShownKind::Live => words.shown_live(),
        ShownKind::Number => words.shown_number(),
        ShownKind::Standard => words.shown_standard(),
        ShownKind::Card => words.shown_card(),
        ShownKind::Other => words.shown_other(),
    }
}
