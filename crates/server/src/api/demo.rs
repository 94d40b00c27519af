//! `/demo/outbox`: the messages that phones of the demonstration would have got. There only in a demonstration, and
//! only for a browser on the same machine.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{header, request::Parts},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use protocol::problem::ErrorCode;
use serde_json::json;

use super::{call::Peer, problem::Failure};
use crate::{
    city::City,
    store::outbox::{self, KeptMessage},
};

const SHOWN: u64 = 20;

pub(super) fn routes() -> Router<Arc<City>> {
    Router::new().route("/demo/outbox", get(show))
}

async fn show(State(city): State<Arc<City>>, request: Request) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    if !city.settings.demo || !is_local(&parts) {
        return Err(Failure::new(ErrorCode::NotFound));
    }
    city.post.settled().await;
    let messages = outbox::newest(&city.store, None, SHOWN).await?;
    let accept = parts
        .headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if accept.starts_with("application/json") {
        let list: Vec<_> = messages.iter().map(as_json).collect();
        return Ok(Json(json!({ "messages": list })).into_response());
    }
    Ok(Html(page(&messages)).into_response())
}

/// A message as the `outbox` command and this page tell it.
pub(crate) fn as_json(kept: &KeptMessage) -> serde_json::Value {
    json!({
        "at": kept.at,
        "to": kept.message.to.national(),
        "purpose": kept.message.purpose,
        "text": kept.message.text,
    })
}

/// Whether a program on this machine asks, and none speaks for another: a proxy would come from loopback as well, and
/// a page elsewhere could point its own name at 127.0.0.1.
fn is_local(parts: &Parts) -> bool {
    let loopback = parts
        .extensions
        .get::<Peer>()
        .is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    let forwarded = ["x-forwarded-for", "forwarded", "via"]
        .iter()
        .any(|name| parts.headers.contains_key(*name));
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    loopback && !forwarded && ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}

fn page(messages: &[KeptMessage]) -> String {
    let rows: String = messages
        .iter()
        .map(|kept| {
            let at = kept
                .at
                .to_zoned_datetime(domain::local_time_zone())
                .strftime("%H:%M:%S %d/%m/%Y")
                .to_string();
            let text = escape(&kept.message.text);
            format!("<dt><b>{}</b> · {at}</dt><dd>{text}</dd>\n", kept.message.to.display())
        })
        .collect();
    let list = if rows.is_empty() {
        "<p>Chưa có tin nhắn nào.</p>".to_owned()
    } else {
        format!("<dl>\n{rows}</dl>")
    };
    format!(
        "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"5\">\
         <title>Tin nhắn mẫu</title></head>\n<body><h1>Tin nhắn của bản trình diễn</h1>\n\
         <p>Những tin nhắn mà điện thoại của các công dân mẫu sẽ nhận được.</p>\n{list}</body></html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
