//! Bodies on their way out, so that progress can be told.

use bytes::Bytes;
use client::port::{CityRequest, Progress};

/// Bytes handed to the connection at once.
#[cfg(not(target_arch = "wasm32"))]
const PIECE: usize = 64 * 1024;

/// The request's body. With somebody who wants to hear of its progress it goes in pieces; each
/// is told when the connection has taken it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn outgoing(request: &CityRequest) -> reqwest::Body {
    match &request.progress {
        Some(progress) if !request.body.is_empty() => pieces(request.body.clone(), progress.clone()),
        Some(_) | None => request.body.clone().into(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn pieces(body: Bytes, progress: Progress) -> reqwest::Body {
    let total = body.len() as u64;
    let stream = futures::stream::unfold(body, move |mut rest| {
        // The connection asks for the next piece when it has taken the one before.
        progress(total - rest.len() as u64);
        let piece = rest.split_to(rest.len().min(PIECE));
        let next = (!piece.is_empty()).then_some((Ok::<_, std::io::Error>(piece), rest));
        async move { next }
    });
    reqwest::Body::wrap_stream(stream)
}

/// In a page the browser sends the body as a whole and tells nothing.
#[cfg(target_arch = "wasm32")]
pub(crate) fn outgoing(request: &CityRequest) -> reqwest::Body {
    let tell: Option<&Progress> = request.progress.as_ref();
    if let Some(progress) = tell {
        progress(0);
    }
    let body: Bytes = request.body.clone();
    body.into()
}
