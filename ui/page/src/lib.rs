//! The host of the UI in a browser's page: `client` over what a page has.
//!
//! The person's data live in the page's memory and are gone with it. The session is in cookies
//! that no script can read; the device's key is WebCrypto's, and its bytes never come out.
//! Only this device's settings are kept, and nothing in them is personal.
//!
//! It may not hold rules of its own: a command is handed to `client::App` and its answer handed
//! back. It exists only for wasm32, because what a page has can't be sent between threads.
#![cfg(target_arch = "wasm32")]

mod camera;
mod device;
mod files;
mod host;
mod keys;
mod scanner;
mod tabs;

pub use host::PageHost;
