//! What a standard code is worth, with the city's keys and its revocation list.

use domain::CardSerial;
use jiff::Timestamp;

use super::{SignatureVerdict, StandardCode};
use crate::{revocation::RevocationList, trust::TrustStore};

/// What came of a standard code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardVerdict {
    /// What its signature says.
    pub signature: SignatureVerdict,
    /// The printed card it is of, when the city signed one.
    pub card: Option<CardVerdict>,
}

/// What is known of a printed card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardVerdict {
    /// The card's serial.
    pub serial: CardSerial,
    /// The list says that it was cancelled.
    pub cancelled: bool,
    /// As of when; without, whether it was cancelled is not known.
    pub list_as_of: Option<Timestamp>,
}

impl StandardCode {
    /// Checks the signature and, for a printed card, whether it was cancelled. The list is of the city
    /// whose keys are trusted, or [`RevocationList::open`] would have refused it.
    pub fn judge(&self, trust: &TrustStore, revocations: Option<&RevocationList>) -> StandardVerdict {
        let signature = self.verify(trust);
        let card = match &signature {
            SignatureVerdict::Signed { card, .. } => card.map(|serial| CardVerdict {
                serial,
                cancelled: revocations.is_some_and(|list| list.is_revoked(serial.0)),
                list_as_of: revocations.and_then(RevocationList::issued_at),
            }),
            _ => None,
        };
        StandardVerdict { signature, card }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{city, standard, trust};

    #[test]
    fn a_card_is_cancelled_by_the_list_and_nothing_else_is() {
        let card = standard().sign_card(&city(), CardSerial(42));
        let without = card.judge(&trust(), None).card.unwrap();
        assert_eq!(
            (without.serial, without.cancelled, without.list_as_of),
            (CardSerial(42), false, None)
        );

        let mut list = RevocationList::new(64);
        assert!(!card.judge(&trust(), Some(&list)).card.unwrap().cancelled);
        list.revoke(42);
        assert!(card.judge(&trust(), Some(&list)).card.unwrap().cancelled);

        for other in [standard().sign(&city()), standard()] {
            let verdict = other.judge(&trust(), Some(&list));
            assert_eq!((verdict.signature, verdict.card), (other.verify(&trust()), None));
        }
    }
}
