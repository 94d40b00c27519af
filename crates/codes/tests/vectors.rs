//! Codes of the past: what was signed once verifies forever, byte for byte.
//!
//! Each folder under `tests/vectors` is one generation and is never edited. When a format
//! changes, [`write_the_next_generation`] adds a folder and this test goes on reading the old.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{fs, path::PathBuf};

use codes::{
    errand::{self, Errand, ErrandSignature},
    live::{self, CredentialClaims, DeviceSigner, Outcome},
    offer::{self, Offer, OfferVerdict},
    revocation::{RevocationList, list_uri},
    standard::{DeclaredBy, Extension, SignatureVerdict, StandardCode},
    trust::{CitySigner, TrustStore, TrustedKey},
};
use domain::{CardSerial, Sex};
use jiff::Timestamp;

/// The generation that the code of today writes.
const TODAY: &str = "v3";
const ISSUER: &str = "danang.gov.vn";
const SHOWN_AT: &str = "2026-03-02T01:10:00Z";
/// A card of the second generation; its place in the list is revoked.
const CARD: CardSerial = CardSerial(4710);

fn folder(generation: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(generation)
}

fn text(generation: &str, name: &str) -> String {
    fs::read_to_string(folder(generation).join(name))
        .unwrap()
        .trim_end_matches('\n')
        .to_owned()
}

