//! The revocation list: an IETF Token Status List (draft-ietf-oauth-status-list) of one bit a
//! credential, signed by the city.
//!
//! Millions of credentials fit in a small file that a phone keeps: a list of a million entries
//! with a thousand revoked is about three kilobytes. The token is a CWT in COSE_Sign1 with the
//! type `application/statuslist+cwt`.

use std::io::Write;

use ciborium::Value;
use flate2::{Compression, Decompress, FlushDecompress, Status, write::ZlibEncoder};
use jiff::Timestamp;

use crate::{
    cose::{self, Shape},
    live::seconds,
    trust::{CitySigner, KeyProblem, TrustStore},
};

/// The most entries a list may have: 33,554,432 (4 MiB of bits).
pub const MAX_ENTRIES: u32 = 1 << 25;
/// The largest token that is looked at, in bytes: bits that do not compress, and the envelope.
pub const MAX_TOKEN_BYTES: usize = MAX_BITS_BYTES + 64 * 1024;
/// How long a copy may be kept before asking again, in seconds (claim `ttl`).
pub const LIST_TTL_SECONDS: u32 = 900;

const MAX_BITS_BYTES: usize = (MAX_ENTRIES / 8) as usize;

/// Claim keys: RFC 8392 section 4; the last two as the draft registers them.
const SUBJECT: i64 = 2;
const EXPIRES: i64 = 4;
const ISSUED: i64 = 6;
const STATUS_LIST: i64 = 65533;
const TTL: i64 = 65534;

const SHAPE: Shape = Shape {
    tagged: true,
    content_type: Some("application/statuslist+cwt"),
};

/// Where a city publishes its list, and so the list's name in credentials:
/// `https://<issuer>/v1/revocations`.
pub fn list_uri(issuer: &str) -> String {
    format!("https://{issuer}/v1/revocations")
}

/// Which credentials no longer count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationList {
    bits: Vec<u8>,
    published: Option<Published>,
}

/// What the signed form says besides the bits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Published {
    uri: String,
    issued_at: Timestamp,
    expires_at: Timestamp,
}

/// Why bytes are no revocation list to go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevocationError {
    /// Not a status list token in the one encoding, or larger than the limits.
    #[error("not a status list token")]
    Malformed,
    /// The city's key does not count.
    #[error("{0}")]
    Key(#[from] KeyProblem),
    /// The signature is not the key's.
    #[error("wrong signature")]
    Signature,
    /// A list of another city.
    #[error("a list of another city")]
    Foreign,
}

impl RevocationList {
    /// A list with room for `capacity` credentials (rounded up to a multiple of 8, at most
    /// [`MAX_ENTRIES`]), none revoked.
    ///
    /// An index beyond the room counts as revoked, also in copies that phones already hold: so
    /// give room for years, zeros cost nearly nothing.
    pub fn new(capacity: u32) -> Self {
        let bytes = capacity.min(MAX_ENTRIES).div_ceil(8);
        Self {
            bits: vec![0; bytes as usize],
            published: None,
        }
    }

    /// Entries of the list.
    pub fn capacity(&self) -> u32 {
        u32::try_from(self.bits.len().saturating_mul(8)).unwrap_or(u32::MAX)
    }

    /// Revokes a credential. One beyond the room counts as revoked already.
    pub fn revoke(&mut self, index: u32) {
        if let Some(byte) = self.bits.get_mut((index / 8) as usize) {
            *byte |= 1 << (index % 8);
        }
    }

    /// Whether a credential no longer counts.
    pub fn is_revoked(&self, index: u32) -> bool {
        self.bits
            .get((index / 8) as usize)
            .is_none_or(|byte| byte >> (index % 8) & 1 == 1)
    }

    /// The list's name, when it came from [`RevocationList::open`].
    pub fn uri(&self) -> Option<&str> {
        self.published.as_ref().map(|published| published.uri.as_str())
    }

    /// When the city signed it, when it came from [`RevocationList::open`].
    pub fn issued_at(&self) -> Option<Timestamp> {
        self.published.as_ref().map(|published| published.issued_at)
    }

