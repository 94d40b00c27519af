//! The Leptos app: every screen of Công dân số.
//!
//! It runs inside the shell (Tauri) and asks its host for everything through one interface
//! ([`backend`]); it holds no keys, opens no connections of its own and keeps nothing. `README.md`
//! beside this crate tells how a screen is built.
#![allow(
    unreachable_pub,
    reason = "what Leptos makes of a component is public in a private place, even if the component is public"
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod app;
pub mod backend;
pub mod components;
pub mod features;
pub mod text;

pub(crate) use text::words;
use wasm_bindgen::prelude::wasm_bindgen;

/// Puts the app onto the page; the page's script runs it once the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::Root);
}
