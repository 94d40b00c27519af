//! Reading codes in pictures, away from the screen.

use async_trait::async_trait;
use bytes::Bytes;
use client::port::{Scanner, ScannerError};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/scanner.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = readPicture)]
    async fn read_picture(bytes: Uint8Array) -> Result<JsValue, JsValue>;
}

/// The scanner's module in its worker.
pub(crate) struct WorkerScanner;

#[async_trait(?Send)]
impl Scanner for WorkerScanner {
    async fn read_picture(&self, picture: Bytes) -> Result<Vec<String>, ScannerError> {
        let read = read_picture(Uint8Array::from(&*picture)).await;
        read.map(|found| texts(&found))
            .map_err(|error| match error.as_string().as_deref() {
                Some("unreadable") => ScannerError::Unreadable,
                _ => ScannerError::Unavailable,
            })
    }
}

/// The strings of an array.
pub(crate) fn texts(found: &JsValue) -> Vec<String> {
    Array::from(found).iter().filter_map(|text| text.as_string()).collect()
}
