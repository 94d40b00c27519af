//! The portal: the pages that a browser is given, as the build laid them out in a folder. `index.html` and its like are
//! asked for anew each time; what is under `assets/` carries the digest of its content in its name and is kept for good.

use std::{convert::Infallible, path::Path};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
    routing::get,
};
use protocol::problem::ErrorCode;
use tower::Service as _;
use tower_http::services::ServeDir;

use super::{layers, problem::Failure};

/// What every folder of pages has.
const INDEX: &str = "/index.html";
/// What the log and the counts call all of them.
const NAME: &str = "pages";

const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// What a page may do, in the fewest words that let the portal work: its own files and modules, its own city, pictures
/// and papers that it made in memory, the camera for scanning. Workers obey the headers of their own file, so every
/// file has them.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
             media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
             frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(self), clipboard-read=(self), clipboard-write=(self), fullscreen=(self), screen-wake-lock=(self), \
             accelerometer=(), autoplay=(), display-capture=(), encrypted-media=(), \
             geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), \
             midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()",
        ),
    ),
];

/// Whether a folder can be served as the portal.
pub(crate) fn is_laid_out(folder: &Path) -> bool {
    folder.join(INDEX.trim_start_matches('/')).is_file()
}

/// The files of a folder.
pub(super) fn routes<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let files = ServeDir::new(folder)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let serve = |caching: HeaderValue| {
        let files = files.clone();
        get(move |request: Request| give(files, caching, request))
    };
    Router::new()
        .route("/", serve(ASK_AGAIN))
        .route("/{file}", serve(ASK_AGAIN))
        .route("/assets/{*path}", serve(KEEP))
        .layer(from_fn(|request: Request, next: Next| {
            layers::within(NAME, false, request, next)
        }))
}

async fn give(mut files: ServeDir, caching: HeaderValue, mut request: Request) -> Response {
    if request.uri().path() == "/" {
        *request.uri_mut() = Uri::from_static(INDEX);
    }
    if !is_plain(request.uri().path()) {
        return Failure::new(ErrorCode::NotFound).into_response();
    }
    let mut response = files
        .call(request)
        .await
        .unwrap_or_else(|never: Infallible| match never {})
        .map(Body::new);
    if response.status() == StatusCode::NOT_FOUND {
        return Failure::new(ErrorCode::NotFound).into_response();
    }
    if response.status().is_server_error() {
        tracing::error!("a file of the portal can't be read");
        return Failure::new(ErrorCode::Internal).into_response();
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, caching);
    headers.extend(HEADERS);
    response
}

/// Whether a path is written as the build names files. None of them begins with a dot or needs an escape, so what hides
/// and what climbs is not there, however it is written.
fn is_plain(path: &str) -> bool {
    !path.contains(['%', '\\']) && !path.split('/').any(|part| part.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_climbs_is_not_there() {
        for path in [
            "/index.html",
            "/assets/ui-1a2b/congdanso_ui_bg.wasm",
            "/assets/a..b.css",
        ] {
            assert!(is_plain(path), "{path}");
        }
        for path in [
            "/.env",
            "/assets/../index.html",
            "/assets/.git/config",
            "/%2eenv",
            "/..",
            "/assets/..\\x",
        ] {
            assert!(!is_plain(path), "{path}");
        }
    }
}
