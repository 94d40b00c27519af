//! A picture as a pass looks at it: smaller, larger, turned, in another light.

use std::borrow::Cow;

use image::{GrayImage, ImageBuffer, Luma, imageops};

use super::light::{Light, treat};

/// A grey picture, borrowed where it is looked at as it came: a camera's frames are not copied.
pub(super) type Gray<'a> = ImageBuffer<Luma<u8>, Cow<'a, [u8]>>;

/// How a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct View {
    size: Size,
    light: Option<Light>,
    turned: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Size {
    /// The longest side so many pixels, or fewer where the picture has fewer.
    AtMost(u32),
    /// Each side so many times.
    Times(u32),
}

impl View {
    /// As it is, with its longest side at most that.
    pub(super) const fn upright(longest: u32) -> Self {
        Self {
            size: Size::AtMost(longest),
            light: None,
            turned: false,
        }
    }

    /// Each side so many times as long.
    pub(super) const fn enlarged(times: u32) -> Self {
        Self {
            size: Size::Times(times),
            ..Self::upright(0)
        }
    }

    /// In another light.
    pub(super) const fn lit(self, light: Light) -> Self {
        Self {
            light: Some(light),
            ..self
        }
    }

    /// Standing on its corner.
    pub(super) const fn turned(self) -> Self {
        Self { turned: true, ..self }
    }

    /// The picture in this view.
    pub(super) fn of<'a>(self, whole: &Gray<'a>) -> Option<Shown<'a>> {
        let sized = match self.size {
            Size::AtMost(longest) => shrunk(whole, longest)?,
            Size::Times(times) => owned(enlarged(whole, times))?,
        };
        let upright = sized.dimensions();
        let lit = match self.light {
            Some(light) => owned(treat(&sized, light))?,
            None => sized,
        };
        Some(Shown {
            view: self,
            image: if self.turned { owned(turn(&lit))? } else { lit },
            upright,
            scale: (ratio(whole.width(), upright.0), ratio(whole.height(), upright.1)),
        })
    }
}

/// A picture in a view.
pub(super) struct Shown<'a> {
    pub(super) view: View,
    pub(super) image: Gray<'a>,
    /// Its size before it was turned.
    upright: (u32, u32),
    scale: (f32, f32),
}

impl Shown<'_> {
    /// Where a point of it is in the whole picture.
    pub(super) fn in_whole(&self, mut point: (f32, f32)) -> (f32, f32) {
        if self.view.turned {
            point = turned_back(point, self.upright, self.image.dimensions());
        }
        (point.0 * self.scale.0, point.1 * self.scale.1)
    }
}

fn owned(image: GrayImage) -> Option<Gray<'static>> {
    let (width, height) = image.dimensions();
    Gray::from_raw(width, height, Cow::Owned(image.into_raw()))
}

/// The picture with its longest side at most `longest`, by averaging areas.
fn shrunk<'a>(whole: &Gray<'a>, longest: u32) -> Option<Gray<'a>> {
    let (width, height) = whole.dimensions();
    let side = width.max(height);
    if side <= longest {
        return Some(whole.clone());
    }
    let part = |length: u32| {
        u32::try_from(u64::from(length) * u64::from(longest) / u64::from(side))
            .unwrap_or(1)
            .max(1)
    };
    owned(imageops::thumbnail(whole, part(width), part(height)))
}

fn enlarged(whole: &Gray<'_>, times: u32) -> GrayImage {
    let (width, height) = (whole.width() * times, whole.height() * times);
    imageops::resize(whole, width, height, imageops::FilterType::CatmullRom)
}

/// The picture turned by 45° on a white ground that holds all of it: finder patterns are looked
/// for along rows, where those of a symbol standing on its corner are hard to see.
fn turn(image: &Gray<'_>) -> GrayImage {
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
fn brightness_at(image: &Gray<'_>, x: f32, y: f32) -> u8 {
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
