//! Writes what hostile input starts from into the corpus: `cargo run -p congdanso-hostile --example seeds`. What is found later is kept
//! beside it, under a name that says what it was.
#![allow(missing_docs, clippy::unwrap_used, reason = "a tool of the tests")]

use std::{fs, io::Cursor, path::Path};

use codes::{
    standard::{DeclaredBy, MaskedStandard, StandardCode},
    symbol::{Level, encode},
};
use darkroom::{Shot, samples};
use hostile::{
    credential, errand_bytes, frame_bytes, live_bytes, offer_bytes, revocation_token, sealed_samples, trust_bundle,
};
use image::{GrayImage, ImageFormat};
use protocol::problem::{ErrorCode, FieldProblem, Problem};

fn main() {
    texts();
    for (target, name, bytes) in [
        ("live", "live", live_bytes()),
        ("offer", "offer", offer_bytes()),
        ("errand", "errand", errand_bytes()),
        ("credential", "credential", credential()),
        ("revocations", "list", revocation_token()),
        // Of 64 entries, compressed.
        (
            "revocations",
            "entries",
            vec![0x78, 0xDA, 0x63, 0x80, 0x02, 0, 0, 8, 0, 1],
        ),
        ("trust", "bundle", serde_json::to_vec(&trust_bundle()).unwrap()),
    ] {
        keep(target, name, &bytes);
    }
    for (number, bytes) in sealed_samples().iter().enumerate() {
        keep("sealed", ["cell", "stream", "wrapped-key"][number], bytes);
    }
    problems();
    pictures();
}

fn keep(target: &str, name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
}

fn texts() {
    for sample in samples() {
        keep("text", sample.name, sample.text.as_bytes());
        if sample.name == "plain" {
            let myself = StandardCode::parse(&sample.text).unwrap();
            keep("text", "masked", MaskedStandard::of(&myself).to_text().as_bytes());
            let mut other = myself;
            other.declared_by = DeclaredBy::Other;
            other.extension.declarer = "204810000000000025".parse().ok();
            keep("text", "declared-by-other", other.to_text().as_bytes());
        }
    }
    let card = "048090000002||Trần Văn Bình|30121990|Nam|Tổ 5, Hòa Vang, Đà Nẵng|01082024|Trần Văn An|Lê Thị Bích||";
    let latin: String = card.bytes().map(char::from).collect();
    for (name, text) in [
        ("chip-of-2024", format!("{card}\r\n")),
        ("chip-as-latin-1", latin),
        ("payment-without-checksum", BILL.to_owned()),
        (
            "link-look-alike",
            "https://d1chvucong.gov.vn.example.com/?q=1".to_owned(),
        ),
        ("link-other-letters", "https://\u{0441}hinhphu.vn/".to_owned()),
        ("link-punycode", "https://xn--nng-8ka8v493n.vn@[::1]:8080/".to_owned()),
        ("words", "xin chào\n".to_owned()),
    ] {
        keep("text", name, text.as_bytes());
    }
}

const BILL: &str = "00020101021238570010A000000727012700069704360113004100012345602\
                    08QRIBFTTA530370454061250005802VN62240820TIEN NUOC T3 DA NANG";

fn problems() {
    let full = Problem {
        instance: Some("urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057".to_owned()),
        fields: vec![FieldProblem {
            path: "profile.phone".to_owned(),
        }],
        attempts_left: Some(4),
        retry_after: Some(60),
        ..Problem::new(ErrorCode::InvalidField)
    };
    keep("problem", "full", &serde_json::to_vec(&full).unwrap());
    let bare = Problem::new(ErrorCode::NotFound);
    keep("problem", "bare", &serde_json::to_vec(&bare).unwrap());
}

fn pictures() {
    let symbol = encode("xin chào", Level::Medium).unwrap();
    let small = symbol.to_luma(3, 3);
    let shot = Shot {
        size: (120, 110),
        share: 0.9,
        turned: 20.0,
        jpeg: None,
        ..Shot::default()
    };
    let photograph = shot.take(&symbol);
    for (name, format) in [
        ("png", ImageFormat::Png),
        ("jpeg", ImageFormat::Jpeg),
        ("webp", ImageFormat::WebP),
    ] {
        keep("picture", name, &file(&small, format));
        keep("picture", &format!("photograph-{name}"), &file(&photograph, format));
    }
    for (name, picture) in [("symbol", &small), ("photograph", &photograph)] {
        let width = u16::try_from(picture.width()).unwrap();
        keep("frame", name, &frame_bytes(width, picture.as_raw()));
    }
}

fn file(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}
