//! Pages of PDF: the letters they are written in, and what is drawn with them. It knows what a page says and how it
//! looks, not whose it is.

pub mod card;
pub mod watermark;

use ab_glyph::{Font as _, FontRef};
use codes::symbol::SymbolError;
use krilla::{
    color::rgb,
    geom::{PathBuilder, Point, Rect},
    paint::Fill,
    surface::Surface,
    text::{Font, TextDirection},
};
use thiserror::Error;

/// Be Vietnam Pro (SIL Open Font License 1.1, assets/OFL.txt). A page carries only the letters it shows.
pub(crate) const REGULAR: &[u8] = include_bytes!("../../assets/be-vietnam-pro-400.ttf");
pub(crate) const BOLD: &[u8] = include_bytes!("../../assets/be-vietnam-pro-700.ttf");

/// Red, green, blue.
pub(crate) type Colour = (u8, u8, u8);

pub(crate) const SEA: Colour = (11, 79, 108);
pub(crate) const INK: Colour = (28, 36, 43);
pub(crate) const MUTED: Colour = (91, 105, 115);
pub(crate) const WHITE: Colour = (255, 255, 255);

/// Why a page could not be drawn.
#[derive(Debug, Error)]
pub enum PrintError {
    /// A font can't be read.
    #[error("a font can't be read")]
    Font,
    /// A size or a place that makes no sense.
    #[error("a shape makes no sense")]
    Shape,
    /// The code is too long for the symbol that the page has room for.
    #[error("the code does not fit")]
    Code,
    /// What is to be drawn can't be read.
    #[error("the content can't be read")]
    Content,
    /// The file could not be written.
    #[error("the file could not be written")]
    File,
}

impl From<SymbolError> for PrintError {
    fn from(_: SymbolError) -> Self {
        Self::Code
    }
}

/// Letters of one weight.
pub(crate) struct Letters {
    font: Font,
    measures: FontRef<'static>,
    units: f32,
}

impl Letters {
    /// Reads a font.
    pub(crate) fn of(bytes: &'static [u8]) -> Result<Self, PrintError> {
        let measures = FontRef::try_from_slice(bytes).map_err(|_| PrintError::Font)?;
        Ok(Self {
            font: Font::new(bytes.into(), 0).ok_or(PrintError::Font)?,
            units: measures.units_per_em().ok_or(PrintError::Font)?,
            measures,
        })
    }

    /// How wide a line is, without the little that kerning takes away or adds.
    pub(crate) fn width(&self, line: &str, size: f32) -> f32 {
        let advance = |letter| self.measures.h_advance_unscaled(self.measures.glyph_id(letter));
        line.chars().map(advance).sum::<f32>() * size / self.units
    }

    /// Writes a line from the left end of its base line.
    pub(crate) fn write(&self, surface: &mut Surface<'_>, size: f32, colour: Colour, (x, y): (f32, f32), line: &str) {
        surface.set_fill(Some(fill(colour)));
        let start = Point::from_xy(x, y);
        surface.draw_text(start, self.font.clone(), size, line, false, TextDirection::Auto);
    }

    /// Breaks a text into lines between words, and within a word that is longer than a line: every letter is there.
    fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            for piece in self.pieces(word, size, room) {
                let last = lines.last().map_or("", String::as_str);
                let joined = if last.is_empty() {
                    piece.clone()
                } else {
                    format!("{last} {piece}")
                };
                match lines.last_mut() {
                    Some(last) if self.width(&joined, size) <= room => *last = joined,
                    _ => lines.push(piece),
                }
            }
        }
        lines
    }

    /// A word, in as many pieces as it takes.
    fn pieces(&self, word: &str, size: f32, room: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            if let Some(piece) = pieces.last_mut() {
                piece.push(letter);
                if self.width(piece, size) > room && piece.chars().nth(1).is_some() {
                    piece.pop();
                    pieces.push(letter.into());
                }
            }
        }
        pieces
    }
}

