//! The printed card: one page of the size ID-1 (ISO/IEC 7810: 85.60 × 53.98 mm).

use codes::symbol::{Level, Symbol, encode};
use domain::{CardSerial, PersonName, Qid};
use jiff::civil::Date;
use krilla::{Document, metadata::Metadata, page::PageSettings, surface::Surface};

use super::{BOLD, Block, INK, Letters, MUTED, PrintError, REGULAR, SEA, WHITE, block, blocks};

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
const WIDTH: f32 = 85.60 * MM;
const HEIGHT: f32 = 53.98 * MM;
const MARGIN: f32 = 3.5 * MM;

/// The band at the top, with the city's name.
const BAND: f32 = 9.0 * MM;
/// The code with its quiet zone: a square under the band, at the left.
const CODE_SIDE: f32 = 36.0 * MM;
const CODE_TOP: f32 = BAND + 1.2 * MM;
/// Light modules around a symbol (ISO/IEC 18004).
const QUIET: u32 = 4;
/// Smaller modules are not read by every phone.
const LEAST_MODULE: f32 = 0.33 * MM;
/// What stands beside the code.
const COLUMN: f32 = MARGIN + CODE_SIDE + 2.5 * MM;
const COLUMN_WIDTH: f32 = WIDTH - MARGIN - COLUMN;
/// What stands under both.
const FOOT: f32 = CODE_TOP + CODE_SIDE + 0.6 * MM;

const PALE: (u8, u8, u8) = (200, 224, 235);

const TITLE: &str = "Thẻ công dân số";
const SENTENCE: &str =
    "Thẻ này chỉ cho biết hồ sơ ở đâu, không trao quyền gì; nếu mất thẻ, ông, bà hủy thẻ trong ứng dụng Công dân số.";

/// What a card says.
#[derive(Clone)]
pub struct CardFace {
    /// The city's name.
    pub city: String,
    /// The person's name, with accents.
    pub name: PersonName,
    /// The profile's QID.
    pub qid: Qid,
    /// The card's serial.
    pub serial: CardSerial,
    /// When the card was issued.
    pub issued_on: Date,
    /// The text of the code.
    pub code: String,
}

/// Draws a card as a PDF.
///
/// # Errors
/// [`PrintError`].
pub fn draw(face: &CardFace) -> Result<Vec<u8>, PrintError> {
    let pen = Pen {
        regular: Letters::of(REGULAR)?,
        bold: Letters::of(BOLD)?,
    };
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(TITLE.to_owned()).language("vi".to_owned()));
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PrintError::Shape)?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    pen.head(&mut surface, face)?;
    code(&mut surface, &symbol(&face.code)?)?;
    pen.column(&mut surface, face);
    pen.foot(&mut surface);
    surface.finish();
    page.finish();
    document.finish().map_err(|_| PrintError::File)
}

/// A card is scratched and bent: the code repairs a quarter of itself, unless it is so long that its modules would
/// become too small.
fn symbol(text: &str) -> Result<Symbol, PrintError> {
    let dense = encode(text, Level::Quartile).ok().filter(is_coarse);
    let symbol = dense.map_or_else(|| encode(text, Level::Medium), Ok)?;
    if is_coarse(&symbol) {
        Ok(symbol)
    } else {
        Err(PrintError::Code)
    }
}

fn is_coarse(symbol: &Symbol) -> bool {
    module(symbol) >= LEAST_MODULE
}

fn module(symbol: &Symbol) -> f32 {
    CODE_SIDE / (symbol.size + 2 * QUIET) as f32
}

/// The dark modules as one shape; neighbours in a row are one rectangle.
fn code(surface: &mut Surface<'_>, symbol: &Symbol) -> Result<(), PrintError> {
    let side = module(symbol);
    let place = |index: u32| (index + QUIET) as f32 * side;
    let mut dark = Vec::new();
    for y in 0..symbol.size {
        let mut x = 0;
        while x < symbol.size {
            let run = (x..symbol.size).take_while(|x| symbol.is_dark(*x, y)).count() as u32;
            if run > 0 {
                dark.push((MARGIN + place(x), CODE_TOP + place(y), run as f32 * side, side));
            }
            x += run.max(1);
        }
    }
    blocks(surface, (0, 0, 0), dark)
}

