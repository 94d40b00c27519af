//! A keyed digest of a set of rows that follows every insertion and removal at constant cost, so that a row taken out,
//! put back in an older form or exchanged is noticed when the rows are counted up again.
//!
//! # Construction
//! MSet-Add-Hash of Clarke, Devadas, van Dijk, Gassend and Suh, "Incremental Multiset Hash Functions and Their
//! Application to Memory Integrity Checking" (ASIACRYPT 2003): the sum modulo 2^256 of HMAC-SHA-256(key, entry) over
//! all entries, with their number modulo 2^64. The order doesn't matter and removal undoes addition. The
//! paper adds a random first term, which hides the sums from a reader; here they are stored sealed instead (see below).
//!
//! # Why addition, and why a key
//! - With exclusive-or, an entry added twice would vanish; with addition every occurrence counts. The number of entries
//!   is kept as well: it costs nothing and tells "rows are missing" from "rows were changed".
//! - Someone without the key sees HMAC's outputs as 32 unknown random bytes per entry. Another multiset with the same
//!   sum can then only be guessed: chance 2^-256 per attempt.
//! - With a *public* hash this would be weak: Wagner's generalised birthday attack (CRYPTO 2002) finds colliding sums
//!   of 256 bits in about 2^32 steps. So neither the key nor the digests may be visible: the differences of stored
//!   digests are sums of HMAC outputs, from which a holder of many old files could compute the digest of a set that
//!   never existed. **Store the encoded digest sealed** (in the vault: inside the sealed header), never in the clear.
//!
//! # What it doesn't show
//! The whole file put back together with its sealed header is consistent with itself. Against that the header carries a
//! sequence number, and the newest one is also kept outside the file.

use std::fmt;

use hmac::Hmac;
use hmac::digest::CtOutput;
use sha2::Sha256;
use thiserror::Error;

use crate::lookup::hmac_sha256;
use crate::{Aad, Key};

/// Bytes of an encoded digest: sum (32, little endian), number of entries (8, little endian).
pub const SET_DIGEST_LEN: usize = 40;

/// The digest of a multiset of entries. Starts empty; comparison takes the same time wherever the difference is.
///
/// ```
/// # use congdanso_seal::{Aad, Key, SetDigest};
/// # let key = Key::from_bytes(&[1; 32]);
/// let row = |id: u64, sealed: &[u8]| Aad::new("row").number(id).bytes(sealed);
/// let mut kept = SetDigest::default();
/// kept.add(&key, row(1, b"old").as_bytes());
/// kept.remove(&key, row(1, b"old").as_bytes()); // an update removes the old row and adds the new one
/// kept.add(&key, row(1, b"new").as_bytes());
///
/// let mut counted = SetDigest::default();
/// counted.add(&key, row(1, b"new").as_bytes());
/// assert_eq!(kept, counted);
/// ```
#[derive(Clone, Default)]
pub struct SetDigest {
    /// 256-bit number, least significant limb first.
    sum: [u64; 4],
    count: u64,
}

/// Bytes offered as an encoded digest that aren't [`SET_DIGEST_LEN`] long.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a set digest has {SET_DIGEST_LEN} bytes, not {found}")]
pub struct SetDigestLength {
    /// How many bytes there were.
    pub found: usize,
}

impl SetDigest {
    /// Adds one entry: all of what identifies the row's place and content, encoded without ambiguity
    /// ([`Aad::as_bytes`] does that). Constant cost, apart from hashing the entry.
    pub fn add(&mut self, key: &Key, entry: &[u8]) {
        let mut carry = false;
        for (limb, part) in self.sum.iter_mut().zip(limbs(key, entry)) {
            (*limb, carry) = limb.carrying_add(part, carry);
        }
        self.count = self.count.wrapping_add(1);
    }

    /// Takes out one entry, which must be given exactly as it was added. Taking out what was never added can't be
    /// noticed here; the digest then differs from that of the rows, which is the point.
    pub fn remove(&mut self, key: &Key, entry: &[u8]) {
        let mut borrow = false;
        for (limb, part) in self.sum.iter_mut().zip(limbs(key, entry)) {
            (*limb, borrow) = limb.borrowing_sub(part, borrow);
        }
        self.count = self.count.wrapping_sub(1);
    }

    /// How many entries were added and not removed (modulo 2^64).
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The digest as bytes, to be stored sealed.
    #[must_use]
    pub fn encode(&self) -> [u8; SET_DIGEST_LEN] {
        let mut bytes = [0; SET_DIGEST_LEN];
        let limbs = self.sum.iter().chain([&self.count]);
        for (place, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
            place.copy_from_slice(&limb.to_le_bytes());
        }
        bytes
    }

