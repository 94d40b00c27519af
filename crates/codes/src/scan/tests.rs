use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, LumaA, imageops};
use proptest::prelude::*;

use super::*;
use crate::{
    live::{issue_credential, present},
    symbol::{self, Level, Symbol},
    testing::{CARD, city, claims, device, now, standard},
};

fn symbol(text: &str) -> Symbol {
    symbol::encode(text, Level::Medium).unwrap()
}

fn picture(text: &str) -> GrayImage {
    symbol(text).to_luma(4, 4)
}

fn live() -> String {
    present(&issue_credential(&city(), &claims()), &device(), now(), [5; 16])
}

fn file(image: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(image.clone())
        .to_rgb8()
        .write_to(&mut file, format)
        .unwrap();
    file.into_inner()
}

fn texts(bytes: &[u8]) -> Vec<String> {
    let mut texts: Vec<String> = read_picture(bytes)
        .unwrap()
        .into_iter()
        .map(|found| found.text)
        .collect();
    texts.sort();
    texts
}

fn read(image: &GrayImage) -> Vec<String> {
    texts(&file(image, ImageFormat::Png))
}

fn on_desk(width: u32, height: u32, parts: &[(u32, u32, &GrayImage)]) -> GrayImage {
    let mut desk = GrayImage::from_fn(width, height, |x, y| Luma([200 - ((x / 9 + y / 7) % 30) as u8]));
    for (x, y, part) in parts {
        imageops::overlay(&mut desk, *part, i64::from(*x), i64::from(*y));
    }
    desk
}

/// The same bytes on every run.
fn noise(seed: u32) -> impl FnMut() -> u8 {
    let mut state = seed;
    move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 11) as u8
    }
}

/// Turned about its centre on a grey ground, by the nearest pixel.
fn turned(image: &GrayImage, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let side = (image.width() as f32 * 1.5) as u32;
    let (middle, half) = (side as f32 / 2.0, image.width() as f32 / 2.0);
    GrayImage::from_fn(side, side, |x, y| {
        let (x, y) = (x as f32 - middle, y as f32 - middle);
        let (x, y) = (x * cos + y * sin + half, y * cos - x * sin + half);
        if x < 0.0 || y < 0.0 {
            return Luma([230]);
        }
        image
            .get_pixel_checked(x as u32, y as u32)
            .copied()
            .unwrap_or(Luma([230]))
    })
}

#[test]
fn every_kind_of_code_is_read_as_it_was_written() {
    let standard = standard().sign(&city()).to_text();
    for text in [
        live().as_str(),
        standard.as_str(),
        CARD,
        "https://danang.gov.vn/?q=đà-nẵng",
        "x",
    ] {
        assert_eq!(read(&picture(text)), [text]);
        let image = picture(text);
        let found = read_gray(image.width(), image.height(), image.as_raw());
        assert_eq!(
            found.iter().map(|found| found.text.as_str()).collect::<Vec<_>>(),
            [text]
        );
    }
}

#[test]
fn all_three_kinds_of_file() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        assert_eq!(texts(&file(&picture(CARD), format)), [CARD]);
    }
}

#[test]
fn where_it_is_in_the_picture() {
    let code = symbol("where").to_luma(6, 0);
    let side = code.width() as f32;
    // Larger than one pass looks at, so that the places are scaled back.
    let desk = on_desk(2000, 1400, &[(1200, 300, &symbol("where").to_luma(6, 4))]);
    let found = read_picture(&file(&desk, ImageFormat::Png)).unwrap();
    let (left, top) = (1200.0 + 24.0, 300.0 + 24.0);
    let expected = [
        (left, top),
        (left + side, top),
        (left + side, top + side),
        (left, top + side),
    ];
    assert_eq!(found.len(), 1);
    for ((x, y), (wanted_x, wanted_y)) in found[0].corners.into_iter().zip(expected) {
        assert!(
            (x - wanted_x).abs() < 12.0 && (y - wanted_y).abs() < 12.0,
            "{:?}",
            found[0].corners
        );
    }
    assert!(!format!("{found:?}").contains("where"));
}

