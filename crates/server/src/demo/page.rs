//! A paper as a PDF page.

use anyhow::Context as _;
use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect, Transform},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    text::{Font, TextDirection},
};

use super::Contents;

/// Be Vietnam Pro (SIL Open Font License 1.1, assets/OFL.txt).
const REGULAR: &[u8] = include_bytes!("../../assets/be-vietnam-pro-400.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/be-vietnam-pro-700.ttf");

/// A4 in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 56.0;

const SEA: (u8, u8, u8) = (11, 79, 108);
const INK: (u8, u8, u8) = (28, 36, 43);
const MUTED: (u8, u8, u8) = (91, 105, 115);
const MARK: (u8, u8, u8) = (196, 60, 40);

struct Fonts {
    regular: Font,
    bold: Font,
}

/// Draws a paper.
pub(super) fn draw(contents: &Contents<'_>) -> anyhow::Result<Vec<u8>> {
    let font = |bytes: &'static [u8]| Font::new(bytes.to_vec().into(), 0).context("the font can't be read");
    let fonts = Fonts {
        regular: font(REGULAR)?,
        bold: font(BOLD)?,
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
    write(&mut surface, &fonts.regular, 10.0, MUTED, (MARGIN, end + 30.0), note);
    watermark(&mut surface, &fonts)?;
    surface.finish();
    page.finish();
    document
        .finish()
        .map_err(|error| anyhow::anyhow!("the PDF could not be written: {error:?}"))
}

fn head(surface: &mut Surface<'_>, fonts: &Fonts, contents: &Contents<'_>) -> anyhow::Result<()> {
    block(surface, SEA, (0.0, 0.0, WIDTH, 96.0))?;
    write(
        surface,
        &fonts.bold,
        11.0,
        (255, 255, 255),
        (MARGIN, 40.0),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    );
    write(
        surface,
        &fonts.regular,
        11.0,
        (255, 255, 255),
        (MARGIN, 58.0),
        "Độc lập - Tự do - Hạnh phúc",
    );
    write(
        surface,
        &fonts.regular,
        11.0,
        (200, 224, 235),
        (MARGIN, 78.0),
        contents.issuer,
    );
    write(surface, &fonts.bold, 22.0, SEA, (MARGIN, 150.0), contents.title);
    write(
        surface,
        &fonts.regular,
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
        write(surface, &fonts.regular, 12.0, MUTED, (MARGIN, y), name);
        write(surface, &fonts.bold, 12.0, INK, (MARGIN + 150.0, y), text);
        y += 30.0;
    }
    Ok(y)
}

fn watermark(surface: &mut Surface<'_>, fonts: &Fonts) -> anyhow::Result<()> {
    surface.push_transform(&Transform::from_rotate_at(-35.0, WIDTH / 2.0, HEIGHT / 2.0));
    surface.push_opacity(NormalizedF32::new(0.14).context("an opacity")?);
    write(
        surface,
        &fonts.bold,
        190.0,
        MARK,
        (WIDTH / 2.0 - 200.0, HEIGHT / 2.0 + 70.0),
        "MẪU",
    );
    surface.pop();
    surface.pop();
    Ok(())
}

fn fill((red, green, blue): (u8, u8, u8)) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        ..Fill::default()
    }
}

fn block(
    surface: &mut Surface<'_>,
    colour: (u8, u8, u8),
    (x, y, width, height): (f32, f32, f32, f32),
) -> anyhow::Result<()> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height).context("a rectangle")?);
    surface.set_fill(Some(fill(colour)));
    surface.draw_path(&path.finish().context("a path")?);
    Ok(())
}

fn write(surface: &mut Surface<'_>, font: &Font, size: f32, colour: (u8, u8, u8), (x, y): (f32, f32), text: &str) {
    surface.set_fill(Some(fill(colour)));
    surface.draw_text(
        Point::from_xy(x, y),
        font.clone(),
        size,
        text,
        false,
        TextDirection::Auto,
    );
}
