//! Keys: 32 secret bytes that erase themselves, and the derivation of keys from keys. A product has few random keys and
//! derives one for each purpose, so that no key is ever used for two things.

use std::fmt;

use hkdf::{Hkdf, InvalidLength};
use sha2::Sha256;
use thiserror::Error;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::Aad;
use crate::random::{NoRandomness, Random, fill};

/// Bytes of a key.
pub const KEY_LEN: usize = 32;

/// The salt of every derivation that has no salt of its own (RFC 5869 section 3.1: fixed, not secret).
const SALT: &[u8] = b"congdanso seal 1";

/// A 256-bit secret key. Erased from memory when dropped; it lives on the heap, so moving it leaves no copy behind. It
/// can't be compared, cloned or printed by accident: see [`Key::duplicate`] and [`Key::expose`].
pub struct Key(Box<[u8; KEY_LEN]>);

/// Bytes offered as a key that aren't [`KEY_LEN`] long.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a key has {KEY_LEN} bytes, not {found}")]
pub struct KeyLength {
    /// How many bytes there were.
    pub found: usize,
}

impl Key {
    /// A new random key.
    ///
    /// # Errors
    /// [`NoRandomness`] when the source fails or answers with zeros.
    pub fn random(random: &mut Random<'_>) -> Result<Self, NoRandomness> {
        let mut key = Self::empty();
        fill(random, key.0.as_mut_slice())?;
        Ok(key)
    }

    /// A copy of `bytes` as a key. The caller erases its own copy.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; KEY_LEN]) -> Self {
        let mut key = Self::empty();
        key.0.copy_from_slice(bytes);
        key
    }

    /// A second copy, for the rare case where two owners must hold the key.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self::from_bytes(&self.0)
    }

    /// The key's bytes, for handing it to the operating system's keyring or to another cipher. Never log or store them.
    #[must_use]
    pub fn expose(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// The key for one `purpose` and `context` under this key: HKDF-SHA-256 (RFC 5869), extract with a fixed salt,
    /// expand with the length-prefixed purpose and context. `purpose` is a constant of the program ("table key");
    /// `context` what distinguishes keys of the same purpose (a table's name, a stream's id) and may be empty.
    /// Deterministic; knowing a derived key tells nothing about this one or its other children.
    #[must_use]
    pub fn derive(&self, purpose: &str, context: &[u8]) -> Self {
        let info = Aad::new("derive").text(purpose).bytes(context);
        Self::expand(SALT, self.0.as_slice(), &info)
    }

    /// The key that needs both `self` and `other`: HKDF-SHA-256 over the two, in this order. Neither alone says
    /// anything about the result; this is how a PIN's key and the keyring's key make the key that unwraps the vault.
    #[must_use]
    pub fn combine(&self, other: &Self, purpose: &str, context: &[u8]) -> Self {
        let mut both = Zeroizing::new([0; 2 * KEY_LEN]);
        both[..KEY_LEN].copy_from_slice(self.0.as_slice());
        both[KEY_LEN..].copy_from_slice(other.0.as_slice());
        let info = Aad::new("combine").text(purpose).bytes(context);
        Self::expand(SALT, both.as_slice(), &info)
    }

    /// HKDF of `material` with `salt` and `info`, as a key.
    #[expect(
        clippy::expect_used,
        reason = "RFC 5869 section 2.3 allows outputs up to 255 × 32 bytes; this one has 32"
    )]
    pub(crate) fn expand(salt: &[u8], material: &[u8], info: &Aad) -> Self {
        let mut key = Self::empty();
        hkdf_sha256(salt, material, info.as_bytes(), key.0.as_mut_slice()).expect("32 bytes are within HKDF's limit");
        key
    }

    fn empty() -> Self {
        Self(Box::new([0; KEY_LEN]))
    }
}

impl TryFrom<&[u8]> for Key {
    type Error = KeyLength;

    /// A copy of `bytes`, when there are exactly [`KEY_LEN`] of them (a secret read back from a keyring, a file, an
    /// environment).
    fn try_from(bytes: &[u8]) -> Result<Self, KeyLength> {
        bytes
            .try_into()
            .map(Self::from_bytes)
            .map_err(|_| KeyLength { found: bytes.len() })
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl ZeroizeOnDrop for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(hidden)")
    }
}

/// HKDF-SHA-256, extract then expand (RFC 5869 sections 2.2 and 2.3).
fn hkdf_sha256(salt: &[u8], material: &[u8], info: &[u8], out: &mut [u8]) -> Result<(), InvalidLength> {
    let (mut pseudorandom_key, expander) = Hkdf::<Sha256>::extract(Some(salt), material);
    pseudorandom_key.as_mut_slice().zeroize();
    expander.expand(info, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seeded;

    /// RFC 5869 appendix A.1.
    #[test]
    fn rfc_5869_test_case_1() {
        let salt = hex::decode("000102030405060708090a0b0c").unwrap();
        let info = hex::decode("f0f1f2f3f4f5f6f7f8f9").unwrap();
        let mut out = [0; 42];
        hkdf_sha256(&salt, &[0x0b; 22], &info, &mut out).unwrap();
        assert_eq!(
            hex::encode(out),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        );
    }

    /// RFC 5869 appendix A.3: no salt, no info.
    #[test]
    fn rfc_5869_test_case_3() {
        let mut out = [0; 42];
        hkdf_sha256(b"", &[0x0b; 22], b"", &mut out).unwrap();
        assert_eq!(
            hex::encode(out),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        );
    }

    #[test]
    fn every_purpose_and_context_has_its_own_key() {
        let root = Key::from_bytes(&[9; 32]);
        let keys = [
            root.duplicate(),
            root.derive("table", b"documents"),
            root.derive("table", b"messages"),
            root.derive("lookup", b"documents"),
            root.derive("tabled", b"ocuments"),
            root.derive("table", b""),
            root.combine(&root, "table", b"documents"),
            Key::from_bytes(&[8; 32]).derive("table", b"documents"),
        ];
        let distinct: std::collections::BTreeSet<_> = keys.iter().map(|key| *key.expose()).collect();
        assert_eq!(distinct.len(), keys.len());
        assert_eq!(root.derive("table", b"documents").expose(), keys[1].expose());
    }

    #[test]
    fn a_combined_key_needs_both_in_order() {
        let (pin, ring) = (Key::from_bytes(&[1; 32]), Key::from_bytes(&[2; 32]));
        let both = pin.combine(&ring, "unlock", b"");
        assert_eq!(both.expose(), pin.combine(&ring, "unlock", b"").expose());
        for other in [
            ring.combine(&pin, "unlock", b""),
            pin.combine(&pin, "unlock", b""),
            pin.derive("unlock", b""),
        ] {
            assert_ne!(both.expose(), other.expose());
        }
    }

    #[test]
    fn random_keys_differ_and_zeros_are_refused() {
        let mut random = seeded(1);
        assert_ne!(
            Key::random(&mut random).unwrap().expose(),
            Key::random(&mut random).unwrap().expose()
        );
        assert!(Key::random(&mut |_: &mut [u8]| Ok(())).is_err());
    }

    #[test]
    fn lengths_are_checked_and_nothing_is_shown() {
        assert_eq!(Key::try_from([0; 31].as_slice()).unwrap_err(), KeyLength { found: 31 });
        assert_eq!(Key::try_from([5; 32].as_slice()).unwrap().expose(), &[5; 32]);
        assert_eq!(format!("{:?}", Key::from_bytes(&[0xAB; 32])), "Key(hidden)");
    }
}
