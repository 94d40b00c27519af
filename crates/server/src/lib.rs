//! The city server: enrolment, sign-in, profiles, papers and codes of Da Nang's citizens, over the HTTP API that
//! [`protocol::api`] declares.
//!
//! ```text
//! api/      routes and extractors; what comes in, what goes out; the only room that knows HTTP
//! service/  use cases and rules; one transaction for a change and everything that must happen with it
//! store/    SeaORM entities and queries, SQLite or PostgreSQL; seals what is personal
//! port/     time, randomness, SMS, large content: traits with the real things beside them
//! print/    pages of PDF: the letters, and the printed card
//! keys/     the master key, data keys, sealing        config/  settings        cli/  commands
//! ```
//! One resource is one file of the same name in `api`, `service` and `store`; layers point strictly down.
//!
//! # What this crate may not do
//! - Keep anything personal readable at rest: numbers, names, phones, addresses, messages, device names and the content
//!   of papers are sealed, and found through keyed hashes.
//! - Log or count anything personal: logs carry ids, outcomes, sizes and durations.
//! - Take an account from anything but the session: every query of a citizen's things is bound to the caller's id.
//! - Tell, by content or time, whether somebody has a profile.
//! - Panic on input. A panic that happens anyway is caught, answered as a problem and logged by place alone.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod city;
pub mod cli;
pub mod config;
pub mod demo;
pub mod fault;
pub mod keys;
mod logging;
pub mod metrics;
pub mod port;
pub mod print;
pub mod service;
pub mod start;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tls;
pub mod watchers;
mod wire;
