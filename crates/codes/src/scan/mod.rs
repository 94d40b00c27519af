//! Finding QR symbols in pictures and camera frames.
//!
//! Two engines: rxing first, rqrr second, then passes over the inverted, the smaller and the turned
//! picture, and over the picture in another light: levelled against lamps and shade, softened
//! against noise. Passes and attempts are counted and no clock is looked at, so the same picture
//! always gives the same answer; who has a clock can end the search early ([`read_picture_while`]).
//!
//! A picture is foreign input: its kind and size are checked before memory is taken, and a
//! panic in a decoder or an engine ends that attempt and nothing else. (Where panics abort, as
//! in a browser's module, the module itself is the fence: run it in a worker of its own.)

mod black;
mod engine;
mod fence;
mod light;
mod metered;
mod pass;
mod picture;
mod view;

use std::time::Duration;

pub use picture::{MAX_FILE_BYTES, MAX_PIXELS, MAX_SIDE, PictureError};

/// A symbol that was found and read.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// What it says.
    pub text: String,
    /// Where it is, in pixels of the picture as shown (turned as its EXIF says): the symbol's
    /// own top left, top right, bottom right and bottom left corner. To within a few pixels,
    /// and possibly a little outside the picture.
    pub corners: [(f32, f32); 4],
    /// Which engine read it.
    pub engine: Engine,
}

/// A decoder of symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// rxing, a port of ZXing.
    Rxing,
    /// rqrr, a port of quirc.
    Rqrr,
}

/// How long a person waits for a picture to be read; for [`read_picture_while`].
pub const PICTURE_PATIENCE: Duration = Duration::from_secs(5);

/// Every symbol in a JPEG, PNG or WebP file, each text once; empty when there is none.
///
/// # Errors
/// [`PictureError`] when the bytes are no such picture or it is beyond the limits.
pub fn read_picture(bytes: &[u8]) -> Result<Vec<Found>, PictureError> {
    read_picture_while(bytes, || true)
}

/// As [`read_picture`], for as long as `more` says that there is time: it is asked before each pass
/// and each attempt of one, which take some milliseconds. What was found until then is the answer.
///
/// # Errors
/// As [`read_picture`].
pub fn read_picture_while(bytes: &[u8], mut more: impl FnMut() -> bool) -> Result<Vec<Found>, PictureError> {
    let picture = picture::decode(bytes)?;
    Ok(pass::search(
        picture.dimensions(),
        picture.as_raw(),
        pass::Effort::Picture,
        &mut more,
    ))
}

/// Every symbol in a camera frame: `width` × `height` bytes of brightness, row by row, nothing
/// between rows. Spends less on each than [`read_picture`]: another frame is coming. Empty also
/// when the length does not fit or the frame is beyond [`MAX_SIDE`] or [`MAX_PIXELS`].
pub fn read_gray(width: u32, height: u32, pixels: &[u8]) -> Vec<Found> {
    let fits = u64::from(width) * u64::from(height) == pixels.len() as u64;
    if !fits || pixels.is_empty() || !picture::within_limits(width, height) {
        return Vec::new();
    }
    pass::search((width, height), pixels, pass::Effort::Frame, &mut || true)
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Found")
            .field("corners", &self.corners)
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
