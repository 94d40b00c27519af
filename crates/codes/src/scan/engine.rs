//! The two engines, each attempt behind a fence.

use image::{GrayImage, Luma};
use rxing::{
    common::BitMatrix,
    qrcode::cpp_port::{
        decoder,
        detector::{self, FinderPatterns},
    },
};

use super::{Engine, Found, fence::fenced, metered::Metered};

/// Finder patterns beyond which rqrr is not asked: it copies the picture for each group of
/// three it tries, so that a picture full of them would cost minutes. Room for 16 symbols.
const MAX_PATTERNS_FOR_RQRR: usize = 48;

/// Finder patterns beyond which a picture is crowded with them: print and foliage show
/// some dozens that are none.
const MAX_PATTERNS: usize = 1000;

/// What a pass of an engine saw.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) found: Vec<Found>,
    /// No more passes: there is no time, or the picture is so full of what looks like finder
    /// patterns that they would cost much and bring nothing.
    pub(super) over: bool,
}

/// A picture in black and white, and what looks like a finder pattern in it: looked for once, for
/// both engines.
pub(super) struct Marked {
    bits: BitMatrix,
    patterns: FinderPatterns,
}

impl Marked {
    pub(super) fn new(bits: BitMatrix) -> Option<Self> {
        let patterns = fenced(|| detector::FindFinderPatterns(&bits, true, 1))?;
        Some(Self { bits, patterns })
    }

    /// What was black is white: the same as of the negative where all is compared with one brightness, and nearly the same elsewhere.
    pub(super) fn flipped(self) -> Option<Self> {
        let mut bits = self.bits;
        bits.flip_self();
        Self::new(bits)
    }
}

/// rxing: all symbols of at most `attempts` groups of finder patterns, likeliest first, for as
/// long as there is time. The engine's own loop, but each group behind its own fence.
pub(super) fn rxing(picture: &Marked, attempts: usize, more: &mut dyn FnMut() -> bool) -> Seen {
    let crowded = picture.patterns.len() > MAX_PATTERNS;
    let sets = fenced(|| {
        let mut patterns = picture.patterns.clone();
        if crowded {
            patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.size));
            patterns.truncate(MAX_PATTERNS);
        }
        detector::GenerateFinderPatternSets(&mut patterns)
    });
    let mut used = Vec::new();
    let mut found = Vec::new();
    let mut attempts = 0..attempts;
    let mut over = crowded;
    for set in sets.unwrap_or_default() {
        let corners = [set.bl, set.tl, set.tr];
        if corners.iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        if attempts.next().is_none() {
            break;
        }
        if !more() {
            over = true;
            break;
        }
        if let Some(symbol) = fenced(|| read_set(&picture.bits, &set)).flatten() {
            used.extend(corners);
            found.push(symbol);
        }
    }
    Seen { found, over }
}

fn read_set(bits: &BitMatrix, set: &detector::FinderPatternSet) -> Option<Found> {
    let sampled = detector::SampleQR(bits, set).ok()?;
    let decoded = decoder::Decode(rxing::common::DetectorRXingResult::getBits(&sampled)).ok()?;
    if !decoded.isValid() {
        return None;
    }
    // Without a declared encoding the engine guesses, also Japanese ones; UTF-8 is no guess.
    let text = match std::str::from_utf8(decoded.content().bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => decoded.text(),
    };
    let points = rxing::common::DetectorRXingResult::getPoints(&sampled);
    let [top_left, top_right, bottom_left, bottom_right] = points else {
        return None;
    };
    let corners = [top_left, top_right, bottom_right, bottom_left].map(|point| (point.x, point.y));
    Some(Found {
        text,
        corners,
        engine: Engine::Rxing,
    })
}

/// rqrr: all symbols, unless the picture is full of finder patterns.
pub(super) fn rqrr(picture: &Marked) -> Seen {
    let worth = (3..=MAX_PATTERNS_FOR_RQRR).contains(&picture.patterns.len());
    let found = worth.then(|| fenced(|| rqrr_unfenced(&picture.bits))).flatten();
    Seen {
        found: found.unwrap_or_default(),
        over: false,
    }
}

fn rqrr_unfenced(bits: &BitMatrix) -> Vec<Found> {
    let image = GrayImage::from_fn(bits.width(), bits.height(), |x, y| Luma([u8::from(bits.get(x, y))]));
    let mut prepared = rqrr::PreparedImage::without_preparation(Metered::new(image));
    let mut found = Vec::new();
    for grid in prepared.detect_grids() {
        let read = fenced(|| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok().map(|_| bytes)
        });
        let Some(bytes) = read.flatten() else {
            continue;
        };
        let text =
            String::from_utf8(bytes).unwrap_or_else(|odd| odd.as_bytes().iter().copied().map(char::from).collect());
        #[allow(clippy::cast_precision_loss, reason = "pixels of a picture")]
        let corners = grid.bounds.map(|point| (point.x as f32, point.y as f32));
        found.push(Found {
            text,
            corners,
            engine: Engine::Rqrr,
        });
    }
    found
}
