//! The errand pass: a code by which one resident lets another collect one result, at one organisation, on one day.
//!
//! ```text
//! CDSE1:<base45 of a COSE_Sign1 by the city over [issuer, errand, organisation, its name, giver, bearer's QID,
//!        bearer, what, dossier or null, day, made]>
//! ```
//! It counts only beside a live code of the QID that it names, so a copy of it is worth nothing. Whether it was used or
//! taken back, the city knows.

use std::fmt;

use ciborium::Value;
use domain::{DossierCode, ErrandId, ErrandTitle, OrganisationId, OrganisationName, PersonName, Qid};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    live::seconds,
    statement::{self, Signature, Statement},
    trust::{CitySigner, KeyId, TrustStore},
};

/// How an errand pass begins.
pub const ERRAND_PREFIX: &str = "CDSE1:";

/// What an errand pass says.
#[derive(Clone, PartialEq, Eq)]
pub struct Errand {
    /// The city's name.
    pub issuer: String,
    /// The pass.
    pub errand: ErrandId,
    /// Where it counts.
    pub organisation: OrganisationId,
    /// The name of that organisation.
    pub organisation_name: OrganisationName,
    /// Whose result it is.
    pub giver: PersonName,
    /// Who may collect it.
    pub bearer: Qid,
    /// Who that is, as the giver calls them.
    pub bearer_name: PersonName,
    /// What is collected.
    pub title: ErrandTitle,
    /// Of which dossier.
    pub dossier: Option<DossierCode>,
    /// On which day in Viet Nam.
    pub day: Date,
    /// When it was signed.
    pub made_at: Timestamp,
}

/// What the signature of an errand pass is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrandSignature {
    /// The city signed it.
    Signed(Box<Errand>),
    /// Signed in the name of another city, or with a key this device does not know.
    UnknownIssuer,
    /// Nobody signed it who may.
    Forged,
}

impl Statement for Errand {
    const PREFIX: &'static str = ERRAND_PREFIX;
    const MAX_CHARS: usize = 4096;
    const TYPE: &'static str = "congdanso/errand";

    fn issuer(&self) -> &str {
        &self.issuer
    }

    fn made_at(&self) -> Timestamp {
        self.made_at
    }

    fn to_parts(&self) -> Vec<Value> {
        vec![
            self.issuer.as_str().into(),
            Value::Bytes(self.errand.0.as_bytes().to_vec()),
            Value::Bytes(self.organisation.0.as_bytes().to_vec()),
            self.organisation_name.as_str().into(),
            self.giver.as_str().into(),
            self.bearer.as_str().into(),
            self.bearer_name.as_str().into(),
            self.title.as_str().into(),
            self.dossier
                .as_ref()
                .map_or(Value::Null, |dossier| dossier.as_str().into()),
            self.day.to_string().into(),
            self.made_at.as_second().into(),
        ]
    }

    fn from_parts(parts: &[Value]) -> Option<Self> {
        let [
            Value::Text(issuer),
            Value::Bytes(errand),
            Value::Bytes(organisation),
            Value::Text(organisation_name),
            Value::Text(giver),
            Value::Text(bearer),
            Value::Text(bearer_name),
            Value::Text(title),
            dossier,
            Value::Text(day),
            made,
        ] = parts
        else {
            return None;
        };
        Some(Self {
            issuer: issuer.clone(),
            errand: ErrandId(Uuid::from_slice(errand).ok()?),
            organisation: OrganisationId(Uuid::from_slice(organisation).ok()?),
            organisation_name: organisation_name.parse().ok()?,
            giver: giver.parse().ok()?,
            bearer: bearer.parse().ok()?,
            bearer_name: bearer_name.parse().ok()?,
            title: title.parse().ok()?,
            dossier: match dossier {
                Value::Null => None,
                other => Some(other.as_text()?.parse().ok()?),
            },
            day: day.parse().ok()?,
            made_at: seconds(made)?,
        })
    }
}

impl Errand {
    /// Signs the pass. The issuer is the signer's; the time is cut to whole seconds.
    pub fn sign(&self, city: &CitySigner) -> String {
        statement::sign(self, city)
    }
}