#[test]
fn turned_by_any_angle() {
    let code = symbol(CARD).to_luma(6, 4);
    for degrees in (0..360).step_by(15) {
        assert_eq!(read(&turned(&code, degrees as f32)), [CARD], "{degrees}");
    }
}

#[test]
fn inverted_mirrored_and_both_ways_of_light() {
    let code = picture(CARD);
    let mut inverted = code.clone();
    imageops::invert(&mut inverted);
    assert_eq!(read(&inverted), [CARD]);
    let found = read_gray(inverted.width(), inverted.height(), inverted.as_raw());
    assert_eq!(found.len(), 1);
    assert_eq!(read(&imageops::flip_horizontal(&code)), [CARD]);
    let pale = GrayImage::from_fn(code.width(), code.height(), |x, y| {
        Luma([code.get_pixel(x, y).0[0] / 6 + 100])
    });
    assert_eq!(read(&pale), [CARD]);
}

#[test]
fn blurred_noisy_and_pressed() {
    let mut image = on_desk(1000, 900, &[(200, 200, &symbol(CARD).to_luma(8, 4))]);
    image = imageops::blur(&image, 2.0);
    let mut noise = noise(7);
    for pixel in image.pixels_mut() {
        pixel.0[0] = pixel.0[0].saturating_add(noise() / 6).saturating_sub(20);
    }
    let mut pressed = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut pressed, 30)
        .encode_image(&image)
        .unwrap();
    assert_eq!(texts(&pressed), [CARD]);
}

#[test]
fn one_pixel_a_module() {
    let code = symbol("DA NANG").to_luma(1, 4);
    assert_eq!(read(&code), ["DA NANG"]);
    assert_eq!(read(&symbol(&live()).to_luma(2, 4)), [live()]);
}

#[test]
fn a_live_code_in_a_camera_frame() {
    let code = symbol(&live()).to_luma(4, 4);
    let frame = imageops::blur(&on_desk(640, 480, &[(120, 60, &code)]), 0.8);
    let found = read_gray(640, 480, frame.as_raw());
    assert_eq!(
        found.iter().map(|found| found.text.as_str()).collect::<Vec<_>>(),
        [live()]
    );
}

#[test]
fn ten_codes_in_one_picture() {
    let expected: Vec<String> = (0..10).map(|i| format!("HTTPS://DANANG.GOV.VN/{i}")).collect();
    let codes: Vec<GrayImage> = expected.iter().map(|text| picture(text)).collect();
    let side = codes[0].width();
    let parts: Vec<(u32, u32, &GrayImage)> = (0..)
        .zip(&codes)
        .map(|(i, code)| (i % 5 * (side + 20) + 30, i / 5 * (side + 40) + 30, code))
        .collect();
    let desk = on_desk(5 * (side + 20) + 60, 2 * (side + 40) + 60, &parts);
    assert_eq!(read(&desk), expected);
}

#[test]
fn codes_of_all_sizes_in_one_picture() {
    let (large, small) = (symbol(CARD).to_luma(14, 4), symbol("small").to_luma(3, 4));
    let two = on_desk(1500, 900, &[(40, 30, &large), (1250, 640, &small)]);
    assert_eq!(read(&two), [CARD, "small"]);
    let found = read_gray(1500, 900, two.as_raw());
    assert_eq!(found.len(), 2);

    let live = live();
    let mut expected = vec![
        CARD.to_owned(),
        "HTTPS://DANANG.GOV.VN".to_owned(),
        live.clone(),
        "x".to_owned(),
    ];
    expected.sort();
    let codes = [(CARD, 5), ("HTTPS://DANANG.GOV.VN", 3), (&live, 8), ("x", 20)];
    let [card, link, live, x] = codes.map(|(text, scale)| symbol(text).to_luma(scale, 4));
    let four = on_desk(
        1700,
        1250,
        &[(20, 20, &live), (900, 40, &card), (1350, 300, &link), (950, 600, &x)],
    );
    assert_eq!(read(&four), expected);
}

