//! Deterministic randomness for this crate's own tests: SHA-256 in counter mode, seeded by a number.

use sha2::{Digest as _, Sha256};

use crate::NoRandomness;

/// A source whose output depends on `seed` alone.
pub(crate) fn seeded(seed: u64) -> impl FnMut(&mut [u8]) -> Result<(), NoRandomness> {
    let mut counter = 0u64;
    move |bytes| {
        for block in bytes.chunks_mut(32) {
            let drawn = Sha256::new()
                .chain_update(seed.to_be_bytes())
                .chain_update(counter.to_be_bytes())
                .finalize();
            block.copy_from_slice(&drawn[..block.len()]);
            counter += 1;
        }
        Ok(())
    }
}

/// `length` bytes of content that differ from place to place.
pub(crate) fn content(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    seeded(0xC0DE)(&mut bytes).unwrap();
    bytes
}
