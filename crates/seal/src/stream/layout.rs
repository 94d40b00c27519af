//! Where everything lies in a stream: pure arithmetic between plaintext offsets, chunks and sealed offsets. A server
//! answers an HTTP Range with it, a vault finds the chunk of a page. All lengths and offsets are in bytes.

use std::ops::Range;

use thiserror::Error;

use crate::cipher::TAG_LEN;

/// The version of the stream format written, and the newest that is read.
pub const STREAM_VERSION: u8 = 1;
/// Plaintext bytes of every chunk but the last, as written today (64 KiB).
pub const CHUNK_LEN: usize = 1 << CHUNK_LOG2;
/// Sealed bytes of every chunk but the last.
pub const SEALED_CHUNK_LEN: usize = CHUNK_LEN + TAG_LEN;
/// Bytes before the first chunk.
pub const STREAM_HEADER_LEN: usize = 2 + SALT_LEN;

pub(super) const CHUNK_LOG2: u8 = 16;
/// Chunk lengths that are read: 1 KiB to 1 MiB. A hostile header can't make a reader hold more than that.
const READABLE_CHUNK_LOG2: std::ops::RangeInclusive<u8> = 10..=20;
const SALT_LEN: usize = 32;
const TAG: u64 = TAG_LEN as u64;
const HEADER: u64 = STREAM_HEADER_LEN as u64;

/// Why a stream, or a part of it, didn't open.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum StreamError {
    /// Written in a version of the format this program doesn't know: a newer program can open it.
    #[error("sealed in version {found} of the stream format; this program knows versions up to {newest}")]
    UnknownVersion {
        /// The version the stream needs.
        found: u8,
        /// The newest version known here ([`STREAM_VERSION`]).
        newest: u8,
    },
    /// No stream has this header or this length: something is missing or too much.
    #[error("not a sealed stream")]
    Malformed,
    /// A chunk or span was asked for that this stream doesn't have.
    #[error("the stream has no such part")]
    NoSuchPart,
    /// The sealed bytes given for a chunk or span aren't as many as it has.
    #[error("{found} sealed bytes were given where the part has {expected}")]
    WrongLength {
        /// How many the layout expects.
        expected: u64,
        /// How many were given.
        found: u64,
    },
    /// Wrong key, other associated data, changed bytes, a chunk of another place or stream, or a stream cut short.
    /// Which of these can't be known.
    #[error("wrong key, wrong place or changed content in chunk {chunk}")]
    Refused {
        /// The chunk that didn't open; the first is 0.
        chunk: u32,
    },
}

/// The header of a stream, read.
#[derive(Clone, Copy)]
pub(super) struct Header {
    pub(super) bytes: [u8; STREAM_HEADER_LEN],
    pub(super) chunk_log2: u8,
}

impl Header {
    pub(super) fn new(chunk_log2: u8, salt: [u8; SALT_LEN]) -> Self {
        let mut bytes = [0; STREAM_HEADER_LEN];
        bytes[0] = STREAM_VERSION;
        bytes[1] = chunk_log2;
        bytes[2..].copy_from_slice(&salt);
        Self { bytes, chunk_log2 }
    }

    pub(super) fn read(start: &[u8]) -> Result<Self, StreamError> {
        let version = *start.first().ok_or(StreamError::Malformed)?;
        if version != STREAM_VERSION {
            return Err(StreamError::UnknownVersion {
                found: version,
                newest: STREAM_VERSION,
            });
        }
        let bytes = *start.first_chunk::<STREAM_HEADER_LEN>().ok_or(StreamError::Malformed)?;
        let chunk_log2 = bytes[1];
        if !READABLE_CHUNK_LOG2.contains(&chunk_log2) {
            return Err(StreamError::Malformed);
        }
        Ok(Self { bytes, chunk_log2 })
    }

    pub(super) fn salt_of(bytes: &[u8; STREAM_HEADER_LEN]) -> &[u8] {
        &bytes[2..]
    }
}

/// The measures of one stream. Two ways to get one: [`Layout::of_plain`] before sealing,
/// [`Opener::layout`](crate::Opener::layout) for a stored stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    chunk_log2: u8,
    plain_len: u64,
    chunks: u32,
}

