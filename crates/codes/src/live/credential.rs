//! The city's credential for a device's key.

use std::fmt;

use ciborium::Value;
use domain::Qid;
use jiff::Timestamp;

use crate::{
    cose::{self, Shape, Signed},
    revocation,
    trust::CitySigner,
};

/// Room for the holder's masked name, in bytes of UTF-8; a longer one is cut.
pub const HOLDER_BYTES: usize = 40;

/// Claim keys: RFC 8392 section 4; `cnf`: RFC 8747; `status`:
/// draft-ietf-oauth-status-list; the holder's masked name has a private key (RFC 8392 section 9.1).
const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const EXPIRES: i64 = 4;
const ISSUED: i64 = 6;
const CONFIRMATION: i64 = 8;
const STATUS: i64 = 65535;
const HOLDER: i64 = -65537;

/// Larger than any credential this crate writes, in bytes.
const MAX_BYTES: usize = 1024;

const SHAPE: Shape = Shape {
    tagged: true,
    content_type: None,
};

/// What the city says of a device: it speaks for this person until then.
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialClaims {
    /// The city (`danang.gov.vn`).
    pub issuer: String,
    /// The person's QID.
    pub qid: Qid,
    /// The person's masked name ([`domain::PersonName::masked`]), at most [`HOLDER_BYTES`]
    /// bytes: `N. T. Hoa`.
    pub holder: String,
    /// The device's Ed25519 public key.
    pub device_key: [u8; 32],
    /// When the city signed. Whole seconds.
    pub issued_at: Timestamp,
    /// The last second it counts. Whole seconds.
    pub not_after: Timestamp,
    /// The credential's place in the revocation list.
    pub status_index: u32,
}

/// The bytes are no credential of a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a credential")]
pub struct CredentialError;

/// Signs a credential: a CWT (RFC 8392) in COSE_Sign1 (RFC 9052) with tag 18, EdDSA, the key's
/// name in the protected header, the device key as `cnf` (RFC 8747) and its place in the
/// Token Status List.
///
/// Times are cut to whole seconds and the holder to [`HOLDER_BYTES`]. The issuer is the
/// claims'; a verifier compares it with the name its trust store has.
pub fn issue_credential(city: &CitySigner, claims: &CredentialClaims) -> Vec<u8> {
    cose::seal(SHAPE, Some(city.id()), claims.to_payload(), &[], |message| {
        city.sign(message)
    })
}

/// What a credential says, for the device that holds it. Nothing is verified: a verifier uses
/// [`super::verify()`].
///
/// # Errors
/// [`CredentialError`] when it is none, or not in the one encoding.
pub fn read_credential(bytes: &[u8]) -> Result<CredentialClaims, CredentialError> {
    open(bytes).map(|(_, claims)| claims).ok_or(CredentialError)
}

/// The envelope and the claims, unverified.
pub(super) fn open(bytes: &[u8]) -> Option<(Signed, CredentialClaims)> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let signed = cose::open(SHAPE, bytes)?;
    signed.key_id?;
    let claims = CredentialClaims::from_payload(&signed.payload)?;
    Some((signed, claims))
}

impl CredentialClaims {
    fn to_payload(&self) -> Vec<u8> {
        // COSE_Key of an Ed25519 key (RFC 9053 section 7.2): kty OKP, crv Ed25519, x.
        let key = Value::Map(vec![
            (1.into(), 1.into()),
            ((-1).into(), 6.into()),
            ((-2).into(), Value::Bytes(self.device_key.to_vec())),
        ]);
        let status = Value::Map(vec![
            ("idx".into(), self.status_index.into()),
            ("uri".into(), revocation::list_uri(&self.issuer).into()),
        ]);
        cose::to_bytes(&Value::Map(vec![
            (ISSUER.into(), self.issuer.as_str().into()),
            (SUBJECT.into(), self.qid.as_str().into()),
            (EXPIRES.into(), self.not_after.as_second().into()),
            (ISSUED.into(), self.issued_at.as_second().into()),
            (CONFIRMATION.into(), Value::Map(vec![(1.into(), key)])),
            (STATUS.into(), Value::Map(vec![("status_list".into(), status)])),
            (HOLDER.into(), cut(&self.holder).into()),
        ]))
    }

    fn from_payload(payload: &[u8]) -> Option<Self> {
        let claims = cose::from_bytes(payload)?.into_map().ok()?;
        // The order is the encoder's; that the keys are right too shows when the claims are
        // written again below.
        let [
            (_, issuer),
            (_, subject),
            (_, expires),
            (_, issued),
            (_, confirmation),
            (_, status),
            (_, holder),
        ] = claims.as_slice()
        else {
            return None;
        };
        let [(_, key)] = confirmation.as_map()?.as_slice() else {
            return None;
        };
        let [_, _, (_, device_key)] = key.as_map()?.as_slice() else {
            return None;
        };
        let [(_, list)] = status.as_map()?.as_slice() else {
            return None;
        };
        let [(_, index), _] = list.as_map()?.as_slice() else {
            return None;
        };
        let read = Self {
            issuer: issuer.as_text()?.to_owned(),
            qid: subject.as_text()?.parse().ok()?,
            holder: holder.as_text()?.to_owned(),
            device_key: device_key.as_bytes()?.as_slice().try_into().ok()?,
            issued_at: seconds(issued)?,
            not_after: seconds(expires)?,
            status_index: index.as_integer()?.try_into().ok()?,
        };
        (read.to_payload() == payload).then_some(read)
    }
}

impl fmt::Debug for CredentialClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialClaims")
            .field("issuer", &self.issuer)
            .field("issued_at", &self.issued_at)
            .field("not_after", &self.not_after)
            .field("status_index", &self.status_index)
            .finish_non_exhaustive()
    }
}

/// Whole seconds since 1970.
pub(crate) fn seconds(value: &Value) -> Option<Timestamp> {
    Timestamp::from_second(value.as_integer()?.try_into().ok()?).ok()
}

fn cut(holder: &str) -> &str {
    let mut end = holder.len().min(HOLDER_BYTES);
    while !holder.is_char_boundary(end) {
        end -= 1;
    }
    &holder[..end]
}
