//! Who signs codes: the city's keys, the devices' keys, and what a verifier knows of them.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Names a key of the city: the first 8 bytes of SHA-256 of its public key. The COSE `kid`.
pub type KeyId = [u8; 8];

/// The name of a public key (32 bytes, RFC 8032 section 5.1.5).
pub fn key_id(public_key: &[u8; 32]) -> KeyId {
    let digest = Sha256::digest(public_key);
    std::array::from_fn(|i| digest[i])
}

/// Whether `signature` is the key's Ed25519 signature over `message`.
///
/// Stricter than RFC 8032 asks: keys and signature points of small order and signatures in a
/// second encoding are refused. Any length of `signature` but 64 bytes is refused.
pub fn verify_signature(public_key: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(public_key) else {
        return false;
    };
    Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
}

/// One Ed25519 key of the city, as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedKey {
    /// The key's name in signatures.
    pub id: KeyId,
    /// The public key.
    pub public_key: [u8; 32],
    /// Signatures count from this second on.
    pub not_before: Timestamp,
    /// Signatures made until this second, it included, count.
    pub not_after: Timestamp,
    /// The key was compromised: nothing it signed counts, whenever.
    pub revoked: bool,
}

impl TrustedKey {
    /// A key under its proper name, not revoked.
    pub fn new(public_key: [u8; 32], not_before: Timestamp, not_after: Timestamp) -> Self {
        Self {
            id: key_id(&public_key),
            public_key,
            not_before,
            not_after,
            revoked: false,
        }
    }

    /// Whether the key was in use at an instant. Whole seconds count, as signatures carry them.
    pub fn in_use_at(&self, at: Timestamp) -> bool {
        (self.not_before.as_second()..=self.not_after.as_second()).contains(&at.as_second())
    }
}

/// The keys a verifier trusts: one city's, as of a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustStore {
    /// The issuer's name in credentials (`danang.gov.vn`).
    pub issuer: String,
    /// Present and past keys.
    pub keys: Vec<TrustedKey>,
    /// The city's clock when it gave these.
    pub as_of: Timestamp,
}

/// Why a key does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// The store has no key of that name.
    #[error("unknown key")]
    Unknown,
    /// The city took the key back.
    #[error("revoked key")]
    Revoked,
    /// The signature would have been made before or after the key was in use.
    #[error("key not in use at the time of signing")]
    NotInUse,
}

impl TrustStore {
    /// The key of that name, whether or not it still counts.
    pub fn key(&self, id: KeyId) -> Option<&TrustedKey> {
        self.keys.iter().find(|key| key.id == id)
    }

    /// The key of that name, if a signature made at `signed_at` counts.
    ///
    /// # Errors
    /// [`KeyProblem`] says why it does not.
    pub fn key_for(&self, id: KeyId, signed_at: Timestamp) -> Result<&TrustedKey, KeyProblem> {
        let key = self.key(id).ok_or(KeyProblem::Unknown)?;
        if key.revoked {
            return Err(KeyProblem::Revoked);
        }
        if !key.in_use_at(signed_at) {
            return Err(KeyProblem::NotInUse);
        }
        Ok(key)
    }
}

/// The city's signing key. The secret is wiped from memory on drop.
pub struct CitySigner {
    key: SigningKey,
    issuer: String,
}

impl CitySigner {
    /// The key of a seed (RFC 8032 section 5.1.5: 32 random bytes), under the issuer's name.
    pub fn from_seed(seed: &[u8; 32], issuer: impl Into<String>) -> Self {
        Self {
            key: SigningKey::from_bytes(seed),
            issuer: issuer.into(),
        }
    }

    /// The key's name.
    pub fn id(&self) -> KeyId {
        key_id(&self.public_key())
    }

    /// The public key.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// The issuer's name.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for CitySigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CitySigner")
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// A device's signing key. The secret is wiped from memory on drop.
pub struct DeviceSigner(SigningKey);

impl DeviceSigner {
    /// The key of a seed (RFC 8032 section 5.1.5: 32 random bytes).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public key.
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// An Ed25519 signature over bytes that say what they are for: proofs of a session begin
    /// with a label, presentations with the context of COSE, so that one never serves as the
    /// other.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for DeviceSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSigner(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, city, trust};

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        hex::decode(text).unwrap().try_into().unwrap()
    }

