//! Pictures and PDF files made on the spot.

use domain::MediaType;
use js_sys::{Array, Uint8Array};
use protocol::app::QrView;

/// An address of a content of this kind.
pub(super) fn url(media_type: Option<MediaType>) -> String {
    match media_type {
        Some(MediaType::Pdf) | None => blob(&pdf(), "application/pdf"),
        Some(MediaType::Jpeg | MediaType::Png | MediaType::Webp) => {
            blob(include_bytes!("../../../../icons/icon.png"), "image/png")
        }
    }
}

/// An address of something that is not what it claims to be; the paper's number chooses how.
pub(super) fn broken(document: domain::DocumentId, media_type: Option<MediaType>) -> String {
    let whole = pdf();
    match (media_type, document.0.as_u128() % 4) {
        (Some(MediaType::Pdf), 0) => blob(&whole[..60], "application/pdf"),
        (Some(MediaType::Pdf), 1) => blob(b"PK\x03\x04 a file of another kind", "application/pdf"),
        (Some(MediaType::Pdf), 2) => blob(&sealed(whole), "application/pdf"),
        (Some(MediaType::Pdf), _) => "blob:null/nothing".to_owned(),
        _ => blob(b"\x89PNG cut short", "image/png"),
    }
}

/// The same file as if a password protected it.
fn sealed(mut whole: Vec<u8>) -> Vec<u8> {
    let key = "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a";
    let id = "00112233445566778899aabbccddeeff";
    let trailer = whole.windows(7).rposition(|window| window == b"trailer").unwrap_or(0);
    let entry = format!(
        "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >> /ID [<{id}> <{id}>]"
    );
    whole.splice(trailer + 10..trailer + 10, entry.into_bytes());
    whole
}

fn blob(bytes: &[u8], kind: &str) -> String {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob))
        .unwrap_or_default()
}

/// Three A4 pages with a few lines and a frame.
fn pdf() -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for page in 1..=3 {
        let lines: String = (0..18)
            .map(|line| format!("60 {} 475 10 re f\n", 640 - line * 28))
            .collect();
        let content = format!(
            "0.04 0.32 0.4 rg BT /F1 26 Tf 60 740 Td (CONG DAN SO) Tj ET\n\
             0.3 g BT /F1 14 Tf 60 700 Td (Trang {page} / 3) Tj ET\n0.88 g\n{lines}0.79 0.53 0.12 RG 3 w 40 60 515 740 re S"
        );
        let at = objects.len() + 2;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {at} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        file += &format!("{offset:010} 00000 n \n");
    }
    file += &format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF",
        objects.len() + 1
    );
    file.into_bytes()
}

/// What the pretended camera sees: a card with a code, which drifts a little.
pub(super) fn camera_picture(frame: u32) -> String {
    let drift = f64::from(frame % 60) / 6.0;
    let code = symbol("0482|mock");
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 480'><rect width='640' height='480' fill='#6b7f86'/>\
         <g transform='translate({} 110) rotate(-4)'><rect width='420' height='264' rx='18' fill='#e9efe8'/>\
         <g transform='translate(250 40) scale({})'><path d='{}' fill='#111'/></g></g></svg>",
        100.0 + drift,
        140.0 / f64::from(code.size),
        code.path
    );
    format!("data:image/svg+xml,{}", js_sys::encode_uri_component(&svg))
}

/// A real symbol of any text.
pub(super) fn symbol(text: &str) -> QrView {
    let Ok(code) = qrcode::QrCode::new(text) else {
        return QrView {
            size: 21,
            path: String::new(),
        };
    };
    let size = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for row in 0..size {
        let mut column = 0;
        while column < size {
            let start = column;
            while column < size && colors[row * size + column] == qrcode::Color::Dark {
                column += 1;
            }
            if column > start {
                let width = column - start;
                path += &format!("M{start} {row}h{width}v1h-{width}z");
            }
            column += 1;
        }
    }
    QrView {
        size: u32::try_from(size).unwrap_or(21),
        path,
    }
}
