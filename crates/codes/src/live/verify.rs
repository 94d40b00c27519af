//! The verifier's side: a verdict without a network.

use std::fmt;

use domain::{Qid, limits};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{
    CredentialClaims,
    present::{Presented, read},
};
use crate::{
    revocation::{self, RevocationList},
    trust::{KeyId, KeyProblem, TrustStore},
};

/// What a verifier may say of a live code, from the worst news to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not made by a device the city vouches for: a signature fails, or this is no live code.
    Forged,
    /// Signed in the name of another city, or with a key this verifier does not know. A key
    /// newer than the verifier's [`TrustStore::as_of`] gives this too.
    UnknownIssuer,
    /// The city took the device's credential, or the key it signed with, back.
    Revoked,
    /// Genuine, and fresh by a clock that stands before what the city itself has told this
    /// verifier: that it is fresh can't be believed.
    ClockBehind,
    /// Made in the verifier's future, beyond the allowed skew: one of the clocks is wrong.
    NotYet,
    /// Was good once.
    Expired(Expiry),
    /// Genuine and fresh. Whether it was redeemed before, only the city knows.
    Valid,
}

/// What of an expired code has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// The code is older than its minute: ask for a fresh one.
    CodeTooOld,
    /// The device's credential has ended: the app must meet the city first.
    CredentialEnded,
}

/// What both signatures stand for. There is none without both.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The person's masked name.
    pub holder: String,
    /// The person's QID.
    pub qid: Qid,
    /// The device's public key.
    pub device_key: [u8; 32],
    /// The credential's place in the revocation list.
    pub status_index: u32,
    /// When the city signed the credential.
    pub issued_at: Timestamp,
    /// When the credential ends.
    pub not_after: Timestamp,
    /// When the device made the code, by its clock.
    pub presented_at: Timestamp,
    /// The code's random bytes.
    pub nonce: [u8; 16],
    /// Names this code for "redeemed once": the first half of SHA-256 over device key, time
    /// and nonce.
    pub jti: [u8; 16],
    /// The date of the revocation list that was asked; `None` when there was none that covers
    /// the credential.
    pub list_as_of: Option<Timestamp>,
    /// The date of the keys.
    pub keys_as_of: Timestamp,
}

/// A verdict and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveVerdict {
    /// The verdict.
    pub outcome: Outcome,
    /// Whose code it is; only when both signatures hold and the city's key still counts, so
    /// never for [`Outcome::Forged`] and [`Outcome::UnknownIssuer`].
    pub evidence: Option<Evidence>,
}

/// What a live code says of itself. Nothing of it is verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Inside {
    /// The name of the city's key that is said to have signed the credential.
    pub city_key: KeyId,
    /// The credential.
    pub claims: CredentialClaims,
    /// When the device made the code, by its clock.
    pub presented_at: Timestamp,
    /// The code's random bytes.
    pub nonce: [u8; 16],
    /// As in [`Evidence::jti`].
    pub jti: [u8; 16],
}

/// Takes a live code apart to explain it; `None` when it is damaged. Whether it counts, [`verify`] says.
pub fn look_inside(text: &str) -> Option<Inside> {
    let code = read(text)?;
    Some(Inside {
        city_key: code.city.key_id?,
        jti: jti(&code),
        presented_at: code.presented_at,
        nonce: code.nonce,
        claims: code.claims,
    })
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inside")
            .field("presented_at", &self.presented_at)
            .finish_non_exhaustive()
    }
}

/// Checks a live code: city signature, revocation, device signature, freshness.
///
/// The code may be [`limits::LIVE_CODE_LIFETIME`] old, give or take [`limits::CLOCK_SKEW`] for
/// the two clocks. A list of another city or place in the web is not asked, and the evidence
/// then has no date of a list; a credential beyond the end of the list counts as revoked.
pub fn verify(text: &str, trust: &TrustStore, revocations: Option<&RevocationList>, now: Timestamp) -> LiveVerdict {
    match read(text) {
        Some(code) => judge(&code, trust, revocations, now),
        None => without_evidence(Outcome::Forged),
    }
}

