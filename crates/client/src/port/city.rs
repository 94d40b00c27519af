//! The way to the city's API: bytes there and back. What they mean is `crate::city`'s.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use protocol::api::Method;

/// Told how many bytes of a body have gone out.
pub type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// A request to the city.
#[derive(Clone)]
pub struct CityRequest {
    /// Its method.
    pub method: Method,
    /// Its path and query, from `/v1` on.
    pub path: String,
    /// The access token.
    pub bearer: Option<String>,
    /// Further headers, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// Its body; empty for none.
    pub body: Bytes,
    /// Who hears how the body goes out.
    pub progress: Option<Progress>,
}

/// The city's answer, whatever its status.
#[derive(Clone)]
pub struct CityResponse {
    /// The HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl CityResponse {
    /// A header's first value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for CityResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CityResponse")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// No answer arrived: no network, no city, or too slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the city can't be reached")]
pub struct Unreachable;

/// Told that something may have changed.
pub type Heard = Arc<dyn Fn() + Send + Sync>;

/// The way to the city.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait CityApi: Send + Sync {
    /// Sends a request and waits for the answer, not longer than the adapter's time limits.
    ///
    /// # Errors
    /// [`Unreachable`]; answers with an error status are answers.
    async fn send(&self, request: CityRequest) -> Result<CityResponse, Unreachable>;

    /// Asks for a stream of server-sent events (HTML standard, section 9.2) and tells of each as
    /// it comes. Comes back when the stream ends, without a body; an answer that is no success
    /// is an answer as for [`CityApi::send`].
    ///
    /// # Errors
    /// [`Unreachable`], also when the stream breaks off.
    async fn listen(&self, request: CityRequest, heard: Heard) -> Result<CityResponse, Unreachable>;
}
