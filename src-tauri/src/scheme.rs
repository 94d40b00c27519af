//! Addresses that only the page inside this app can fetch: `document://localhost/<id>` for a paper's decrypted content,
//! `document://localhost/<request>.<id>` for one that a resident shared at the counter, and `camera://localhost/frame`
//! for the preview. All are answered from memory and never stored.

use std::ops::Range;

use client::ContentPart;
use domain::{DocumentId, MediaType, RequestId};
use protocol::app::AppError;
use tauri::{
    Manager, UriSchemeContext, UriSchemeResponder, Wry,
    http::{Method, Request, Response, StatusCode, header},
};

use crate::Host;

/// Answers `document://localhost/<id>`, ranges included.
pub(crate) fn document(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let answer = match app.try_state::<Host>() {
            Some(host) => read(&host, &request).await,
            None => empty(StatusCode::SERVICE_UNAVAILABLE),
        };
        responder.respond(answer);
    });
}

/// Answers `camera://localhost/frame`.
pub(crate) fn camera(context: UriSchemeContext<'_, Wry>, _request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let frame = context
        .app_handle()
        .try_state::<Host>()
        .and_then(|host| host.camera.preview());
    responder.respond(match frame {
        Some(jpeg) => answer(StatusCode::OK, "image/jpeg", None, jpeg.to_vec()),
        None => empty(StatusCode::NO_CONTENT),
    });
}

async fn read(host: &Host, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    if request.method() != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let path = request.uri().path().trim_matches('/');
    if let Some((request, paper)) = shared(path) {
        return match host.app.shared_paper(request, paper).await {
            Ok(pdf) => answer(StatusCode::OK, MediaType::Pdf.as_str(), None, pdf.into()),
            Err(error) => empty(status(&error)),
        };
    }
    let Ok(document) = path.parse::<DocumentId>() else {
        return empty(StatusCode::NOT_FOUND);
    };
    let asked = request
        .headers()
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok());
    match host.app.content(document, asked.and_then(range)).await {
        Ok(part) => whole_or_part(part),
        Err(error) => empty(status(&error)),
    }
}

fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::Locked => StatusCode::FORBIDDEN,
        AppError::NotFound | AppError::ContentAbsent => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// `<request>.<paper>`: the page's way to an address leaves no slash within.
fn shared(path: &str) -> Option<(RequestId, DocumentId)> {
    let (request, paper) = path.split_once('.')?;
    Some((request.parse().ok()?, paper.parse().ok()?))
}

fn whole_or_part(part: ContentPart) -> Response<Vec<u8>> {
    let kind = part.media_type.as_str();
    if part.range == (0..part.total) {
        return answer(StatusCode::OK, kind, None, part.bytes.into());
    }
    let last = part.range.end.saturating_sub(1);
    let span = format!("bytes {}-{last}/{}", part.range.start, part.total);
    answer(StatusCode::PARTIAL_CONTENT, kind, Some(span), part.bytes.into())
}

/// One `bytes=first-last` range (RFC 9110 section 14.1.2); anything else asks for the whole.
fn range(header: &str) -> Option<Range<u64>> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let first: u64 = first.parse().ok()?;
    let end = if last.is_empty() {
        u64::MAX
    } else {
        last.parse::<u64>().ok()?.checked_add(1)?
    };
    (first < end).then_some(first..end)
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    answer(status, "text/plain", None, Vec::new())
}

fn answer(status: StatusCode, kind: &str, range: Option<String>, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut builder = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, page_origin());
    if let Some(range) = range {
        builder = builder.header(header::CONTENT_RANGE, range);
    }
    builder.body(body).unwrap_or_else(|_| Response::new(Vec::new()))
}

/// The origin of the page inside this app.
const fn page_origin() -> &'static str {
    if cfg!(any(windows, target_os = "android")) {
        "http://tauri.localhost"
    } else {
        "tauri://localhost"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_papers() {
        let id = "01930000-0000-7000-8000-000000000001";
        let found = shared(&format!("{id}.{id}"));
        assert_eq!(
            found.map(|(request, paper)| (request.to_string(), paper.to_string())),
            Some((id.to_owned(), id.to_owned()))
        );
        for other in [
            id.to_owned(),
            format!("{id}."),
            format!("{id}.x"),
            format!("{id}.{id}.{id}"),
        ] {
            assert_eq!(shared(&other), None, "{other}");
        }
    }

    #[test]
    fn ranges() {
        assert_eq!(range("bytes=0-9"), Some(0..10));
        assert_eq!(range("bytes=5-"), Some(5..u64::MAX));
        for bad in [
            "bytes=9-5",
            "bytes=-5",
            "bytes=a-b",
            "items=0-1",
            "bytes=0-18446744073709551615",
        ] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