/// What a card is written with.
struct Pen {
    regular: Letters,
    bold: Letters,
}

impl Pen {
    fn head(&self, surface: &mut Surface<'_>, face: &CardFace) -> Result<(), PrintError> {
        block(surface, SEA, (0.0, 0.0, WIDTH, BAND))?;
        let (size, base) = (7.5, BAND / 2.0 + 2.6);
        let title = self.regular.width(TITLE, size);
        self.regular
            .write(surface, size, PALE, (WIDTH - MARGIN - title, base), TITLE);
        let room = (WIDTH - 3.0 * MARGIN - title, BAND - 2.0 * MM);
        let city = Block::fit(&self.bold, &face.city.to_uppercase(), 9.0, room);
        let height = city.lines.len() as f32 * city.size * Block::LEADING;
        city.write(&self.bold, surface, WHITE, (MARGIN, (BAND - height) / 2.0));
        Ok(())
    }

    fn column(&self, surface: &mut Surface<'_>, face: &CardFace) {
        let name = Block::fit(&self.bold, face.name.as_str(), 12.0, (COLUMN_WIDTH, 18.0 * MM));
        name.write(&self.bold, surface, INK, (COLUMN, CODE_TOP));
        let issued = face.issued_on;
        let issued = format!("{:02}/{:02}/{:04}", issued.day(), issued.month(), issued.year());
        let half = COLUMN_WIDTH / 2.0;
        self.fact(
            surface,
            (COLUMN, 21.0, COLUMN_WIDTH),
            "Mã công dân (QID)",
            &grouped(face.qid.as_str()),
        );
        self.fact(surface, (COLUMN, 29.0, half), "Số thẻ", &face.serial.grouped());
        self.fact(surface, (COLUMN + half, 29.0, half), "Ngày cấp", &issued);
    }

    /// A name and what it is, under each other; `top` in millimetres under the top of the code.
    fn fact(&self, surface: &mut Surface<'_>, (x, top, width): (f32, f32, f32), name: &str, value: &str) {
        let top = CODE_TOP + top * MM;
        self.regular.write(surface, 5.5, MUTED, (x, top), name);
        let value = Block::fit(&self.bold, value, 8.5, (width, 12.0));
        value.write(&self.bold, surface, INK, (x, top + 2.0));
    }

    fn foot(&self, surface: &mut Surface<'_>) {
        let room = (WIDTH - 2.0 * MARGIN, HEIGHT - FOOT - 1.5 * MM);
        let sentence = Block::fit(&self.regular, SENTENCE, 6.5, room);
        sentence.write(&self.regular, surface, MUTED, (MARGIN, FOOT));
    }
}

