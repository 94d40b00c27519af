//! Bytes inside JSON.

use std::{fmt, str::FromStr};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// Bytes, in JSON as base64url without padding (RFC 4648 section 5).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = "base64url"))]
#[serde(try_from = "String", into = "String")]
pub struct Blob(pub Vec<u8>);

/// The text is no base64url.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not base64url without padding")]
pub struct BlobError;

impl FromStr for Blob {
    type Err = BlobError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        BASE64_URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| BlobError)
    }
}

impl TryFrom<String> for Blob {
    type Error = BlobError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Blob> for String {
    fn from(blob: Blob) -> Self {
        BASE64_URL_SAFE_NO_PAD.encode(blob.0)
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}