#[test]
fn no_longer_than_there_is_time() {
    let file = file(&on_desk(900, 700, &[]), ImageFormat::Png);
    let asked = |most: usize| {
        let mut asked = 0;
        let found = read_picture_while(&file, || {
            asked += 1;
            asked < most
        });
        assert_eq!(found, Ok(Vec::new()));
        asked
    };
    let all = asked(usize::MAX);
    assert!(all > 10);
    for most in [1, 2, all / 2] {
        assert_eq!(asked(most), most);
    }
    // What was found before is the answer.
    let mut asked = 0;
    let found = read_picture_while(&self::file(&picture(CARD), ImageFormat::Png), || {
        asked += 1;
        asked <= 2
    });
    assert_eq!(found.unwrap()[0].text, CARD);
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let mut dice = noise(99);
    let noisy = GrayImage::from_fn(400, 300, |_, _| Luma([dice()]));
    let blank = GrayImage::from_pixel(300, 300, Luma([255]));
    let black = GrayImage::new(300, 300);
    let slope = GrayImage::from_fn(500, 200, |x, _| Luma([(x / 2) as u8]));
    for image in [&noisy, &blank, &black, &slope, &on_desk(640, 480, &[])] {
        assert!(read(image).is_empty());
        assert!(read_gray(image.width(), image.height(), image.as_raw()).is_empty());
    }
}

#[test]
fn a_covered_code_is_no_code() {
    let mut code = picture(CARD);
    let (width, height) = code.dimensions();
    let patch = GrayImage::from_pixel(width / 2, height / 2, Luma([128]));
    imageops::overlay(&mut code, &patch, i64::from(width / 3), i64::from(height / 3));
    assert!(read(&code).is_empty());
}

#[test]
fn transparent_ground_is_white() {
    let code = picture(CARD);
    let mut file = Cursor::new(Vec::new());
    let drawn = image::ImageBuffer::from_fn(code.width(), code.height(), |x, y| {
        if code.get_pixel(x, y).0[0] == 0 {
            LumaA([0_u8, 255])
        } else {
            LumaA([0, 0])
        }
    });
    DynamicImage::ImageLumaA8(drawn)
        .write_to(&mut file, ImageFormat::Png)
        .unwrap();
    assert_eq!(texts(&file.into_inner()), [CARD]);
}

#[test]
fn a_photograph_lying_on_its_side_is_set_up() {
    let desk = on_desk(700, 500, &[(20, 30, &symbol("corner").to_luma(6, 4))]);
    let mut jpeg = file(&desk, ImageFormat::Jpeg);
    // APP1 with a TIFF directory of one entry: orientation 6, "turn clockwise to show".
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    exif.splice(0..0, [0xFF, 0xE1, length[0], length[1]]);
    jpeg.splice(2..2, exif);
    let found = read_picture(&jpeg).unwrap();
    let (x, y) = found[0].corners[0];
    // Shown, the picture is 500 wide, and the code stands at its right edge, turned.
    assert!(
        (x - (500.0 - 54.0)).abs() < 12.0 && (y - 44.0).abs() < 12.0,
        "{:?}",
        found[0].corners
    );
}

#[test]
fn text_that_is_no_utf_8() {
    // Byte mode, ISO 8859-1 bytes as older generators write them.
    let latin = [b"caf".as_slice(), &[0xE9]].concat();
    let code = qrcode::QrCode::new(&latin).unwrap();
    let width = code.width() as u32;
    let image = GrayImage::from_fn((width + 8) * 5, (width + 8) * 5, |x, y| {
        let inside = |pixel: u32| (pixel / 5).checked_sub(4).filter(|module| *module < width);
        let dark = inside(x)
            .zip(inside(y))
            .is_some_and(|(x, y)| code[(x as usize, y as usize)] == qrcode::Color::Dark);
        Luma([if dark { 0 } else { 255 }])
    });
    assert_eq!(read(&image), ["café"]);
}

/// A PNG that only says how large it is.
fn header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 0, 0, 0, 0]);
    let mut crc = flate2::Crc::new();
    crc.update(&chunk);
    let mut png = b"\x89PNG\r\n\x1A\n\0\0\0\x0D".to_vec();
    png.extend(chunk);
    png.extend(crc.sum().to_be_bytes());
    png.extend(b"\0\0\0\x01IDAT\0");
    png
}

