//! What lies before the camera, and the light on it.

use codes::symbol::Symbol;
use rand::RngExt as _;
use rand_pcg::Pcg64Mcg;

use crate::{
    Shot,
    view::{Projection, corners},
};

/// Light modules around a symbol (ISO/IEC 18004, section 6.3.8).
const QUIET: f32 = 4.0;
/// How far paper or glass goes on around the quiet zone, in sides of the symbol.
const MARGIN: f32 = 0.14;
/// Points looked at in each pixel, along each side.
const POINTS: u32 = 2;

/// What a symbol is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Printed on paper, with lines of text below, on a desk.
    Paper,
    /// A phone's screen, so many of its pixels across the symbol: their grid and the camera's beat against each other.
    Screen(u16),
}

/// Brightness from 0 to 1 and above, row by row.
pub(crate) struct Seen {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) values: Vec<f32>,
}

pub(crate) fn seen(shot: &Shot, symbol: &Symbol, chance: &mut Pcg64Mcg) -> Seen {
    let (width, height) = shot.size;
    let shorter = real(width.min(height));
    let off = |chance: &mut Pcg64Mcg| chance.random_range(-0.5_f32..0.5) * shorter * (1.0 - shot.share).max(0.0) * 0.3;
    let middle = (real(width) / 2.0 + off(chance), real(height) / 2.0 + off(chance));
    let quad = corners(middle, shorter * shot.share, shot.turned, shot.leaning);
    let back = Projection::of_square(quad).back();
    let card = Card {
        symbol,
        ground: shot.ground,
        inverted: shot.inverted,
        grain: chance.random(),
    };
    let lamp = Lamp::hung(shot, quad, chance);
    let step = 1.0 / real(POINTS);
    let value = |x: u32, y: u32| {
        let points = (0..POINTS * POINTS).map(|point| {
            let (dx, dy) = (real(point % POINTS), real(point / POINTS));
            back.at((real(x) + (dx + 0.5) * step, real(y) + (dy + 0.5) * step))
        });
        let plain = points.map(|point| card.brightness(point)).sum::<f32>() * step * step;
        lamp.light(plain, (real(x), real(y)))
    };
    let values = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .map(|(x, y)| value(x, y));
    Seen {
        width,
        height,
        values: values.collect(),
    }
}

struct Card<'a> {
    symbol: &'a Symbol,
    ground: Ground,
    inverted: bool,
    grain: u32,
}

impl Card<'_> {
    /// Of a point, in sides of the symbol with its quiet zone.
    fn brightness(&self, (u, v): (f32, f32)) -> f32 {
        let (ink, blank) = match self.ground {
            Ground::Paper => (0.09, 0.9),
            Ground::Screen(_) => (0.03, 0.95),
        };
        let inside = |low: f32, high: f32| (low..high).contains(&u) && (low..high).contains(&v);
        if inside(0.0, 1.0) {
            let side = real(self.symbol.size) + 2.0 * QUIET;
            let module = |at: f32| at * side - QUIET;
            let (x, y) = (module(u), module(v));
            let dark = x >= 0.0 && y >= 0.0 && self.symbol.is_dark(whole(x), whole(y));
            return self.through_pixels(if dark == self.inverted { blank } else { ink }, (u, v));
        }
        if inside(-MARGIN, 1.0 + MARGIN) {
            return match self.ground {
                Ground::Paper if self.is_text((u, v)) => ink,
                _ => self.through_pixels(if self.inverted { ink } else { blank }, (u, v)),
            };
        }
        // The desk: wood, cloth.
        0.25 + 0.3 * grain(self.grain, (u * 9.0, v * 60.0)) + 0.1 * grain(self.grain, (u * 150.0, v * 150.0))
    }

    fn is_text(&self, (u, v): (f32, f32)) -> bool {
        let line = (v - 1.03) * 30.0;
        let written = (0.0..3.0).contains(&line) && line.fract() < 0.55 && (0.05..0.95).contains(&u);
        written && grain(self.grain, (u * 90.0, line.floor() * 7.0)) > 0.5
    }

    /// Seen through the grid of a screen: dark lines between its pixels.
    fn through_pixels(&self, brightness: f32, (u, v): (f32, f32)) -> f32 {
        let Ground::Screen(pixels) = self.ground else {
            return brightness;
        };
        let wave = |at: f32| (at * f32::from(pixels) * std::f32::consts::TAU).cos();
        brightness * (0.72 + 0.14 * wave(u) + 0.14 * wave(v))
    }
}

