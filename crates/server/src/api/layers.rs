//! What surrounds every route: ids, logs, counts, limits, and the form of failures.
//!
//! From outside in: compression; [`finish`] (request id, log line, problem bodies, security headers); panics; rates,
//! for pages and for everything else; and around each handler [`within`] (its name and its time).

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use protocol::problem::{ErrorCode, MEDIA_TYPE};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, predicate::Predicate},
};
use tracing::Instrument as _;
use uuid::Uuid;

use super::{
    call::caller_address,
    problem::Failure,
    rate::{Rates, TooFast},
};
use crate::city::{City, cap_address};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A page comes with its scripts, styles and fonts, and a whole office comes from one address: the files of the portal
/// have a bucket of their own, so many times as large.
const FILES_OF_A_PAGE: u32 = 20;
/// Two years, as the preload lists of browsers ask for.
const ALWAYS_HTTPS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The endpoint that answered, for logs and counts. Carried by the response.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnsweredBy(pub(super) &'static str);

/// How long handlers may take. Carried by the request.
#[derive(Clone, Copy, Debug)]
struct Times {
    plain: Duration,
    content: Duration,
}

/// Only JSON and pages: papers and lists are compressed already.
#[derive(Clone, Copy)]
struct Textual;

impl Predicate for Textual {
    fn should_compress<B: axum::body::HttpBody>(&self, response: &axum::http::Response<B>) -> bool {
        let kind = response
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let textual = kind.is_some_and(|kind| {
            // An event must not wait for more of its kind to be compressed with.
            if kind.starts_with("text/event-stream") {
                return false;
            }
            kind.starts_with("application/json") || kind.starts_with("text/") || kind.starts_with(MEDIA_TYPE)
        });
        // One network packet needs no compression.
        textual && response.body().size_hint().exact().is_none_or(|size| size >= 860)
    }
}

/// Puts everything around the routes, and around those of the portal's files.
pub(super) fn around(routes: Router<Arc<City>>, files: Router<Arc<City>>, city: Arc<City>) -> Router {
    let limited = |routes: Router<Arc<City>>, times: u32| {
        let per_second = city.http.rate_per_second.saturating_mul(times);
        let burst = city.http.rate_burst.saturating_mul(times);
        let rates = Arc::new(Rates::new(per_second, burst));
        routes
            .method_not_allowed_fallback(async || Failure::new(ErrorCode::MethodNotAllowed))
            .layer(from_fn_with_state((Arc::clone(&city), rates), limit_rate))
    };
    let routes = routes.fallback(async || Failure::new(ErrorCode::NotFound));
    limited(routes, 1)
        .merge(limited(files, FILES_OF_A_PAGE))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(Arc::clone(&city), finish))
        .layer(CompressionLayer::new().compress_when(Textual))
        .with_state(city)
}

/// Runs a handler under its name and within its time.
pub(super) async fn within(name: &'static str, content: bool, request: Request, next: Next) -> Response {
    let times = request.extensions().get::<Times>().copied();
    let most = times.map_or(Duration::from_secs(20), |times| {
        if content { times.content } else { times.plain }
    });
    let answer = tokio::time::timeout(most, next.run(request)).await;
    let mut response = answer.unwrap_or_else(|_| Failure::new(ErrorCode::Timeout).into_response());
    response.extensions_mut().insert(AnsweredBy(name));
    response
}

async fn limit_rate(State((city, rates)): State<(Arc<City>, Arc<Rates>)>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let address = cap_address(caller_address(&parts, &city.http));
    match rates.take(address, Instant::now()) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(TooFast { wait }) => {
            let wait = jiff::SignedDuration::try_from(wait).unwrap_or_default();
            Failure::later(ErrorCode::TooManyRequests, wait).into_response()
        }
    }
}

/// The panic's text may quote what it choked on, so it isn't looked at; the panic hook logs the place.
fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Failure::new(ErrorCode::Internal).into_response()
}

async fn finish(State(city): State<Arc<City>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = city.random.id(city.clock.now()).unwrap_or_else(|_| Uuid::now_v7());
    request.extensions_mut().insert(Times {
        plain: city.http.timeout,
        content: city.http.content_timeout,
    });
    let span = tracing::info_span!("request", id = %id, session = tracing::field::Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    let name = response.extensions().get::<AnsweredBy>().map_or("none", |by| by.0);
    let code = write_problem(&mut response, id);
    add_headers(&mut response, id, city.http.https);
    let (status, took) = (response.status(), started.elapsed());
    city.metrics.answered(name, status.as_u16(), took);
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let _entered = span.enter();
    match code {
        Some(code) => tracing::info!(
            endpoint = name,
            status = status.as_u16(),
            code = code.as_str(),
            micros,
            "answered"
        ),
        None => tracing::info!(endpoint = name, status = status.as_u16(), micros, "answered"),
    }
    response
}

/// Writes the body of a failure; says its code.
fn write_problem(response: &mut Response, id: Uuid) -> Option<ErrorCode> {
    let Failure(mut problem) = response.extensions_mut().remove::<Failure>()?;
    problem.instance = Some(format!("urn:uuid:{id}"));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.remove(header::CONTENT_LENGTH);
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if problem.status == StatusCode::UNAUTHORIZED.as_u16() {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    *response.body_mut() = Body::from(body);
    Some(problem.code)
}

fn add_headers(response: &mut Response, id: Uuid, https: bool) {
    let headers = response.headers_mut();
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ALWAYS_HTTPS);
    }
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        headers.insert(REQUEST_ID, id);
    }
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tower::Service as _;

    use super::*;
    use crate::testing::TestCity;

    #[tokio::test]
    async fn a_panic_is_answered_as_a_problem() {
        let city = TestCity::start().await;
        async fn broken() -> &'static str {
            panic!("0905123456")
        }
        let routes = Router::new().route("/broken", get(broken));
        let mut router = around(routes, Router::new(), Arc::clone(city.city()));
        let request = Request::builder().uri("/broken").body(Body::empty()).unwrap();
        let response = router.call(request).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            text.contains("\"internal\"") && text.contains("urn:uuid:") && !text.contains("0905123456"),
            "{text}"
        );
    }
}
