//! Drives the product as its users do: the app in its real window (a virtual display, a message
//! bus, WebKit's driver) and the portal in Chromium, against the real city server. Each is a
//! process of its own that ends with its owner.
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
pub mod axe;
pub mod browser;
pub mod city;
pub mod desktop;
pub mod journey;
pub mod lighthouse;
pub mod papers;
pub mod portal_album;
pub mod process;
pub mod scenario;
pub mod screen;
