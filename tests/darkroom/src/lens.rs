//! What the lens, the hand and the sensor make of it.

use std::io::Cursor;

use image::{GrayImage, ImageBuffer, ImageFormat, Luma, codecs::jpeg::JpegEncoder, imageops};
use rand::RngExt as _;
use rand_pcg::Pcg64Mcg;

use crate::{
    Shot,
    scene::{Seen, real},
};

/// A camera brightens a dark scene, and its noise with it, at most that much.
const GAIN: f32 = 4.0;

pub(crate) fn exposed(shot: &Shot, seen: Seen, chance: &mut Pcg64Mcg) -> GrayImage {
    let seen = shaken(focused(seen, shot.defocus), shot.shake);
    let light = shot.light.max(0.01);
    let gain = (1.0 / light).min(GAIN);
    let values = seen.values.iter().map(|value| {
        let caught = value.clamp(0.0, 1.0) * light;
        // Bright pixels are noisier, as light comes in grains.
        let noise = shot.noise * (0.5 + 0.5 * (caught / light).sqrt()) / light.sqrt();
        let value = caught * gain * 255.0 + normal(chance) * noise;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let value = value.clamp(0.0, 255.0) as u8;
        value
    });
    let values = values.collect();
    GrayImage::from_raw(seen.width, seen.height, values).unwrap_or_default()
}

/// As a file of that quality keeps it.
pub(crate) fn kept(picture: GrayImage, quality: Option<u8>) -> GrayImage {
    let Some(quality) = quality else {
        return picture;
    };
    let mut file = Cursor::new(Vec::new());
    let written = picture.write_with_encoder(JpegEncoder::new_with_quality(&mut file, quality));
    let read = written.and_then(|()| image::load_from_memory_with_format(file.get_ref(), ImageFormat::Jpeg));
    read.map_or(picture, |read| read.to_luma8())
}

fn focused(seen: Seen, sigma: f32) -> Seen {
    if sigma < 0.3 {
        return seen;
    }
    let (width, height) = (seen.width, seen.height);
    let Some(buffer) = ImageBuffer::<Luma<f32>, _>::from_raw(width, height, seen.values) else {
        return Seen {
            width,
            height,
            values: vec![0.0; (width * height) as usize],
        };
    };
    Seen {
        width,
        height,
        values: imageops::blur(&buffer, sigma).into_raw(),
    }
}

fn shaken(seen: Seen, (length, direction): (f32, f32)) -> Seen {
    if length < 1.0 {
        return seen;
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some dozens of pixels"
    )]
    let steps = length.ceil() as u32 + 1;
    let (sin, cos) = direction.to_radians().sin_cos();
    let ways: Vec<(i64, i64)> = (0..steps)
        .map(|step| {
            let along = length * (real(step) / real(steps - 1) - 0.5);
            #[allow(clippy::cast_possible_truncation, reason = "some dozens of pixels")]
            let way = ((along * cos).round() as i64, (along * sin).round() as i64);
            way
        })
        .collect();
    let (width, height) = (i64::from(seen.width), i64::from(seen.height));
    let value = |x: i64, y: i64| {
        let at = y.clamp(0, height - 1) * width + x.clamp(0, width - 1);
        usize::try_from(at)
            .ok()
            .and_then(|at| seen.values.get(at))
            .copied()
            .unwrap_or_default()
    };
    let values = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let values = values.map(|(x, y)| ways.iter().map(|(dx, dy)| value(x + dx, y + dy)).sum::<f32>() / real(steps));
    Seen {
        values: values.collect(),
        ..seen
    }
}

/// Of mean 0 and standard deviation 1, nearly.
fn normal(chance: &mut Pcg64Mcg) -> f32 {
    let sum: f32 = (0..4).map(|_| chance.random_range(-0.5_f32..0.5)).sum();
    sum * 3.0_f32.sqrt()
}
