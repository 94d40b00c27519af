//! How black is told from white.

use rxing::{
    Binarizer, Luma8Source,
    common::{BIT_FIELD_BASE_BITS, BitArray, BitMatrix, GlobalHistogramBinarizer, HybridBinarizer},
};

use super::{fence::fenced, view::Gray};

/// How black is told from white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Threshold {
    /// By the brightness around, in blocks: photographs, shade.
    Local,
    /// One for all: clean pictures, coarse modules.
    Global,
    /// By the brightness on the way there, along the rows: finer than blocks, and rqrr's own.
    Running,
}

impl Threshold {
    /// The picture's black pixels; the white ones of a negative.
    pub(super) fn black(self, image: &Gray<'_>, inverted: bool) -> Option<BitMatrix> {
        let bits = fenced(|| {
            let source = Luma8Source::new_with_slice(image.as_raw(), image.width(), image.height()).ok();
            match self {
                Self::Local => HybridBinarizer::new(source?).get_black_matrix().ok().cloned(),
                Self::Global => GlobalHistogramBinarizer::new(source?).get_black_matrix().ok().cloned(),
                Self::Running => running(image, inverted),
            }
        });
        let mut bits = bits.flatten()?;
        if inverted && self.flips() {
            bits.flip_self();
        }
        Some(bits)
    }

    /// Whether black and white of a negative are taken to be white and black of the picture. Not where what is as bright as its
    /// surroundings counts as white: a plain wall would be black.
    pub(super) fn flips(self) -> bool {
        self != Self::Running
    }
}

/// A pixel is black when it is darker than this share, in percent, of what is around.
const DARKER: u32 = 95;
/// What is around: this part of a row to either side, the nearer the weightier.
const WINDOW: u32 = 8;
/// Binary places of the fraction by which a sum fades.
const PLACES: u32 = 16;

/// Wellner, Adaptive Thresholding for the DigitalDesk (1993), as quirc and rqrr do it, which divide several times for each pixel where
/// this multiplies; a frame of a camera has no time for that.
fn running(image: &Gray<'_>, inverted: bool) -> Option<BitMatrix> {
    let (width, height) = image.dimensions();
    let mut bits = BitMatrix::new(width, height).ok()?;
    let fade = (1 << PLACES) / (width / WINDOW).max(1);
    let negative = if inverted { u8::MAX } else { 0 };
    let fed = |sum: u32, pixel: u8| sum - (sum * fade).div_ceil(1 << PLACES) + u32::from(pixel ^ negative);
    // Two sums go through the rows, each back and forth, and meet in every pixel.
    let (mut rightward, mut leftward) = (0, 0);
    let mut from_left = vec![0; width as usize];
    let mut from_right = from_left.clone();
    let mut line = BitArray::with_size(width as usize);
    for (y, row) in (0..height).zip(image.as_raw().chunks_exact(width as usize)) {
        let sums = from_left.iter_mut().zip(from_right.iter_mut().rev());
        for ((right, left), (pixel, mirrored)) in sums.zip(row.iter().zip(row.iter().rev())) {
            rightward = fed(rightward, *pixel);
            leftward = fed(leftward, *mirrored);
            (*right, *left) = (rightward, leftward);
        }
        (rightward, leftward) = (leftward, rightward);
        let parts = row
            .chunks(BIT_FIELD_BASE_BITS)
            .zip(from_left.chunks(BIT_FIELD_BASE_BITS));
        let parts = parts.zip(from_right.chunks(BIT_FIELD_BASE_BITS));
        for (part, ((pixels, right), left)) in parts.enumerate() {
            let mut word = 0;
            for (place, (pixel, (right, left))) in pixels.iter().zip(right.iter().zip(left)).enumerate() {
                let limit = (right + left) * fade * DARKER / (200 << PLACES);
                word |= usize::from(u32::from(pixel ^ negative) < limit) << place;
            }
            line.setBulk(part * BIT_FIELD_BASE_BITS, word);
        }
        bits.setRow(y, &line);
    }
    Some(bits)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    /// A slope with lines on it, and something irregular.
    fn picture(width: u32, height: u32) -> Gray<'static> {
        let pixel = |x: u32, y: u32| {
            let line = if (x / 3 + y / 5).is_multiple_of(4) { 60 } else { 0 };
            (220 - x * 150 / width + (x * x + y * 7) % 23 - line).to_le_bytes()[0]
        };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x, y)));
        Gray::from_raw(width, height, Cow::Owned(pixels.collect())).unwrap()
    }

    #[test]
    fn the_running_threshold_is_rqrrs() {
        // Widths whose eighth is a power of two: there multiplying is dividing.
        for (width, height) in [(512, 40), (64, 33), (8, 9), (1, 5)] {
            let image = picture(width, height);
            let bits = Threshold::Running.black(&image, false).unwrap();
            let theirs = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
                image.get_pixel(x as u32, y as u32).0[0]
            });
            for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
                let black = theirs.get_pixel_at(x as usize, y as usize) == 1_u8;
                assert_eq!(bits.get(x, y), black, "{width}: {x} {y}");
            }
        }
    }

    #[test]
    fn a_negatives_blacks_are_the_whites() {
        let image = picture(203, 90);
        let negative = image.as_raw().iter().map(|pixel| u8::MAX - pixel).collect();
        let negative = Gray::from_raw(203, 90, Cow::Owned(negative)).unwrap();
        assert_eq!(
            Threshold::Running.black(&image, true),
            Threshold::Running.black(&negative, false)
        );
        for threshold in [Threshold::Local, Threshold::Global] {
            let mut flipped = threshold.black(&image, false).unwrap();
            flipped.flip_self();
            assert_eq!(threshold.black(&image, true), Some(flipped));
        }
    }
}
