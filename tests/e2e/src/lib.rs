//! Drives the real window: a virtual display, a message bus, the city server and the app, each
//! a process of its own that ends with its owner.
//!
//! It may not reach into the app: everything goes through what a person sees and presses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test driver: failing loudly and saying how far it is are its job"
)]

pub mod album;
pub mod app;
pub mod city;
pub mod desktop;
pub mod journey;
pub mod papers;
pub mod process;
