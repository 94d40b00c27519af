//! Pictures with the light taken out: glare, shade, darkness and noise.

use std::ops::Deref;

use image::{GrayImage, ImageBuffer, Luma, imageops};

type Image<Bytes> = ImageBuffer<Luma<u8>, Bytes>;

/// What is done to a picture before an engine sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Light {
    /// Every place is given the same mean brightness and the same contrast: what a lamp or a shade has left of a symbol comes back.
    Levelled,
    /// The same of nearer surroundings: fine modules out of focus or seen from the side.
    FinelyLevelled,
    /// Each pixel is mixed with its neighbours: noise goes, and fine lines with it.
    Softened,
    /// Softened, then levelled.
    Both,
}

/// A place's surroundings reach so far: a part of the longest side.
const REACH: u32 = 40;
const NEAR: u32 = 120;
/// Contrast below this standard deviation, in steps of grey, is taken for noise and not drawn out further.
const LEAST: f32 = 5.0;
/// The standard deviation that every place is given.
const CONTRAST: f32 = 60.0;

pub(super) fn treat(image: &Image<impl Deref<Target = [u8]>>, light: Light) -> GrayImage {
    match light {
        Light::Levelled => levelled(image, REACH),
        Light::FinelyLevelled => levelled(image, NEAR),
        Light::Softened => softened(image),
        Light::Both => levelled(&softened(image), REACH),
    }
}

fn softened(image: &Image<impl Deref<Target = [u8]>>) -> GrayImage {
    imageops::filter3x3(
        image,
        &[1.0, 2.0, 1.0, 2.0, 4.0, 2.0, 1.0, 2.0, 1.0].map(|weight: f32| weight / 16.0),
    )
}

fn levelled(image: &Image<impl Deref<Target = [u8]>>, reach: u32) -> GrayImage {
    let (width, height) = image.dimensions();
    let sums = Sums::of(image);
    let reach = (width.max(height) / reach).max(6);
    GrayImage::from_fn(width, height, |x, y| {
        let (left, top) = (x.saturating_sub(reach), y.saturating_sub(reach));
        let (right, bottom) = ((x + reach + 1).min(width), (y + reach + 1).min(height));
        let (mean, deviation) = sums.within(left, top, right, bottom);
        let value = f32::from(image.get_pixel(x, y).0[0]);
        let levelled = (value - mean) * CONTRAST / deviation.max(LEAST) + 127.5;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let levelled = levelled.clamp(0.0, 255.0) as u8;
        Luma([levelled])
    })
}

/// For each pixel the sum, and the sum of the squares, of everything above and left of it (Crow, Summed-Area Tables, 1984).
struct Sums {
    across: usize,
    plain: Vec<u64>,
    squares: Vec<u64>,
}

impl Sums {
    fn of(image: &Image<impl Deref<Target = [u8]>>) -> Self {
        let across = image.width() as usize + 1;
        let mut plain = vec![0; across];
        let mut squares = vec![0; across];
        for row in image.rows() {
            let above = plain.len() - across;
            let (mut sum, mut square) = (0_u64, 0_u64);
            plain.push(0);
            squares.push(0);
            for (x, pixel) in row.enumerate() {
                let value = u64::from(pixel.0[0]);
                sum += value;
                square += value * value;
                plain.push(plain[above + x + 1] + sum);
                squares.push(squares[above + x + 1] + square);
            }
        }
        Self { across, plain, squares }
    }

    /// Mean and standard deviation of a part that is not empty.
    fn within(&self, left: u32, top: u32, right: u32, bottom: u32) -> (f32, f32) {
        let at = |x: u32, y: u32| y as usize * self.across + x as usize;
        let sum = |sums: &[u64]| {
            (sums[at(right, bottom)] + sums[at(left, top)]) - (sums[at(left, bottom)] + sums[at(right, top)])
        };
        #[allow(clippy::cast_precision_loss, reason = "a mean of bytes needs no more")]
        let share = |sum: u64| sum as f64 / f64::from((right - left) * (bottom - top));
        let mean = share(sum(&self.plain));
        let variance = (share(sum(&self.squares)) - mean * mean).max(0.0);
        #[allow(clippy::cast_possible_truncation, reason = "a mean of bytes needs no more")]
        let answer = (mean as f32, variance.sqrt() as f32);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shade_leaves_comes_back() {
        // A checker of 8 pixels whose contrast falls from left to right.
        let image = GrayImage::from_fn(240, 240, |x, y| {
            let dark = (x / 8 + y / 8) % 2 == 0;
            let left = 240 - x;
            Luma([u8::try_from(if dark { left / 4 } else { left * 3 / 4 }).unwrap()])
        });
        let levelled = treat(&image, Light::Levelled);
        let contrast = |x: u32| levelled.get_pixel(x + 8, 100).0[0].abs_diff(levelled.get_pixel(x, 100).0[0]);
        for x in [40, 100, 160, 200] {
            assert!(contrast(x) > 80, "{} at {x}", contrast(x));
        }
    }

    #[test]
    fn sums_are_those_of_the_pixels() {
        let image = GrayImage::from_fn(7, 5, |x, y| Luma([u8::try_from(x * 30 + y).unwrap()]));
        let (mean, deviation) = Sums::of(&image).within(2, 1, 4, 3);
        let values = [61.0, 62.0, 91.0, 92.0_f32];
        let wanted = values.iter().sum::<f32>() / 4.0;
        let spread = (values.iter().map(|value| (value - wanted).powi(2)).sum::<f32>() / 4.0).sqrt();
        assert!((mean - wanted).abs() < 0.01 && (deviation - spread).abs() < 0.01);
    }

    #[test]
    fn a_picture_of_one_pixel_stays_one() {
        let image = GrayImage::from_pixel(1, 1, Luma([9]));
        assert_eq!(treat(&image, Light::Both).dimensions(), (1, 1));
    }
}
