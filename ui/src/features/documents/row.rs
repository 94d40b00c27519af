//! A paper in a list.

use domain::{DocumentOrigin, Validity};
use leptos::prelude::*;
use protocol::app::{ContentState, DocumentCard};

use super::{card::said_of, words::DocumentsWords};
use crate::{
    app::{Route, use_app},
    components::{Chip, ListRow, Picture, Tone},
    reactive::derive,
    text,
};

/// A paper in a list: what it is, who issued it, what needs heed.
#[component]
pub fn DocumentRow(
    /// The paper.
    card: DocumentCard,
) -> impl IntoView {
    let app = use_app();
    let voice = text::here();
    let route = Route::Document(card.id);
    let editing = Route::EditDocument(card.id);
    let current = derive(move || {
        let here = app.router.here();
        here == route || here == editing
    });
    let icon = match card.origin {
        DocumentOrigin::Issued => Picture::ShieldCheck,
        DocumentOrigin::Uploaded => Picture::FileText,
    };
    let note = said_of(&card, voice);
    let title = card.title.clone();
    let end = move || view! { <RowEnd card=card.clone() /> };
    view! { <ListRow title note=Some(note) icon href=route.href() current end /> }
}

/// What of a paper needs heed, and whether it opens without a network.
#[component]
fn RowEnd(card: DocumentCard) -> impl IntoView {
    let words = DocumentsWords::here();
    // Where nothing is kept, every paper is fetched when it is opened.
    let absent = match card.content {
        _ if !use_app().keeps() => None,
        ContentState::Remote => Some(words.not_here()),
        ContentState::Partial => Some(words.partly_here()),
        ContentState::None | ContentState::Here => None,
    };
    view! {
        {card.waiting.then(|| view! { <Chip icon=Picture::CloudUpload>{words.waiting()}</Chip> })}
        <ValidityChip validity=card.validity />
        {absent.map(|words| view! { <Chip icon=Picture::Download>{words}</Chip> })}
    }
}

/// How a paper stands today, when that needs heed.
#[component]
pub(super) fn ValidityChip(
    /// How it stands.
    validity: Validity,
) -> impl IntoView {
    let tone = match validity {
        Validity::Open | Validity::Valid => return None,
        Validity::EndsSoon { .. } => Tone::Warn,
        Validity::Expired => Tone::Bad,
    };
    let icon = match validity {
        Validity::Expired => Picture::CircleX,
        _ => Picture::Timer,
    };
    Some(view! { <Chip tone icon>{text::here().validity(validity)}</Chip> })
}