#[test]
fn giants_are_refused_by_their_header() {
    assert_eq!(read_picture(&header(20_000, 20_000)), Err(PictureError::TooLarge));
    assert_eq!(read_picture(&header(u32::MAX / 2, 1)), Err(PictureError::TooLarge));
    assert_eq!(read_picture(&header(16_000, 16_000)), Err(PictureError::TooLarge));
    assert!(read_picture(&header(100, 100)).is_err());
    assert_eq!(read_picture(&vec![0; MAX_FILE_BYTES + 1]), Err(PictureError::TooLarge));
    // A JPEG's frame header can say 65,535 a side.
    let mut jpeg = file(&picture("x"), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].fill(0xFF);
    assert_eq!(read_picture(&jpeg), Err(PictureError::TooLarge));
}

#[test]
fn what_is_no_picture() {
    for bytes in [
        &b""[..],
        b"%PDF-1.7",
        b"GIF89a\x01\0\x01\0",
        b"BM",
        b"\xFF\xD8",
        b"RIFF\0\0\0\0WEBP",
    ] {
        assert!(read_picture(bytes).is_err());
    }
    assert_eq!(read_picture(b"hello"), Err(PictureError::UnknownKind));
    assert_eq!(read_picture(b"GIF89a\x01\0\x01\0"), Err(PictureError::UnknownKind));
}

#[test]
fn cut_files_are_damaged_or_read_never_worse() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let whole = file(&picture("cut"), format);
        for part in 0..8 {
            let cut = &whole[..whole.len() * part / 8];
            if let Ok(found) = read_picture(cut) {
                assert!(found.iter().all(|found| found.text == "cut"));
            }
        }
    }
    let png = file(&picture("cut"), ImageFormat::Png);
    assert_eq!(read_picture(&png[..png.len() / 2]), Err(PictureError::Damaged));
}

#[test]
fn frames_of_odd_sizes() {
    assert!(read_gray(640, 480, &[0; 100]).is_empty());
    assert!(read_gray(0, 0, &[]).is_empty());
    assert!(read_gray(u32::MAX, u32::MAX, &[0; 4]).is_empty());
    for (width, height) in [
        (1, 1),
        (1, 700),
        (700, 1),
        (2, 3),
        (7, 7),
        (39, 41),
        (40, 40),
        (3000, 2),
        (20_000, 1),
    ] {
        let mut dice = noise(width * 31 + height);
        let pixels: Vec<u8> = (0..width * height).map(|_| dice()).collect();
        assert!(read_gray(width, height, &pixels).is_empty(), "{width} {height}");
        if width <= MAX_SIDE {
            let image = GrayImage::from_raw(width, height, pixels).unwrap();
            assert!(read(&image).is_empty(), "{width} {height}");
        }
    }
}

#[test]
fn a_field_of_finder_patterns_ends_soon() {
    // Every nine pixels a finder pattern: the engines' worst case.
    let image = GrayImage::from_fn(1280, 960, |x, y| {
        let (x, y) = (x % 9, y % 9);
        let ring = x.min(y).min(6_u32.saturating_sub(x.max(y)));
        let dark = x < 7 && y < 7 && ring != 1;
        Luma([if dark { 0 } else { 255 }])
    });
    assert!(read(&image).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_never_upset_it(
        kind in 0..3_usize,
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..20),
    ) {
        let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP][kind];
        let mut bytes = file(&symbol("damaged").to_luma(2, 4), format);
        for (place, byte) in changes {
            let place = (place * bytes.len() as f64) as usize;
            bytes[place] = byte;
        }
        let _ = read_picture(&bytes);
    }

    #[test]
    fn any_text_any_scale_is_read(text in "\\PC{1,80}", scale in 2..9_u32, level in 0..4_usize) {
        let level = [Level::Low, Level::Medium, Level::Quartile, Level::High][level];
        let image = symbol::encode(&text, level).unwrap().to_luma(scale, 4);
        prop_assert_eq!(read(&image), [text]);
    }
}
