//! What reads foreign bytes, and what must hold whatever the bytes are.
//!
//! Each target takes any bytes and panics when a parser panics or a promise is broken. `tests/corpus.rs` replays the kept corpus with the
//! ordinary toolchain; `fuzz/` has libFuzzer make up more (`make fuzz`). What it finds is mended, and kept in the corpus.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a finding is a panic"
)]

mod city;
mod codes_in;
mod pictures;
mod sealed;
mod wire;

pub use city::{credential, errand_bytes, live_bytes, offer_bytes, revocation_token, trust_bundle};
pub use pictures::frame_bytes;
pub use sealed::sealed_samples;

/// Something that reads foreign bytes.
pub struct Target {
    /// The name of its program in `fuzz/`, and of its folder in the corpus.
    pub name: &'static str,
    /// Reads bytes; panics when a promise is broken.
    pub run: fn(&[u8]),
}

const fn target(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run }
}

/// All of them.
pub const TARGETS: [Target; 11] = [
    target("text", codes_in::text),
    target("live", codes_in::live),
    target("offer", codes_in::offer),
    target("errand", codes_in::errand),
    target("credential", codes_in::credential),
    target("revocations", codes_in::revocations_in),
    target("trust", wire::trust),
    target("problem", wire::problem),
    target("picture", pictures::picture),
    target("frame", pictures::frame),
    target("sealed", sealed::sealed),
];

/// Runs a target by its name.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of that name").run)(bytes);
}
