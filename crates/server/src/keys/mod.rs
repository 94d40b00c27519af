//! Keys of the server: one master key kept outside database and data folder, and random data keys kept in the database,
//! wrapped under it. Everything personal at rest is sealed under keys derived from the data keys; so a new master key
//! re-wraps a handful of rows and re-encrypts nothing.

mod master;
mod ring;
mod sealing;

pub use master::{MasterKey, MasterKeyError, MasterKeySource};
pub use ring::{RingError, open_ring, rewrap_ring, ring_master};
pub use sealing::{Cell, Sealing};
