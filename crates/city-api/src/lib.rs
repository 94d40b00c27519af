//! The way to the city over HTTP: reqwest with rustls on a device, `fetch` in a page.
//!
//! It carries bytes and knows nothing of their meaning. It speaks to one origin only: redirects
//! elsewhere are not followed, an app has no cookies (a page's are the browser's), there are no
//! proxies of the environment, and answers beyond the largest one the city gives are not read.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod address;
mod body;
mod transport;

pub use address::AddressError;
pub use transport::{HttpCity, Limits, SetupError};
