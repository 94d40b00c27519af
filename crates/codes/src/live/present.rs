//! The device's side: a fresh code from the credential.

use ciborium::Value;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::credential::{self, CredentialClaims, seconds};
use crate::{
    cose::{self, Shape, Signed},
    trust::DeviceSigner,
};

/// How a live code begins.
pub const LIVE_PREFIX: &str = "CDS1:";

/// Longer than any live code this crate writes, in characters.
pub const MAX_LIVE_CHARS: usize = 2048;

const SHAPE: Shape = Shape {
    tagged: false,
    content_type: None,
};

/// A live code: the credential and the device's word that it was shown at `now`.
///
/// `nonce` is 16 random bytes, new for each code: a code is redeemed once. The credential is
/// not read here; one that does not fit the device's key makes a code that nobody accepts.
pub fn present(credential: &[u8], device: &DeviceSigner, now: Timestamp, nonce: [u8; 16]) -> String {
    let draft = LiveDraft::new(credential, now, nonce);
    let signature = device.sign(&draft.message());
    draft.signed(signature)
}

/// A live code before the device has signed it, for keys that sign elsewhere and not at once.
pub struct LiveDraft {
    credential: Vec<u8>,
    presentation: cose::Draft,
}

impl LiveDraft {
    /// As for [`present`].
    pub fn new(credential: &[u8], now: Timestamp, nonce: [u8; 16]) -> Self {
        Self {
            credential: credential.to_vec(),
            presentation: cose::Draft::new(SHAPE, None, payload(now, nonce)),
        }
    }

    /// What the device's key has to sign.
    pub fn message(&self) -> Vec<u8> {
        self.presentation.message(&binding(&self.credential))
    }

    /// The code. The signature is not looked at; a wrong one makes a code that nobody accepts.
    pub fn signed(self, signature: [u8; 64]) -> String {
        let presentation = self.presentation.signed(signature);
        let code = cose::to_bytes(&Value::Array(vec![
            Value::Bytes(self.credential),
            Value::Bytes(presentation),
        ]));
        format!("{LIVE_PREFIX}{}", base45::encode(code))
    }
}

/// A live code taken apart. It has the right form; no signature is checked.
pub(super) struct Presented {
    pub(super) city: Signed,
    pub(super) claims: CredentialClaims,
    pub(super) device: Signed,
    pub(super) binding: [u8; 32],
    pub(super) presented_at: Timestamp,
    pub(super) nonce: [u8; 16],
}

/// Takes a live code apart; `None` for anything that [`present`] would not have written.
pub(super) fn read(text: &str) -> Option<Presented> {
    if text.len() > MAX_LIVE_CHARS {
        return None;
    }
    let letters = text.strip_prefix(LIVE_PREFIX)?;
    let code = base45::decode(letters).ok()?;
    if base45::encode(&code) != letters {
        return None;
    }
    read_bytes(&code)
}

/// The same for the bytes inside.
pub(super) fn read_bytes(code: &[u8]) -> Option<Presented> {
    let parts = cose::from_bytes(code)?.into_array().ok()?;
    let [Value::Bytes(credential), Value::Bytes(presentation)] = parts.as_slice() else {
        return None;
    };
    let (city, claims) = credential::open(credential)?;
    let device = cose::open(SHAPE, presentation)?;
    if device.key_id.is_some() {
        return None;
    }
    let said = cose::from_bytes(&device.payload)?.into_array().ok()?;
    let [time, Value::Bytes(nonce)] = said.as_slice() else {
        return None;
    };
    Some(Presented {
        city,
        claims,
        presented_at: seconds(time)?,
        nonce: nonce.as_slice().try_into().ok()?,
        binding: binding(credential),
        device,
    })
}

fn payload(now: Timestamp, nonce: [u8; 16]) -> Vec<u8> {
    cose::to_bytes(&Value::Array(vec![
        now.as_second().into(),
        Value::Bytes(nonce.to_vec()),
    ]))
}

fn binding(credential: &[u8]) -> [u8; 32] {
    Sha256::digest(credential).into()
}
