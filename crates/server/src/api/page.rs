//! A page in a browser as the caller. It is told by its header ([`PAGE_HEADER`]), must come from the city's own origin,
//! and has its tokens in cookies; requests without the header never have a cookie looked at.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, Uri, header,
        request::Parts,
        uri::{Authority, Scheme},
    },
    middleware::Next,
    response::Response,
};
use protocol::{
    api::{NO_SESSION, PAGE_HEADER, SessionGrant},
    problem::ErrorCode,
};

use super::{
    cookie::{self, Kept, name_of},
    problem::Failure,
};
use crate::{city::City, config::HttpSettings, service::sessions::Resumed};

/// A page that asks.
pub(super) struct Page {
    /// The name of the access token that it believes to be its own.
    believes: String,
    access: Vec<String>,
    refresh: Vec<String>,
    secure: bool,
}

impl Page {
    /// The page that asks, if it is a page that asks.
    pub(super) fn of(parts: &Parts, settings: &HttpSettings) -> Result<Option<Self>, Failure> {
        let Some(believes) = parts.headers.get(PAGE_HEADER) else {
            return Ok(None);
        };
        let secure = settings.https;
        if !is_of_this_origin(parts, secure) {
            return Err(Failure::new(ErrorCode::Unauthenticated));
        }
        Ok(Some(Self {
            believes: believes.to_str().unwrap_or_default().to_owned(),
            access: cookie::tokens(&parts.headers, Kept::Access, secure),
            refresh: cookie::tokens(&parts.headers, Kept::Refresh, secure),
            secure,
        }))
    }

    /// The access token that the page means. When its cookie holds another one, another page of the browser has
    /// refreshed or signed in meanwhile, and this one has to look again whose session it is.
    pub(super) fn access_token(&self) -> Result<&str, Failure> {
        if self.access.is_empty() {
            return Err(Failure::new(ErrorCode::Unauthenticated));
        }
        named(&self.access, &self.believes).ok_or_else(|| Failure::new(ErrorCode::AccessTokenExpired))
    }

    /// The refresh token of a name.
    pub(super) fn refresh_token(&self, name: &str) -> Result<&str, Failure> {
        named(&self.refresh, name).ok_or_else(|| Failure::new(ErrorCode::Unauthenticated))
    }

    /// Whatever tokens the browser keeps: the refresh token, and the access token beside it.
    pub(super) fn kept_tokens(&self) -> Result<(&str, Option<&str>), Failure> {
        let refresh = self.refresh.first();
        let refresh = refresh.ok_or_else(|| Failure::new(ErrorCode::Unauthenticated))?;
        Ok((refresh, self.access.first().map(String::as_str)))
    }

    /// What a page is told of the session that its browser's tokens are of.
    pub(super) fn resumed(&self, resumed: Resumed) -> Result<SessionGrant, Failure> {
        let (refresh, access) = self.kept_tokens()?;
        let Resumed {
            session,
            access_ends_at,
            now,
        } = resumed;
        let own = access.filter(|_| access_ends_at.is_some());
        Ok(SessionGrant {
            session: session.id,
            citizen: session.citizen,
            device: session.device,
            access_token: own.map_or_else(|| NO_SESSION.to_owned(), name_of),
            access_expires_at: access_ends_at.filter(|end| *end > now).unwrap_or(now),
            refresh_token: name_of(refresh),
            session_ends_at: session.ends_at,
        })
    }
}

/// A grant on its way to whoever asked: a page's browser keeps the tokens, and the page gets their names.
pub(super) fn hand_over(page: Option<Page>, grant: SessionGrant) -> (HeaderMap, SessionGrant) {
    let Some(page) = page else {
        return (HeaderMap::new(), grant);
    };
    let cookies = cookie::keeping(&grant, page.secure);
    let named = SessionGrant {
        access_token: name_of(&grant.access_token),
        refresh_token: name_of(&grant.refresh_token),
        ..grant
    };
    (cookies, named)
}

/// What makes a page's browser forget its tokens; nothing for an app.
pub(super) fn forget(page: Option<Page>) -> HeaderMap {
    page.map(|page| cookie::taking_back(page.secure)).unwrap_or_default()
}

/// Makes a page's browser forget tokens that are good for nothing any more.
pub(super) async fn forget_what_ended(State(city): State<Arc<City>>, request: Request, next: Next) -> Response {
    let of_page = request.headers().contains_key(PAGE_HEADER);
    let mut response = next.run(request).await;
    let ended = response.extensions().get::<Failure>().is_some_and(|failure| {
        matches!(
            failure.0.code,
            ErrorCode::SessionExpired
                | ErrorCode::TokenReused
                | ErrorCode::DeviceRevoked
                | ErrorCode::DeviceWipeOrdered
        )
    });
    if of_page && ended {
        response.headers_mut().extend(cookie::taking_back(city.http.https));
    }
    response
}

/// Names are no secrets, so comparing them may take any time.
fn named<'a>(tokens: &'a [String], name: &str) -> Option<&'a str> {
    tokens.iter().map(String::as_str).find(|token| name_of(token) == name)
}

/// Whether a browser says that the page was served by this city. A header that a browser does not send counts for
/// neither side: that another origin can't send [`PAGE_HEADER`] at all is the first defence, this the second.
fn is_of_this_origin(parts: &Parts, https: bool) -> bool {
    let site = parts.headers.get("sec-fetch-site");
    let origin = parts.headers.get(header::ORIGIN);
    site.is_none_or(|site| site == "same-origin")
        && origin.is_none_or(|origin| is_origin(origin, host(parts).as_ref(), https) == Some(true))
}

/// The host that was asked: of the request line (HTTP/2 has no other), or of its header.
fn host(parts: &Parts) -> Option<Authority> {
    let told = || parts.headers.get(header::HOST)?.to_str().ok()?.parse().ok();
    parts.uri.authority().cloned().or_else(told)
}

/// Whether `origin` is that of a host. `None` when it can't be read, as `null`.
fn is_origin(origin: &HeaderValue, host: Option<&Authority>, https: bool) -> Option<bool> {
    let origin: Uri = origin.to_str().ok()?.parse().ok()?;
    let scheme = origin.scheme()?;
    let usual = if *scheme == Scheme::HTTPS { 443 } else { 80 };
    let place = |authority: &Authority| {
        let port = authority.port_u16().unwrap_or(usual);
        (authority.host().to_ascii_lowercase(), port)
    };
    let same = place(origin.authority()?) == place(host?);
    Some(same && (!https || *scheme == Scheme::HTTPS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_own(host: &str, origin: &str, https: bool) -> bool {
        let host = host.parse().unwrap();
        let origin = HeaderValue::from_str(origin).unwrap();
        is_origin(&origin, Some(&host), https) == Some(true)
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        assert!(is_own("danang.example", "https://danang.example", true));
        assert!(is_own("DaNang.example:443", "https://danang.example", true));
        assert!(is_own("127.0.0.1:8787", "http://127.0.0.1:8787", false));
        assert!(is_own("[::1]:8787", "http://[::1]:8787", false));
        for (host, origin) in [
            ("danang.example", "https://evil.example"),
            ("danang.example", "https://danang.example.evil.example"),
            ("danang.example", "https://danang.example:8443"),
            ("danang.example:8443", "https://danang.example"),
            ("danang.example", "http://danang.example"),
            ("danang.example", "null"),
            ("danang.example", ""),
        ] {
            assert!(!is_own(host, origin, true), "{host} {origin}");
        }
        assert!(!is_own("danang.example:8787", "http://danang.example", false));
    }
}