/// Eighteen digits in groups of three, for whoever types them.
fn grouped(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use codes::{
        standard::{DeclaredBy, Extension, StandardCode},
        trust::CitySigner,
    };
    use hayro::{
        RenderCache, RenderSettings,
        hayro_interpret::InterpreterSettings,
        hayro_syntax::Pdf,
        vello_cpu::{Pixmap, color::palette::css::WHITE},
    };

    use super::*;

    fn face(name: &str) -> CardFace {
        let name: PersonName = name.parse().unwrap();
        let code = StandardCode {
            document_number: "048190000001".to_owned(),
            name: name.clone(),
            born: "1990-05-01".parse().unwrap(),
            declared_by: DeclaredBy::SelfDeclared,
            qid: "204810000000000017".parse().unwrap(),
            extension: Extension::default(),
        };
        let serial = CardSerial(4711);
        CardFace {
            city: "Thành phố Đà Nẵng".to_owned(),
            name,
            qid: code.qid.clone(),
            serial,
            issued_on: jiff::civil::date(2026, 3, 2),
            code: code
                .sign_card(&CitySigner::from_seed(&[7; 32], "danang.gov.vn"), serial)
                .to_text(),
        }
    }

    /// The one page, at 300 dots an inch.
    fn printed(face: &CardFace) -> Pixmap {
        let pdf = Pdf::new(draw(face).unwrap()).unwrap();
        assert_eq!(pdf.pages().len(), 1);
        let page = &pdf.pages()[0];
        let (width, height) = page.render_dimensions();
        assert!((width / MM - 85.60).abs() < 0.01 && (height / MM - 53.98).abs() < 0.01);
        let scale = 300.0 / 72.0;
        let settings = hayro::PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        };
        let interpreter = InterpreterSettings::default();
        hayro::render(
            page,
            &RenderCache::new(),
            &interpreter,
            &RenderSettings::default(),
            &settings,
        )
    }

    fn gray(picture: &Pixmap) -> (u32, u32, Vec<u8>) {
        let pixels = picture.data_as_u8_slice().chunks(4);
        let gray = pixels.map(|pixel| (pixel[..3].iter().map(|part| u32::from(*part)).sum::<u32>() / 3) as u8);
        (picture.width().into(), picture.height().into(), gray.collect())
    }

    #[test]
    fn a_scanner_reads_exactly_the_code_whatever_the_name() {
        let hundred = "Nguyễn Phước Hoàng Thiên Ân ".repeat(4);
        let hundred = hundred.chars().take(100).collect::<String>();
        let longest = "Đặng Lê Quỳnh Trang ".repeat(10);
        for name in [
            "Ân",
            "Nguyễn Thị Ánh Hoa",
            hundred.trim(),
            longest.trim(),
            &"Ngoằn".repeat(40),
        ] {
            let face = face(name);
            let (width, height, gray) = gray(&printed(&face));
            let found = codes::scan::read_gray(width, height, &gray);
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].text, face.code, "{name}");
            let symbol = symbol(&face.code).unwrap();
            assert!(module(&symbol) >= LEAST_MODULE);
        }
    }

    #[test]
    fn nothing_but_the_code_is_in_its_square_and_nothing_runs_over_an_edge() {
        let face = face(
            &"Nguyễn Phước Hoàng Thiên Ân "
                .repeat(7)
                .chars()
                .take(199)
                .collect::<String>(),
        );
        let picture = printed(&face);
        let (width, height, gray) = gray(&picture);
        let pixels = |points: f32| (points * 300.0 / 72.0) as u32;
        let is_clear = |left: u32, top: u32, right: u32, bottom: u32| {
            (top..bottom).all(|y| (left..right).all(|x| gray[(y * width + x) as usize] > 250))
        };
        let quiet = module(&symbol(&face.code).unwrap()) * QUIET as f32;
        let (left, top) = (pixels(MARGIN) + 1, pixels(CODE_TOP) + 1);
        let (right, bottom) = (pixels(MARGIN + CODE_SIDE) - 1, pixels(CODE_TOP + CODE_SIDE) - 1);
        let quiet = pixels(quiet) - 2;
        assert!(is_clear(left, top, right, top + quiet) && is_clear(left, bottom - quiet, right, bottom));
        assert!(is_clear(left, top, left + quiet, bottom) && is_clear(right - quiet, top, right, bottom));
        let band = pixels(BAND) + 2;
        assert!(
            is_clear(pixels(WIDTH - MARGIN) + 2, band, width, height),
            "the right edge"
        );
        assert!(
            is_clear(0, pixels(HEIGHT) - pixels(1.0 * MM), width, height),
            "the lower edge"
        );
        // The name ends above what is under it.
        let facts = pixels(CODE_TOP + 18.2 * MM);
        assert!(is_clear(pixels(COLUMN), facts, width, facts + pixels(0.4 * MM)));
    }

    #[test]
    fn a_code_that_would_be_too_fine_is_refused() {
        let long = CardFace {
            code: "ă".repeat(700),
            ..face("Hoa")
        };
        assert!(matches!(draw(&long), Err(PrintError::Code)));
    }

    #[test]
    fn only_the_letters_it_shows_are_in_the_file() {
        let file = draw(&face("Nguyễn Thị Ánh Hoa")).unwrap();
        assert!(file.len() < 60_000, "{} bytes", file.len());
        assert_eq!(
            file,
            draw(&face("Nguyễn Thị Ánh Hoa")).unwrap(),
            "the same card is the same file"
        );
    }
}
