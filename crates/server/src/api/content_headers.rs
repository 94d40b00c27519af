//! What the headers of an upload announce.

use axum::http::{HeaderMap, header};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::MediaType;
use protocol::problem::ErrorCode;

use super::{call::announced_length, problem::Failure};
use crate::service::documents::Announced;

/// Reads `Content-Type`, `Content-Digest` and `Content-Length`.
pub(super) fn announced(headers: &HeaderMap) -> Result<Announced, Failure> {
    let media_type = media_type(headers).ok_or_else(|| Failure::new(ErrorCode::UnsupportedMediaType))?;
    let sha256 = digest(headers).ok_or_else(|| Failure::new(ErrorCode::InvalidRequest))?;
    Ok(Announced {
        media_type,
        sha256,
        length: announced_length(headers),
    })
}

fn media_type(headers: &HeaderMap) -> Option<MediaType> {
    let told = headers
        .get(header::CONTENT_TYPE)?
        .to_str()
        .ok()?
        .split(';')
        .next()?
        .trim();
    [MediaType::Pdf, MediaType::Jpeg, MediaType::Png, MediaType::Webp]
        .into_iter()
        .find(|known| known.as_str().eq_ignore_ascii_case(told))
}

/// The member `sha-256` of the dictionary (RFC 9530 section 2, RFC 8941 section 3.2).
fn digest(headers: &HeaderMap) -> Option<[u8; 32]> {
    let values = headers
        .get_all("content-digest")
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).find_map(|member| {
        let bytes = member.trim().strip_prefix("sha-256=:")?.strip_suffix(':')?;
        BASE64_STANDARD.decode(bytes).ok()?.try_into().ok()
    })
}

/// A digest as `Repr-Digest` has it (RFC 9530 section 3).
pub(super) fn digest_member(sha256_hex: &str) -> Option<String> {
    Some(format!(
        "sha-256=:{}:",
        BASE64_STANDARD.encode(hex::decode(sha256_hex).ok()?)
    ))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn with_digest(value: &str) -> Option<[u8; 32]> {
        let mut headers = HeaderMap::new();
        headers.insert("content-digest", HeaderValue::from_str(value).unwrap());
        digest(&headers)
    }

    #[test]
    fn the_digest_is_found_among_others() {
        let member = digest_member(&"ab".repeat(32)).unwrap();
        assert_eq!(with_digest(&member), Some([0xab; 32]));
        assert_eq!(with_digest(&format!("sha-512=:AAAA:, {member}")), Some([0xab; 32]));
        assert_eq!(with_digest("sha-256=:AAAA:"), None);
        assert_eq!(with_digest("sha-512=:AAAA:"), None);
    }
}
