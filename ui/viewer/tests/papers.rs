//! Opening and drawing small papers made here byte by byte, whole and damaged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use viewer::{PageSize, Paper, Picture, Turn, ViewerError, limits};

/// A PDF of the given objects, numbered from 1, the first of them the catalogue; with a correct cross-reference table.
fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    file.extend(format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// A paper with pages of these boxes and attributes; each paints its lower left quarter red.
fn paper_of(pages: &[(&str, &str)]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|i| format!("{} 0 R ", 3 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
    ];
    for (index, (media_box, more)) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{media_box}] /Contents {} 0 R {more} >>",
            4 + 2 * index
        ));
        let sides: Vec<f32> = media_box.split(' ').map(|side| side.parse().unwrap()).collect();
        let content = format!("1 0 0 rg 0 0 {} {} re f", sides[2] / 2.0, sides[3] / 2.0);
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    pdf(&objects, "")
}

fn red_at(picture: &Picture, x: u32, y: u32) -> bool {
    let at = 4 * (y * picture.width + x) as usize;
    match picture.rgba[at..at + 4] {
        [255, 0, 0, 255] => true,
        [255, 255, 255, 255] => false,
        ref other => panic!("neither red nor white: {other:?}"),
    }
}

/// Which quarters are red: top left, top right, bottom left, bottom right.
fn red_quarters(picture: &Picture) -> [bool; 4] {
    let (x, y) = (picture.width / 4, picture.height / 4);
    [
        red_at(picture, x, y),
        red_at(picture, 3 * x, y),
        red_at(picture, x, 3 * y),
        red_at(picture, 3 * x, 3 * y),
    ]
}

#[test]
fn pages_are_counted_and_measured() {
    let paper = Paper::open(paper_of(&[
        ("0 0 200 100", ""),
        ("0 0 595 842", ""),
        ("0 0 200 100", "/Rotate 90"),
    ]))
    .unwrap();
    let size = |width, height| PageSize { width, height };
    assert_eq!(
        paper.sizes(),
        [size(200.0, 100.0), size(595.0, 842.0), size(100.0, 200.0)]
    );
}

#[test]
fn a_page_is_drawn_at_its_scale_on_white() {
    let paper = Paper::open(paper_of(&[("0 0 200 100", "")])).unwrap();
    let picture = paper.draw(0, 1.5, Turn::None).unwrap();
    assert_eq!((picture.width, picture.height), (300, 150));
    assert_eq!(picture.rgba.len(), 300 * 150 * 4);
    assert_eq!(red_quarters(&picture), [false, false, true, false]);
}

#[test]
fn a_page_turns_clockwise_under_the_readers_hand() {
    let paper = Paper::open(paper_of(&[("0 0 200 100", "")])).unwrap();
    let drawn = |quarters| paper.draw(0, 1.0, Turn::quarters(quarters)).unwrap();
    assert_eq!((drawn(1).width, drawn(1).height), (100, 200));
    assert_eq!(red_quarters(&drawn(1)), [true, false, false, false]);
    assert_eq!(red_quarters(&drawn(2)), [false, true, false, false]);
    assert_eq!(red_quarters(&drawn(3)), [false, false, false, true]);
}

#[test]
fn the_files_own_rotation_comes_first() {
    let paper = Paper::open(paper_of(&[("0 0 200 100", "/Rotate 90")])).unwrap();
    assert_eq!(
        red_quarters(&paper.draw(0, 1.0, Turn::None).unwrap()),
        [true, false, false, false]
    );
    assert_eq!(
        red_quarters(&paper.draw(0, 1.0, Turn::Quarter).unwrap()),
        [false, true, false, false]
    );
}

#[test]
fn a_page_that_is_not_there_is_refused() {
    let paper = Paper::open(paper_of(&[("0 0 200 100", "")])).unwrap();
    assert_eq!(paper.draw(1, 1.0, Turn::None).err(), Some(ViewerError::NoPage));
    assert_eq!(paper.draw(usize::MAX, 1.0, Turn::None).err(), Some(ViewerError::NoPage));
}

#[test]
fn a_huge_page_is_drawn_small_enough() {
    let paper = Paper::open(paper_of(&[("0 0 20000 20000", "")])).unwrap();
    let picture = paper.draw(0, 40.0, Turn::None).unwrap();
    assert!(picture.width * picture.height <= limits::PIXELS);
    assert_eq!(red_quarters(&picture), [false, false, true, false]);
}

