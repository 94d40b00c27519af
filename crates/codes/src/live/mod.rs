//! The live code: what an unlocked app shows, and what a verifier makes of it with no network.
//!
//! ```text
//! CDS1:<base45 of [credential, presentation]>
//! credential    a CWT (RFC 8392) in COSE_Sign1, signed by the city: who, which device key, until when
//! presentation  a COSE_Sign1 by that device key over [time, nonce], bound to the credential
//!               by external data (RFC 9052 section 4.3) = SHA-256 of the credential
//! ```
//! The device makes codes alone, as long as its credential lasts; each lives
//! [`domain::limits::LIVE_CODE_LIFETIME`]. The letters are those a QR symbol packs best
//! (RFC 9285), so the symbol stays small.

mod credential;
mod present;
mod verify;

pub(crate) use credential::seconds;
pub use credential::{CredentialClaims, CredentialError, HOLDER_BYTES, issue_credential, read_credential};
pub use present::{LIVE_PREFIX, LiveDraft, MAX_LIVE_CHARS, present};
pub use verify::{Evidence, Expiry, Inside, LiveVerdict, Outcome, look_inside, verify};

pub use crate::trust::DeviceSigner;

#[cfg(test)]
mod tests;