    /// Until when the city stands by it, when it came from [`RevocationList::open`]. A verifier
    /// without a network goes on with an old list and says its date.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.published.as_ref().map(|published| published.expires_at)
    }

    /// Signs the list as `application/statuslist+cwt`. Times are cut to whole seconds. `uri` is
    /// [`list_uri`] of the issuer: a verifier takes no other.
    pub fn sign(&self, city: &CitySigner, uri: &str, issued_at: Timestamp, expires_at: Timestamp) -> Vec<u8> {
        let published = Published {
            uri: uri.to_owned(),
            issued_at,
            expires_at,
        };
        let payload = to_payload(&published, deflate(&self.bits));
        cose::seal(SHAPE, Some(city.id()), payload, &[], |message| city.sign(message))
    }

    /// Reads a signed list and checks that the city signed it.
    ///
    /// # Errors
    /// [`RevocationError`]. An expired list is no error: see [`RevocationList::expires_at`].
    pub fn open(token: &[u8], trust: &TrustStore) -> Result<Self, RevocationError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(RevocationError::Malformed);
        }
        let signed = cose::open(SHAPE, token).ok_or(RevocationError::Malformed)?;
        let key_id = signed.key_id.ok_or(RevocationError::Malformed)?;
        let (published, deflated) = from_payload(&signed.payload).ok_or(RevocationError::Malformed)?;
        let key = trust.key_for(key_id, published.issued_at)?;
        if !signed.verify(&key.public_key, &[]) {
            return Err(RevocationError::Signature);
        }
        if published.uri != list_uri(&trust.issuer) {
            return Err(RevocationError::Foreign);
        }
        let bits = inflate(&deflated).ok_or(RevocationError::Malformed)?;
        Ok(Self {
            bits,
            published: Some(published),
        })
    }
}

fn to_payload(published: &Published, deflated: Vec<u8>) -> Vec<u8> {
    let list = Value::Map(vec![("lst".into(), Value::Bytes(deflated)), ("bits".into(), 1.into())]);
    cose::to_bytes(&Value::Map(vec![
        (SUBJECT.into(), published.uri.as_str().into()),
        (EXPIRES.into(), published.expires_at.as_second().into()),
        (ISSUED.into(), published.issued_at.as_second().into()),
        (STATUS_LIST.into(), list),
        (TTL.into(), LIST_TTL_SECONDS.into()),
    ]))
}

fn from_payload(payload: &[u8]) -> Option<(Published, Vec<u8>)> {
    let claims = cose::from_bytes(payload)?.into_map().ok()?;
    let [(_, uri), (_, expires), (_, issued), (_, list), _] = claims.as_slice() else {
        return None;
    };
    let [(_, deflated), _] = list.as_map()?.as_slice() else {
        return None;
    };
    let published = Published {
        uri: uri.as_text()?.to_owned(),
        issued_at: seconds(issued)?,
        expires_at: seconds(expires)?,
    };
    let deflated = deflated.as_bytes()?.clone();
    // Keys, bit width and ttl are right when the same claims give the same bytes again.
    (to_payload(&published, deflated.clone()) == payload).then_some((published, deflated))
}

/// ZLIB (RFC 1950) at the highest level, as the draft recommends.
fn deflate(bits: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bits);
    debug_assert!(written.is_ok(), "a vector takes every byte");
    encoder.finish().unwrap_or_default()
}

