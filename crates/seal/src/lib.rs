//! Sealed values and streams: everything the vault (on the device) and the city server need in order to keep personal
//! data unreadable, unswappable and unforgeable at rest. One format for both, so that there is one place to review.
//!
//! | need | call | construction |
//! | --- | --- | --- |
//! | a small value in a column | [`seal()`], [`open`] | AES-256-GCM, random nonce (NIST SP 800-38D) |
//! | a key kept under another key | [`wrap_key`], [`unwrap_key`] | the same envelope, its own kind |
//! | many keys from one | [`Key::derive`], [`Key::combine`] | HKDF-SHA-256 (RFC 5869) |
//! | finding a sealed value | [`lookup`] | HMAC-SHA-256 (RFC 2104) |
//! | noticing missing or swapped rows | [`SetDigest`] | MSet-Add-Hash with HMAC-SHA-256 |
//! | a key from a PIN | [`harden`], [`Cost`] | Argon2id (RFC 9106) |
//! | large content, read in parts | [`Sealer`], [`Opener`], [`Layout`] | STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) |
//!
//! # What this crate may not do
//! - No input or output, no clock, no logging, no globals. Randomness comes in as a parameter ([`Random`]).
//! - It knows no table, no person and no product rule: callers say what a value is bound to through [`Aad`].
//! - It depends on no other crate of the workspace.
//! - It never returns plaintext that hasn't been authenticated, and never says *why* authentication failed: a wrong
//!   key, other associated data and a changed byte look the same ([`OpenError::Refused`]).
//! - Published formats never change. A new one gets a new version byte; the old one opens forever (`tests/vectors/`).
//!
//! # What it can't protect from
//! - Putting back a whole older state, with its older digest, is invisible here: the caller keeps a counter outside the
//!   file.
//! - Lengths are visible: a sealed value is [`ENVELOPE_OVERHEAD`] bytes longer than its plaintext.
//! - AES-GCM doesn't commit to its key. Someone who *knows* two keys can make one envelope that opens under both; don't
//!   use "it opened" as proof of which of several keys an untrusted author meant.
//! - Buffers owned by the caller (the plaintext given to [`seal()`], a PIN) are the caller's to erase.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod aad;
mod cipher;
mod envelope;
mod key;
mod lookup;
mod pin;
mod random;
mod set_digest;
mod stream;
#[cfg(test)]
mod testing;

pub use aad::Aad;
pub use envelope::{
    ENVELOPE_OVERHEAD, ENVELOPE_VERSION, MAX_VALUE_LEN, OpenError, SealError, WRAPPED_KEY_LEN, open, seal, unwrap_key,
    wrap_key,
};
pub use key::{KEY_LEN, Key, KeyLength};
pub use lookup::lookup;
pub use pin::{COST_LEN, Cost, CostError, HardenError, MAX_PIN_LEN, SALT_LEN, harden, random_salt};
pub use random::{NoRandomness, Random};
pub use set_digest::{SET_DIGEST_LEN, SetDigest, SetDigestLength};
pub use stream::layout::{
    CHUNK_LEN, Layout, SEALED_CHUNK_LEN, STREAM_HEADER_LEN, STREAM_VERSION, Span, StreamError, sealed_len,
};
pub use stream::opener::{Opener, open_stream};
pub use stream::sealer::{Sealer, seal_stream};
pub use zeroize::Zeroizing;
