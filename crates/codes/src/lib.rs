//! Every QR of the city: the printed personal code, the live one, chip cards, payments, links.
//!
//! What it does: makes and checks signatures over codes ([`trust`], [`live`], [`revocation`],
//! [`standard`], [`offer`], [`errand`], [`number`]), reads what others print ([`chip_card`], [`vietqr`], [`link`], [`classify`]),
//! draws symbols ([`symbol`]) and finds them in pictures (`scan`, behind the feature of that
//! name).
//!
//! What it may not do: touch a file, a network or a screen, read a clock, draw random numbers
//! (times, seeds and nonces come in), or let a hostile code, picture or list do more than be
//! refused. Sizes are capped before anything is parsed, and a decoder's panic stays inside.
//! It knows `domain` and no other room, and compiles to wasm32.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod banks;
pub mod chip_card;
mod classify;
mod cose;
pub mod errand;
pub mod link;
pub mod live;
pub mod number;
pub mod offer;
pub mod revocation;
#[cfg(feature = "scan")]
pub mod scan;
pub mod standard;
mod statement;
pub mod symbol;
#[cfg(test)]
mod testing;
pub mod trust;
pub mod vietqr;

pub use classify::{Code, MAX_TEXT_BYTES, classify};
