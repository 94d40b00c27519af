//! The shell's side of the bridge: Tauri's raw IPC, bound by hand.
//!
//! * `call` with `{ "command": … }`, answered with the command's output or an [`AppError`], as JSON;
//! * `call_with_bytes` with the bytes as the body and the command in the header `x-command`,
//!   base64url without padding;
//! * the event `app`, whose payload is an [`AppEvent`].

use domain::{DocumentId, RequestId};
use js_sys::{JSON, Reflect, Uint8Array};
use leptos::task::spawn_local;
use protocol::{
    Blob,
    app::{AppError, AppEvent, AppRequest, Command},
};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use super::CameraFeed;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = invoke)]
    async fn invoke(command: &str, payload: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = transformCallback)]
    fn transform_callback(callback: &JsValue, once: bool) -> f64;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = convertFileSrc)]
    fn convert_file_src(path: &str, protocol: &str) -> String;
}

/// The shell whose window this page is.
#[derive(Clone, Copy)]
pub(super) struct Host;

impl Host {
    pub(super) fn find() -> Option<Self> {
        let is_there = Reflect::has(&js_sys::global(), &"__TAURI_INTERNALS__".into());
        is_there.unwrap_or(false).then_some(Self)
    }

    pub(super) async fn call<R: AppRequest>(
        self,
        request: R,
        bytes: Option<Uint8Array>,
    ) -> Result<R::Output, AppError> {
        let command = request.into_command();
        let answer = match bytes {
            None => call(&command).await?,
            Some(bytes) => call_with_bytes(&command, &bytes).await?,
        };
        serde_json::from_value(answer).map_err(|_| AppError::Internal)
    }

    pub(super) fn listen(self, hear: impl Fn(AppEvent) + 'static) {
        listen(hear);
    }

    pub(super) fn opens_links(self) -> bool {
        false
    }

    pub(super) async fn content(self, document: DocumentId) -> Option<Uint8Array> {
        super::fetch(&url("document", &document.to_string())).await
    }

    pub(super) async fn shared_paper(self, request: RequestId, paper: DocumentId) -> Option<Uint8Array> {
        super::fetch(&url("document", &format!("{request}.{paper}"))).await
    }

    pub(super) fn camera_feed(self) -> CameraFeed {
        CameraFeed::Pictures(|frame| format!("{}?n={frame}", url("camera", "frame")))
    }
}

async fn call(command: &Command) -> Result<Value, AppError> {
    let payload = to_js(&json!({ "command": command }))?;
    settle(invoke("call", &payload, &JsValue::UNDEFINED).await)
}

async fn call_with_bytes(command: &Command, bytes: &Uint8Array) -> Result<Value, AppError> {
    let written = serde_json::to_vec(command).map_err(|_| AppError::Internal)?;
    let options = to_js(&json!({ "headers": { "x-command": String::from(Blob(written)) } }))?;
    settle(invoke("call_with_bytes", bytes, &options).await)
}

fn listen(hear: impl Fn(AppEvent) + 'static) {
    let callback = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        let payload = Reflect::get(&message, &"payload".into()).ok();
        // An event of a newer shell that this UI does not know is left alone.
        if let Some(event) = payload.and_then(|payload| from_js(&payload)) {
            hear(event);
        }
    });
    // Tauri keeps callbacks by number; it hears for as long as the page lives.
    let callback = callback.into_js_value();
    let handler = transform_callback(&callback, false);
    spawn_local(async move {
        let wanted = json!({ "event": "app", "target": { "kind": "Any" }, "handler": handler });
        let Ok(payload) = to_js(&wanted) else { return };
        if let Err(error) = invoke("plugin:event|listen", &payload, &JsValue::UNDEFINED).await {
            leptos::logging::error!("the shell's events can't be heard: {error:?}");
        }
    });
}

/// An address of one of the shell's own protocols, in the form this platform's webview uses.
fn url(protocol: &str, path: &str) -> String {
    convert_file_src(path, protocol)
}

fn settle(answer: Result<JsValue, JsValue>) -> Result<Value, AppError> {
    match answer {
        Ok(output) => from_js(&output).ok_or(AppError::Internal),
        Err(error) => Err(from_js(&error).unwrap_or(AppError::Internal)),
    }
}

fn to_js(value: &Value) -> Result<JsValue, AppError> {
    JSON::parse(&value.to_string()).map_err(|_| AppError::Internal)
}

fn from_js<T: serde::de::DeserializeOwned>(value: &JsValue) -> Option<T> {
    if value.is_undefined() {
        return serde_json::from_value(Value::Null).ok();
    }
    let text = JSON::stringify(value).ok()?;
    serde_json::from_str(&String::from(text)).ok()
}
