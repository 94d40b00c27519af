//! What is read out of a code of each kind, field by field: a change of any is seen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fmt::Write as _;

use codes::{
    Code, classify,
    standard::{DeclaredBy, MaskedStandard, StandardCode},
};

const MYSELF: &str = "048190000001|NGUYEN THI ANH HOA|1990-05-01|0|204810000000000017|<2<GD4482012345678<0905123456<";
const CHIP: &str = "048190000001|201234567|Nguyễn Thị Ánh Hoa|01051990|Nữ|12 Bạch Đằng, Hải Châu, Đà Nẵng|15062021";
const CHIP_OF_2024: &str =
    "048090000002||Trần Văn Bình|30121990|Nam|Tổ 5, Hòa Vang, Đà Nẵng|01082024|Trần Văn An|Lê Thị Bích||";
/// As VietQR publishes it.
const STANDING: &str = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F";
const BILL: &str = "00020101021238570010A0000007270127000697043601130041000123456\
                    0208QRIBFTTA530370454061250005802VN62240820TIEN NUOC T3 DA NANG6304BA12";

/// One of each kind and variant that is not signed; `tests/vectors` has those that are.
fn codes() -> Vec<(&'static str, String)> {
    let myself = StandardCode::parse(MYSELF).unwrap();
    let masked = MaskedStandard::of(&myself).to_text();
    let mut by_another = myself;
    by_another.declared_by = DeclaredBy::Other;
    by_another.extension.declarer = "204810000000000025".parse().ok();
    vec![
        ("standard, declared by oneself", MYSELF.to_owned()),
        ("standard, declared by another", by_another.to_text()),
        ("standard, masked", masked),
        ("live", "CDS1:QR".to_owned()),
        ("a counter's request", "CDSR1:QR".to_owned()),
        ("an errand pass", "CDSE1:QR".to_owned()),
        ("chip card of 2021", CHIP.to_owned()),
        (
            "chip card of 2024, no former number, line end",
            format!("{CHIP_OF_2024}\r\n"),
        ),
        ("chip card taken for Latin-1", CHIP.bytes().map(char::from).collect()),
        ("payment, standing", STANDING.to_owned()),
        ("payment, bill", BILL.to_owned()),
        ("payment, damaged", STANDING.replace("9E6F", "9E6E")),
        ("link", "https://danang.gov.vn/dich-vu-cong?id=1".to_owned()),
        ("link, letters beyond ASCII", "https://đànẵng.vn/đường".to_owned()),
        ("link, look-alike", "http://d1chvucong.gov.vn.example.com/".to_owned()),
        ("text", "xin chào\n".to_owned()),
    ]
}

fn read(text: &str) -> String {
    match classify(text) {
        Code::Live(code) => format!("live: {code}"),
        Code::Offer(code) => format!("offer: {code}"),
        Code::Errand(code) => format!("errand: {code}"),
        Code::Standard(code) => format!("standard: {}", code.to_text()),
        Code::MaskedStandard(code) => format!("masked: {}", code.to_text()),
        Code::ChipCard(card) => format!(
            "chip card: {} | {:?} | {} | {} | {:?} | {} | {:?} | {:?}",
            card.personal_number.as_str(),
            card.former_id,
            card.name.as_str(),
            card.born.date(),
            card.sex,
            card.address,
            card.issued_on,
            card.rest
        ),
        Code::Payment(payment) => format!(
            "payment: {} {:?} | {} | {:?} | {:?} | one time: {}",
            payment.bin, payment.bank, payment.account, payment.amount, payment.note, payment.one_time
        ),
        Code::Link(link) => format!("link: {} | {} | {:?}", link.url, link.host_shown, link.suspicious),
        Code::Text(text) => format!("text: {text:?}"),
    }
}

#[test]
fn each_field_of_each_kind() {
    let mut lines = String::new();
    for (name, text) in codes() {
        writeln!(lines, "{name}\n  {}", read(&text)).unwrap();
    }
    insta::assert_snapshot!(lines);
}
