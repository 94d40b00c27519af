//! Files for the person.

use async_trait::async_trait;
use bytes::Bytes;
use client::port::{Files, SaveError};
use domain::MediaType;
use js_sys::Uint8Array;
use protocol::app::SavedFile;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/files.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn save(name: &str, bytes: Uint8Array, kind: &str) -> Result<(), JsValue>;
}

/// The browser's downloads: where they go, and under what name, it says itself.
pub(crate) struct BrowserDownloads;

#[async_trait(?Send)]
impl Files for BrowserDownloads {
    async fn save(&self, name: &str, content: Bytes) -> Result<SavedFile, SaveError> {
        let kind = MediaType::sniff(&content).map_or("application/octet-stream", MediaType::as_str);
        save(name, Uint8Array::from(&*content), kind).map_err(|_| SaveError::Failed)?;
        Ok(SavedFile { place: None })
    }
}