/// What must be read to open a range of the plaintext ([`Layout::span`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The chunks to open.
    pub chunks: Range<u32>,
    /// Where they lie in the sealed stream, header included: the bytes to fetch.
    pub sealed: Range<u64>,
    /// The plaintext asked for.
    pub plain: Range<u64>,
}

/// How long the stream of `plain_len` bytes of content is, header included; `None` beyond 2^32 - 1 chunks (256 TiB).
#[must_use]
pub fn sealed_len(plain_len: u64) -> Option<u64> {
    Layout::of_plain(plain_len).map(|layout| layout.sealed_len())
}

impl Layout {
    /// The measures of a stream that [`Sealer`](crate::Sealer) writes for `plain_len` bytes of content; `None` beyond
    /// 2^32 - 1 chunks.
    #[must_use]
    pub fn of_plain(plain_len: u64) -> Option<Self> {
        Self::with_chunks(CHUNK_LOG2, plain_len)
    }

    pub(super) fn with_chunks(chunk_log2: u8, plain_len: u64) -> Option<Self> {
        let chunks = u32::try_from(plain_len.div_ceil(1 << chunk_log2).max(1)).ok()?;
        Some(Self {
            chunk_log2,
            plain_len,
            chunks,
        })
    }

    /// The measures of a stored stream of `sealed_len` bytes; refused when no content gives this length.
    pub(super) fn of_sealed(header: &Header, sealed_len: u64) -> Result<Self, StreamError> {
        let body = sealed_len
            .checked_sub(HEADER)
            .filter(|body| *body >= TAG)
            .ok_or(StreamError::Malformed)?;
        let chunks = body.div_ceil((1 << header.chunk_log2) + TAG);
        let plain_len = body.checked_sub(chunks * TAG).ok_or(StreamError::Malformed)?;
        Self::with_chunks(header.chunk_log2, plain_len)
            .filter(|layout| layout.sealed_len() == sealed_len)
            .ok_or(StreamError::Malformed)
    }

    /// Length of the content.
    #[must_use]
    pub fn plain_len(&self) -> u64 {
        self.plain_len
    }

    /// Length of the stream, header included.
    #[must_use]
    pub fn sealed_len(&self) -> u64 {
        HEADER + self.plain_len + u64::from(self.chunks) * TAG
    }

    /// How many chunks there are; at least one.
    #[must_use]
    pub fn chunks(&self) -> u32 {
        self.chunks
    }

    /// Whether `chunk` is the last one.
    #[must_use]
    pub fn is_last(&self, chunk: u32) -> bool {
        chunk == self.chunks - 1
    }

    /// The chunk that holds the byte at `offset` of the content; `None` at or behind its end.
    #[must_use]
    pub fn chunk_of(&self, offset: u64) -> Option<u32> {
        if offset < self.plain_len {
            u32::try_from(offset >> self.chunk_log2).ok()
        } else {
            None
        }
    }

    /// Which part of the content `chunk` holds; `None` for a chunk that doesn't exist.
    #[must_use]
    pub fn plain_range(&self, chunk: u32) -> Option<Range<u64>> {
        let start = u64::from(chunk) << self.chunk_log2;
        (chunk < self.chunks).then(|| start..self.plain_len.min(start + (1 << self.chunk_log2)))
    }

    /// Where `chunk` lies in the stream, tag included; `None` for a chunk that doesn't exist.
    #[must_use]
    pub fn sealed_range(&self, chunk: u32) -> Option<Range<u64>> {
        let plain = self.plain_range(chunk)?;
        let start = HEADER + plain.start + u64::from(chunk) * TAG;
        Some(start..start + (plain.end - plain.start) + TAG)
    }

    /// What to fetch and open for the bytes `plain` of the content; `None` when the range is empty, reversed or reaches
    /// beyond the end (answer HTTP 416).
    #[must_use]
    pub fn span(&self, plain: Range<u64>) -> Option<Span> {
        if plain.is_empty() {
            return None;
        }
        let (first, last) = (self.chunk_of(plain.start)?, self.chunk_of(plain.end - 1)?);
        let sealed = self.sealed_range(first)?.start..self.sealed_range(last)?.end;
        Some(Span {
            chunks: first..last + 1,
            sealed,
            plain,
        })
    }
}
