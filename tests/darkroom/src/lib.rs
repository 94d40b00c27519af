//! Photographs of codes, in simulation: what the scanner is tested and measured with.
//!
//! A [`Shot`] says how a symbol was photographed; [`Shot::take`] computes the picture. The same shot always gives the same picture. It may
//! not know what reads the pictures, and no product code uses it.

mod damage;
mod lens;
mod roll;
mod samples;
mod scene;
mod view;

pub use damage::{damaged, scratched};
pub use roll::{Frame, GRADES, Trouble, roll};
pub use samples::{Sample, samples};
pub use scene::Ground;

use codes::symbol::Symbol;
use image::GrayImage;
use rand::SeedableRng as _;
use rand_pcg::Pcg64Mcg;

/// How a symbol is photographed.
#[derive(Clone, Debug)]
pub struct Shot {
    /// Pixels of the picture, across and down.
    pub size: (u32, u32),
    /// Side of the symbol with its quiet zone, as a share of the picture's shorter side.
    pub share: f32,
    /// Degrees it is turned in the plane of the picture.
    pub turned: f32,
    /// How far it leans away, from 0 (seen straight on) to 1 (from the side); and towards which side, in degrees.
    pub leaning: (f32, f32),
    /// What it is on.
    pub ground: Ground,
    /// Pixels by which the focus is off: the standard deviation of a Gaussian.
    pub defocus: f32,
    /// Pixels by which the hand moved while the shutter was open, and in which direction, in degrees.
    pub shake: (f32, f32),
    /// How bright the scene is: 1 in good light, 0 in none. Dark scenes have more noise.
    pub light: f32,
    /// How strong a lamp mirrors in it: 0 not at all, 1 to blank whiteness.
    pub glare: f32,
    /// How dark the part in shade is: 0 not at all, 1 black.
    pub shade: f32,
    /// Standard deviation of the sensor's noise in good light, in steps of grey.
    pub noise: f32,
    /// Quality of the JPEG it is kept as, 1 to 100; without, nothing is lost.
    pub jpeg: Option<u8>,
    /// Light on dark.
    pub inverted: bool,
    /// Draws what is left to chance.
    pub seed: u64,
}

impl Default for Shot {
    /// A good picture.
    fn default() -> Self {
        Self {
            size: (1280, 960),
            share: 0.6,
            turned: 0.0,
            leaning: (0.0, 0.0),
            ground: Ground::Paper,
            defocus: 0.6,
            shake: (0.0, 0.0),
            light: 1.0,
            glare: 0.0,
            shade: 0.0,
            noise: 2.0,
            jpeg: Some(90),
            inverted: false,
            seed: 0,
        }
    }
}

impl Shot {
    /// The picture of a symbol.
    pub fn take(&self, symbol: &Symbol) -> GrayImage {
        let mut chance = Pcg64Mcg::seed_from_u64(self.seed);
        let seen = scene::seen(self, symbol, &mut chance);
        let sharp = lens::exposed(self, seen, &mut chance);
        lens::kept(sharp, self.jpeg)
    }
}