/// A text in as many lines as it takes, in the largest size at which they fit into a block.
pub(crate) struct Block {
    /// The lines.
    pub(crate) lines: Vec<String>,
    /// The size of the letters.
    pub(crate) size: f32,
}

impl Block {
    /// From base line to base line, in sizes. Vietnamese capitals carry two marks.
    pub(crate) const LEADING: f32 = 1.3;
    /// By how much the letters become smaller from try to try.
    const STEP: f32 = 0.25;
    /// Room for what [`Letters::width`] does not count.
    const SPARE: f32 = 0.98;

    /// Fits a text into a block; `size` is the largest that is tried.
    pub(crate) fn fit(letters: &Letters, text: &str, size: f32, (width, height): (f32, f32)) -> Self {
        let lines = letters.lines(text, size, width * Self::SPARE);
        let taken = lines.len() as f32 * size * Self::LEADING;
        if taken <= height || size <= Self::STEP {
            return Self { lines, size };
        }
        Self::fit(letters, text, size - Self::STEP, (width, height))
    }

    /// Writes it from the left upper corner of the block.
    pub(crate) fn write(&self, letters: &Letters, surface: &mut Surface<'_>, colour: Colour, (x, y): (f32, f32)) {
        for (index, line) in self.lines.iter().enumerate() {
            let base = y + self.size * (1.0 + index as f32 * Self::LEADING);
            letters.write(surface, self.size, colour, (x, base), line);
        }
    }
}

fn fill((red, green, blue): Colour) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        ..Fill::default()
    }
}

/// Fills a rectangle.
pub(crate) fn block(
    surface: &mut Surface<'_>,
    colour: Colour,
    (x, y, width, height): (f32, f32, f32, f32),
) -> Result<(), PrintError> {
    blocks(surface, colour, [(x, y, width, height)])
}

/// Fills many rectangles as one shape, so that neighbours leave no seam between them.
pub(crate) fn blocks(
    surface: &mut Surface<'_>,
    colour: Colour,
    rectangles: impl IntoIterator<Item = (f32, f32, f32, f32)>,
) -> Result<(), PrintError> {
    let mut path = PathBuilder::new();
    for (x, y, width, height) in rectangles {
        path.push_rect(Rect::from_xywh(x, y, width, height).ok_or(PrintError::Shape)?);
    }
    surface.set_fill(Some(fill(colour)));
    surface.draw_path(&path.finish().ok_or(PrintError::Shape)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_keeps_every_letter_within_its_room() {
        let letters = Letters::of(BOLD).unwrap();
        let room = (100.0, 40.0);
        for text in [
            "Hoa",
            "Nguyễn Thị Ánh Hoa",
            &"Nguyễn Phước Hoàng Thiên Ân ".repeat(8),
            &"Ngoằn".repeat(40),
        ] {
            let block = Block::fit(&letters, text, 12.0, room);
            let letters_of = |text: &str| {
                text.chars()
                    .filter(|letter| !letter.is_whitespace())
                    .collect::<String>()
            };
            assert_eq!(letters_of(&block.lines.concat()), letters_of(text));
            assert!(block.lines.iter().all(|line| letters.width(line, block.size) <= room.0));
            assert!(
                block.lines.len() as f32 * block.size * Block::LEADING <= room.1,
                "{}",
                block.size
            );
            assert!(block.size > 3.0, "{text} became {} small", block.size);
        }
    }

    #[test]
    fn the_fonts_have_every_letter_of_a_name() {
        let letters = Letters::of(BOLD).unwrap();
        let alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz";
        let marked = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ'’-.,;";
        for letter in alphabet
            .chars()
            .chain(marked.chars())
            .flat_map(|c| [c, c.to_uppercase().next().unwrap()])
        {
            assert_ne!(letters.measures.glyph_id(letter).0, 0, "{letter}");
        }
    }
}
