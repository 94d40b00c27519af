//! Ten thousand pictures that something has gone wrong with: what is still read, and how long the worst takes.

use std::{
    io::Cursor,
    panic,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use codes::scan::{Found, read_gray, read_picture};
use darkroom::{Sample, Shot, damaged, samples, scratched};
use image::{GrayImage, ImageFormat};

/// Half of them files with damage, half frames with scratches.
const PICTURES: u64 = 10_000;
const SIZES: [(u32, u32); 2] = [(200, 200), (640, 480)];
const FORMATS: [ImageFormat; 3] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];

/// A picture before the damage.
struct Whole {
    sample: Sample,
    picture: GrayImage,
    files: Vec<Vec<u8>>,
}

#[derive(Default)]
struct Tally {
    pictures: usize,
    read: usize,
    misread: usize,
    refused: usize,
    panics: usize,
    worst: Duration,
}

/// Prints what came of them. A panic is an error.
pub fn survive() -> Result<()> {
    let wholes = wholes()?;
    let (mut files, mut frames) = (Tally::default(), Tally::default());
    for seed in 0..PICTURES {
        let whole = &wholes[usize::try_from(seed / 2)? % wholes.len()];
        if seed % 2 == 0 {
            let turn = usize::try_from(seed / 2)? / wholes.len();
            let file = damaged(&whole.files[turn % FORMATS.len()], seed);
            files.count(&whole.sample, || read_picture(&file).ok());
        } else {
            let frame = scratched(&whole.picture, seed);
            let (width, height) = frame.dimensions();
            frames.count(&whole.sample, || Some(read_gray(width, height, frame.as_raw())));
        }
    }
    println!("\nDamaged pictures");
    println!(
        "  {:<8}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "", "of", "read", "misread", "refused", "panics", "worst"
    );
    for (name, tally) in [("files", &files), ("frames", &frames)] {
        let Tally {
            pictures,
            read,
            misread,
            refused,
            panics,
            worst,
        } = tally;
        println!(
            "  {name:<8}{pictures:>10}{read:>10}{misread:>10}{refused:>10}{panics:>10}{:>7} ms",
            worst.as_millis()
        );
    }
    ensure!(files.panics + frames.panics == 0, "the scanner panicked");
    Ok(())
}

fn wholes() -> Result<Vec<Whole>> {
    let mut wholes = Vec::new();
    for (size, sample) in SIZES
        .into_iter()
        .flat_map(|size| samples().into_iter().map(move |sample| (size, sample)))
    {
        let shot = Shot {
            size,
            share: 0.9,
            ..Shot::default()
        };
        let picture = shot.take(&sample.symbol);
        let mut files = Vec::new();
        for format in FORMATS {
            let mut file = Cursor::new(Vec::new());
            picture.write_to(&mut file, format)?;
            files.push(file.into_inner());
        }
        wholes.push(Whole { sample, picture, files });
    }
    Ok(wholes)
}

impl Tally {
    fn count(&mut self, sample: &Sample, read: impl FnOnce() -> Option<Vec<Found>> + panic::UnwindSafe) {
        let start = Instant::now();
        let outcome = panic::catch_unwind(read);
        self.worst = self.worst.max(start.elapsed());
        self.pictures += 1;
        match outcome {
            Err(_) => self.panics += 1,
            Ok(None) => self.refused += 1,
            Ok(Some(found)) if found.iter().any(|found| found.text == sample.text) => self.read += 1,
            // Damage that makes another text, with checks that fit, is next to impossible.
            Ok(Some(found)) => self.misread += usize::from(!found.is_empty()),
        }
    }
}
