//! Sealed values: one envelope for anything small, and the same envelope for a key kept under another key.
//!
//! ```text
//! version (1 byte) = 1 | nonce (12 bytes, random) | ciphertext (as long as the plaintext) | tag (16 bytes)
//! ```
//! Authenticated together with: the version, the kind of envelope (value or key) and the caller's [`Aad`].
//!
//! Nonces are random: NIST SP 800-38D section 8.3 allows 2^32 envelopes under one key before a repeated nonce becomes
//! likely enough to matter. One key per table and person stays far below; a server-wide key must be derived per
//! purpose.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::cipher::{NONCE_LEN, TAG_LEN, decrypt, encrypt};
use crate::random::{NoRandomness, Random, fresh};
use crate::{Aad, KEY_LEN, Key};

/// The version of the envelope that [`seal()`] and [`wrap_key`] write, and the newest that [`open`] and [`unwrap_key`]
/// read.
pub const ENVELOPE_VERSION: u8 = 1;
/// How many bytes longer than its plaintext an envelope is.
pub const ENVELOPE_OVERHEAD: usize = 1 + NONCE_LEN + TAG_LEN;
/// The longest plaintext of an envelope, in bytes (16 MiB). Larger content belongs in a stream
/// ([`Sealer`](crate::Sealer)).
pub const MAX_VALUE_LEN: usize = 16 * 1024 * 1024;
/// Bytes of a wrapped key.
pub const WRAPPED_KEY_LEN: usize = ENVELOPE_OVERHEAD + KEY_LEN;

/// Why sealing failed. Nothing was written.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SealError {
    /// The plaintext is too long: [`MAX_VALUE_LEN`] for a value, 2^32 - 1 chunks for a stream.
    #[error("the content is too long to seal in one piece")]
    TooLong,
    /// The source of randomness failed.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// Why an envelope didn't open.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// Written in a version of the envelope this program doesn't know: a newer program can open it.
    #[error("sealed in version {found} of the envelope; this program knows versions up to {newest}")]
    UnknownVersion {
        /// The version the envelope needs.
        found: u8,
        /// The newest version known here ([`ENVELOPE_VERSION`]).
        newest: u8,
    },
    /// Not an envelope: too short or too long to be one, empty included. (Cutting a longer envelope gives
    /// [`OpenError::Refused`].)
    #[error("{length} bytes are not an envelope")]
    Malformed {
        /// How many bytes there were.
        length: usize,
    },
    /// Wrong key, other associated data, or changed bytes. Which of these can't be known.
    #[error("wrong key, wrong place or changed content")]
    Refused,
}

/// What an envelope holds; authenticated, so that a wrapped key can't be read out as a value or the other way round.
#[derive(Clone, Copy)]
enum Kind {
    Value = 1,
    Key = 2,
}