/// The whole of one ZLIB stream with nothing behind it, at most [`MAX_BITS_BYTES`]. Memory
/// grows only with what really comes out.
fn inflate(deflated: &[u8]) -> Option<Vec<u8>> {
    let mut stream = Decompress::new(true);
    let mut bits = Vec::new();
    while bits.len() <= MAX_BITS_BYTES {
        bits.reserve(64 * 1024);
        let rest = deflated.get(usize::try_from(stream.total_in()).ok()?..)?;
        let before = (rest.len(), bits.len());
        let status = stream.decompress_vec(rest, &mut bits, FlushDecompress::None).ok()?;
        let left = deflated.len() as u64 - stream.total_in();
        if status == Status::StreamEnd {
            return (left == 0 && bits.len() <= MAX_BITS_BYTES).then_some(bits);
        }
        if (left as usize, bits.len()) == before {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use coset::{CoseSign1, TaggedCborSerializable};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{ISSUER, at, city, diagnose, trust};

    fn signed(list: &RevocationList) -> Vec<u8> {
        list.sign(
            &city(),
            &list_uri(ISSUER),
            at("2026-03-02T01:05:00Z"),
            at("2026-03-03T01:05:00Z"),
        )
    }

    /// The draft's example of a list with one bit an entry, and its compressed form.
    #[test]
    fn the_published_example() {
        let statuses = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1];
        let mut list = RevocationList::new(16);
        for (index, status) in (0..).zip(statuses) {
            if status == 1 {
                list.revoke(index);
            }
        }
        assert_eq!(list.bits, [0xB9, 0xA3]);
        let published = hex::decode("78dadbb918000217015d").unwrap();
        assert_eq!(inflate(&published).unwrap(), list.bits);
        assert_eq!(inflate(&deflate(&list.bits)).unwrap(), list.bits);
        for (index, status) in (0..).zip(statuses) {
            assert_eq!(list.is_revoked(index), status == 1);
        }
    }

    #[test]
    fn a_signed_list_comes_back_with_its_dates() {
        let mut list = RevocationList::new(1000);
        list.revoke(0);
        list.revoke(999);
        let read = RevocationList::open(&signed(&list), &trust()).unwrap();
        assert_eq!(read.bits, list.bits);
        assert_eq!(read.issued_at(), Some(at("2026-03-02T01:05:00Z")));
        assert_eq!(read.expires_at(), Some(at("2026-03-03T01:05:00Z")));
        assert_eq!(read.uri(), Some("https://danang.gov.vn/v1/revocations"));
        assert!(read.is_revoked(999) && !read.is_revoked(998));
        // Which library deflates depends on what else is built along, and the signature with it; the kept bytes in
        // `tests/vectors` prove that any deflated list opens.
        let told = diagnose(&signed(&list)).replace(&hex::encode(deflate(&list.bits)), "deflated");
        let unsigned = told.rsplit_once("  h'").unwrap().0;
        insta::assert_snapshot!("status_list", unsigned);
    }

    #[test]
    fn beyond_the_room_everything_is_revoked() {
        let mut list = RevocationList::new(12);
        assert_eq!(list.capacity(), 16);
        assert!(!list.is_revoked(15) && list.is_revoked(16) && list.is_revoked(u32::MAX));
        list.revoke(u32::MAX);
        assert!(RevocationList::new(0).is_revoked(0));
        assert_eq!(RevocationList::new(u32::MAX).capacity(), MAX_ENTRIES);
    }

    #[test]
    fn a_million_fit_in_few_bytes() {
        let mut list = RevocationList::new(1 << 20);
        (0..1000).for_each(|i: u32| list.revoke(i.wrapping_mul(2_654_435_761) >> 12));
        let token = signed(&list);
        assert!(token.len() < 4096, "{} bytes", token.len());
        assert_eq!(RevocationList::open(&token, &trust()).unwrap().bits, list.bits);
    }

    #[test]
    fn who_signed_matters() {
        let token = signed(&RevocationList::new(8));
        let opened = |trust: &TrustStore| RevocationList::open(&token, trust).map(|_| ());
        assert_eq!(opened(&trust()), Ok(()));
        let mut changed = trust();
        changed.keys[0].revoked = true;
        assert_eq!(opened(&changed), Err(RevocationError::Key(KeyProblem::Revoked)));
        let mut changed = trust();
        changed.keys[0].public_key = [3; 32];
        assert_eq!(opened(&changed), Err(RevocationError::Signature));
        let mut changed = trust();
        changed.keys.clear();
        assert_eq!(opened(&changed), Err(RevocationError::Key(KeyProblem::Unknown)));
        let mut changed = trust();
        changed.issuer = "hue.gov.vn".to_owned();
        assert_eq!(opened(&changed), Err(RevocationError::Foreign));
    }

    #[test]
    fn a_credential_is_no_list() {
        let credential = crate::live::issue_credential(&city(), &crate::testing::claims());
        assert_eq!(
            RevocationList::open(&credential, &trust()),
            Err(RevocationError::Malformed)
        );
        assert!(crate::live::read_credential(&signed(&RevocationList::new(8))).is_err());
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let mut list = RevocationList::new(64);
        list.revoke(5);
        let token = signed(&list);
        for bit in 0..token.len() * 8 {
            let mut bad = token.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(RevocationList::open(&bad, &trust()).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn bombs_and_stumps_are_refused() {
        let bomb = deflate(&vec![0; MAX_BITS_BYTES + 1]);
        assert!(bomb.len() < 10_000);
        assert_eq!(inflate(&bomb), None);
        assert_eq!(
            inflate(&deflate(&vec![0; MAX_BITS_BYTES])).unwrap().len(),
            MAX_BITS_BYTES
        );
        let whole = deflate(&[1; 100]);
        assert_eq!(inflate(&whole[..whole.len() - 1]), None);
        assert_eq!(inflate(&[whole.as_slice(), &[0]].concat()), None);
        assert_eq!(inflate(&[]), None);
        let huge = vec![0; MAX_TOKEN_BYTES + 1];
        assert_eq!(RevocationList::open(&huge, &trust()), Err(RevocationError::Malformed));
    }

    #[test]
    fn another_implementation_reads_the_envelope() {
        let token = CoseSign1::from_tagged_slice(&signed(&RevocationList::new(8))).unwrap();
        let (label, value) = &token.protected.header.rest[0];
        assert_eq!(*label, coset::Label::Int(16));
        assert_eq!(value.as_text(), Some("application/statuslist+cwt"));
    }

    proptest! {
        #[test]
        fn any_list_comes_back(capacity in 0..5000_u32, revoked in prop::collection::vec(0..6000_u32, 0..50)) {
            let mut list = RevocationList::new(capacity);
            revoked.iter().for_each(|index| list.revoke(*index));
            let read = RevocationList::open(&signed(&list), &trust()).unwrap();
            prop_assert_eq!(&read.bits, &list.bits);
            for index in 0..6100 {
                prop_assert_eq!(read.is_revoked(index), revoked.contains(&index) || index >= list.capacity());
            }
        }

        #[test]
        fn no_bytes_upset_it(bytes: Vec<u8>) {
            prop_assert_eq!(RevocationList::open(&bytes, &trust()), Err(RevocationError::Malformed));
            let _ = inflate(&bytes);
        }
    }
}
