use proptest::prelude::*;

use super::*;
use crate::testing::{ISSUER, city, standard, trust};

const SERIAL: CardSerial = CardSerial(0x0102_0304);

fn signed_plain() -> SignatureVerdict {
    SignatureVerdict::Signed {
        key: city().id(),
        card: None,
    }
}

fn signed_card(card: CardSerial) -> SignatureVerdict {
    SignatureVerdict::Signed {
        key: city().id(),
        card: Some(card),
    }
}

/// The bytes of the signature field.
fn field(code: &StandardCode) -> Vec<u8> {
    let text = code.to_text();
    base45::decode(text.rsplit('<').next().unwrap()).unwrap()
}

/// A code with other bytes in its signature field.
fn with_field(code: &StandardCode, bytes: &[u8]) -> StandardCode {
    let text = code.to_text();
    let (before, _) = text.rsplit_once('<').unwrap();
    StandardCode::parse(&format!("{before}<{}", base45::encode(bytes))).unwrap()
}

#[test]
fn the_text_is_the_regulations() {
    assert_eq!(
        standard().to_text(),
        "048190000001|NGUYEN THI ANH HOA|1990-05-01|0|204810000000000017|<2<GD4482012345678<0905123456<"
    );
    let child = StandardCode {
        declared_by: DeclaredBy::Other,
        extension: Extension {
            declarer: "204810000000000025".parse().ok(),
            ..Extension::default()
        },
        ..standard()
    };
    assert_eq!(
        child.to_text(),
        "048190000001|NGUYEN THI ANH HOA|1990-05-01|1|204810000000000017|204810000000000025<0<<<"
    );
    insta::assert_snapshot!("signed", standard().sign(&city()).to_text());
}

#[test]
fn what_is_written_is_read() {
    let signed = standard().sign(&city());
    let read = StandardCode::parse(&signed.to_text()).unwrap();
    assert_eq!(read.to_text(), signed.to_text());
    assert_eq!(read.extension, signed.extension);
    assert_eq!(read.name.as_str(), "NGUYEN THI ANH HOA");
    assert_eq!(read.verify(&trust()), signed_plain());
}

#[test]
fn other_issuers_variants_are_read() {
    let parse = |text: &str| StandardCode::parse(text).unwrap();
    let short = parse("048190000001|NGUYEN THI ANH HOA|1990-05-01|0|204810000000000017");
    assert!(short.extension == Extension::default());
    assert_eq!(
        short.to_text(),
        "048190000001|NGUYEN THI ANH HOA|1990-05-01|0|204810000000000017|<0<<<"
    );
    for variant in [
        "048190000001|NGUYEN THI ANH HOA|1990-05-01|0|204810000000000017|",
        "048190000001|NGUYEN THI ANH HOA|1990-05-01|0|204810000000000017|<0<<<\r\n",
        "048190000001|Nguyễn Thị Ánh Hoa|01/05/1990|0|204810000000000017|<0",
        "048190000001 | NGUYEN  THI ANH HOA|01051990| 0 |204810000000000017 |<0<<",
    ] {
        assert_eq!(parse(variant).to_text(), short.to_text(), "{variant}");
    }
    let passport = parse("C1234567|TRAN VAN BINH|1985-12-30|0|204810000000000033|<1<<+84905123456<x.y-z=");
    assert_eq!(passport.extension.phone.as_ref().unwrap().national(), "0905123456");
    assert!(passport.extension.signature == Some(StandardSignature::Foreign("x.y-z=".to_owned())));
    assert_eq!(passport.verify(&trust()), SignatureVerdict::Unsigned);
}

#[test]
fn refusals_name_the_field() {
    let good = "048190000001|NGUYEN THI ANH HOA|1990-05-01|0|204810000000000017|<2<GD4482012345678<0905123456<";
    let changed = |field: usize, value: &str| {
        let mut fields: Vec<&str> = good.split('|').collect();
        fields[field] = value;
        StandardCode::parse(&fields.join("|")).map(|_| ())
    };
    assert_eq!(changed(0, "048190000001"), Ok(()));
    for (field, value, error) in [
        (0, "", StandardError::DocumentNumber),
        (0, "0481-9000", StandardError::DocumentNumber),
        (0, "012345678901234567890", StandardError::DocumentNumber),
        (1, "", StandardError::Name),
        (1, "H0A", StandardError::Name),
        (2, "1990-02-30", StandardError::Born),
        (2, "1890-01-01", StandardError::Born),
        (3, "2", StandardError::DeclaredBy),
        (3, "", StandardError::DeclaredBy),
        (4, "20481", StandardError::Qid),
        (5, "<3<<<", StandardError::Extension),
        (5, "12<0<<<", StandardError::Extension),
        (5, "<0<<0236382228<", StandardError::Extension),
        (5, "<0<GD 44<<", StandardError::Extension),
        (5, "<0<<<a<b", StandardError::Extension),
        (5, "<0<<<ký", StandardError::Extension),
    ] {
        assert_eq!(changed(field, value), Err(error), "{field} {value}");
    }
    for text in ["", "a|b", "1|2|3|4|5|6|7", &"x".repeat(2000)] {
        assert_eq!(StandardCode::parse(text).map(|_| ()), Err(StandardError::Form));
    }
}

