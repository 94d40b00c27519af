//! A paper for the eyes of a counter: the resident's own pages with who opened them, when, written over each. Whoever
//! photographs or prints it passes that on as well.

use std::{io::Cursor, sync::Arc};

use domain::MediaType;
use image::{ImageDecoder as _, ImageReader, Limits, metadata::Orientation};
use krilla::{
    Document, SerializeSettings,
    configure::{ConfigurationBuilder, PdfVersion},
    geom::{Size, Transform},
    image::Image,
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    pdf::{Pdf, PdfDocument},
    surface::Surface,
};

use super::{BOLD, Letters, MUTED, PrintError};

/// Pages that are drawn; a paper with more is drawn so far, and says so.
const MAX_PAGES: usize = 200;
/// The largest side of a page that a picture becomes, in points (A4's long side).
const PICTURE_SIDE: f32 = 842.0;
/// Room under each page for the line that stays readable on a dark picture.
const FOOT: f32 = 18.0;
const LETTERS: f32 = 11.0;
/// Strong enough to be photographed, weak enough to be read through.
const STRENGTH: f32 = 0.22;
/// From one slanting line to the next, in points.
const SPACING: f32 = 150.0;
/// A picture of more pixels than this on a side is no photograph of a paper.
const MAX_PIXELS: u32 = 20_000;

/// What is drawn, and what is written over it.
pub struct Marked {
    /// What the content is.
    pub media_type: MediaType,
    /// Written over every page.
    pub watermark: String,
    /// The file's title.
    pub title: String,
}

/// Draws the content as a PDF with the watermark on every page.
///
/// # Errors
/// [`PrintError::Content`] for content that can't be read, also because it is locked with a password.
pub fn draw(marked: &Marked, content: Vec<u8>) -> Result<Vec<u8>, PrintError> {
    let pen = Letters::of(BOLD)?;
    // The newest version: pages of any version may be taken into it.
    let newest = ConfigurationBuilder::new().with_version(PdfVersion::Pdf20).finish();
    let mut document = Document::new_with(SerializeSettings {
        configuration: newest.map_err(|_| PrintError::File)?,
        ..SerializeSettings::default()
    });
    document.set_metadata(Metadata::new().title(marked.title.clone()).language("vi".to_owned()));
    match marked.media_type {
        MediaType::Pdf => pages(&mut document, &pen, &marked.watermark, content)?,
        kind => picture(&mut document, &pen, &marked.watermark, kind, content)?,
    }
    document.finish().map_err(|_| PrintError::Content)
}

fn pages(document: &mut Document, pen: &Letters, watermark: &str, content: Vec<u8>) -> Result<(), PrintError> {
    let pdf = Pdf::new(content).map_err(|_| PrintError::Content)?;
    let sizes: Vec<(f32, f32)> = pdf
        .pages()
        .iter()
        .take(MAX_PAGES)
        .map(|page| page.render_dimensions())
        .collect();
    if sizes.is_empty() {
        return Err(PrintError::Content);
    }
    let cut = pdf.pages().len() > sizes.len();
    let pdf = PdfDocument::new(Arc::new(pdf));
    for (index, (width, height)) in sizes.iter().copied().enumerate() {
        let size = Size::from_wh(width, height).ok_or(PrintError::Content)?;
        let more = cut && index + 1 == sizes.len();
        page(document, pen, watermark, (width, height), more, |surface| {
            surface.draw_pdf_page(&pdf, size, index);
        })?;
    }
    Ok(())
}

