//! Entity tags and ranges (RFC 9110 sections 8.8.3, 13 and 14).

use std::ops::Range;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

/// A strong entity tag made of hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag(String);

impl Tag {
    pub(super) fn new(hex: &str) -> Self {
        Self(format!("\"{hex}\""))
    }

    pub(super) fn header(&self) -> HeaderValue {
        HeaderValue::try_from(&self.0).unwrap_or(HeaderValue::from_static("\"\""))
    }

    /// Whether `If-None-Match` names it. Compared weakly (section 13.1.2): compression on the way weakens tags.
    pub(super) fn is_known_by(&self, headers: &HeaderMap) -> bool {
        let values = headers
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == "*" || tag == self.0)
    }

    /// Whether a range may be served: no `If-Range`, or one that names exactly this (section 13.1.5).
    fn allows_range(&self, headers: &HeaderMap) -> bool {
        headers
            .get(header::IF_RANGE)
            .is_none_or(|value| value.as_bytes() == self.0.as_bytes())
    }
}

/// 304.
pub(super) fn unchanged() -> Response {
    StatusCode::NOT_MODIFIED.into_response()
}

/// What part of some content is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: no range, several (which a server may ignore), or one in a form that must be ignored.
    Whole,
    /// These bytes.
    Bytes(Range<u64>),
    /// Nothing that exists.
    Outside,
}

/// Reads `Range` for content of a length, with regard to `If-Range`.
pub(super) fn part(headers: &HeaderMap, tag: &Tag, length: u64) -> Part {
    let Some(range) = headers.get(header::RANGE).and_then(|value| value.to_str().ok()) else {
        return Part::Whole;
    };
    if !tag.allows_range(headers) {
        return Part::Whole;
    }
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|set| set.trim().split_once('-')) else {
        return Part::Whole;
    };
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse::<u64>().ok())
            .flatten()
    };
    let bytes = match (number(first), last) {
        (Some(first), "") => first..length,
        (Some(first), last) => match number(last) {
            Some(last) if last >= first => first..last.saturating_add(1).min(length),
            _ => return Part::Whole,
        },
        (None, last) if first.is_empty() => match number(last) {
            Some(count) => length.saturating_sub(count)..length,
            None => return Part::Whole,
        },
        _ => return Part::Whole,
    };
    if bytes.is_empty() {
        Part::Outside
    } else {
        Part::Bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(header::HeaderName, &str)]) -> Part {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
        part(&headers.collect(), &Tag::new("ab"), 100)
    }

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let cases = [
            ("bytes=0-9", Part::Bytes(0..10)),
            ("bytes=90-", Part::Bytes(90..100)),
            ("bytes=90-500", Part::Bytes(90..100)),
            ("bytes=-10", Part::Bytes(90..100)),
            ("bytes=-500", Part::Bytes(0..100)),
            ("bytes=99-99", Part::Bytes(99..100)),
            ("bytes=100-", Part::Outside),
            ("bytes=100-200", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=9-1", Part::Whole),
            ("bytes=1-2,4-5", Part::Whole),
            ("bytes=x-1", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=-", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("bytes=0-99999999999999999999", Part::Whole),
        ];
        for (range, expected) in cases {
            assert_eq!(asked(&[(header::RANGE, range)]), expected, "{range}");
        }
        assert_eq!(asked(&[]), Part::Whole);
    }

    #[test]
    fn a_range_of_another_version_is_not_served() {
        let range = (header::RANGE, "bytes=0-9");
        assert_eq!(
            asked(&[range.clone(), (header::IF_RANGE, "\"ab\"")]),
            Part::Bytes(0..10)
        );
        for other in ["\"cd\"", "W/\"ab\"", "Sun, 06 Nov 1994 08:49:37 GMT"] {
            assert_eq!(
                asked(&[range.clone(), (header::IF_RANGE, other)]),
                Part::Whole,
                "{other}"
            );
        }
    }

    #[test]
    fn a_known_tag_is_recognised_in_any_form() {
        let known = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(value).unwrap());
            Tag::new("ab").is_known_by(&headers)
        };
        assert!(known("\"ab\"") && known("W/\"ab\"") && known("\"x\", \"ab\"") && known("*"));
        assert!(!known("\"abc\"") && !known("ab"));
    }
}
