//! The device's key in the browser's keeping.

use async_trait::async_trait;
use client::port::{KeyKeeper, PublicKey};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/keys.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn make() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn keep(public_key: &Uint8Array) -> Result<(), JsValue>;

    #[wasm_bindgen(catch)]
    async fn kept() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn sign(public_key: &Uint8Array, message: &Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn forget() -> Result<(), JsValue>;
}

/// WebCrypto's Ed25519 keys, which no script can read (Web Cryptography Level 2).
pub(crate) struct BrowserKeys;

#[async_trait(?Send)]
impl KeyKeeper for BrowserKeys {
    async fn make(&self) -> Option<PublicKey> {
        bytes(make().await.ok()?)
    }

    async fn keep(&self, key: &PublicKey) {
        // A key that can't be kept lasts as long as the page.
        let _ = keep(&Uint8Array::from(key.as_slice())).await;
    }

    async fn kept(&self) -> Option<PublicKey> {
        bytes(kept().await.ok()?)
    }

    async fn sign(&self, key: &PublicKey, message: &[u8]) -> Option<[u8; 64]> {
        let signed = sign(&Uint8Array::from(key.as_slice()), &Uint8Array::from(message)).await;
        bytes(signed.ok()?)
    }

    async fn forget(&self) {
        // What can't be forgotten was not kept.
        let _ = forget().await;
    }
}

fn bytes<const N: usize>(value: JsValue) -> Option<[u8; N]> {
    value.dyn_into::<Uint8Array>().ok()?.to_vec().try_into().ok()
}