fn picture(
    document: &mut Document,
    pen: &Letters,
    watermark: &str,
    kind: MediaType,
    content: Vec<u8>,
) -> Result<(), PrintError> {
    let orientation = orientation(&content)?;
    let data = content.into();
    let image = match kind {
        MediaType::Jpeg => Image::from_jpeg(data, true),
        MediaType::Png => Image::from_png(data, true),
        MediaType::Webp => Image::from_webp(data, true),
        MediaType::Pdf => return Err(PrintError::Content),
    };
    let image = image.map_err(|_| PrintError::Content)?;
    let (across, down) = image.size();
    if across == 0 || down == 0 {
        return Err(PrintError::Content);
    }
    let scale = PICTURE_SIDE / across.max(down) as f32;
    let (width, height) = (across as f32 * scale, down as f32 * scale);
    let size = Size::from_wh(width, height).ok_or(PrintError::Content)?;
    let (turned, shown) = turn(orientation, (width, height));
    page(document, pen, watermark, shown, false, |surface| {
        let [sx, ky, kx, sy, tx, ty] = turned;
        surface.push_transform(&Transform::from_row(sx, ky, kx, sy, tx, ty));
        surface.draw_image(image, size);
        surface.pop();
    })
}

/// How the camera was held, by the picture's EXIF; also makes sure that it is a picture of a sensible size.
fn orientation(content: &[u8]) -> Result<Orientation, PrintError> {
    let damaged = |_| PrintError::Content;
    let mut reader = ImageReader::new(Cursor::new(content))
        .with_guessed_format()
        .map_err(|_| PrintError::Content)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PIXELS);
    limits.max_image_height = Some(MAX_PIXELS);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    Ok(decoder.orientation().unwrap_or(Orientation::NoTransforms))
}

/// What puts a picture upright, as the six numbers of a transform's rows, and its size then (EXIF 2.32 section 4.6.4, orientation).
fn turn(orientation: Orientation, (w, h): (f32, f32)) -> ([f32; 6], (f32, f32)) {
    match orientation {
        Orientation::NoTransforms => ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], (w, h)),
        Orientation::FlipHorizontal => ([-1.0, 0.0, 0.0, 1.0, w, 0.0], (w, h)),
        Orientation::Rotate180 => ([-1.0, 0.0, 0.0, -1.0, w, h], (w, h)),
        Orientation::FlipVertical => ([1.0, 0.0, 0.0, -1.0, 0.0, h], (w, h)),
        Orientation::Rotate90FlipH => ([0.0, 1.0, 1.0, 0.0, 0.0, 0.0], (h, w)),
        Orientation::Rotate90 => ([0.0, 1.0, -1.0, 0.0, h, 0.0], (h, w)),
        Orientation::Rotate270FlipH => ([0.0, -1.0, -1.0, 0.0, h, w], (h, w)),
        Orientation::Rotate270 => ([0.0, -1.0, 1.0, 0.0, 0.0, w], (h, w)),
    }
}

