//! A paper as a PDF page.

use anyhow::Context as _;
use krilla::{Document, geom::Transform, metadata::Metadata, num::NormalizedF32, page::PageSettings, surface::Surface};

use super::Contents;
use crate::print::{BOLD, Colour, INK, Letters, MUTED, REGULAR, SEA, WHITE, block};

/// A4 in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 56.0;

const MARK: Colour = (196, 60, 40);

struct Fonts {
    regular: Letters,
    bold: Letters,
}

/// Draws a paper.
pub(super) fn draw(contents: &Contents<'_>) -> anyhow::Result<Vec<u8>> {
    let fonts = Fonts {
        regular: Letters::of(REGULAR)?,
        bold: Letters::of(BOLD)?,
    };
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(format!("{} (MẪU)", contents.title))
            .language("vi".to_owned()),
    );
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).context("a page size")?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    head(&mut surface, &fonts, contents)?;
    let end = table(&mut surface, &fonts, contents)?;
    let note = "Giấy tờ này được tạo để trình diễn. Mọi họ tên, số và dữ liệu đều là hư cấu, không có giá trị pháp lý.";
    fonts
        .regular
        .write(&mut surface, 10.0, MUTED, (MARGIN, end + 30.0), note);
    watermark(&mut surface, &fonts)?;
    surface.finish();
    page.finish();
    document
        .finish()
        .map_err(|error| anyhow::anyhow!("the PDF could not be written: {error:?}"))
}

fn head(surface: &mut Surface<'_>, fonts: &Fonts, contents: &Contents<'_>) -> anyhow::Result<()> {
    block(surface, SEA, (0.0, 0.0, WIDTH, 96.0))?;
    fonts.bold.write(
        surface,
        11.0,
        WHITE,
        (MARGIN, 40.0),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    );
    fonts
        .regular
        .write(surface, 11.0, WHITE, (MARGIN, 58.0), "Độc lập - Tự do - Hạnh phúc");
    fonts
        .regular
        .write(surface, 11.0, (200, 224, 235), (MARGIN, 78.0), contents.issuer);
    fonts.bold.write(surface, 22.0, SEA, (MARGIN, 150.0), contents.title);
    fonts.regular.write(
        surface,
        12.0,
        MUTED,
        (MARGIN, 174.0),
        &format!("Số: {}", contents.number),
    );
    Ok(())
}

fn table(surface: &mut Surface<'_>, fonts: &Fonts, contents: &Contents<'_>) -> anyhow::Result<f32> {
    let mut y = 222.0;
    for (index, (name, text)) in contents.lines.iter().enumerate() {
        if index % 2 == 0 {
            block(
                surface,
                (242, 246, 248),
                (MARGIN - 10.0, y - 19.0, WIDTH - 2.0 * MARGIN + 20.0, 30.0),
            )?;
        }
        fonts.regular.write(surface, 12.0, MUTED, (MARGIN, y), name);
        fonts.bold.write(surface, 12.0, INK, (MARGIN + 150.0, y), text);
        y += 30.0;
    }
    Ok(y)
}

fn watermark(surface: &mut Surface<'_>, fonts: &Fonts) -> anyhow::Result<()> {
    surface.push_transform(&Transform::from_rotate_at(-35.0, WIDTH / 2.0, HEIGHT / 2.0));
    surface.push_opacity(NormalizedF32::new(0.14).context("an opacity")?);
    fonts
        .bold
        .write(surface, 190.0, MARK, (WIDTH / 2.0 - 200.0, HEIGHT / 2.0 + 70.0), "MẪU");
    surface.pop();
    surface.pop();
    Ok(())
}
