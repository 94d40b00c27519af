//! Calls to the city by the endpoints of `protocol::api`, and the city's clock.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{Endpoint, Method},
    problem::{ErrorCode, Problem},
};
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

use crate::{
    held::Held,
    port::{CityApi, CityRequest, CityResponse, Clock, Heard, Unreachable},
};

/// Clocks that differ by less are taken for equal: the `Date` header has whole seconds and an
/// answer has its way to go.
const SAME_CLOCK: SignedDuration = SignedDuration::from_secs(3);

/// Why the city's answer is not the one asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CityError {
    /// No answer.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// The city refused or failed.
    #[error("the city answered {:?}", .0.code)]
    Problem(Box<Problem>),
    /// An answer that is not the city's: a newer city, or something between.
    #[error("the city's answer can't be understood")]
    Incomprehensible,
}

impl CityError {
    /// The city's code, when it gave one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Unreachable(_) | Self::Incomprehensible => None,
        }
    }

    /// Whether the same request may well succeed later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Incomprehensible => true,
            Self::Problem(problem) => problem.status >= 500 || problem.status == 429,
        }
    }

    /// How long the city asks to wait.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Problem(problem) => problem.retry_after,
            Self::Unreachable(_) | Self::Incomprehensible => None,
        }
    }
}

/// The city, as this device talks to it.
pub(crate) struct City {
    api: Arc<dyn CityApi>,
    clock: Arc<dyn Clock>,
    contact: Held<Contact>,
}

#[derive(Default)]
struct Contact {
    /// How far the city's clock is ahead of the device's.
    offset: SignedDuration,
}

impl City {
    pub(crate) fn new(api: Arc<dyn CityApi>, clock: Arc<dyn Clock>) -> Self {
        Self {
            api,
            clock,
            contact: Held::default(),
        }
    }

    /// The present instant by the city's clock, as far as this process has heard it; else by the
    /// device's.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.clock.now();
        now.checked_add(self.contact.with(|contact| contact.offset))
            .unwrap_or(now)
    }

    /// How far the city's clock is ahead, in seconds.
    pub(crate) fn offset_seconds(&self) -> i64 {
        self.contact.with(|contact| contact.offset.as_secs())
    }

    /// Calls an endpoint and reads its JSON answer.
    pub(crate) async fn call<E: Endpoint>(
        &self,
        params: &E::Params,
        query: &E::Query,
        body: &E::Request,
        bearer: Option<String>,
    ) -> Result<E::Response, CityError> {
        let mut request = request::<E>(params, query, body)?;
        request.bearer = bearer;
        read(&self.send(request).await?)
    }

    /// Sends a request. Answers of success, and 304 for a question by ETag, come back; all others
    /// are errors.
    pub(crate) async fn send(&self, request: CityRequest) -> Result<CityResponse, CityError> {
        let asked_at = self.clock.now();
        let response = self.api.send(request).await?;
        if matches!(response.status, 200..=299 | 304) {
            self.hear_clock(&response, asked_at);
            return Ok(response);
        }
        let error = refusal(&response);
        if matches!(error, CityError::Problem(_)) {
            self.hear_clock(&response, asked_at);
        }
        Err(error)
    }

    /// Listens to a stream of events until it ends.
    pub(crate) async fn listen(&self, request: CityRequest, heard: Heard) -> Result<(), CityError> {
        let response = self.api.listen(request, heard).await?;
        match response.status {
            200..=299 => Ok(()),
            _ => Err(refusal(&response)),
        }
    }

    /// Takes the city's clock from an answer (RFC 9110 section 6.6.1). The answer was made some
    /// time between the question and now: a clock that fits in there is right.
    fn hear_clock(&self, response: &CityResponse, asked_at: Timestamp) {
        let Some(date) = response
            .header("date")
            .and_then(|text| jiff::fmt::rfc2822::parse(text).ok())
        else {
            return;
        };
        let date = date.timestamp();
        let ahead = date.duration_since(self.clock.now()).max(SignedDuration::ZERO);
        let behind = date.duration_since(asked_at).min(SignedDuration::ZERO);
        let ahead = if ahead.is_zero() { behind } else { ahead };
        let offset = if ahead.abs() < SAME_CLOCK {
            SignedDuration::ZERO
        } else {
            ahead
        };
        self.contact.with(|contact| contact.offset = offset);
    }
}

/// The request of an endpoint, without a bearer.
pub(crate) fn request<E: Endpoint>(
    params: &E::Params,
    query: &E::Query,
    body: &E::Request,
) -> Result<CityRequest, CityError> {
    let mut path = E::path(params);
    let query = query_string(query)?;
    if !query.is_empty() {
        path = format!("{path}?{query}");
    }
    let mut headers = vec![("accept", "application/json".to_owned())];
    let body = match serde_json::to_vec(body).map_err(|_| CityError::Incomprehensible)? {
        body if body == b"{}" && E::METHOD != Method::Post => Vec::new(),
        body => body,
    };
    if !body.is_empty() {
        headers.push(("content-type", "application/json".to_owned()));
    }
    Ok(CityRequest {
        method: E::METHOD,
        path,
        bearer: None,
        headers,
        body: body.into(),
        progress: None,
    })
}

/// Reads a JSON answer; an empty body is an empty object.
pub(crate) fn read<T: serde::de::DeserializeOwned>(response: &CityResponse) -> Result<T, CityError> {
    let body: &[u8] = if response.body.is_empty() {
        b"{}"
    } else {
        &response.body
    };
    serde_json::from_slice(body).map_err(|_| CityError::Incomprehensible)
}

fn query_string(query: &impl Serialize) -> Result<String, CityError> {
    let Ok(Value::Object(fields)) = serde_json::to_value(query) else {
        return Err(CityError::Incomprehensible);
    };
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        match value {
            Value::Null => {}
            Value::String(text) => {
                out.append_pair(&name, &text);
            }
            other => {
                out.append_pair(&name, &other.to_string());
            }
        }
    }
    Ok(out.finish())
}

/// What an answer without success means. A proxy before the city answers in its own words; its
/// status still says whether to come again.
fn refusal(response: &CityResponse) -> CityError {
    let told = response
        .header("retry-after")
        .and_then(|seconds| seconds.trim().parse().ok());
    let problem = match serde_json::from_slice::<Problem>(&response.body) {
        Ok(problem) => problem,
        Err(_) if response.status == 413 => Problem::new(ErrorCode::PayloadTooLarge),
        Err(_) if response.status == 429 => Problem::new(ErrorCode::TooManyRequests),
        Err(_) if (500..600).contains(&response.status) => Problem::new(ErrorCode::Unavailable),
        Err(_) => return CityError::Incomprehensible,
    };
    CityError::Problem(Box::new(Problem {
        status: response.status,
        retry_after: problem.retry_after.or(told),
        ..problem
    }))
}