    /// The digest that [`SetDigest::encode`] wrote.
    ///
    /// # Errors
    /// [`SetDigestLength`] for any other length. Every content of the right length is a digest.
    pub fn decode(bytes: &[u8]) -> Result<Self, SetDigestLength> {
        let bytes: &[u8; SET_DIGEST_LEN] = bytes.try_into().map_err(|_| SetDigestLength { found: bytes.len() })?;
        let mut digest = Self::default();
        for (limb, place) in digest
            .sum
            .iter_mut()
            .chain([&mut digest.count])
            .zip(bytes.as_chunks::<8>().0)
        {
            *limb = u64::from_le_bytes(*place);
        }
        Ok(digest)
    }

    fn sum_bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(&self.encode()[..32]);
        bytes
    }
}

impl PartialEq for SetDigest {
    fn eq(&self, other: &Self) -> bool {
        let sum = |digest: &Self| CtOutput::<Hmac<Sha256>>::new(digest.sum_bytes().into());
        (sum(self) == sum(other)) & (self.count == other.count)
    }
}

impl Eq for SetDigest {}

/// Shows the number of entries alone: sums don't belong in a log (see the module's reasoning).
impl fmt::Debug for SetDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetDigest")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

/// The entry's HMAC as a 256-bit number, least significant limb first.
fn limbs(key: &Key, entry: &[u8]) -> [u64; 4] {
    let hash = hmac_sha256(key, Aad::new("set entry").bytes(entry).as_bytes());
    let mut limbs = [0; 4];
    for (limb, place) in limbs.iter_mut().zip(hash.as_chunks::<8>().0) {
        *limb = u64::from_le_bytes(*place);
    }
    limbs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lookup;

    fn key() -> Key {
        Key::from_bytes(&[3; 32])
    }

    fn digest(entries: &[Vec<u8>]) -> SetDigest {
        let mut digest = SetDigest::default();
        entries.iter().for_each(|entry| digest.add(&key(), entry));
        digest
    }

    fn entries() -> impl Strategy<Value = Vec<Vec<u8>>> {
        prop::collection::vec(prop::collection::vec(0u8..3, 0..3), 0..12)
    }

    proptest! {
        #[test]
        fn equal_exactly_for_equal_multisets(left in entries(), right in entries()) {
            let (mut left_sorted, mut right_sorted) = (left.clone(), right.clone());
            left_sorted.sort();
            right_sorted.sort();
            prop_assert_eq!(digest(&left) == digest(&right), left_sorted == right_sorted);
        }

        #[test]
        fn order_does_not_matter(entries in entries(), seed: u64) {
            let mut mixed = entries.clone();
            mixed.sort_by_key(|entry| lookup(&key(), &seed.to_string(), entry));
            prop_assert_eq!(digest(&entries), digest(&mixed));
        }

        #[test]
        fn removal_undoes_addition_in_any_order(kept in entries(), passing in entries()) {
            let mut through = SetDigest::default();
            passing.iter().for_each(|entry| through.remove(&key(), entry));
            kept.iter().for_each(|entry| through.add(&key(), entry));
            passing.iter().for_each(|entry| through.add(&key(), entry));
            prop_assert_eq!(through.count(), kept.len() as u64);
            prop_assert_eq!(through, digest(&kept));
        }

        #[test]
        fn encoding_keeps_everything(sum: [u64; 4], count: u64) {
            let digest = SetDigest { sum, count };
            let read = SetDigest::decode(&digest.encode()).unwrap();
            prop_assert_eq!(read.sum, sum);
            prop_assert_eq!(read.count, count);
        }
    }

    #[test]
    fn every_carry_is_carried() {
        let full = SetDigest {
            sum: [u64::MAX; 4],
            count: 0,
        };
        let mut through = full.clone();
        through.add(&key(), b"entry");
        assert_ne!(through, full);
        through.remove(&key(), b"entry");
        assert_eq!(through.sum, full.sum);
        // -1 + 1 = 0: a borrow out of zero and the carry back, through all four limbs.
        let mut below = SetDigest::default();
        below.remove(&key(), b"entry");
        below.add(&key(), b"entry");
        assert_eq!(below, SetDigest::default());
    }

    #[test]
    fn an_entry_twice_is_not_an_entry_never() {
        let twice = digest(&[b"a".to_vec(), b"a".to_vec()]);
        assert_ne!(twice, SetDigest::default());
        assert_ne!(twice, digest(&[b"a".to_vec()]));
    }

    #[test]
    fn another_key_gives_another_digest_and_any_flipped_bit_shows() {
        let one = digest(&[b"a".to_vec()]);
        let mut other = SetDigest::default();
        other.add(&Key::from_bytes(&[4; 32]), b"a");
        assert_ne!(one, other);
        for bit in 0..SET_DIGEST_LEN * 8 {
            let mut bytes = one.encode();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(SetDigest::decode(&bytes).unwrap(), one, "bit {bit}");
        }
    }

    #[test]
    fn lengths_are_checked_and_sums_are_not_shown() {
        assert_eq!(SetDigest::decode(&[0; 39]).unwrap_err(), SetDigestLength { found: 39 });
        assert_eq!(format!("{:?}", digest(&[vec![]])), "SetDigest { count: 1, .. }");
    }
}