/// The light, its mirroring and the shade.
struct Lamp {
    glare: f32,
    spot: (f32, f32),
    reach: (f32, f32),
    shade: f32,
    edge: (f32, f32, f32),
    soft: f32,
}

impl Lamp {
    fn hung(shot: &Shot, quad: [(f32, f32); 4], chance: &mut Pcg64Mcg) -> Self {
        let middle = (
            quad.iter().map(|corner| corner.0).sum::<f32>() / 4.0,
            quad.iter().map(|corner| corner.1).sum::<f32>() / 4.0,
        );
        let side = (quad[0].0 - quad[2].0).hypot(quad[0].1 - quad[2].1) / std::f32::consts::SQRT_2;
        let near = |chance: &mut Pcg64Mcg| chance.random_range(-0.35_f32..0.35) * side;
        let spot = (middle.0 + near(chance), middle.1 + near(chance));
        let across = (middle.0 + near(chance), middle.1 + near(chance));
        let (sin, cos) = chance.random_range(0.0..std::f32::consts::TAU).sin_cos();
        Self {
            glare: shot.glare,
            spot,
            reach: (side * 0.28, side * chance.random_range(0.12..0.28)),
            shade: shot.shade,
            edge: (cos, sin, across.0 * cos + across.1 * sin),
            soft: side * 0.04,
        }
    }

    fn light(&self, plain: f32, (x, y): (f32, f32)) -> f32 {
        let away = (x * self.edge.0 + y * self.edge.1 - self.edge.2) / self.soft;
        let shaded = 1.0 / (1.0 + away.clamp(-20.0, 20.0).exp());
        let lit = plain * (1.0 - self.shade * shaded);
        let (dx, dy) = ((x - self.spot.0) / self.reach.0, (y - self.spot.1) / self.reach.1);
        lit + 1.3 * self.glare * (-(dx * dx + dy * dy)).exp()
    }
}

/// A smooth random value from 0 to 1 for a point of the plane.
fn grain(seed: u32, (x, y): (f32, f32)) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let smooth = |at: f32| at * at * (3.0 - 2.0 * at);
    let (across, down) = (smooth(x - left), smooth(y - top));
    let between = |one: f32, other: f32, share: f32| one + (other - one) * share;
    let knot = |dx: f32, dy: f32| knot(seed, left + dx, top + dy);
    between(
        between(knot(0.0, 0.0), knot(1.0, 0.0), across),
        between(knot(0.0, 1.0), knot(1.0, 1.0), across),
        down,
    )
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "any bits will do for a hash"
)]
fn knot(seed: u32, x: f32, y: f32) -> f32 {
    let mut bits = seed ^ (x as i32 as u32).wrapping_mul(0x9E37_79B1) ^ (y as i32 as u32).wrapping_mul(0x85EB_CA77);
    bits ^= bits >> 15;
    bits = bits.wrapping_mul(0x2C1B_3C6D);
    bits ^= bits >> 12;
    bits = bits.wrapping_mul(0x297A_2D39);
    bits ^= bits >> 15;
    real(bits & 0xFFFF) / 65_535.0
}

#[allow(clippy::cast_precision_loss, reason = "pixels and modules of a picture")]
pub(crate) fn real(whole: u32) -> f32 {
    whole as f32
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and small"
)]
fn whole(real: f32) -> u32 {
    real as u32
}
