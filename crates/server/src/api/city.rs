//! `/v1/city`, `/v1/trust`, `/v1/revocations`.

use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use protocol::api::{GetCity, GetRevocations, GetTrust};

use super::{
    call::{Answer, Public},
    conditional::{Tag, unchanged},
    problem::Failure,
};
use crate::service;

/// Both may be old by minutes: a verifier goes by what they say of their own time.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=300");

pub(super) async fn get_city(call: Public<GetCity>) -> Answer<GetCity> {
    Answer(service::city::info(&call.city))
}

pub(super) async fn get_trust(call: Public<GetTrust>, headers: HeaderMap) -> Result<Response, Failure> {
    let (bundle, tag) = service::city::trust(&call.city).await?;
    Ok(published(&headers, &Tag::new(&tag), || Json(bundle).into_response()))
}

pub(super) async fn get_revocations(call: Public<GetRevocations>, headers: HeaderMap) -> Result<Response, Failure> {
    let list = service::city::revocations(&call.city).await?;
    Ok(published(&headers, &Tag::new(&list.tag), || {
        let kind = [(header::CONTENT_TYPE, "application/statuslist+cwt")];
        (kind, Body::from(list.bytes)).into_response()
    }))
}

fn published(headers: &HeaderMap, tag: &Tag, whole: impl FnOnce() -> Response) -> Response {
    let mut response = if tag.is_known_by(headers) { unchanged() } else { whole() };
    response.headers_mut().insert(header::CACHE_CONTROL, CACHE);
    response.headers_mut().insert(header::ETAG, tag.header());
    response
}