fn bytes(generation: &str, name: &str) -> Vec<u8> {
    hex::decode(text(generation, name)).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn city() -> CitySigner {
    CitySigner::from_seed(&[0x11; 32], ISSUER)
}

fn device() -> DeviceSigner {
    DeviceSigner::from_seed(&[0x22; 32])
}

fn claims() -> CredentialClaims {
    CredentialClaims {
        issuer: ISSUER.to_owned(),
        qid: "204810000000000017".parse().unwrap(),
        holder: "N. T. Á. Hoa".to_owned(),
        device_key: device().public_key(),
        issued_at: at("2026-03-01T00:00:00Z"),
        not_after: at("2026-03-31T00:00:00Z"),
        status_index: 4711,
    }
}

fn standard() -> StandardCode {
    StandardCode {
        document_number: "048190000001".to_owned(),
        name: "NGUYEN THI ANH HOA".parse().unwrap(),
        born: "1990-05-01".parse().unwrap(),
        declared_by: DeclaredBy::SelfDeclared,
        qid: claims().qid,
        extension: Extension {
            sex: Sex::Female,
            health_insurance: Some("GD4482012345678".to_owned()),
            phone: Some("0905123456".parse().unwrap()),
            ..Extension::default()
        },
    }
}

fn offer() -> Offer {
    Offer {
        issuer: ISSUER.to_owned(),
        request: "0192d3a4-0000-7000-8000-000000000001".parse().unwrap(),
        organisation: "UBND phường Hải Châu".to_owned(),
        counter: "Quầy 3".to_owned(),
        purpose: "Đăng ký thường trú".to_owned(),
        made_at: at(SHOWN_AT),
        expires_at: at("2026-03-02T01:15:00Z"),
    }
}

fn errand() -> Errand {
    Errand {
        issuer: ISSUER.to_owned(),
        errand: "0192d3a4-0000-7000-8000-000000000002".parse().unwrap(),
        organisation: "0192d3a4-0000-7000-8000-000000000003".parse().unwrap(),
        organisation_name: "UBND phường Hải Châu".parse().unwrap(),
        giver: "Lê Thị Bích".parse().unwrap(),
        bearer: claims().qid,
        bearer_name: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
        title: "Giấy chứng nhận kết hôn".parse().unwrap(),
        dossier: Some("H17.12-260301-0042".parse().unwrap()),
        day: "2026-03-02".parse().unwrap(),
        made_at: at(SHOWN_AT),
    }
}

fn list() -> RevocationList {
    let mut list = RevocationList::new(1 << 16);
    [0, 7, 4710, 65_535].into_iter().for_each(|index| list.revoke(index));
    list
}

/// Name and content of each file of today's generation.
fn files() -> [(&'static str, String); 8] {
    let key = TrustedKey::new(
        city().public_key(),
        at("2026-01-01T00:00:00Z"),
        at("2027-01-01T00:00:00Z"),
    );
    let trust = TrustStore {
        issuer: ISSUER.to_owned(),
        keys: vec![key],
        as_of: at("2026-03-02T01:00:00Z"),
    };
    let credential = live::issue_credential(&city(), &claims());
    let code = live::present(&credential, &device(), at(SHOWN_AT), *b"sixteen bytes ok");
    let list = list().sign(
        &city(),
        &list_uri(ISSUER),
        at("2026-03-02T01:05:00Z"),
        at("2026-03-03T01:05:00Z"),
    );
    [
        ("trust.json", serde_json::to_string(&trust).unwrap()),
        ("credential.hex", hex::encode(credential)),
        ("live_code.txt", code),
        ("standard_code.txt", standard().sign(&city()).to_text()),
        ("card_code.txt", standard().sign_card(&city(), CARD).to_text()),
        ("status_list.hex", hex::encode(list)),
        ("offer_code.txt", offer().sign(&city())),
        ("errand_code.txt", errand().sign(&city())),
    ]
}

fn trust(generation: &str) -> TrustStore {
    serde_json::from_str(&text(generation, "trust.json")).unwrap()
}

fn revocations(generation: &str) -> RevocationList {
    RevocationList::open(&bytes(generation, "status_list.hex"), &trust(generation)).unwrap()
}

/// What every generation has.
fn verifies(generation: &str) {
    let (trust, list) = (trust(generation), revocations(generation));
    let credential = bytes(generation, "credential.hex");
    assert_eq!(live::read_credential(&credential).unwrap(), claims());

    assert_eq!(list.issued_at(), Some(at("2026-03-02T01:05:00Z")));
    let revoked: Vec<u32> = (0..list.capacity()).filter(|index| list.is_revoked(*index)).collect();
    assert_eq!(revoked, [0, 7, 4710, 65_535]);

    let shown = text(generation, "live_code.txt");
    let verdict = live::verify(&shown, &trust, Some(&list), at(SHOWN_AT));
    assert_eq!(verdict.outcome, Outcome::Valid);
    let evidence = verdict.evidence.unwrap();
    assert_eq!(evidence.holder, claims().holder);
    assert_eq!(&evidence.nonce, b"sixteen bytes ok");
    assert_eq!(hex::encode(evidence.jti), "8e1a14be4c5ad95c44838603768458fa");

    let code = StandardCode::parse(&text(generation, "standard_code.txt")).unwrap();
    assert!(code == standard().sign(&city()));
    let signed = SignatureVerdict::Signed {
        key: city().id(),
        card: None,
    };
    assert_eq!(code.verify(&trust), signed);
}

#[test]
fn the_first_generation_verifies() {
    verifies("v1");
}

#[test]
fn the_second_generation_verifies() {
    verifies("v2");
    verifies_a_card("v2");
}

/// What generations have since the second.
fn verifies_a_card(generation: &str) {
    let code = StandardCode::parse(&text(generation, "card_code.txt")).unwrap();
    let signed = SignatureVerdict::Signed {
        key: city().id(),
        card: Some(CARD),
    };
    assert_eq!(code.verify(&trust(generation)), signed);
    assert!(revocations(generation).is_revoked(CARD.0));
}

#[test]
fn the_third_generation_verifies() {
    verifies("v3");
    verifies_a_card("v3");
    let trust = trust("v3");
    let shown = offer::verify(&text("v3", "offer_code.txt"), &trust, at(SHOWN_AT));
    assert_eq!(shown, OfferVerdict::Valid(offer()));
    let pass = errand::verify(&text("v3", "errand_code.txt"), &trust);
    assert_eq!(pass, ErrandSignature::Signed(Box::new(errand())));
}

#[test]
fn today_writes_the_same_bytes_but_for_compression() {
    for (name, content) in files() {
        // Another version of the compressor may pack the same list otherwise.
        if name != "status_list.hex" {
            assert_eq!(text(TODAY, name), content, "{name}");
        }
    }
}

#[test]
#[ignore = "adds files; run it once for a new generation"]
fn write_the_next_generation() {
    fs::create_dir_all(folder(TODAY)).unwrap();
    for (name, content) in files() {
        let path = folder(TODAY).join(name);
        assert!(!path.exists(), "a generation is written once");
        fs::write(path, content + "\n").unwrap();
    }
}
