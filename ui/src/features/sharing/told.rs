//! Requests and entries in words.

use domain::Scope;
use protocol::api::{AccessEvent, ErrandVerdict, ShownKind};

use super::{
    standing::{self, RequestWords},
    words::SharingWords,
};
use crate::{
    components::Picture,
    text::{self, Voice},
};

/// Requests in the resident's words.
pub(super) fn requests(words: SharingWords) -> RequestWords {
    RequestWords {
        offered: words.state_waiting(),
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

/// Fields and kinds of papers, in a row.
pub(super) fn in_a_row(scope: &Scope, voice: &dyn Voice) -> String {
    standing::scope(scope, voice).join(", ")
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
        AccessEvent::Asked { scope: asked } => (words.asked_for(&in_a_row(asked, voice)), Picture::CircleHelp),
        AccessEvent::Agreed {
            scope: shared,
            remembered: false,
        } => (words.agreed_to(&in_a_row(shared, voice)), Picture::CircleCheck),
        AccessEvent::Agreed {
            scope: shared,
            remembered: true,
        } => (words.agreed_before(&in_a_row(shared, voice)), Picture::CircleCheck),
        AccessEvent::Refused => (words.you_refused().to_owned(), Picture::CircleX),
        AccessEvent::Expired => (words.request_expired().to_owned(), Picture::Clock),
        AccessEvent::Withdrawn => (words.request_withdrawn().to_owned(), Picture::X),
        AccessEvent::ReadFields { fields } => {
            let read = Scope {
                fields: fields.clone(),
                papers: Vec::new(),
            };
            (words.read_fields(&in_a_row(&read, voice)), Picture::Eye)
        }
        AccessEvent::ReadPaper { title, .. } => (words.read_paper(title.as_str()), Picture::FileText),
        AccessEvent::ReadRefused => (words.read_refused().to_owned(), Picture::ShieldAlert),
        AccessEvent::Errand {
            title,
            verdict,
            handed_over,
            ..
        } => {
            let what = title.as_ref().map_or(words.errand_unknown(), |title| title.as_str());
            let said = if *handed_over {
                words.errand_handed_over(what)
            } else {
                words.errand_shown(what)
            };
            // A result is handed over by a pass that counts; what else was told later stands beside it.
            let plain = *handed_over && *verdict == ErrandVerdict::Valid;
            let (verdict, _) = voice.errand_verdict(*verdict);
            let said = if plain { said } else { format!("{said} · {verdict}") };
            (said, Picture::HandHelping)
        }
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
