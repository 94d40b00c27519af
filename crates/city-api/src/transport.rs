//! Sending requests and reading answers.

use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use client::port::{CityApi, CityRequest, CityResponse, Heard, Unreachable};
use futures::StreamExt;
use protocol::api::{Method, NO_SESSION, PAGE_HEADER};
use reqwest::{Client, RequestBuilder, Response};

use crate::{
    address::{AddressError, CityAddress},
    body,
};

/// How long things may take and how large they may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For making a connection.
    pub connect: Duration,
    /// For a whole request without its body's time.
    pub request: Duration,
    /// The slowest network that is still waited for, in bytes a second; a body has that much
    /// more time.
    pub slowest: u32,
    /// The largest answer that is read.
    pub answer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            request: Duration::from_secs(30),
            slowest: 32 * 1024,
            // The largest content (25 MiB) and room for the largest page of changes.
            answer: 32 * 1024 * 1024,
        }
    }
}

/// Why there is no way to the city.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The system's certificates can't be read.
    #[error("the HTTP client can't be set up")]
    Client(#[source] reqwest::Error),
}

/// The way to a city over HTTP.
#[derive(Clone, Debug)]
pub struct HttpCity {
    client: Client,
    address: CityAddress,
    limits: Limits,
    tokens: Tokens,
}

/// Where the session's tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tokens {
    /// The app has them.
    Held,
    /// In the browser's cookies; the app has their names.
    #[cfg_attr(
        not(any(target_arch = "wasm32", feature = "testing")),
        allow(dead_code, reason = "only a page is so")
    )]
    InCookies,
}

impl HttpCity {
    /// A way to the city at `address` (`https://host[:port]`), under the app's version.
    ///
    /// # Errors
    /// [`SetupError`].
    pub fn new(address: &str, app_version: &str) -> Result<Self, SetupError> {
        Self::with_limits(address, app_version, Limits::default())
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// [`SetupError`].
    pub fn with_limits(address: &str, app_version: &str, limits: Limits) -> Result<Self, SetupError> {
        Self::build(address, app_version, limits, Tokens::Held)
    }

    /// The way of a page in a browser to the city that it came from ([`PAGE_HEADER`]).
    ///
    /// # Errors
    /// [`SetupError`].
    #[cfg(any(target_arch = "wasm32", feature = "testing"))]
    pub fn of_page(address: &str, app_version: &str) -> Result<Self, SetupError> {
        Self::build(address, app_version, Limits::default(), Tokens::InCookies)
    }

    fn build(address: &str, app_version: &str, limits: Limits, tokens: Tokens) -> Result<Self, SetupError> {
        let address: CityAddress = address.parse()?;
        let client = client(&address, app_version, &limits, tokens).map_err(SetupError::Client)?;
        Ok(Self {
            client,
            address,
            limits,
            tokens,
        })
    }

    /// The request, and how long it may take with its body.
    fn request(&self, request: &CityRequest) -> Option<(RequestBuilder, Duration)> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut out = self.client.request(method, self.address.join(&request.path)?);
        out = match (self.tokens, &request.bearer) {
            (Tokens::Held, Some(token)) => out.bearer_auth(token),
            (Tokens::Held, None) => out,
            (Tokens::InCookies, name) => out.header(PAGE_HEADER, name.as_deref().unwrap_or(NO_SESSION)),
        };
        for (name, value) in &request.headers {
            out = out.header(*name, value);
        }
        if !request.body.is_empty() {
            // A body in pieces does not tell its length by itself.
            out = out
                .header("content-length", request.body.len())
                .body(body::outgoing(request));
        }
        let sending = Duration::from_secs(request.body.len() as u64 / u64::from(self.limits.slowest.max(1)));
        Some((out, self.limits.request + sending))
    }

    async fn read(&self, response: Response) -> Option<CityResponse> {
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        let headers = headers.collect();
        let body = self.read_body(response).await?;
        Some(CityResponse { status, headers, body })
    }

