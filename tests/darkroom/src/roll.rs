//! A roll of film: every trouble a photograph may have, in five grades.

use image::GrayImage;

use crate::{Ground, Sample, Shot, samples};

/// What is hard about a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trouble {
    /// Turned in the plane.
    Turned,
    /// Seen from the side.
    Leaning,
    /// Out of focus.
    Defocus,
    /// Moved while the shutter was open.
    Shake,
    /// Hardly any light.
    Dark,
    /// A lamp mirrors in it.
    Glare,
    /// Partly in shade.
    Shade,
    /// Noise of a cheap sensor.
    Noise,
    /// Kept with much loss.
    Jpeg,
    /// A screen's pixels beat against the camera's.
    Screen,
    /// Far away.
    Small,
    /// Light on dark.
    Inverted,
    /// Some of all.
    Mixed,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Turned,
        Self::Leaning,
        Self::Defocus,
        Self::Shake,
        Self::Dark,
        Self::Glare,
        Self::Shade,
        Self::Noise,
        Self::Jpeg,
        Self::Screen,
        Self::Small,
        Self::Inverted,
        Self::Mixed,
    ];

    /// A word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Turned => "turned",
            Self::Leaning => "leaning",
            Self::Defocus => "defocus",
            Self::Shake => "shake",
            Self::Dark => "dark",
            Self::Glare => "glare",
            Self::Shade => "shade",
            Self::Noise => "noise",
            Self::Jpeg => "jpeg",
            Self::Screen => "screen",
            Self::Small => "small",
            Self::Inverted => "inverted",
            Self::Mixed => "mixed",
        }
    }
}

/// Grades of difficulty: 1 is usual, 5 is where people take another picture.
pub const GRADES: std::ops::RangeInclusive<u8> = 1..=5;

/// A picture of the roll.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What is hard about it.
    pub trouble: Trouble,
    /// How hard, 1 to 5.
    pub grade: u8,
    /// How it is taken.
    pub shot: Shot,
    /// Of which code.
    pub sample: Sample,
}

impl Frame {
    /// A name that no other frame of the roll has.
    pub fn name(&self) -> String {
        let Self {
            trouble,
            grade,
            shot,
            sample,
        } = self;
        format!("{}-{grade}-{:05}-{}", trouble.name(), shot.seed, sample.name)
    }

    /// The picture.
    pub fn develop(&self) -> GrayImage {
        self.shot.take(&self.sample.symbol)
    }
}

/// Every trouble in every grade, `each` times with other chances and in turn of each kind of code.
pub fn roll(each: u64) -> Vec<Frame> {
    let mut samples = samples().into_iter().cycle();
    let mut frames = Vec::new();
    for trouble in Trouble::ALL {
        for grade in GRADES {
            for turn in 0..each {
                let seed = (trouble as u64 * 100 + u64::from(grade)) * 1000 + turn;
                let Some(sample) = samples.next() else { break };
                frames.push(Frame {
                    sample,
                    trouble,
                    grade,
                    shot: shot(trouble, grade, seed),
                });
            }
        }
    }
    frames
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn shot(trouble: Trouble, grade: u8, seed: u64) -> Shot {
    let hard = f32::from(grade) / 5.0;
    // Nobody holds a phone quite straight.
    let tilt = (seed % 7) as f32 - 3.0;
    let usual = Shot {
        turned: tilt * 1.7,
        leaning: (0.04 + 0.01 * (seed % 5) as f32, (seed % 12) as f32 * 30.0),
        seed,
        ..Shot::default()
    };
    match trouble {
        Trouble::Turned => Shot {
            turned: f32::from(grade) * 37.0 + tilt * 5.0,
            ..usual
        },
        Trouble::Leaning => Shot {
            leaning: (0.3 + 0.45 * hard, (seed % 12) as f32 * 30.0),
            ..usual
        },
        Trouble::Defocus => Shot {
            defocus: 1.0 + 3.2 * hard,
            ..usual
        },
        Trouble::Shake => Shot {
            shake: (2.0 + 11.0 * hard, (seed * 23 % 180) as f32),
            ..usual
        },
        Trouble::Dark => Shot {
            light: 0.35 * (1.0 - hard) + 0.025,
            ..usual
        },
        Trouble::Glare => Shot {
            glare: 0.25 + 0.75 * hard,
            ..usual
        },
        Trouble::Shade => Shot {
            shade: 0.5 + 0.48 * hard,
            ..usual
        },
        Trouble::Noise => Shot {
            noise: 12.0 + 70.0 * hard,
            ..usual
        },
        Trouble::Jpeg => Shot {
            jpeg: Some(32 - grade * 6),
            share: 0.45,
            ..usual
        },
        Trouble::Screen => Shot {
            ground: Ground::Screen(520 - u16::from(grade) * 36),
            defocus: 0.4,
            ..usual
        },
        Trouble::Small => Shot {
            share: 0.38 - 0.26 * hard,
            ..usual
        },
        Trouble::Inverted => Shot {
            inverted: true,
            ground: Ground::Screen(900),
            defocus: 0.6 + 1.6 * hard,
            ..usual
        },
        Trouble::Mixed => Shot {
            turned: (seed * 31 % 360) as f32,
            leaning: (0.1 + 0.3 * hard, (seed % 12) as f32 * 30.0),
            defocus: 0.7 + 1.1 * hard,
            shake: (1.0 + 2.5 * hard, (seed * 23 % 180) as f32),
            light: 1.0 - 0.75 * hard,
            glare: 0.45 * hard,
            shade: 0.6 * hard,
            noise: 3.0 + 9.0 * hard,
            jpeg: Some(85 - grade * 11),
            ..usual
        },
    }
}