/// Seals `plaintext` under `key`, bound to `aad`. The same plaintext gives another envelope every time.
///
/// # Errors
/// [`SealError::TooLong`] beyond [`MAX_VALUE_LEN`]; [`SealError::Random`] when no nonce could be drawn.
pub fn seal(key: &Key, aad: &Aad, plaintext: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, SealError> {
    close(Kind::Value, key, aad, plaintext, random)
}

/// Opens what [`seal()`] made with the same `key` and `aad`. The plaintext is erased from memory when dropped.
///
/// # Errors
/// See [`OpenError`].
pub fn open(key: &Key, aad: &Aad, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    reveal(Kind::Value, key, aad, sealed)
}

/// Keeps `inner` under `outer`, bound to `aad` (whose key, which generation): [`WRAPPED_KEY_LEN`] bytes. Changing a PIN
/// wraps the same key again; nothing else is re-encrypted.
///
/// # Errors
/// [`SealError::Random`] when no nonce could be drawn.
pub fn wrap_key(outer: &Key, aad: &Aad, inner: &Key, random: &mut Random<'_>) -> Result<Vec<u8>, SealError> {
    close(Kind::Key, outer, aad, inner.expose(), random)
}

/// The key that [`wrap_key`] kept under `outer` with the same `aad`.
///
/// # Errors
/// See [`OpenError`]; an envelope of any length but [`WRAPPED_KEY_LEN`] is [`OpenError::Malformed`].
pub fn unwrap_key(outer: &Key, aad: &Aad, wrapped: &[u8]) -> Result<Key, OpenError> {
    let malformed = OpenError::Malformed { length: wrapped.len() };
    let inner = reveal(Kind::Key, outer, aad, wrapped)?;
    Key::try_from(inner.as_slice()).map_err(|_| malformed)
}

fn close(kind: Kind, key: &Key, aad: &Aad, plaintext: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, SealError> {
    if plaintext.len() > MAX_VALUE_LEN {
        return Err(SealError::TooLong);
    }
    let nonce: [u8; NONCE_LEN] = fresh(random)?;
    let mut body = Zeroizing::new(Vec::with_capacity(plaintext.len() + TAG_LEN));
    body.extend_from_slice(plaintext);
    encrypt(key, nonce, &bound(kind, aad), &mut body).map_err(|_| SealError::TooLong)?;
    let mut sealed = Vec::with_capacity(1 + NONCE_LEN + body.len());
    sealed.push(ENVELOPE_VERSION);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&body);
    Ok(sealed)
}

fn reveal(kind: Kind, key: &Key, aad: &Aad, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let malformed = OpenError::Malformed { length: sealed.len() };
    let (version, rest) = sealed.split_first().ok_or(malformed)?;
    if *version != ENVELOPE_VERSION {
        return Err(OpenError::UnknownVersion {
            found: *version,
            newest: ENVELOPE_VERSION,
        });
    }
    let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or(malformed)?;
    let right_length = match kind {
        Kind::Value => (TAG_LEN..=TAG_LEN + MAX_VALUE_LEN).contains(&body.len()),
        Kind::Key => body.len() == TAG_LEN + KEY_LEN,
    };
    if !right_length {
        return Err(malformed);
    }
    let mut plaintext = Zeroizing::new(body.to_vec());
    decrypt(key, *nonce, &bound(kind, aad), &mut plaintext).map_err(|_| OpenError::Refused)?;
    Ok(plaintext)
}

/// What is authenticated beside the ciphertext: version, kind, the caller's parts.
fn bound(kind: Kind, aad: &Aad) -> Vec<u8> {
    [&[ENVELOPE_VERSION, kind as u8], aad.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::seeded;

    fn key(byte: u8) -> Key {
        Key::from_bytes(&[byte; KEY_LEN])
    }

    fn place() -> Aad {
        Aad::cell("documents", &[7; 16], "title", 1)
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens(bytes: [u8; KEY_LEN], plaintext: Vec<u8>, row: Vec<u8>, seed: u64) {
            let key = Key::from_bytes(&bytes);
            let aad = Aad::cell("table", &row, "column", 3);
            let sealed = seal(&key, &aad, &plaintext, &mut seeded(seed)).unwrap();
            prop_assert_eq!(sealed.len(), plaintext.len() + ENVELOPE_OVERHEAD);
            prop_assert_eq!(&**open(&key, &aad, &sealed).unwrap(), &plaintext);
        }

        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes: Vec<u8>) {
            prop_assert!(open(&key(1), &place(), &bytes).is_err());
            prop_assert!(unwrap_key(&key(1), &place(), &bytes).is_err());
        }

        #[test]
        fn any_changed_byte_is_refused(plaintext: Vec<u8>, at: prop::sample::Index, change in 1u8..) {
            let mut sealed = seal(&key(1), &place(), &plaintext, &mut seeded(2)).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= change;
            prop_assert!(open(&key(1), &place(), &sealed).is_err());
        }
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let sealed = seal(&key(1), &place(), b"Nguyen Van A", &mut seeded(3)).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let expected = if bit < 8 {
                OpenError::UnknownVersion {
                    found: changed[0],
                    newest: ENVELOPE_VERSION,
                }
            } else {
                OpenError::Refused
            };
            assert_eq!(open(&key(1), &place(), &changed), Err(expected), "bit {bit}");
        }
    }

    #[test]
    fn every_cut_and_every_addition_is_refused() {
        let sealed = seal(&key(1), &place(), b"content", &mut seeded(4)).unwrap();
        for length in 0..sealed.len() {
            let expected = if length < ENVELOPE_OVERHEAD {
                OpenError::Malformed { length }
            } else {
                OpenError::Refused
            };
            assert_eq!(
                open(&key(1), &place(), &sealed[..length]),
                Err(expected),
                "length {length}"
            );
        }
        let longer = [sealed.as_slice(), &[0]].concat();
        assert_eq!(open(&key(1), &place(), &longer), Err(OpenError::Refused));
    }

    #[test]
    fn another_key_or_place_is_refused() {
        let sealed = seal(&key(1), &place(), b"content", &mut seeded(5)).unwrap();
        assert!(open(&key(1), &place(), &sealed).is_ok());
        assert_eq!(open(&key(2), &place(), &sealed), Err(OpenError::Refused));
        let elsewhere = [
            Aad::cell("messages", &[7; 16], "title", 1),
            Aad::cell("documents", &[8; 16], "title", 1),
            Aad::cell("documents", &[7; 16], "note", 1),
            Aad::cell("documents", &[7; 16], "title", 2),
            place().number(1),
        ];
        for aad in elsewhere {
            assert_eq!(open(&key(1), &aad, &sealed), Err(OpenError::Refused));
        }
    }

    #[test]
    fn sealing_twice_gives_different_envelopes() {
        let mut random = seeded(6);
        let first = seal(&key(1), &place(), b"same", &mut random).unwrap();
        let second = seal(&key(1), &place(), b"same", &mut random).unwrap();
        assert_ne!(first[1..13], second[1..13]);
        assert_ne!(first[13..], second[13..]);
    }

    #[test]
    fn a_key_travels_under_another_and_is_not_a_value() {
        let (outer, inner, aad) = (key(1), key(2), Aad::new("person key").number(4));
        let wrapped = wrap_key(&outer, &aad, &inner, &mut seeded(7)).unwrap();
        assert_eq!(wrapped.len(), WRAPPED_KEY_LEN);
        assert_eq!(unwrap_key(&outer, &aad, &wrapped).unwrap().expose(), inner.expose());
        assert_eq!(unwrap_key(&key(3), &aad, &wrapped).unwrap_err(), OpenError::Refused);
        assert_eq!(
            unwrap_key(&outer, &Aad::new("person key").number(5), &wrapped).unwrap_err(),
            OpenError::Refused
        );
        assert_eq!(open(&outer, &aad, &wrapped).unwrap_err(), OpenError::Refused);
        let value = seal(&outer, &aad, inner.expose(), &mut seeded(8)).unwrap();
        assert_eq!(unwrap_key(&outer, &aad, &value).unwrap_err(), OpenError::Refused);
        let short = &wrapped[..WRAPPED_KEY_LEN - 1];
        assert_eq!(
            unwrap_key(&outer, &aad, short).unwrap_err(),
            OpenError::Malformed {
                length: WRAPPED_KEY_LEN - 1
            }
        );
    }

    #[test]
    fn limits_and_failing_randomness_are_said() {
        let long = vec![0; MAX_VALUE_LEN + 1];
        assert_eq!(seal(&key(1), &place(), &long, &mut seeded(9)), Err(SealError::TooLong));
        let mut empty = |_: &mut [u8]| Err(NoRandomness);
        assert_eq!(
            seal(&key(1), &place(), b"x", &mut empty),
            Err(SealError::Random(NoRandomness))
        );
        assert_eq!(
            wrap_key(&key(1), &place(), &key(2), &mut empty),
            Err(SealError::Random(NoRandomness))
        );
    }
}
