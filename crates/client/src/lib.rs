//! What the app can do: enrol, sign in, hold the profile, show and read codes, keep papers,
//! sync. One use case a file, over ports.
//!
//! Everything outside comes in through the traits of [`port`]: the vault, the city, the clock,
//! chance, the camera. Hosts wire them once, in `App`; there is no static state.
//!
//! This crate may not open files or sockets, read a clock or draw random numbers by itself. It
//! compiles to wasm32.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod about;
mod account;
mod app;
mod cards;
mod city;
mod code;
mod counter;
mod device_key;
mod devices;
mod documents;
mod errands;
mod error;
mod handler;
mod held;
mod home;
mod host;
pub mod memory;
mod person;
pub mod port;
mod profile;
mod scan;
mod session;
mod settings;
mod sharing;
mod store;
mod sync;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod vault;

pub use app::{App, ExpiringDocument, Ports};
pub use documents::ContentPart;
pub use sync::trust_store;
