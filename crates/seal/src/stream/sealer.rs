//! Writing a stream: content goes in as it comes, sealed chunks come out as they are full.

use std::fmt;

use aead_stream::{StreamBE32, StreamPrimitive as _};
use aes_gcm::Aes256Gcm;
use zeroize::Zeroizing;

use super::layout::{CHUNK_LOG2, Header, Layout};
use super::stream_cipher;
use crate::cipher::TAG_LEN;
use crate::random::{Random, fresh};
use crate::{Aad, Key, SealError};

/// Seals a stream piece by piece, holding one chunk of plaintext at most. Everything that [`Sealer::push`] and
/// [`Sealer::finish`] return, in order, is the stream; without what `finish` returns it doesn't open.
///
/// ```
/// # use congdanso_seal::{Aad, Key, Sealer, open_stream};
/// # let mut random = |bytes: &mut [u8]| { bytes.fill(7); Ok(()) };
/// # let key = Key::from_bytes(&[1; 32]);
/// let bound_to = Aad::new("document").number(12);
/// let mut sealer = Sealer::new(&key, &bound_to, &mut random)?;
/// let mut stored = sealer.push(b"first part, ")?;
/// stored.extend(sealer.push(b"second part")?);
/// stored.extend(sealer.finish()?);
/// assert_eq!(open_stream(&key, &bound_to, &stored).unwrap().as_slice(), b"first part, second part");
/// # Ok::<(), congdanso_seal::SealError>(())
/// ```
pub struct Sealer {
    cipher: StreamBE32<Aes256Gcm>,
    chunk_len: usize,
    /// The header, until it has been handed out.
    header: Vec<u8>,
    /// Content not sealed yet: whether it is the last chunk shows only when more comes or the end is said.
    pending: Zeroizing<Vec<u8>>,
    /// Index of the pending chunk.
    position: u32,
}

impl Sealer {
    /// Starts a stream with a fresh key of its own under `key`, bound to `aad`. Chunks are
    /// [`CHUNK_LEN`](crate::CHUNK_LEN) long.
    ///
    /// # Errors
    /// [`SealError::Random`] when no salt could be drawn.
    pub fn new(key: &Key, aad: &Aad, random: &mut Random<'_>) -> Result<Self, SealError> {
        Self::with_chunks(CHUNK_LOG2, key, aad, random)
    }

    pub(super) fn with_chunks(
        chunk_log2: u8,
        key: &Key,
        aad: &Aad,
        random: &mut Random<'_>,
    ) -> Result<Self, SealError> {
        let header = Header::new(chunk_log2, fresh(random)?);
        let chunk_len = 1 << chunk_log2;
        Ok(Self {
            cipher: stream_cipher(key, &header.bytes, aad),
            chunk_len,
            header: header.bytes.to_vec(),
            pending: Zeroizing::new(Vec::with_capacity(chunk_len + TAG_LEN)),
            position: 0,
        })
    }

    /// Takes more content, of any length, and returns what is ready to be stored: nothing, or the header and whole
    /// chunks.
    ///
    /// # Errors
    /// [`SealError::TooLong`] beyond 2^32 - 1 chunks.
    pub fn push(&mut self, mut content: &[u8]) -> Result<Vec<u8>, SealError> {
        let full_chunks = (self.pending.len() + content.len()) / self.chunk_len;
        let mut ready = Vec::with_capacity(self.header.len() + full_chunks * (self.chunk_len + TAG_LEN));
        while !content.is_empty() {
            if self.pending.len() == self.chunk_len {
                self.seal_pending(false, &mut ready)?;
            }
            let (now, later) = content.split_at(content.len().min(self.chunk_len - self.pending.len()));
            self.pending.extend_from_slice(now);
            content = later;
        }
        Ok(ready)
    }

    /// Says that the content is complete, and returns the end of the stream.
    ///
    /// # Errors
    /// [`SealError::TooLong`] beyond 2^32 - 1 chunks.
    pub fn finish(mut self) -> Result<Vec<u8>, SealError> {
        let mut ready = Vec::with_capacity(self.header.len() + self.pending.len() + TAG_LEN);
        self.seal_pending(true, &mut ready)?;
        Ok(ready)
    }

    fn seal_pending(&mut self, last: bool, ready: &mut Vec<u8>) -> Result<(), SealError> {
        let next = self.position.checked_add(1).ok_or(SealError::TooLong)?;
        self.cipher
            .encrypt_in_place(self.position, last, b"", &mut *self.pending)
            .map_err(|_| SealError::TooLong)?;
        ready.append(&mut self.header);
        ready.extend_from_slice(&self.pending);
        self.pending.clear();
        self.position = next;
        Ok(())
    }
}

/// Shows how far it is, neither key nor content.
impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

/// Seals content that is at hand as a whole: the same bytes as one [`Sealer::push`] and [`Sealer::finish`].
///
/// # Errors
/// See [`SealError`].
pub fn seal_stream(key: &Key, aad: &Aad, content: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, SealError> {
    let mut sealer = Sealer::new(key, aad, random)?;
    let length = Layout::of_plain(content.len() as u64).and_then(|layout| usize::try_from(layout.sealed_len()).ok());
    let mut sealed = Vec::with_capacity(length.ok_or(SealError::TooLong)?);
    for part in content.chunks(sealer.chunk_len) {
        sealed.append(&mut sealer.push(part)?);
    }
    sealed.append(&mut sealer.finish()?);
    Ok(sealed)
}
