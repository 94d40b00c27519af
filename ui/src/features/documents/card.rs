//! What is said of a paper beside its title.

use domain::{DocumentOrigin, text::search_key};
use protocol::app::DocumentCard;

use crate::text::Voice;

/// The line under a paper's title: its kind unless the title says it, and who issued it or that the resident uploaded it.
pub(super) fn said_of(card: &DocumentCard, voice: &dyn Voice) -> String {
    let kind = voice.document_kind(card.kind);
    let from = match (card.origin, &card.issuer) {
        (DocumentOrigin::Issued, Some(issuer)) => issuer.as_str(),
        (origin, _) => voice.origin(origin),
    };
    if search_key(&card.title).contains(&search_key(kind)) {
        from.to_owned()
    } else {
        format!("{kind} · {from}")
    }
}

#[cfg(test)]
mod tests {
    use domain::{DocumentKind, Validity};
    use protocol::app::{ContentState, Language};

    use super::*;
    use crate::text::voice;

    #[test]
    fn the_kind_is_not_said_twice() {
        let mut card = DocumentCard {
            id: "01930000-0000-7000-8000-000000000001".parse().unwrap(),
            kind: DocumentKind::BirthCertificate,
            title: "Giấy khai sinh của bé Na".to_owned(),
            number: None,
            origin: DocumentOrigin::Issued,
            issuer: Some("UBND phường Hải Châu".to_owned()),
            expires_on: None,
            validity: Validity::Open,
            content: ContentState::Here,
            waiting: false,
        };
        assert_eq!(said_of(&card, voice(Language::Vi)), "UBND phường Hải Châu");
        card.title = "Bé Na".to_owned();
        assert_eq!(
            said_of(&card, voice(Language::Vi)),
            "Giấy khai sinh · UBND phường Hải Châu"
        );
        card.origin = DocumentOrigin::Uploaded;
        card.issuer = None;
        assert_eq!(said_of(&card, voice(Language::Vi)), "Giấy khai sinh · Tự tải lên");
    }
}
