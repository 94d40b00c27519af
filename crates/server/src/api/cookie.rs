//! The cookies that keep a page's tokens, and the names that the page has in their place.
//!
//! A cookie ends with the browser, scripts can't read it, no other site's request carries it, and it goes only to the
//! paths that need it. One that scripts read has nothing in it.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite, time};
use protocol::api::SessionGrant;
use sha2::{Digest as _, Sha256};

/// What a kept token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// The access token, for every endpoint.
    Access,
    /// The refresh token, for those of sessions alone.
    Refresh,
}

impl Kept {
    /// The cookie's name. A browser takes one that begins with `__Secure-` from https alone, so that nobody who can
    /// only answer for http can plant a session.
    fn cookie(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Access, true) => "__Secure-congdanso-access",
            (Self::Access, false) => "congdanso-access",
            (Self::Refresh, true) => "__Secure-congdanso-refresh",
            (Self::Refresh, false) => "congdanso-refresh",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Access => "/v1",
            Self::Refresh => "/v1/sessions",
        }
    }

    fn holding(self, value: &str, secure: bool) -> Cookie<'_> {
        Cookie::build((self.cookie(secure), value))
            .path(self.path())
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(secure)
            .build()
    }
}

/// The name of a token: tells it from others and is good for nothing else.
pub(super) fn name_of(token: &str) -> String {
    let digest = Sha256::new()
        .chain_update(b"congdanso/token-name/1\0")
        .chain_update(token.as_bytes())
        .finalize();
    BASE64_URL_SAFE_NO_PAD.encode(digest)
}

/// The tokens of a kind that came in cookies. More than one when a neighbouring host has set a cookie for this one too.
pub(super) fn tokens(headers: &HeaderMap, kept: Kept, secure: bool) -> Vec<String> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    lines
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .filter(|cookie| cookie.name() == kept.cookie(secure) && !cookie.value().is_empty())
        .map(|cookie| cookie.value().to_owned())
        .collect()
}

/// The headers that give a page's browser the tokens of a grant to keep.
pub(super) fn keeping(grant: &SessionGrant, secure: bool) -> HeaderMap {
    headers([
        Kept::Access.holding(&grant.access_token, secure),
        Kept::Refresh.holding(&grant.refresh_token, secure),
        mark(secure),
    ])
}

/// The headers that take the cookies back.
pub(super) fn taking_back(secure: bool) -> HeaderMap {
    let kept = [
        Kept::Access.holding("", secure),
        Kept::Refresh.holding("", secure),
        mark(secure),
    ];
    headers(kept.map(|mut cookie| {
        cookie.set_max_age(time::Duration::ZERO);
        cookie
    }))
}

/// Tells the page's scripts that there is a session, and nothing of it: a page that knows that there is none need not ask.
fn mark<'a>(secure: bool) -> Cookie<'a> {
    let name = if secure {
        "__Secure-congdanso-in"
    } else {
        "congdanso-in"
    };
    Cookie::build((name, "1"))
        .path("/")
        .same_site(SameSite::Strict)
        .secure(secure)
        .build()
}

fn headers(cookies: [Cookie<'_>; 3]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for cookie in cookies {
        // A token is letters, digits, - and _, which every header takes.
        if let Ok(mut value) = HeaderValue::try_from(cookie.to_string()) {
            value.set_sensitive(true);
            headers.append(header::SET_COOKIE, value);
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_not_the_token_and_stays_the_same() {
        let name = name_of("token");
        assert_eq!(name, name_of("token"));
        assert!(name != name_of("tokem") && !name.contains("token") && name.len() == 43);
    }

    #[test]
    fn only_cookies_of_the_right_name_are_read() {
        let mut headers = HeaderMap::new();
        for line in [
            "a=b; congdanso-access=one; congdanso-refresh=two",
            "=; congdanso-access=three",
        ] {
            headers.append(header::COOKIE, HeaderValue::from_static(line));
        }
        assert_eq!(tokens(&headers, Kept::Access, false), ["one", "three"]);
        assert_eq!(tokens(&headers, Kept::Refresh, false), ["two"]);
        assert!(tokens(&headers, Kept::Access, true).is_empty());
    }
}
