//! Picture files, opened with care.

use std::io::Cursor;

use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Luma, error::LimitErrorKind,
};

use super::fence::fenced;

/// The largest file, in bytes (25 MiB, as for documents).
pub const MAX_FILE_BYTES: usize = 25 * 1024 * 1024;
/// The longest side, in pixels.
pub const MAX_SIDE: u32 = 16_384;
/// The most pixels in all: the largest photographs phones of today make by default.
pub const MAX_PIXELS: u64 = 64_000_000;

/// Room for the decoded picture: four bytes a pixel, and what the decoder needs beside it.
const MAX_MEMORY: u64 = MAX_PIXELS * 6;

/// Why a file is not scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Neither JPEG nor PNG nor WebP.
    #[error("not a JPEG, PNG or WebP picture")]
    UnknownKind,
    /// Larger than [`MAX_FILE_BYTES`], [`MAX_SIDE`] or [`MAX_PIXELS`]. Said by the file's size or its
    /// header, before memory is taken.
    #[error("the picture is too large")]
    TooLarge,
    /// Cut, damaged or not what its first bytes say.
    #[error("the picture is damaged")]
    Damaged,
}

/// The picture's brightness, turned as its EXIF says; what is transparent counts as white.
pub(super) fn decode(bytes: &[u8]) -> Result<GrayImage, PictureError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(PictureError::TooLarge);
    }
    let format = image::guess_format(bytes).map_err(|_| PictureError::UnknownKind)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PictureError::UnknownKind);
    }
    fenced(|| decode_as(bytes, format)).unwrap_or(Err(PictureError::Damaged))
}

/// Whether a picture of that size is looked at.
pub(super) fn within_limits(width: u32, height: u32) -> bool {
    width.max(height) <= MAX_SIDE && u64::from(width) * u64::from(height) <= MAX_PIXELS
}

fn decode_as(bytes: &[u8], format: ImageFormat) -> Result<GrayImage, PictureError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(cause)?;
    let (width, height) = decoder.dimensions();
    if !within_limits(width, height) {
        return Err(PictureError::TooLarge);
    }
    let orientation = decoder.orientation().map_err(cause)?;
    let mut picture = DynamicImage::ImageLuma8(brightness(DynamicImage::from_decoder(decoder).map_err(cause)?));
    picture.apply_orientation(orientation);
    Ok(picture.into_luma8())
}

fn brightness(picture: DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.into_luma8();
    }
    let mixed = picture.into_luma_alpha8();
    GrayImage::from_fn(mixed.width(), mixed.height(), |x, y| {
        let [light, opaque] = mixed.get_pixel(x, y).0.map(u32::from);
        let on_white = (light * opaque + 255 * (255 - opaque)) / 255;
        Luma([u8::try_from(on_white).unwrap_or(u8::MAX)])
    })
}

fn cause(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(limit)
            if matches!(
                limit.kind(),
                LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory
            ) =>
        {
            PictureError::TooLarge
        }
        _ => PictureError::Damaged,
    }
}