    async fn read_body(&self, response: Response) -> Option<Bytes> {
        let mut body = BytesMut::new();
        let mut pieces = response.bytes_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|error| note(&error)).ok()?;
            if body.len() + piece.len() > self.limits.answer {
                tracing::warn!(limit = self.limits.answer, "an answer beyond the limit was dropped");
                return None;
            }
            body.extend_from_slice(&piece);
        }
        Some(body.freeze())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn client(address: &CityAddress, app_version: &str, limits: &Limits, tokens: Tokens) -> Result<Client, reqwest::Error> {
    use reqwest::redirect::Policy;
    let home = address.clone();
    let redirects = Policy::custom(move |attempt| {
        if attempt.previous().len() > 3 || !home.is_home_of(attempt.url()) {
            // The redirect itself is the answer; nobody takes it for the city's.
            attempt.stop()
        } else {
            attempt.follow()
        }
    });
    let builder = Client::builder();
    #[cfg(feature = "testing")]
    let builder = builder.cookie_store(tokens == Tokens::InCookies);
    #[cfg(not(feature = "testing"))]
    let _ = tokens;
    builder
        .user_agent(format!("congdanso/{app_version}"))
        .connect_timeout(limits.connect)
        // The city says at least every 20 seconds that it is still there.
        .read_timeout(limits.request.max(Duration::from_secs(30)))
        .redirect(redirects)
        .no_proxy()
        .build()
}

/// The browser has its own name, its own connections, and follows redirects itself; the page's
/// content policy keeps it to the city.
#[cfg(target_arch = "wasm32")]
fn client(address: &CityAddress, _: &str, limits: &Limits, _: Tokens) -> Result<Client, reqwest::Error> {
    tracing::debug!(%address, connect = ?limits.connect, "connections are the browser's");
    Client::builder().build()
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl CityApi for HttpCity {
    async fn send(&self, request: CityRequest) -> Result<CityResponse, Unreachable> {
        let (out, most) = self.request(&request).ok_or(Unreachable)?;
        let response = out.timeout(most).send().await.map_err(|error| note(&error))?;
        let response = self.read(response).await.ok_or(Unreachable)?;
        if let Some(progress) = &request.progress {
            progress(request.body.len() as u64);
        }
        Ok(response)
    }

    async fn listen(&self, request: CityRequest, heard: Heard) -> Result<CityResponse, Unreachable> {
        let (out, _) = self.request(&request).ok_or(Unreachable)?;
        let response = out.send().await.map_err(|error| note(&error))?;
        if !response.status().is_success() {
            return self.read(response).await.ok_or(Unreachable);
        }
        let status = response.status().as_u16();
        let mut pieces = response.bytes_stream();
        let mut events = Events::default();
        while let Some(piece) = pieces.next().await {
            for _ in 0..events.take(&piece.map_err(|error| note(&error))?) {
                heard();
            }
        }
        Ok(CityResponse {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        })
    }
}

/// Server-sent events as they come in pieces. They carry nothing but that they came.
#[derive(Default)]
struct Events {
    /// The bytes of the present line, as far as they tell what it is.
    line: Vec<u8>,
}

impl Events {
    /// How many events end in this piece.
    fn take(&mut self, piece: &[u8]) -> usize {
        const DATA: &[u8] = b"data:";
        let mut ended = 0;
        for byte in piece {
            match byte {
                b'\n' | b'\r' => {
                    ended += usize::from(self.line == DATA);
                    self.line.clear();
                }
                _ if self.line.len() < DATA.len() => self.line.push(*byte),
                _ => {}
            }
        }
        ended
    }
}

/// Logs what kind of failure it was; never its text, which may quote addresses.
fn note(error: &reqwest::Error) -> Unreachable {
    tracing::debug!(
        timeout = error.is_timeout(),
        body = error.is_body(),
        "no answer from the city"
    );
    Unreachable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_counted_however_they_are_cut() {
        let stream = b"event: changed\ndata: {}\n\n:\n\nevent: changed\r\ndata: {}\r\n\r\nretry: 5\n\n";
        for size in 1..stream.len() {
            let mut events = Events::default();
            let heard: usize = stream.chunks(size).map(|piece| events.take(piece)).sum();
            assert_eq!(heard, 2, "in pieces of {size}");
        }
    }
}
