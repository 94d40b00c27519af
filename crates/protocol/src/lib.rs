//! Every type that crosses a boundary, each defined once.
//!
//! * [`api`]: the city's public HTTP API, versioned under `/v1`; the server and `city-api` both
//!   build on the same [`api::Endpoint`] declarations, so paths and bodies can't drift apart.
//! * [`problem`]: errors of that API (RFC 9457) with the closed list of codes.
//! * [`app`]: the commands, views and events between the UI and the app that hosts it.
//!
//! This crate may not do I/O and holds no rules beyond the shape of its types; rules live in
//! `domain`. It compiles to wasm32.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod app;
mod blob;
pub mod problem;

pub use blob::{Blob, BlobError};
