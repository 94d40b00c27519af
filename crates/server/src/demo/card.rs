//! A paper as the picture of a card (ISO/IEC 7810 ID-1, 85.6 × 54 mm).

use std::io::Cursor;

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _, point};
use anyhow::Context as _;
use image::{ImageFormat, Rgb, RgbImage};

use super::Contents;
use crate::print::{BOLD, REGULAR};

const WIDTH: u32 = 1012;
const HEIGHT: u32 = 638;

const SEA: Rgb<u8> = Rgb([11, 79, 108]);
const SAND: Rgb<u8> = Rgb([247, 241, 230]);
const INK: Rgb<u8> = Rgb([28, 36, 43]);
const MUTED: Rgb<u8> = Rgb([91, 105, 115]);
const WHITE: Rgb<u8> = Rgb([255, 255, 255]);
const MARK: Rgb<u8> = Rgb([196, 60, 40]);

struct Text<'a> {
    font: &'a FontRef<'a>,
    size: f32,
    colour: Rgb<u8>,
    /// How much covers what is under it: 1 all.
    cover: f32,
}

/// Draws a card as PNG.
pub(super) fn draw(contents: &Contents<'_>) -> anyhow::Result<Vec<u8>> {
    let regular = FontRef::try_from_slice(REGULAR).context("the font can't be read")?;
    let bold = FontRef::try_from_slice(BOLD).context("the font can't be read")?;
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, SAND);
    block(&mut picture, SEA, (0, 0, WIDTH, 132));
    let style = |font, size, colour| Text {
        font,
        size,
        colour,
        cover: 1.0,
    };
    style(&bold, 50.0, WHITE).write(&mut picture, (44.0, 24.0), &contents.title.to_uppercase());
    style(&regular, 30.0, WHITE).write(&mut picture, (44.0, 84.0), contents.issuer);
    block(&mut picture, Rgb([222, 212, 194]), (44, 172, 200, 260));
    style(&bold, 90.0, SEA).write(&mut picture, (100.0, 250.0), &initial(contents));
    style(&bold, 44.0, MARK).write(&mut picture, (284.0, 166.0), contents.number);
    for ((name, text), row) in contents.lines.iter().zip(0_u8..) {
        let y = 228.0 + f32::from(row) * 54.0;
        style(&regular, 28.0, MUTED).write(&mut picture, (284.0, y), name);
        style(&bold, 32.0, INK).write(&mut picture, (520.0, y - 3.0), text);
    }
    Text {
        font: &bold,
        size: 330.0,
        colour: MARK,
        cover: 0.16,
    }
    .write(&mut picture, (190.0, 190.0), "MẪU");
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .context("the picture can't be written")?;
    Ok(bytes)
}

fn initial(contents: &Contents<'_>) -> String {
    let name = contents.lines.first().map_or("", |(_, name)| name.as_str());
    name.rsplit(' ')
        .next()
        .and_then(|given| given.chars().next())
        .map(String::from)
        .unwrap_or_default()
}

fn block(picture: &mut RgbImage, colour: Rgb<u8>, (left, top, width, height): (u32, u32, u32, u32)) {
    for y in top..(top + height).min(HEIGHT) {
        for x in left..(left + width).min(WIDTH) {
            picture.put_pixel(x, y, colour);
        }
    }
}

impl Text<'_> {
    /// Writes from the left upper corner; a line that is too long is written smaller.
    fn write(&self, picture: &mut RgbImage, (left, top): (f32, f32), line: &str) {
        let room = WIDTH as f32 - left - 30.0;
        let wanted = self.width(line, self.size);
        let size = if wanted > room {
            self.size * room / wanted
        } else {
            self.size
        };
        let scaled = self.font.as_scaled(PxScale::from(size));
        // The line stands where it would have stood in its full size.
        let baseline = top + self.font.as_scaled(PxScale::from(self.size)).ascent();
        let mut x = left;
        for letter in line.chars() {
            let glyph = scaled.scaled_glyph(letter);
            let advance = scaled.h_advance(glyph.id);
            let placed = ab_glyph::Glyph {
                position: point(x, baseline),
                ..glyph
            };
            if let Some(outline) = self.font.outline_glyph(placed) {
                let bounds = outline.px_bounds();
                outline.draw(|dx, dy, amount| {
                    let (x, y) = (bounds.min.x + dx as f32, bounds.min.y + dy as f32);
                    self.mix(picture, x, y, amount);
                });
            }
            x += advance;
        }
    }

    fn width(&self, line: &str, size: f32) -> f32 {
        let scaled = self.font.as_scaled(PxScale::from(size));
        line.chars()
            .map(|letter| scaled.h_advance(scaled.glyph_id(letter)))
            .sum()
    }

    fn mix(&self, picture: &mut RgbImage, x: f32, y: f32, amount: f32) {
        if x < 0.0 || y < 0.0 || x >= WIDTH as f32 || y >= HEIGHT as f32 {
            return;
        }
        let amount = amount.clamp(0.0, 1.0) * self.cover;
        let pixel = picture.get_pixel_mut(x as u32, y as u32);
        for (under, over) in pixel.0.iter_mut().zip(self.colour.0) {
            *under = (f32::from(*under) * (1.0 - amount) + f32::from(over) * amount).round() as u8;
        }
    }
}