    /// RFC 8032 section 7.1, tests 1 to 3: secret key, public key, message, signature.
    const RFC_8032: [[&str; 4]; 3] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ],
    ];

    #[test]
    fn rfc_8032() {
        for [seed, public_key, message, signature] in RFC_8032 {
            let message = hex::decode(message).unwrap();
            let (public_key, signature) = (bytes::<32>(public_key), bytes::<64>(signature));
            let device = DeviceSigner::from_seed(&bytes(seed));
            let city = CitySigner::from_seed(&bytes(seed), "danang.gov.vn");
            assert_eq!(device.public_key(), public_key);
            assert_eq!(city.public_key(), public_key);
            assert_eq!(device.sign(&message), signature);
            assert_eq!(city.sign(&message), signature);
            assert!(verify_signature(&public_key, &message, &signature));
        }
    }

    #[test]
    fn what_is_nearly_a_signature_is_none() {
        let device = DeviceSigner::from_seed(&[1; 32]);
        let (key, signature) = (device.public_key(), device.sign(b"message"));
        assert!(verify_signature(&key, b"message", &signature));
        assert!(!verify_signature(&key, b"massage", &signature));
        assert!(!verify_signature(&key, b"message", &signature[..63]));
        assert!(!verify_signature(
            &key,
            b"message",
            &[signature.as_slice(), &[0]].concat()
        ));
        assert!(!verify_signature(&city().public_key(), b"message", &signature));
        // S + L, the second encoding of the same scalar (RFC 8032 section 5.1.7 refuses it).
        let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        let mut second = signature;
        let mut carry = 0_u16;
        for (byte, add) in second[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = sum as u8;
            carry = sum >> 8;
        }
        assert!(!verify_signature(&key, b"message", &second));
        // The neutral point as key with an all-zero signature "signs" everything in lax checks.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let mut zero = [0; 64];
        zero[0] = 1;
        assert!(!verify_signature(&neutral, b"message", &zero));
        assert!(!verify_signature(&[0xFF; 32], b"message", &signature));
    }

    #[test]
    fn keys_are_found_by_name_and_time() {
        let mut trust = trust();
        let id = city().id();
        assert_eq!(id, trust.keys[0].id);
        assert_eq!(
            trust.key_for(id, at("2026-06-01T00:00:00Z")).unwrap().public_key,
            city().public_key()
        );
        assert_eq!(
            trust.key_for([0; 8], at("2026-06-01T00:00:00Z")),
            Err(KeyProblem::Unknown)
        );
        assert_eq!(trust.key_for(id, at("2025-12-31T23:59:59Z")), Err(KeyProblem::NotInUse));
        assert_eq!(trust.key_for(id, at("2027-01-01T00:00:01Z")), Err(KeyProblem::NotInUse));
        assert!(trust.key_for(id, at("2027-01-01T00:00:00Z")).is_ok());
        trust.keys[0].revoked = true;
        assert_eq!(trust.key_for(id, at("2026-06-01T00:00:00Z")), Err(KeyProblem::Revoked));
    }

    #[test]
    fn the_store_survives_json_and_secrets_do_not_show() {
        let json = serde_json::to_string(&trust()).unwrap();
        assert_eq!(serde_json::from_str::<TrustStore>(&json).unwrap(), trust());
        assert_eq!(format!("{:?}", DeviceSigner::from_seed(&[1; 32])), "DeviceSigner(…)");
        assert_eq!(format!("{:?}", city()), "CitySigner { issuer: \"danang.gov.vn\", .. }");
    }

    #[test]
    fn rfc_9285() {
        for (plain, encoded) in [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581")] {
            assert_eq!(base45::encode(plain), encoded);
            assert_eq!(base45::decode(encoded).unwrap(), plain.as_bytes());
        }
        assert_eq!(base45::decode("QED8WEX0").unwrap(), b"ietf!");
        // Section 6: a triplet above FFFF, and a length that no bytes have.
        assert!(base45::decode("GGW").is_err());
        assert!(base45::decode("AAAA").is_err());
    }
}
