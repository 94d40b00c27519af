//! What anyone may know of the city: its limits, keys and revocations.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Binary, Nothing, endpoint::endpoint};
use crate::Blob;

endpoint! {
    /// The city's name, clock and limits.
    GetCity: Get "/v1/city", Public, Nothing => CityInfo
}

endpoint! {
    /// The keys that sign codes and credentials. Cacheable; carries an ETag.
    GetTrust: Get "/v1/trust", Public, Nothing => TrustBundle
}

endpoint! {
    /// The revocation list: a Token Status List (IETF draft-ietf-oauth-status-list) as CWT,
    /// `application/statuslist+cwt`. Cacheable; carries an ETag.
    GetRevocations: Get "/v1/revocations", Public, Nothing => Binary
}

/// The city's name, clock and limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CityInfo {
    /// The issuer's name in credentials (`danang.gov.vn`).
    pub issuer: String,
    /// The name residents see.
    pub name: String,
    /// The city's clock.
    pub time: Timestamp,
    /// The oldest version of the app that may call.
    pub minimum_app: String,
    /// The largest content of one document, in bytes.
    pub document_bytes: u64,
    /// Whether this is a demonstration with invented people.
    pub demo: bool,
}

/// The published keys of a city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustBundle {
    /// The issuer's name in credentials.
    pub issuer: String,
    /// Present and past keys.
    pub keys: Vec<CityKey>,
    /// The city's clock when this was answered.
    pub as_of: Timestamp,
}

/// One Ed25519 key of the city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CityKey {
    /// The key's id as COSE `kid`: 8 bytes.
    pub id: Blob,
    /// The public key: 32 bytes (RFC 8032 section 5.1.5).
    pub public_key: Blob,
    /// Signatures count from here.
    pub not_before: Timestamp,
    /// Signatures made until here count.
    pub not_after: Timestamp,
    /// The key was compromised: nothing it signed counts.
    pub revoked: bool,
}
