//! The content of papers. Everything else about them travels by [`super::PullChanges`] and
//! [`super::PushOperations`].

use domain::{DocumentId, DocumentKind, DocumentNumber, DocumentOrigin, DocumentTitle, MediaType};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Binary, Nothing, endpoint::endpoint};

endpoint! {
    /// Stores the content of a paper the resident added. The body is the bytes; the headers are
    /// `Content-Type` and `Content-Digest` with `sha-256` (RFC 9530). The same content again
    /// changes nothing; other content for a paper that has some is a conflict.
    PutContent: Put "/v1/documents/{document}/content", Session, params DocumentId,
        Binary => Nothing
}

endpoint! {
    /// The content of a paper: bytes, with `ETag` (the SHA-256 in hex, quoted), and ranges
    /// (RFC 9110 section 14).
    GetContent: Get "/v1/documents/{document}/content", Session, params DocumentId,
        Nothing => Binary
}

/// A number that grows with every change of an account; also the order of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Revision(pub u64);

/// A paper as the city has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentRecord {
    /// The paper.
    pub id: DocumentId,
    /// The account's revision when it last changed.
    pub revision: Revision,
    /// How it came into the store.
    pub origin: DocumentOrigin,
    /// Who issued it into the store, as screens show it; for issued papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// When it came into the store.
    pub added_at: Timestamp,
    /// What it says of itself.
    pub details: DocumentDetails,
    /// Its content, once there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentRecord>,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub extra: Map<String, Value>,
}

/// What a paper says of itself; for an uploaded paper, what the resident says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentDetails {
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: DocumentTitle,
    /// The number printed on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<DocumentNumber>,
    /// Its date of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
}

/// The content of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContentRecord {
    /// What kind of content.
    pub media_type: MediaType,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 (FIPS 180-4) in lower-case hex.
    pub sha256: String,
}
