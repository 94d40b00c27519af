//! What comes in: a call of one endpoint, read by its declaration. Who may call is checked before anything else is
//! read, and what can't be read is told by field.

use std::{
    any::TypeId,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use protocol::{
    api::{Access, Endpoint, Nothing, OfflineChecks, OperationBatch},
    problem::{ErrorCode, FieldProblem},
};
use serde::de::DeserializeOwned;

use super::{page::Page, problem::Failure};
use crate::{
    city::City,
    config::HttpSettings,
    service::sessions::{self, Caller},
};

/// JSON bodies are small; a batch of operations or of checks is the largest.
const JSON_BYTES: usize = 64 * 1024;
const BATCH_BYTES: usize = 1024 * 1024;

/// Where the connection comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// A call that anyone may make.
pub(super) struct Public<E: Endpoint> {
    pub(super) city: Arc<City>,
    /// The caller's address, for caps.
    pub(super) from: IpAddr,
    /// The page that calls, if it is no app.
    pub(super) page: Option<Page>,
    pub(super) params: E::Params,
}

/// A call within a session.
pub(super) struct Signed<E: Endpoint> {
    pub(super) city: Arc<City>,
    pub(super) caller: Caller,
    /// The page that calls, if it is no app.
    pub(super) page: Option<Page>,
    pub(super) params: E::Params,
    pub(super) query: E::Query,
}

/// The JSON body of a call.
pub(super) struct Body<E: Endpoint>(pub(super) E::Request);

impl<E> FromRequestParts<Arc<City>> for Public<E>
where
    E: Endpoint,
    E::Params: DeserializeOwned,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, city: &Arc<City>) -> Result<Self, Failure> {
        const { assert!(matches!(E::ACCESS, Access::Public), "the endpoint wants a session") };
        let page = Page::of(parts, &city.http)?;
        let params = read_params::<E>(parts).await?;
        Ok(Self {
            city: Arc::clone(city),
            from: caller_address(parts, &city.http),
            page,
            params,
        })
    }
}

impl<E> FromRequestParts<Arc<City>> for Signed<E>
where
    E: Endpoint,
    E::Params: DeserializeOwned,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, city: &Arc<City>) -> Result<Self, Failure> {
        const { assert!(!matches!(E::ACCESS, Access::Public), "the endpoint is public") };
        let page = Page::of(parts, &city.http)?;
        let token = match &page {
            Some(page) => page.access_token()?,
            None => bearer(&parts.headers).ok_or_else(|| Failure::new(ErrorCode::Unauthenticated))?,
        };
        let caller = sessions::authenticate(city, token).await?;
        tracing::Span::current().record("session", tracing::field::display(caller.session));
        let params = read_params::<E>(parts).await?;
        let query = Query::<E::Query>::from_request_parts(parts, city).await;
        let Query(query) = query.map_err(|_| Failure::new(ErrorCode::InvalidRequest))?;
        Ok(Self {
            city: Arc::clone(city),
            caller,
            page,
            params,
            query,
        })
    }
}

async fn read_params<E>(parts: &mut Parts) -> Result<E::Params, Failure>
where
    E: Endpoint,
    E::Params: DeserializeOwned,
{
    let params = Path::<E::Params>::from_request_parts(parts, &()).await;
    params
        .map(|Path(params)| params)
        .map_err(|_| Failure::new(ErrorCode::InvalidRequest))
}

/// The token of `Authorization: Bearer` (RFC 6750 section 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl<E> FromRequest<Arc<City>> for Body<E>
where
    E: Endpoint,
    E::Request: 'static,
{
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Arc<City>) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Failure::new(ErrorCode::UnsupportedMediaType));
        }
        let batches = [TypeId::of::<OperationBatch>(), TypeId::of::<OfflineChecks>()];
        let most = if batches.contains(&TypeId::of::<E::Request>()) {
            BATCH_BYTES
        } else {
            JSON_BYTES
        };
        if announced_length(&parts.headers).is_some_and(|length| length > most as u64) {
            return Err(Failure::new(ErrorCode::PayloadTooLarge));
        }
        let bytes = axum::body::to_bytes(body, most).await.map_err(|error| {
            let error: axum::BoxError = error.into_inner();
            let too_large = error.downcast_ref::<http_body_util::LengthLimitError>().is_some();
            Failure::new(if too_large {
                ErrorCode::PayloadTooLarge
            } else {
                ErrorCode::InvalidRequest
            })
        })?;
        parse(&bytes).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// The length that the request announces.
pub(super) fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads JSON; a value that does not fit is told by its path.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        if error.inner().is_data() && path != "." {
            let mut failure = Failure::new(ErrorCode::InvalidField);
            failure.0.fields.push(FieldProblem { path });
            return failure;
        }
        Failure::new(ErrorCode::InvalidRequest)
    })?;
    reader.end().map_err(|_| Failure::new(ErrorCode::InvalidRequest))?;
    Ok(parsed)
}

/// The caller's address: the connection's, or what a trusted proxy says (the last address that isn't a trusted proxy's
/// own, since everything before it may be invented).
pub(super) fn caller_address(parts: &Parts, settings: &HttpSettings) -> IpAddr {
    let peer = parts
        .extensions
        .get::<Peer>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    let trusted = |address: &IpAddr| settings.trusted_proxies.contains(&address.to_canonical());
    if !trusted(&peer) {
        return peer;
    }
    let told = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let addresses: Vec<IpAddr> = told
        .flat_map(|list| list.split(','))
        .filter_map(|address| address.trim().parse().ok())
        .collect();
    addresses
        .into_iter()
        .rev()
        .find(|address| !trusted(address))
        .unwrap_or(peer)
}

/// The JSON answer of an endpoint; 204 when it has none to give.
pub(super) struct Answer<E: Endpoint>(pub(super) E::Response);

impl<E> IntoResponse for Answer<E>
where
    E: Endpoint,
    E::Response: 'static,
{
    fn into_response(self) -> Response {
        if TypeId::of::<E::Response>() == TypeId::of::<Nothing>() {
            return StatusCode::NO_CONTENT.into_response();
        }
        Json(self.0).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn only_a_trusted_proxy_tells_the_address() {
        let settings = HttpSettings {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            ..HttpSettings::default()
        };
        let address = |peer: &str, told: &str| {
            let request = Request::builder().header("x-forwarded-for", told).body(()).unwrap();
            let (mut parts, ()) = request.into_parts();
            parts.extensions.insert(Peer(SocketAddr::new(peer.parse().unwrap(), 1)));
            caller_address(&parts, &settings).to_string()
        };
        assert_eq!(address("10.0.0.1", "203.0.113.9"), "203.0.113.9");
        assert_eq!(
            address("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.1"),
            "203.0.113.9"
        );
        assert_eq!(address("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(address("192.0.2.1", "203.0.113.9"), "192.0.2.1");
    }

    #[test]
    fn what_does_not_fit_is_told_by_its_path() {
        let failed = |json: &str| parse::<protocol::api::SignInForm>(json.as_bytes()).unwrap_err().0;
        let problem = failed(r#"{"identifier":{"kind":"phone","value":"123"}}"#);
        assert_eq!(problem.code, ErrorCode::InvalidField);
        assert!(problem.fields[0].path.starts_with("identifier"), "{:?}", problem.fields);
        assert_eq!(failed("{").code, ErrorCode::InvalidRequest);
        assert_eq!(failed("{}").code, ErrorCode::InvalidRequest);
        let trailing = r#"{"identifier":{"kind":"phone","value":"0905123456"}} x"#;
        assert_eq!(failed(trailing).code, ErrorCode::InvalidRequest);
    }
}
