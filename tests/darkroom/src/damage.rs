//! Pictures and files that something has gone wrong with.

use image::GrayImage;
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

/// What has happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    /// Some bytes are others.
    Bytes,
    /// Its end is missing.
    Cut,
    /// A part stands where another was.
    Moved,
    /// A part is zero.
    Blank,
    /// Its first bytes, which say how large it is, are others.
    Head,
}

const ALL: [Damage; 5] = [Damage::Bytes, Damage::Cut, Damage::Moved, Damage::Blank, Damage::Head];

/// A file with damage that a seed draws.
pub fn damaged(file: &[u8], seed: u64) -> Vec<u8> {
    let mut chance = Pcg64Mcg::seed_from_u64(seed);
    let mut file = file.to_vec();
    if file.is_empty() {
        return file;
    }
    let length = file.len();
    let part = |chance: &mut Pcg64Mcg| {
        let start = chance.random_range(0..length);
        let end = (start + chance.random_range(1..=length / 8 + 1)).min(length);
        start..end
    };
    match ALL[chance.random_range(0..ALL.len())] {
        Damage::Bytes => {
            for _ in 0..chance.random_range(1..40) {
                let at = chance.random_range(0..length);
                file[at] = chance.random();
            }
        }
        Damage::Cut => file.truncate(chance.random_range(0..length)),
        Damage::Moved => {
            let from = part(&mut chance);
            let to = chance.random_range(0..=length - from.len());
            file.copy_within(from, to);
        }
        Damage::Blank => {
            let part = part(&mut chance);
            file[part].fill(0);
        }
        Damage::Head => {
            for _ in 0..chance.random_range(1..6) {
                let at = chance.random_range(0..length.min(64));
                file[at] = chance.random();
            }
        }
    }
    file
}

/// A picture that was scratched: blocks painted over, rows moved, some pixels others.
pub fn scratched(picture: &GrayImage, seed: u64) -> GrayImage {
    let mut chance = Pcg64Mcg::seed_from_u64(seed);
    let mut picture = picture.clone();
    let (width, height) = picture.dimensions();
    if width < 2 || height < 2 {
        return picture;
    }
    for _ in 0..chance.random_range(0..6) {
        let (left, top) = (chance.random_range(0..width), chance.random_range(0..height));
        let (right, bottom) = (
            (left + chance.random_range(1..=width / 3 + 1)).min(width),
            (top + chance.random_range(1..=height / 3 + 1)).min(height),
        );
        let paint = chance.random();
        for (x, y) in (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y))) {
            picture.put_pixel(x, y, image::Luma([paint]));
        }
    }
    for _ in 0..chance.random_range(0..12) {
        let row = chance.random_range(0..height) as usize * width as usize;
        let by = chance.random_range(0..width) as usize;
        if let Some(row) = picture.get_mut(row..row + width as usize) {
            row.rotate_left(by);
        }
    }
    for _ in 0..chance.random_range(0..width * height / 8) {
        let (x, y) = (chance.random_range(0..width), chance.random_range(0..height));
        picture.put_pixel(x, y, image::Luma([chance.random()]));
    }
    picture
}
