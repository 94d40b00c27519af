//! The scanner before the darkroom's pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::io::Cursor;

use codes::scan::{read_gray, read_picture};
use darkroom::{Frame, Shot, damaged, roll, samples, scratched};
use image::ImageFormat;

/// `make bench` tries ten times as many.
const DAMAGED: u64 = 500;

#[test]
fn the_same_shot_is_the_same_picture() {
    let shot = Shot {
        size: (320, 240),
        noise: 9.0,
        ..Shot::default()
    };
    let symbol = &samples()[0].symbol;
    assert_eq!(shot.take(symbol), shot.take(symbol));
    assert_ne!(
        shot.take(symbol),
        Shot {
            seed: 1,
            ..shot.clone()
        }
        .take(symbol)
    );
}

#[test]
fn usual_pictures_are_read_whatever_the_trouble() {
    for frame in roll(1).iter().filter(|frame| frame.grade == 1) {
        let Frame { trouble, sample, .. } = frame;
        let picture = frame.develop();
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, ImageFormat::Png).unwrap();
        let read: Vec<String> = read_picture(file.get_ref())
            .unwrap()
            .into_iter()
            .map(|found| found.text)
            .collect();
        assert_eq!(
            read,
            std::slice::from_ref(&sample.text),
            "{} of {}",
            trouble.name(),
            sample.name
        );
    }
}

#[test]
fn no_damaged_picture_upsets_it() {
    let small = Shot {
        size: (200, 200),
        share: 0.9,
        ..Shot::default()
    };
    let pictures: Vec<_> = samples().iter().map(|sample| small.take(&sample.symbol)).collect();
    let formats = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
    for seed in 0..DAMAGED {
        let picture = &pictures[seed as usize % pictures.len()];
        let scratched = scratched(picture, seed);
        let _ = read_gray(scratched.width(), scratched.height(), scratched.as_raw());
        let mut file = Cursor::new(Vec::new());
        picture
            .write_to(&mut file, formats[seed as usize % formats.len()])
            .unwrap();
        let _ = read_picture(&damaged(file.get_ref(), seed));
    }
}
