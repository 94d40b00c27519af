//! `/v1/documents/…/content`.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use protocol::{
    api::{GetContent, Nothing, PutContent},
    problem::ErrorCode,
};

use super::{
    call::{Answer, Signed},
    conditional::{Part, Tag, part, unchanged},
    content_headers::{announced, digest_member},
    problem::Failure,
};
use crate::service::documents;

/// Content is a resident's paper: no cache on the way may keep it.
const CACHE: HeaderValue = HeaderValue::from_static("private, no-store");

pub(super) async fn put_content(
    call: Signed<PutContent>,
    headers: HeaderMap,
    body: Body,
) -> Result<Answer<PutContent>, Failure> {
    let announced = announced(&headers)?;
    documents::put_content(
        &call.city,
        &call.caller,
        call.params,
        announced,
        body.into_data_stream(),
    )
    .await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn get_content(call: Signed<GetContent>, headers: HeaderMap) -> Result<Response, Failure> {
    let content = documents::find_content(&call.city, &call.caller, call.params).await?;
    let (tag, length) = (Tag::new(&content.record.sha256), content.record.bytes);
    let mut response = if tag.is_known_by(&headers) {
        unchanged()
    } else {
        let media_type = HeaderValue::from_static(content.record.media_type.as_str());
        let digest = digest_member(&content.record.sha256).and_then(|member| HeaderValue::try_from(member).ok());
        let mut response = match part(&headers, &tag, length) {
            Part::Outside => return Ok(outside(length)),
            Part::Whole => sized(
                StatusCode::OK,
                length,
                Body::from_stream(content.stream(call.city, 0..length)),
            ),
            Part::Bytes(range) => {
                let told = format!("bytes {}-{}/{length}", range.start, range.end - 1);
                let body = Body::from_stream(content.stream(call.city, range.clone()));
                let mut response = sized(StatusCode::PARTIAL_CONTENT, range.end - range.start, body);
                insert(&mut response, header::CONTENT_RANGE, &told);
                response
            }
        };
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        if let Some(digest) = digest {
            response.headers_mut().insert("repr-digest", digest);
        }
        response
    };
    response
        .headers_mut()
        .insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response.headers_mut().insert(header::CACHE_CONTROL, CACHE);
    response.headers_mut().insert(header::ETAG, tag.header());
    Ok(response)
}

fn sized(status: StatusCode, length: u64, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    response
}

fn outside(length: u64) -> Response {
    let mut response = axum::response::IntoResponse::into_response(Failure::new(ErrorCode::RangeNotSatisfiable));
    insert(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
    response
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}