/// Takes an errand pass apart to explain it: the name of the key that is said to have signed it, and what it says;
/// `None` when it is damaged. Whether it counts, [`verify`] says.
pub fn look_inside(text: &str) -> Option<(KeyId, Errand)> {
    statement::look_inside(text)
}

/// Checks an errand pass. Who shows it, where and when, the caller compares.
pub fn verify(text: &str, trust: &TrustStore) -> ErrandSignature {
    match statement::check(text, trust) {
        Signature::Signed(errand) => ErrandSignature::Signed(Box::new(errand)),
        Signature::UnknownIssuer => ErrandSignature::UnknownIssuer,
        Signature::Forged => ErrandSignature::Forged,
    }
}

impl fmt::Debug for Errand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Errand")
            .field("errand", &self.errand)
            .field("day", &self.day)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{ISSUER, city, diagnose, now, trust};

    fn errand() -> Errand {
        Errand {
            issuer: ISSUER.to_owned(),
            errand: "0192d3a4-0000-7000-8000-000000000001".parse().unwrap(),
            organisation: "0192d3a4-0000-7000-8000-000000000002".parse().unwrap(),
            organisation_name: "UBND phường Hải Châu".parse().unwrap(),
            giver: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
            bearer: "204810000000000017".parse().unwrap(),
            bearer_name: "Trần Văn Minh".parse().unwrap(),
            title: "Giấy chứng nhận kết hôn".parse().unwrap(),
            dossier: Some("H17.12-260301-0042".parse().unwrap()),
            day: "2026-03-02".parse().unwrap(),
            made_at: now(),
        }
    }

    #[test]
    fn a_signed_pass_is_read_with_and_without_a_dossier() {
        let without = Errand {
            dossier: None,
            ..errand()
        };
        for errand in [errand(), without] {
            let text = errand.sign(&city());
            assert_eq!(verify(&text, &trust()), ErrandSignature::Signed(Box::new(errand)));
        }
    }

    #[test]
    fn another_city_and_another_key_are_told_from_a_forgery() {
        let other = CitySigner::from_seed(&[8; 32], ISSUER);
        assert_eq!(verify(&errand().sign(&other), &trust()), ErrandSignature::UnknownIssuer);
        let elsewhere = Errand {
            issuer: "hue.gov.vn".to_owned(),
            ..errand()
        };
        assert_eq!(
            verify(&elsewhere.sign(&city()), &trust()),
            ErrandSignature::UnknownIssuer
        );
        let mut revoked = trust();
        revoked.keys[0].revoked = true;
        assert_eq!(verify(&errand().sign(&city()), &revoked), ErrandSignature::Forged);
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let text = errand().sign(&city());
        let bytes = base45::decode(text.strip_prefix(ERRAND_PREFIX).unwrap()).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let text = format!("{ERRAND_PREFIX}{}", base45::encode(damaged));
            assert!(
                !matches!(verify(&text, &trust()), ErrandSignature::Signed(_)),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn neither_an_offer_nor_a_live_code_is_a_pass() {
        let text = errand().sign(&city());
        let as_offer = text.replace(ERRAND_PREFIX, crate::offer::OFFER_PREFIX);
        assert_eq!(
            crate::offer::verify(&as_offer, &trust(), now()),
            crate::offer::OfferVerdict::Forged
        );
        let credential = crate::live::issue_credential(&city(), &crate::testing::claims());
        let text = format!("{ERRAND_PREFIX}{}", base45::encode(credential));
        assert_eq!(verify(&text, &trust()), ErrandSignature::Forged);
    }

    #[test]
    fn its_form_is_kept() {
        let text = errand().sign(&city());
        let bytes = base45::decode(text.strip_prefix(ERRAND_PREFIX).unwrap()).unwrap();
        insta::assert_snapshot!(diagnose(&bytes));
    }

    proptest! {
        #[test]
        fn no_text_upsets_it(text in "(CDSE1:)?\\PC{0,300}") {
            let _ = verify(&text, &trust());
        }
    }
}
