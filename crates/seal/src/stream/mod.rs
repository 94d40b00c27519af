//! Large content, sealed in chunks so that any part of it can be opened without reading the rest.
//!
//! ```text
//! header: version (1 byte) = 1 | log2 of the chunk length (1 byte) = 16 | salt (32 bytes, random)
//! chunks: ciphertext | tag (16 bytes), each of the chunk length but the last, which is shorter or just as long
//! ```
//! - **A key of its own per stream**: HKDF-SHA-256 of the caller's key with the header's salt, over the whole header
//!   and the caller's [`Aad`](crate::Aad). A header or associated data changed by one bit gives another key, and
//!   nothing opens.
//! - **STREAM** (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
//!   Misuse-Resistance", CRYPTO 2015) in the flavour `StreamBE32` of the crate `aead-stream`: the nonce of a chunk is 7
//!   zero bytes, the chunk's index (4 bytes, big endian) and 1 for the last chunk, 0 otherwise. The zero prefix is safe
//!   because no two streams share a key. So a chunk opens only in its own stream, at its own place, and the end can't
//!   be moved.
//! - **One form per content**: only the last chunk may be short, and it is empty only when the whole content is.

pub(crate) mod layout;
pub(crate) mod opener;
pub(crate) mod sealer;

#[cfg(test)]
mod tests;

use aead_stream::{NewStream as _, StreamBE32};
use aes_gcm::Aes256Gcm;

use crate::cipher::cipher;
use crate::{Aad, Key};
use layout::{Header, STREAM_HEADER_LEN};

/// The cipher of one stream: from the caller's key, the header as written and what the stream is bound to.
fn stream_cipher(key: &Key, header: &[u8; STREAM_HEADER_LEN], aad: &Aad) -> StreamBE32<Aes256Gcm> {
    let info = Aad::new("stream").bytes(header).bytes(aad.as_bytes());
    let stream_key = Key::expand(Header::salt_of(header), key.expose(), &info);
    StreamBE32::from_aead(cipher(&stream_key), &[0; 7].into())
}
