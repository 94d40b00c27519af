//! What tests share: fakes of every port, a scripted city, and the conformance suites that every
//! adapter of a port runs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code that other crates' tests call"
)]

pub mod acts;
mod city;
mod device;
mod fakes;
mod faults;
mod symbols;
pub mod sync_suite;
pub mod vault_suite;

pub use city::{FakeCity, IssuedPaper, Told};
pub use device::TestDevice;
pub use fakes::{
    FakeClock, HeldTimer, InlineScanner, InlineWorker, MemoryFiles, MemoryKeys, MemorySettings, NoCamera,
    RecordingSink, SeededRandom, StillCamera,
};
pub use faults::{Fault, FaultyVaults, VaultFault};
pub use symbols::read_symbol;
