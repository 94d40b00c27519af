//! The verifier's code: a request that a counter or a page shows, and a resident scans to answer.
//!
//! ```text
//! CDSR1:<base45 of a COSE_Sign1 by the city over [issuer, request, organisation, counter, purpose, made, expires]>
//! ```
//! The city signs it, so that the resident's app says who asks before it asks the city anything, and a code that
//! somebody printed at home is seen to be none. It grants nothing: the city asks the resident as it always does.

use std::fmt;

use ciborium::Value;
use domain::RequestId;
use jiff::Timestamp;

use crate::{
    live::seconds,
    statement::{self, Signature, Statement},
    trust::{CitySigner, KeyId, TrustStore},
};

/// How a verifier's code begins.
pub const OFFER_PREFIX: &str = "CDSR1:";

/// What a verifier's code says.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// The city's name.
    pub issuer: String,
    /// The request.
    pub request: RequestId,
    /// Who asks.
    pub organisation: String,
    /// At which counter.
    pub counter: String,
    /// What for.
    pub purpose: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it may be answered.
    pub expires_at: Timestamp,
}

/// What a verifier's code is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferVerdict {
    /// The city signed it, and its time is not over.
    Valid(Offer),
    /// The city signed it; its time is over.
    Expired(Offer),
    /// Signed in the name of another city, or with a key this device does not know.
    UnknownIssuer,
    /// Nobody signed it who may.
    Forged,
}

impl Statement for Offer {
    const PREFIX: &'static str = OFFER_PREFIX;
    const MAX_CHARS: usize = 2048;
    const TYPE: &'static str = "congdanso/offer";

    fn issuer(&self) -> &str {
        &self.issuer
    }

    fn made_at(&self) -> Timestamp {
        self.made_at
    }

    fn to_parts(&self) -> Vec<Value> {
        vec![
            self.issuer.as_str().into(),
            Value::Bytes(self.request.0.as_bytes().to_vec()),
            self.organisation.as_str().into(),
            self.counter.as_str().into(),
            self.purpose.as_str().into(),
            self.made_at.as_second().into(),
            self.expires_at.as_second().into(),
        ]
    }

    fn from_parts(parts: &[Value]) -> Option<Self> {
        let [
            issuer,
            Value::Bytes(request),
            organisation,
            counter,
            purpose,
            made,
            expires,
        ] = parts
        else {
            return None;
        };
        let text = |value: &Value| value.as_text().map(str::to_owned);
        Some(Self {
            issuer: text(issuer)?,
            request: RequestId(uuid::Uuid::from_slice(request).ok()?),
            organisation: text(organisation)?,
            counter: text(counter)?,
            purpose: text(purpose)?,
            made_at: seconds(made)?,
            expires_at: seconds(expires)?,
        })
    }
}

impl Offer {
    /// Signs the code. The issuer is the signer's; times are cut to whole seconds.
    pub fn sign(&self, city: &CitySigner) -> String {
        statement::sign(self, city)
    }
}

/// Takes a verifier's code apart to explain it: the name of the key that is said to have signed it, and what it says;
/// `None` when it is damaged. Whether it counts, [`verify`] says.
pub fn look_inside(text: &str) -> Option<(KeyId, Offer)> {
    statement::look_inside(text)
}

/// Checks a verifier's code.
pub fn verify(text: &str, trust: &TrustStore, now: Timestamp) -> OfferVerdict {
    match statement::check::<Offer>(text, trust) {
        Signature::Signed(offer) if now.as_second() > offer.expires_at.as_second() => OfferVerdict::Expired(offer),
        Signature::Signed(offer) => OfferVerdict::Valid(offer),
        Signature::UnknownIssuer => OfferVerdict::UnknownIssuer,
        Signature::Forged => OfferVerdict::Forged,
    }
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offer")
            .field("request", &self.request)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{ISSUER, city, diagnose, now, trust};

    fn offer() -> Offer {
        Offer {
            issuer: ISSUER.to_owned(),
            request: "0192d3a4-0000-7000-8000-000000000001".parse().unwrap(),
            organisation: "UBND phường Hải Châu".to_owned(),
            counter: "Quầy 3".to_owned(),
            purpose: "Đăng ký thường trú".to_owned(),
            made_at: now(),
            expires_at: now() + SignedDuration::from_mins(5),
        }
    }

    #[test]
    fn a_signed_offer_is_read_and_ends() {
        let text = offer().sign(&city());
        assert_eq!(verify(&text, &trust(), now()), OfferVerdict::Valid(offer()));
        let late = now() + SignedDuration::from_mins(6);
        assert_eq!(verify(&text, &trust(), late), OfferVerdict::Expired(offer()));
    }

    #[test]
    fn another_city_and_another_key_are_told_from_a_forgery() {
        let other = CitySigner::from_seed(&[8; 32], ISSUER);
        assert_eq!(
            verify(&offer().sign(&other), &trust(), now()),
            OfferVerdict::UnknownIssuer
        );
        let elsewhere = Offer {
            issuer: "hue.gov.vn".to_owned(),
            ..offer()
        };
        assert_eq!(
            verify(&elsewhere.sign(&city()), &trust(), now()),
            OfferVerdict::UnknownIssuer
        );
        let mut revoked = trust();
        revoked.keys[0].revoked = true;
        assert_eq!(verify(&offer().sign(&city()), &revoked, now()), OfferVerdict::Forged);
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let text = offer().sign(&city());
        let bytes = base45::decode(text.strip_prefix(OFFER_PREFIX).unwrap()).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let text = format!("{OFFER_PREFIX}{}", base45::encode(damaged));
            let verdict = verify(&text, &trust(), now());
            assert!(
                matches!(verdict, OfferVerdict::Forged | OfferVerdict::UnknownIssuer),
                "bit {bit}: {verdict:?}"
            );
        }
    }

    #[test]
    fn a_live_code_is_no_offer() {
        let credential = crate::live::issue_credential(&city(), &crate::testing::claims());
        let text = format!("{OFFER_PREFIX}{}", base45::encode(credential));
        assert_eq!(verify(&text, &trust(), now()), OfferVerdict::Forged);
    }

    #[test]
    fn its_form_is_kept() {
        let text = offer().sign(&city());
        let bytes = base45::decode(text.strip_prefix(OFFER_PREFIX).unwrap()).unwrap();
        insta::assert_snapshot!(diagnose(&bytes));
    }

    proptest! {
        #[test]
        fn no_text_upsets_it(text in "(CDSR1:)?\\PC{0,300}") {
            let _ = verify(&text, &trust(), now());
        }
    }
}
