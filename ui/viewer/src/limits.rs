//! What a foreign file may ask for at most.

/// The largest file that is opened, in bytes: the largest the store keeps.
pub const BYTES: u64 = domain::limits::DOCUMENT_BYTES;

/// The most pages a file may have.
pub const PAGES: usize = 2_000;

/// The most pixels one drawing may have: what the canvas of a phone can hold.
pub const PIXELS: u32 = 4_096 * 4_096;

/// The longest side of a drawing, in pixels.
pub const SIDE: u32 = 8_192;
