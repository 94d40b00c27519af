//! In which forms a picture is shown to the engines, and how often.

use image::{GrayImage, ImageBuffer, Luma, imageops};

use super::{
    Found,
    engine::{self, Gray, Seen, Threshold},
    light::{Light, treat},
};

/// How much a picture is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// One of many frames.
    Frame,
    /// The only picture there is.
    Picture,
}

/// The picture as an engine gets it: longest side at most that, in another light, inverted, turned.
#[derive(Clone, Copy)]
struct View {
    longest: u32,
    light: Light,
    inverted: bool,
    turned: bool,
}

#[derive(Clone, Copy)]
enum Reader {
    Rxing(Threshold),
    Rqrr,
}

const NORMAL: u32 = 1280;
const LARGE: u32 = 2560;
const SMALL: u32 = 560;

/// A picture smaller than this on its longest side is also enlarged by [`ENLARGEMENT`].
const TINY: u32 = 400;
const ENLARGEMENT: u32 = 3;

/// Groups of finder patterns rxing tries in one pass.
const PICTURE_ATTEMPTS: usize = 1000;
const FRAME_ATTEMPTS: usize = 300;

/// Passes whose symbols add up.
const FIRST: [(Reader, View); 3] = [
    (Reader::Rxing(Threshold::Local), upright(NORMAL)),
    (Reader::Rqrr, upright(NORMAL)),
    (Reader::Rxing(Threshold::Local), upright(LARGE)),
];

/// Passes made one by one while nothing is found.
const THEN: [(Reader, View); 14] = [
    (Reader::Rxing(Threshold::Local), upright(SMALL)),
    (
        Reader::Rxing(Threshold::Local),
        View {
            inverted: true,
            ..upright(NORMAL)
        },
    ),
    (Reader::Rxing(Threshold::Global), upright(NORMAL)),
    (
        Reader::Rxing(Threshold::Local),
        View {
            turned: true,
            ..upright(NORMAL)
        },
    ),
    (Reader::Rqrr, upright(SMALL)),
    (
        Reader::Rqrr,
        View {
            inverted: true,
            ..upright(NORMAL)
        },
    ),
    (
        Reader::Rqrr,
        View {
            turned: true,
            ..upright(NORMAL)
        },
    ),
    (
        Reader::Rxing(Threshold::Local),
        View {
            turned: true,
            inverted: true,
            ..upright(NORMAL)
        },
    ),
    (
        Reader::Rxing(Threshold::Local),
        View {
            inverted: true,
            ..upright(SMALL)
        },
    ),
    (Reader::Rxing(Threshold::Local), lit(Light::Levelled)),
    (Reader::Rxing(Threshold::Local), lit(Light::Softened)),
    (Reader::Rxing(Threshold::Global), lit(Light::Both)),
    (Reader::Rqrr, lit(Light::Levelled)),
    (Reader::Rqrr, lit(Light::Both)),
];

/// What a frame gets, until something is found.
const FRAME: [(Reader, View); 3] = [
    (Reader::Rxing(Threshold::Local), upright(NORMAL)),
    (Reader::Rqrr, upright(NORMAL)),
    (
        Reader::Rxing(Threshold::Local),
        View {
            inverted: true,
            ..upright(NORMAL)
        },
    ),
];

const fn upright(longest: u32) -> View {
    View {
        longest,
        light: Light::AsIs,
        inverted: false,
        turned: false,
    }
}

const fn lit(light: Light) -> View {
    View {
        light,
        ..upright(NORMAL)
    }
}

/// Each text once, in the order of finding.
pub(super) fn search(width: u32, height: u32, pixels: &[u8], effort: Effort) -> Vec<Found> {
    let mut search = Search {
        whole: Gray { width, height, pixels },
        found: Vec::new(),
        crowded: false,
    };
    match effort {
        Effort::Frame => {
            for (reader, view) in FRAME {
                search.unless_found(reader, view, FRAME_ATTEMPTS);
            }
        }
        Effort::Picture => {
            let larger = width.max(height) > NORMAL;
            // A view larger than the picture is the picture itself: look at it once.
            for (reader, view) in FIRST.into_iter().filter(|(_, view)| view.longest <= NORMAL || larger) {
                search.look(reader, view, PICTURE_ATTEMPTS);
            }
            for (reader, view) in THEN {
                search.unless_found(reader, view, PICTURE_ATTEMPTS);
            }
            if search.found.is_empty() && width.max(height) < TINY {
                search.add(read_enlarged(search.whole));
            }
        }
    }
    search.found
}

struct Search<'a> {
    whole: Gray<'a>,
    found: Vec<Found>,
    crowded: bool,
}

impl Search<'_> {
    fn unless_found(&mut self, reader: Reader, view: View, attempts: usize) {
        if self.found.is_empty() {
            self.look(reader, view, attempts);
        }
    }

    fn look(&mut self, reader: Reader, view: View, attempts: usize) {
        if !self.crowded {
            self.add(read(self.whole, reader, view, attempts));
        }
    }

    fn add(&mut self, seen: Seen) {
        self.crowded |= seen.crowded;
        for symbol in seen.found {
            if !self.found.iter().any(|known| known.text == symbol.text) {
                self.found.push(symbol);
            }
        }
    }
}

