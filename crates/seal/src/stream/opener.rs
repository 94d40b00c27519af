//! Reading a stream: any chunk by itself, any range of the content, or all of it.

use std::fmt;

use aead_stream::{StreamBE32, StreamPrimitive as _};
use aes_gcm::Aes256Gcm;
use zeroize::Zeroizing;

use super::layout::{Header, Layout, Span, StreamError};
use super::stream_cipher;
use crate::{Aad, Key};

/// Opens parts of one stream. It keeps no position: chunks open in any order, also from several threads.
///
/// What opened is authentic: these bytes, at this place, in this stream. Whether the stream is complete shows **only in
/// its last chunk**, since the length of a file that was cut isn't authenticated by anything before. Where the whole
/// matters (a length announced to a client, a document about to be signed), call [`Opener::confirm_end`] or open the
/// last chunk first.
///
/// ```
/// # use congdanso_seal::{Aad, Key, Opener, STREAM_HEADER_LEN, seal_stream};
/// # let mut random = |bytes: &mut [u8]| { bytes.fill(7); Ok(()) };
/// # let key = Key::from_bytes(&[1; 32]);
/// # let bound_to = Aad::new("document").number(12);
/// # let stored = seal_stream(&key, &bound_to, &[5; 200_000], &mut random).unwrap();
/// # let read = |range: std::ops::Range<u64>| &stored[range.start as usize..range.end as usize];
/// let opener = Opener::new(&key, &bound_to, read(0..STREAM_HEADER_LEN as u64), stored.len() as u64)?;
/// let last = opener.layout().chunks() - 1;
/// opener.confirm_end(read(opener.layout().sealed_range(last).unwrap()))?;
///
/// let span = opener.layout().span(70_000..140_000).unwrap(); // Range: bytes=70000-139999
/// let content = opener.open_span(&span, read(span.sealed.clone()))?;
/// assert_eq!(content.len(), 70_000);
/// # Ok::<(), congdanso_seal::StreamError>(())
/// ```
pub struct Opener {
    cipher: StreamBE32<Aes256Gcm>,
    layout: Layout,
}

impl Opener {
    /// For the stored stream of `sealed_len` bytes that begins with `start` (at least
    /// [`STREAM_HEADER_LEN`](crate::STREAM_HEADER_LEN) bytes; more are ignored). A wrong key or `aad` shows when the
    /// first chunk is opened, not here.
    ///
    /// # Errors
    /// [`StreamError::UnknownVersion`], or [`StreamError::Malformed`] when no stream has this header and length.
    pub fn new(key: &Key, aad: &Aad, start: &[u8], sealed_len: u64) -> Result<Self, StreamError> {
        let header = Header::read(start)?;
        let layout = Layout::of_sealed(&header, sealed_len)?;
        Ok(Self {
            cipher: stream_cipher(key, &header.bytes, aad),
            layout,
        })
    }

    /// The stream's measures.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Opens `chunk` from its sealed bytes ([`Layout::sealed_range`]).
    ///
    /// # Errors
    /// [`StreamError::NoSuchPart`], [`StreamError::WrongLength`] or [`StreamError::Refused`].
    pub fn open_chunk(&self, chunk: u32, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StreamError> {
        let place = self.layout.sealed_range(chunk).ok_or(StreamError::NoSuchPart)?;
        expect_length(place.end - place.start, sealed)?;
        let mut buffer = Zeroizing::new(sealed.to_vec());
        self.cipher
            .decrypt_in_place(chunk, self.layout.is_last(chunk), b"", &mut *buffer)
            .map_err(|_| StreamError::Refused { chunk })?;
        Ok(buffer)
    }

    /// Opens the last chunk from its sealed bytes and drops it: afterwards [`Layout::plain_len`] is authentic.
    ///
    /// # Errors
    /// As [`Opener::open_chunk`]; [`StreamError::Refused`] for a stream that was cut.
    pub fn confirm_end(&self, last_sealed: &[u8]) -> Result<(), StreamError> {
        self.open_chunk(self.layout.chunks() - 1, last_sealed).map(drop)
    }

    /// Opens exactly `span.plain` of the content from the bytes `span.sealed` of the stream.
    ///
    /// # Errors
    /// [`StreamError::NoSuchPart`] when the span isn't of this stream's layout; otherwise as [`Opener::open_chunk`].
    /// Nothing is returned unless every chunk of the span opens.
    pub fn open_span(&self, span: &Span, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StreamError> {
        if self.layout.span(span.plain.clone()).as_ref() != Some(span) {
            return Err(StreamError::NoSuchPart);
        }
        expect_length(span.sealed.end - span.sealed.start, sealed)?;
        let mut content = with_room(span.plain.end - span.plain.start);
        let mut rest = sealed;
        for chunk in span.chunks.clone() {
            let (now, later) = self.split_chunk(chunk, rest)?;
            let opened = self.open_chunk(chunk, now)?;
            let held = self.layout.plain_range(chunk).ok_or(StreamError::NoSuchPart)?;
            let from = span.plain.start.max(held.start) - held.start;
            let to = span.plain.end.min(held.end) - held.start;
            content.extend_from_slice(&opened[from as usize..to as usize]);
            rest = later;
        }
        Ok(content)
    }

    /// Cuts the sealed bytes of `chunk` off the front of `sealed`.
    fn split_chunk<'a>(&self, chunk: u32, sealed: &'a [u8]) -> Result<(&'a [u8], &'a [u8]), StreamError> {
        let place = self.layout.sealed_range(chunk).ok_or(StreamError::NoSuchPart)?;
        let expected = place.end - place.start;
        let found = sealed.len() as u64;
        usize::try_from(expected)
            .ok()
            .and_then(|length| sealed.split_at_checked(length))
            .ok_or(StreamError::WrongLength { expected, found })
    }
}

/// Shows the measures, not the key.
impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opener")
            .field("layout", &self.layout)
            .finish_non_exhaustive()
    }
}

/// Opens a whole stream at once: complete, in order and authentic, or nothing.
///
/// # Errors
/// See [`StreamError`].
pub fn open_stream(key: &Key, aad: &Aad, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StreamError> {
    let opener = Opener::new(key, aad, sealed, sealed.len() as u64)?;
    let layout = opener.layout();
    let mut content = with_room(layout.plain_len());
    let (_, mut rest) = sealed
        .split_at_checked(super::layout::STREAM_HEADER_LEN)
        .ok_or(StreamError::Malformed)?;
    for chunk in 0..layout.chunks() {
        let (now, later) = opener.split_chunk(chunk, rest)?;
        content.extend_from_slice(&opener.open_chunk(chunk, now)?);
        rest = later;
    }
    Ok(content)
}

fn expect_length(expected: u64, sealed: &[u8]) -> Result<(), StreamError> {
    let found = sealed.len() as u64;
    if found == expected {
        Ok(())
    } else {
        Err(StreamError::WrongLength { expected, found })
    }
}

/// A buffer that holds `length` bytes without growing (growing would leave a copy of the plaintext behind). The length
/// has been compared with sealed bytes at hand, so it can't be larger than they are.
fn with_room(length: u64) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0)))
}