/// One page: what is shown, the slanting lines over it, and the line under it.
fn page(
    document: &mut Document,
    pen: &Letters,
    watermark: &str,
    (width, height): (f32, f32),
    more: bool,
    show: impl FnOnce(&mut Surface<'_>),
) -> Result<(), PrintError> {
    let settings = PageSettings::from_wh(width, height + FOOT).ok_or(PrintError::Content)?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    show(&mut surface);
    slanting(&mut surface, pen, watermark, (width, height));
    let under = if more {
        format!("{watermark} · …")
    } else {
        watermark.to_owned()
    };
    let room = width - 2.0 * FOOT / 3.0;
    let size = (LETTERS * 0.8).min(LETTERS * 0.8 * room / pen.width(&under, LETTERS * 0.8).max(1.0));
    pen.write(&mut surface, size, MUTED, (FOOT / 3.0, height + FOOT * 0.7), &under);
    surface.finish();
    page.finish();
    Ok(())
}

fn slanting(surface: &mut Surface<'_>, pen: &Letters, watermark: &str, (width, height): (f32, f32)) {
    let Some(strength) = NormalizedF32::new(STRENGTH) else {
        return;
    };
    let line = format!("{watermark}      ");
    let step = pen.width(&line, LETTERS).max(1.0);
    let reach = width.hypot(height);
    surface.push_opacity(strength);
    surface.push_transform(&Transform::from_rotate_at(-30.0, width / 2.0, height / 2.0));
    let mut y = height / 2.0 - reach / 2.0;
    let mut shift = 0.0;
    while y < height / 2.0 + reach / 2.0 {
        let mut x = width / 2.0 - reach / 2.0 - shift;
        while x < width / 2.0 + reach / 2.0 {
            pen.write(surface, LETTERS, MUTED, (x, y), &line);
            x += step;
        }
        shift = if shift > 0.0 { 0.0 } else { step / 2.0 };
        y += SPACING;
    }
    surface.pop();
    surface.pop();
}

#[cfg(test)]
mod tests {
    use hayro::{
        RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf as Read,
        vello_cpu::color::palette::css::WHITE,
    };

    use super::*;

    fn marked(media_type: MediaType) -> Marked {
        Marked {
            media_type,
            watermark: "UBND phường Hải Châu · Quầy 3 · Trần Văn Minh · 27/11/2026 08:10".to_owned(),
            title: "Giấy khai sinh".to_owned(),
        }
    }

    fn picture_of(format: image::ImageFormat, (width, height): (u32, u32)) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::from_pixel(width, height, image::Rgb([250, 240, 200]))
            .write_to(&mut bytes, format)
            .unwrap();
        bytes.into_inner()
    }

    /// Dark points of the first page, and its size.
    fn dark(pdf: Vec<u8>) -> (usize, (f32, f32)) {
        let pdf = Read::new(pdf).unwrap();
        let page = &pdf.pages()[0];
        let settings = hayro::PixmapSettings {
            x_scale: 1.0,
            y_scale: 1.0,
            bg_color: WHITE,
        };
        let picture = hayro::render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &settings,
        );
        let points = picture.data_as_u8_slice().chunks(4);
        (points.filter(|point| point[0] < 235).count(), page.render_dimensions())
    }

    #[test]
    fn every_kind_of_content_gets_its_marks() {
        for (kind, format) in [
            (MediaType::Png, image::ImageFormat::Png),
            (MediaType::Jpeg, image::ImageFormat::Jpeg),
            (MediaType::Webp, image::ImageFormat::WebP),
        ] {
            let pdf = draw(&marked(kind), picture_of(format, (600, 400))).unwrap();
            let (points, (width, height)) = dark(pdf);
            assert!(points > 2_000, "{kind}: {points}");
            assert!(
                (width - 842.0).abs() < 1.0 && height > 561.0,
                "{kind}: {width} × {height}"
            );
        }
    }

    #[test]
    fn a_paper_of_several_pages_keeps_them() {
        let mut plain = Document::new();
        for _ in 0..3 {
            plain
                .start_page_with(PageSettings::from_wh(300.0, 400.0).unwrap())
                .finish();
        }
        let pdf = draw(&marked(MediaType::Pdf), plain.finish().unwrap()).unwrap();
        assert_eq!(Read::new(pdf.clone()).unwrap().pages().len(), 3);
        let (points, size) = dark(pdf);
        assert!(points > 500, "{points}");
        assert_eq!(size, (300.0, 400.0 + FOOT));
    }

    #[test]
    fn what_can_not_be_read_is_said() {
        for kind in [MediaType::Pdf, MediaType::Png, MediaType::Jpeg, MediaType::Webp] {
            let drawn = draw(&marked(kind), b"%PDF-1.7 nothing in it".to_vec());
            assert!(matches!(drawn, Err(PrintError::Content)), "{kind}");
        }
    }

    #[test]
    fn a_sideways_picture_stands_upright() {
        let corners = |orientation| {
            let ([sx, ky, kx, sy, tx, ty], size) = turn(orientation, (300.0, 200.0));
            let put = |(x, y): (f32, f32)| (sx * x + kx * y + tx, ky * x + sy * y + ty);
            ([(0.0, 0.0), (300.0, 200.0)].map(put), size)
        };
        for orientation in [
            Orientation::Rotate90,
            Orientation::Rotate270,
            Orientation::Rotate90FlipH,
        ] {
            let (points, size) = corners(orientation);
            assert_eq!(size, (200.0, 300.0));
            assert!(
                points
                    .iter()
                    .all(|(x, y)| (0.0..=200.0).contains(x) && (0.0..=300.0).contains(y))
            );
        }
        let (points, size) = corners(Orientation::Rotate180);
        assert_eq!((points[0], size), ((300.0, 200.0), (300.0, 200.0)));
    }
}