#[test]
fn a_page_without_sides_is_shown_as_a4() {
    let paper = Paper::open(paper_of(&[("0 0 0 0", "")])).unwrap();
    let size = paper.sizes()[0];
    assert!(
        (size.width - 595.0).abs() < 1.0 && (size.height - 842.0).abs() < 1.0,
        "{size:?}"
    );
    assert!(paper.draw(0, 1.0, Turn::None).is_ok());
}

#[test]
fn what_is_no_pdf_is_told_from_a_damaged_one() {
    let open = |bytes: &[u8]| Paper::open(bytes.to_vec()).err();
    assert_eq!(open(b""), Some(ViewerError::NotPdf));
    assert_eq!(
        open(b"PK\x03\x04 a document of another kind"),
        Some(ViewerError::NotPdf)
    );
    assert_eq!(open(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 16]), Some(ViewerError::NotPdf));
    assert_eq!(open(b"%PDF-1.7\n"), Some(ViewerError::Damaged));
    assert_eq!(
        open(b"%PDF-1.7\nthis only calls itself one\n%%EOF\n"),
        Some(ViewerError::Damaged)
    );
    let without_pages = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
        ],
        "",
    );
    assert_eq!(open(&without_pages), Some(ViewerError::Damaged));
}

#[test]
fn a_file_that_needs_a_password_says_so() {
    let hex = "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>".to_owned(),
        format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{hex}> /U <{hex}> >>"),
    ];
    let sealed = pdf(
        &objects,
        "/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
    );
    assert_eq!(Paper::open(sealed).err(), Some(ViewerError::Encrypted));
}

#[test]
fn too_many_bytes_or_pages_are_refused() {
    let mut bytes = paper_of(&[("0 0 200 100", "")]);
    bytes.resize(usize::try_from(limits::BYTES).unwrap() + 1, b' ');
    assert_eq!(Paper::open(bytes).err(), Some(ViewerError::TooLarge));
    let many = vec![("0 0 10 10", ""); limits::PAGES + 1];
    assert_eq!(Paper::open(paper_of(&many)).err(), Some(ViewerError::TooLarge));
    assert_eq!(Paper::open(paper_of(&many[1..])).unwrap().sizes().len(), limits::PAGES);
}

#[test]
fn a_lost_table_of_contents_is_rebuilt() {
    let whole = paper_of(&[("0 0 200 100", ""), ("0 0 200 100", "")]);
    let table = whole.windows(5).rposition(|window| window == b"xref\n").unwrap();
    let first_table = whole.windows(6).position(|window| window == b"\nxref\n").unwrap();
    let paper = Paper::open(whole[..first_table].to_vec()).unwrap();
    assert_eq!(paper.sizes().len(), 2);
    assert!(table > first_table);
    assert_eq!(
        red_quarters(&paper.draw(0, 1.0, Turn::None).unwrap()),
        [false, false, true, false]
    );
}

#[test]
fn pages_that_point_in_a_circle_end() {
    let circle = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_owned(),
        ],
        "",
    );
    assert_eq!(Paper::open(circle).err(), Some(ViewerError::Damaged));
}

#[test]
fn a_form_that_draws_itself_ends() {
    let content = "/Me Do";
    let form = |body: &str, more: &str| format!("<< {more} /Length {} >>\nstream\n{body}\nendstream", body.len());
    let file = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /XObject << /Me 5 0 R >> >> >>".to_owned(),
            form(content, ""),
            form(content, "/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Resources << /XObject << /Me 5 0 R >> >>"),
        ],
        "",
    );
    let paper = Paper::open(file).unwrap();
    assert_eq!(red_quarters(&paper.draw(0, 1.0, Turn::None).unwrap()), [false; 4]);
}

/// Cut at every length and flipped at every byte, a paper is refused or drawn, and the drawing keeps to the limits.
#[test]
fn damage_never_ends_the_module() {
    let whole = paper_of(&[("0 0 60 30", ""), ("0 0 30 60", "/Rotate 270")]);
    let try_out = |bytes: Vec<u8>| {
        if let Ok(paper) = Paper::open(bytes) {
            for page in 0..paper.sizes().len() {
                let picture = paper.draw(page, 1.0, Turn::Quarter).unwrap();
                assert!(picture.width * picture.height <= limits::PIXELS);
            }
        }
    };
    for length in 0..whole.len() {
        try_out(whole[..length].to_vec());
    }
    for index in 0..whole.len() {
        for mask in [0x01, 0x10, 0x80] {
            let mut bytes = whole.clone();
            bytes[index] ^= mask;
            try_out(bytes);
        }
    }
}