fn judge(code: &Presented, trust: &TrustStore, revocations: Option<&RevocationList>, now: Timestamp) -> LiveVerdict {
    let claims = &code.claims;
    let Some(key_id) = code.city.key_id.filter(|_| claims.issuer == trust.issuer) else {
        return without_evidence(Outcome::UnknownIssuer);
    };
    let key = match trust.key_for(key_id, claims.issued_at) {
        Ok(key) => key,
        Err(KeyProblem::Unknown) => return without_evidence(Outcome::UnknownIssuer),
        Err(KeyProblem::Revoked) => return without_evidence(Outcome::Revoked),
        Err(KeyProblem::NotInUse) => return without_evidence(Outcome::Forged),
    };
    if !code.city.verify(&key.public_key, &[]) || !code.device.verify(&claims.device_key, &code.binding) {
        return without_evidence(Outcome::Forged);
    }
    let list = revocations.filter(|list| list.uri() == Some(revocation::list_uri(&claims.issuer).as_str()));
    let outcome = if list.is_some_and(|list| list.is_revoked(claims.status_index)) {
        Outcome::Revoked
    } else {
        match freshness(code, now) {
            Outcome::Valid if is_behind(now, trust, list) => Outcome::ClockBehind,
            other => other,
        }
    };
    LiveVerdict {
        outcome,
        evidence: Some(Evidence {
            holder: claims.holder.clone(),
            qid: claims.qid.clone(),
            device_key: claims.device_key,
            status_index: claims.status_index,
            issued_at: claims.issued_at,
            not_after: claims.not_after,
            presented_at: code.presented_at,
            nonce: code.nonce,
            jti: jti(code),
            list_as_of: list.and_then(RevocationList::issued_at),
            keys_as_of: trust.as_of,
        }),
    }
}

/// Whether the city's own dates show that `now` is past. With such a clock every old code that
/// was photographed would look fresh again.
fn is_behind(now: Timestamp, trust: &TrustStore, list: Option<&RevocationList>) -> bool {
    let told = list.and_then(RevocationList::issued_at).max(Some(trust.as_of));
    let latest = now.as_second().saturating_add(limits::CLOCK_SKEW.as_secs());
    told.is_some_and(|told| latest < told.as_second())
}

/// Both limits count: the code's own minute and the credential's end, by whole seconds.
fn freshness(code: &Presented, now: Timestamp) -> Outcome {
    let now = now.as_second();
    let skew = limits::CLOCK_SKEW.as_secs();
    let presented = code.presented_at.as_second();
    let ends = code.claims.not_after.as_second();
    if presented > now.saturating_add(skew) || code.claims.issued_at.as_second() > now.saturating_add(skew) {
        Outcome::NotYet
    } else if now > ends || presented > ends {
        Outcome::Expired(Expiry::CredentialEnded)
    } else if now.saturating_sub(presented) > limits::LIVE_CODE_LIFETIME.as_secs() + skew {
        Outcome::Expired(Expiry::CodeTooOld)
    } else {
        Outcome::Valid
    }
}

fn jti(code: &Presented) -> [u8; 16] {
    let digest = Sha256::new()
        .chain_update(code.claims.device_key)
        .chain_update(code.presented_at.as_second().to_be_bytes())
        .chain_update(code.nonce)
        .finalize();
    std::array::from_fn(|i| digest[i])
}

fn without_evidence(outcome: Outcome) -> LiveVerdict {
    LiveVerdict {
        outcome,
        evidence: None,
    }
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("issued_at", &self.issued_at)
            .field("presented_at", &self.presented_at)
            .field("list_as_of", &self.list_as_of)
            .field("keys_as_of", &self.keys_as_of)
            .finish_non_exhaustive()
    }
}
