//! The two engines, each attempt behind a fence.

use rxing::{
    Binarizer, Luma8Source,
    common::{BitMatrix, GlobalHistogramBinarizer, HybridBinarizer},
    qrcode::cpp_port::{decoder, detector},
};

use super::{Engine, Found, fence::fenced};

/// A grey picture to search.
#[derive(Clone, Copy)]
pub(super) struct Gray<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: &'a [u8],
}

/// How black is told from white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Threshold {
    /// By the brightness around: photographs, shade.
    Local,
    /// One for all: clean pictures, coarse modules.
    Global,
}

/// Finder patterns beyond which rqrr is not asked: it copies the picture for each group of
/// three it tries, so that a picture full of them would cost minutes. Room for 16 symbols.
const MAX_PATTERNS_FOR_RQRR: usize = 48;

/// Finder patterns beyond which a picture counts as [`Seen::crowded`]: print and foliage show
/// some dozens that are none.
const MAX_PATTERNS: usize = 1000;

/// What a pass of an engine saw.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) found: Vec<Found>,
    /// So full of what looks like finder patterns that further passes would cost much and
    /// bring nothing.
    pub(super) crowded: bool,
}

/// rxing: all symbols of at most `attempts` groups of finder patterns, likeliest first.
pub(super) fn rxing(gray: Gray<'_>, threshold: Threshold, attempts: usize) -> Seen {
    let Some(source) = fenced(|| Luma8Source::new_with_slice(gray.pixels, gray.width, gray.height).ok()).flatten()
    else {
        return Seen::default();
    };
    let bits = fenced(|| match threshold {
        Threshold::Local => HybridBinarizer::new(source).get_black_matrix().ok().cloned(),
        Threshold::Global => GlobalHistogramBinarizer::new(source).get_black_matrix().ok().cloned(),
    });
    match bits.flatten() {
        Some(bits) => symbols(&bits, attempts),
        None => Seen::default(),
    }
}

/// The engine's own loop over groups of patterns, but each group behind its own fence.
fn symbols(bits: &BitMatrix, mut attempts: usize) -> Seen {
    let sets = fenced(|| {
        let mut patterns = detector::FindFinderPatterns(bits, true, 1);
        let crowded = patterns.len() > MAX_PATTERNS;
        if crowded {
            patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.size));
            patterns.truncate(MAX_PATTERNS);
        }
        (detector::GenerateFinderPatternSets(&mut patterns), crowded)
    });
    let Some((sets, crowded)) = sets else {
        return Seen::default();
    };
    let mut used = Vec::new();
    let mut found = Vec::new();
    for set in sets {
        let corners = [set.bl, set.tl, set.tr];
        if corners.iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        if attempts == 0 {
            break;
        }
        attempts -= 1;
        if let Some(symbol) = fenced(|| read_set(bits, &set)).flatten() {
            used.extend(corners);
            found.push(symbol);
        }
    }
    Seen { found, crowded }
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
pub(super) fn rqrr(gray: Gray<'_>) -> Seen {
    Seen {
        found: fenced(|| rqrr_unfenced(gray)).unwrap_or_default(),
        crowded: false,
    }
}

fn rqrr_unfenced(gray: Gray<'_>) -> Vec<Found> {
    let (width, height) = (gray.width as usize, gray.height as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| gray.pixels[y * width + x]);
    let patterns = fenced(|| {
        let mut bits = BitMatrix::new(gray.width, gray.height).ok()?;
        for y in 0..gray.height {
            for x in 0..gray.width {
                if prepared.get_pixel_at(x as usize, y as usize) == 1_u8 {
                    bits.set(x, y);
                }
            }
        }
        Some(detector::FindFinderPatterns(&bits, true, 1).len())
    });
    if patterns
        .flatten()
        .is_none_or(|patterns| !(3..=MAX_PATTERNS_FOR_RQRR).contains(&patterns))
    {
        return Vec::new();
    }
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