fn read(whole: Gray<'_>, reader: Reader, view: View, attempts: usize) -> Seen {
    let longest = whole.width.max(whole.height);
    if longest <= view.longest && view.light == Light::AsIs && !view.inverted && !view.turned {
        return run(whole, reader, attempts);
    }
    let Some(mut shown) = shrunk(whole, view.longest) else {
        return Seen::default();
    };
    let (width, height) = shown.dimensions();
    shown = treat(shown, view.light);
    if view.inverted {
        imageops::invert(&mut shown);
    }
    if view.turned {
        shown = turn(&shown);
    }
    let mut seen = run(gray(&shown), reader, attempts);
    let scale = (ratio(whole.width, width), ratio(whole.height, height));
    for (x, y) in seen.found.iter_mut().flat_map(|symbol| &mut symbol.corners) {
        if view.turned {
            (*x, *y) = turned_back((*x, *y), (width, height), shown.dimensions());
        }
        (*x, *y) = (*x * scale.0, *y * scale.1);
    }
    seen
}

fn read_enlarged(whole: Gray<'_>) -> Seen {
    let Some(buffer) = borrowed(whole) else {
        return Seen::default();
    };
    let (width, height) = (whole.width * ENLARGEMENT, whole.height * ENLARGEMENT);
    let large = imageops::resize(&buffer, width, height, imageops::FilterType::CatmullRom);
    let mut seen = run(gray(&large), Reader::Rxing(Threshold::Local), PICTURE_ATTEMPTS);
    let scale = ratio(1, ENLARGEMENT);
    for (x, y) in seen.found.iter_mut().flat_map(|symbol| &mut symbol.corners) {
        (*x, *y) = (*x * scale, *y * scale);
    }
    seen
}

fn run(gray: Gray<'_>, reader: Reader, attempts: usize) -> Seen {
    match reader {
        Reader::Rxing(threshold) => engine::rxing(gray, threshold, attempts),
        Reader::Rqrr => engine::rqrr(gray),
    }
}

fn gray(image: &GrayImage) -> Gray<'_> {
    Gray {
        width: image.width(),
        height: image.height(),
        pixels: image.as_raw(),
    }
}

fn borrowed(gray: Gray<'_>) -> Option<ImageBuffer<Luma<u8>, &[u8]>> {
    ImageBuffer::from_raw(gray.width, gray.height, gray.pixels)
}

/// The picture with its longest side at most `longest`, by averaging areas.
fn shrunk(whole: Gray<'_>, longest: u32) -> Option<GrayImage> {
    let side = whole.width.max(whole.height);
    if side <= longest {
        return GrayImage::from_raw(whole.width, whole.height, whole.pixels.to_vec());
    }
    let part = |length: u32| {
        u32::try_from(u64::from(length) * u64::from(longest) / u64::from(side))
            .unwrap_or(1)
            .max(1)
    };
    Some(imageops::thumbnail(
        &borrowed(whole)?,
        part(whole.width),
        part(whole.height),
    ))
}

/// The picture turned by 45° on a white ground that holds all of it: finder patterns are looked
/// for along rows, where those of a symbol standing on its corner are hard to see.
fn turn(image: &GrayImage) -> GrayImage {
    let (width, height) = image.dimensions();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a picture"
    )]
    let side = (f64::from(width + height) * std::f64::consts::FRAC_1_SQRT_2).ceil() as u32;
    GrayImage::from_fn(side, side, |x, y| {
        let (x, y) = turned_back((coordinate(x), coordinate(y)), (width, height), (side, side));
        Luma([brightness_at(image, x, y)])
    })
}

/// Where a point of the turned picture is in the upright one.
fn turned_back((x, y): (f32, f32), upright: (u32, u32), turned: (u32, u32)) -> (f32, f32) {
    let centre = |side: u32| coordinate(side) / 2.0;
    let (x, y) = (x - centre(turned.0), y - centre(turned.1));
    let half = std::f32::consts::FRAC_1_SQRT_2;
    ((x + y) * half + centre(upright.0), (y - x) * half + centre(upright.1))
}

/// Brightness between four pixels; white outside.
fn brightness_at(image: &GrayImage, x: f32, y: f32) -> u8 {
    let (left, top) = (x.floor(), y.floor());
    #[allow(clippy::cast_possible_truncation, reason = "pixels of a picture")]
    let pixel = |x: f32, y: f32| {
        let inside = u32::try_from(x as i32).ok().zip(u32::try_from(y as i32).ok());
        inside
            .and_then(|(x, y)| image.get_pixel_checked(x, y))
            .map_or(255.0, |pixel| f32::from(pixel.0[0]))
    };
    let (right, down) = (x - left, y - top);
    let upper = pixel(left, top) * (1.0 - right) + pixel(left + 1.0, top) * right;
    let lower = pixel(left, top + 1.0) * (1.0 - right) + pixel(left + 1.0, top + 1.0) * right;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of bytes")]
    let mixed = (upper * (1.0 - down) + lower * down) as u8;
    mixed
}

fn ratio(whole: u32, part: u32) -> f32 {
    coordinate(whole) / coordinate(part.max(1))
}

#[allow(clippy::cast_precision_loss, reason = "pixels of a picture")]
fn coordinate(pixels: u32) -> f32 {
    pixels as f32
}
