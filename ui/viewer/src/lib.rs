//! Draws the pages of PDF papers.
//!
//! A WASM module of its own, so that the app's first load does not carry it, and run in a worker (`worker.js` beside this crate), so
//! that a heavy or hostile file can neither freeze nor crash the screen: the page ends a worker that takes too long and starts another.
//!
//! [`Paper`] is the module's whole surface: open the bytes, ask for the sizes of the pages, draw one. Everything a foreign file could
//! grow without bound is bounded in [`limits`]. This crate knows nothing of the network, the vault or the screen.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod binding;
mod draw;
mod error;
pub mod limits;
mod paper;

pub use draw::{Picture, Turn};
pub use error::ViewerError;
pub use paper::{PageSize, Paper};
