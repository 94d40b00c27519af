//! Things a person would have at hand: a chip card's code as a picture, a paper to upload.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use codes::symbol::{Level, encode};

/// Draws a code as a PNG picture with its quiet zone, `scale` pixels a module.
///
/// # Errors
/// When the text does not fit a code or the file can't be written.
pub fn draw_code(text: &str, scale: u32, file: &Path) -> Result<()> {
    let symbol = encode(text, Level::Medium).ok().context("the text fits no code")?;
    fs::write(file, symbol.to_png(scale, 4))?;
    Ok(())
}

/// Writes a film (YUV4MPEG2) of a camera that looks at a picture in the middle of something white.
///
/// # Errors
/// When the picture can't be read or the film not be written.
pub fn film(picture: &Path, file: &Path) -> Result<()> {
    const WIDTH: u32 = 640;
    const HEIGHT: u32 = 480;
    let code = image::open(picture)?.into_luma8();
    let mut frame = image::GrayImage::from_pixel(WIDTH, HEIGHT, image::Luma([235]));
    let place = |room: u32, side: u32| i64::from(room.saturating_sub(side) / 2);
    let (x, y) = (place(WIDTH, code.width()), place(HEIGHT, code.height()));
    image::imageops::overlay(&mut frame, &code, x, y);
    let mut film = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n").into_bytes();
    for _ in 0..10 {
        film.extend_from_slice(b"FRAME\n");
        film.extend_from_slice(frame.as_raw());
        // No colour: two planes of a quarter of the pixels, all in the middle.
        film.resize(film.len() + (WIDTH * HEIGHT / 2) as usize, 128);
    }
    fs::write(file, film)?;
    Ok(())
}

/// Writes a small PDF of one page that says `words` (ASCII).
///
/// # Errors
/// When the file can't be written.
pub fn write_pdf(words: &str, file: &Path) -> Result<()> {
    let content = format!("BT /F1 28 Tf 72 720 Td ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for offset in offsets {
        pdf.push_str(&format!("{offset:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    fs::write(file, pdf)?;
    Ok(())
}

/// A VietQR code of an invented bill.
pub const VIETQR: &str = "00020101021238570010A00000072701270006970436011300410001234560208QRIBFTTA530370454061250005802VN62240820TIEN NUOC T3 DA NANG6304BA12";
