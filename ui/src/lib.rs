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
#[cfg(feature = "mock")]
mod gallery;
mod reactive;
pub mod text;

pub(crate) use text::words;
use wasm_bindgen::prelude::wasm_bindgen;

/// Puts the app onto the page; the page's script runs it once the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        say_broken();
    }));
    #[cfg(feature = "mock")]
    if let Some(group) = gallery::wanted() {
        leptos::mount::mount_to_body(move || leptos::view! { <gallery::Gallery group /> });
        return;
    }
    leptos::mount::mount_to_body(app::Root);
}

/// Shows the page's own words for an app that can't go on, with a way to start it anew: a screen that stands still says
/// nothing. What was kept is in the vault.
fn say_broken() {
    if let Some(element) = leptos::prelude::document().get_element_by_id("broken") {
        // Without the attribute it shows; if that fails there is nothing more to try.
        let _ = element.remove_attribute("hidden");
    }
}