/// Every bit of the text, in every letter.
fn no_flipped_bit_counts(signed: &StandardCode) {
    let text = signed.to_text();
    for place in 0..text.len() {
        for bit in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let Ok(code) = StandardCode::parse(&String::from_utf8(bytes).unwrap()) else {
                continue;
            };
            let same = code.to_text() == text;
            let verdict = code.verify(&trust());
            assert!(
                same || !matches!(verdict, SignatureVerdict::Signed { .. }),
                "{place} {bit}"
            );
        }
    }
}

#[test]
fn every_change_breaks_the_signature() {
    let signed = standard().sign(&city());
    assert_eq!(signed.verify(&trust()), signed_plain());
    assert_eq!(standard().verify(&trust()), SignatureVerdict::Unsigned);
    no_flipped_bit_counts(&signed);
}

#[test]
fn a_card_names_its_serial_and_leaves_phone_and_insurance_out() {
    let card = standard().sign_card(&city(), SERIAL);
    insta::assert_snapshot!("card", card.to_text());
    let read = StandardCode::parse(&card.to_text()).unwrap();
    assert_eq!(read.to_text(), card.to_text());
    assert_eq!(read.verify(&trust()), signed_card(SERIAL));
    assert_eq!((read.extension.phone, read.extension.health_insurance), (None, None));
    let field = field(&card);
    assert_eq!(field.len(), 76);
    assert_eq!(
        (&field[..8], &field[8..12]),
        (city().id().as_slice(), [1, 2, 3, 4].as_slice())
    );
    no_flipped_bit_counts(&card);
    for serial in [CardSerial(0), CardSerial(u32::MAX)] {
        assert_eq!(
            standard().sign_card(&city(), serial).verify(&trust()),
            signed_card(serial)
        );
    }
}

#[test]
fn neither_signature_passes_for_the_other() {
    let bare = StandardCode {
        extension: Extension {
            sex: Sex::Female,
            ..Extension::default()
        },
        ..standard()
    };
    let (plain, card) = (bare.clone().sign(&city()), bare.sign_card(&city(), SERIAL));
    assert_eq!(plain.unsigned_text(), card.unsigned_text());
    let (of_plain, of_card) = (field(&plain), field(&card));
    let without_serial = [&of_card[..8], &of_card[12..]].concat();
    assert_eq!(
        with_field(&card, &without_serial).verify(&trust()),
        SignatureVerdict::Forged
    );
    for serial in [[0; 4], [1, 2, 3, 4]] {
        let with_serial = [&of_plain[..8], serial.as_slice(), &of_plain[8..]].concat();
        assert_eq!(
            with_field(&plain, &with_serial).verify(&trust()),
            SignatureVerdict::Forged
        );
    }
    let other_serial = [&of_card[..8], [1, 2, 3, 5].as_slice(), &of_card[12..]].concat();
    assert_eq!(
        with_field(&card, &other_serial).verify(&trust()),
        SignatureVerdict::Forged
    );
    // Any other length is no form of this city's.
    for length in [71, 73, 74, 75, 77] {
        let mut bytes = of_card.clone();
        bytes.resize(length, 0);
        assert_eq!(with_field(&card, &bytes).verify(&trust()), SignatureVerdict::Unsigned);
    }
    assert_eq!(with_field(&card, &of_card).verify(&trust()), signed_card(SERIAL));
}

#[test]
fn keys_unknown_and_taken_back() {
    let other = CitySigner::from_seed(&[8; 32], ISSUER);
    assert_eq!(standard().sign(&other).verify(&trust()), SignatureVerdict::UnknownKey);
    let mut trust = trust();
    trust.keys[0].revoked = true;
    assert_eq!(standard().sign(&city()).verify(&trust), SignatureVerdict::Forged);
}

#[test]
fn masked_as_the_regulation_says() {
    let masked = standard().masked();
    assert_eq!(masked.document_number, "******000001");
    assert_eq!(masked.born, "**/**/1990");
    assert!(!format!("{:?} {masked:?}", standard()).contains("HOA"));
}

proptest! {
    #[test]
    fn any_text_is_safe_and_what_parses_is_stable(text in "[0-9A-Z|<\\- ÁĐơ]{0,120}") {
        if let Ok(code) = StandardCode::parse(&text) {
            let again = StandardCode::parse(&code.to_text()).unwrap();
            prop_assert_eq!(again.to_text(), code.to_text());
        }
    }

    #[test]
    fn any_person_round_trips(
        number in "[0-9]{12}",
        name in "[A-Z]{1,8}( [A-Z]{1,8}){0,4}",
        year in 1900..2026_i16,
        qid in 0..10_u64.pow(18),
    ) {
        let code = StandardCode {
            document_number: number,
            name: name.parse().unwrap(),
            born: jiff::civil::date(year, 2, 28).try_into().unwrap(),
            qid: Qid::from_number(qid).unwrap(),
            ..standard()
        }
        .sign(&city());
        let read = StandardCode::parse(&code.to_text()).unwrap();
        prop_assert!(read == code);
        prop_assert_eq!(read.verify(&trust()), signed_plain());
    }

    #[test]
    fn any_serial_round_trips(serial: u32) {
        let card = standard().sign_card(&city(), CardSerial(serial));
        let read = StandardCode::parse(&card.to_text()).unwrap();
        prop_assert!(read.extension == card.extension);
        prop_assert_eq!(read.verify(&trust()), signed_card(CardSerial(serial)));
    }
}
