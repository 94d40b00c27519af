//! The browser's camera.

use std::cell::RefCell;

use async_trait::async_trait;
use client::port::{Camera, CameraError, CodeSink};
use js_sys::Array;
use protocol::app::CameraView;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::MediaStream;

use crate::scanner::texts;

#[wasm_bindgen(module = "/src/camera.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = start)]
    async fn start(read: &JsValue, failed: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = stop)]
    fn stop();

    #[wasm_bindgen(js_name = stream)]
    fn stream() -> Option<MediaStream>;
}

/// The camera by `getUserMedia` (Media Capture and Streams, section 10.3).
pub(crate) struct BrowserCamera {
    /// What the running camera calls; replaced when it starts again.
    ears: SendWrapper<RefCell<Option<Ears>>>,
}

type Ears = (Closure<dyn Fn(JsValue)>, Closure<dyn Fn(JsValue)>);

impl BrowserCamera {
    pub(crate) fn new() -> Self {
        Self {
            ears: SendWrapper::new(RefCell::new(None)),
        }
    }

    /// Its pictures, for a video element.
    pub(crate) fn pictures() -> Option<MediaStream> {
        stream()
    }
}

#[async_trait(?Send)]
impl Camera for BrowserCamera {
    fn is_supported(&self) -> bool {
        // Not there on a page without TLS, which other machines' pages never are here.
        web_sys::window().is_some_and(|window| {
            let devices = js_sys::Reflect::get(&window.navigator(), &"mediaDevices".into());
            devices.is_ok_and(|devices| devices.is_object())
        })
    }

    async fn start(&self, sink: CodeSink) -> Result<CameraView, CameraError> {
        let reader = sink.clone();
        let read = Closure::<dyn Fn(JsValue)>::new(move |found: JsValue| reader(Ok(texts(&found))));
        let failed = Closure::<dyn Fn(JsValue)>::new(move |error: JsValue| sink(Err(cause(&error))));
        let started = start(read.as_ref(), failed.as_ref()).await;
        *self.ears.borrow_mut() = Some((read, failed));
        let size = Array::from(&started.map_err(|error| cause(&error))?);
        let side = |at| size.get(at).as_f64().map_or(0, |side| side as u32);
        Ok(CameraView {
            width: side(0),
            height: side(1),
        })
    }

    async fn stop(&self) {
        stop();
    }
}

fn cause(error: &JsValue) -> CameraError {
    if error.as_string().as_deref() == Some("denied") {
        CameraError::Denied
    } else {
        CameraError::Absent
    }
}
