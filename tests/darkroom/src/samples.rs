//! Codes of every kind, of invented people and with keys that nobody trusts.

use codes::{
    live::{CredentialClaims, DeviceSigner, issue_credential, present},
    standard::{DeclaredBy, Extension, StandardCode},
    symbol::{Level, Symbol, encode},
    trust::CitySigner,
};
use domain::{CardSerial, Sex};
use jiff::Timestamp;

/// A code.
#[derive(Clone, Debug)]
pub struct Sample {
    /// A word for its kind.
    pub name: &'static str,
    /// What it says.
    pub text: String,
    /// As it is shown or printed.
    pub symbol: Symbol,
}

/// One of each kind. They are the same on every call.
pub fn samples() -> Vec<Sample> {
    let city = CitySigner::from_seed(&[7; 32], "danang.gov.vn");
    let codes = [
        ("live", live(&city), Level::Medium),
        (
            "card",
            standard().map(|code| code.sign_card(&city, CardSerial(4711)).to_text()),
            Level::Quartile,
        ),
        ("plain", standard().map(|code| code.to_text()), Level::Medium),
        (
            "chip",
            Some(
                "048190000001|201234567|Nguyễn Thị Ánh Hoa|01051990|Nữ|12 Bạch Đằng, Hải Châu, Đà Nẵng|15062021"
                    .to_owned(),
            ),
            Level::Medium,
        ),
        (
            "payment",
            Some(
                "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
                    .to_owned(),
            ),
            Level::Medium,
        ),
        (
            "link",
            Some("https://danang.gov.vn/dich-vu-cong".to_owned()),
            Level::Low,
        ),
    ];
    let sample = |(name, text, level): (_, Option<String>, _)| {
        let text = text?;
        let symbol = encode(&text, level).ok()?;
        Some(Sample { name, text, symbol })
    };
    codes.into_iter().filter_map(sample).collect()
}

fn live(city: &CitySigner) -> Option<String> {
    let device = DeviceSigner::from_seed(&[9; 32]);
    let at = |text: &str| text.parse::<Timestamp>().ok();
    let claims = CredentialClaims {
        issuer: "danang.gov.vn".to_owned(),
        qid: "204810000000000017".parse().ok()?,
        holder: "N. T. Á. Hoa".to_owned(),
        device_key: device.public_key(),
        issued_at: at("2026-03-01T00:00:00Z")?,
        not_after: at("2026-03-31T00:00:00Z")?,
        status_index: 4711,
    };
    let now = at("2026-03-02T01:10:00Z")?;
    Some(present(&issue_credential(city, &claims), &device, now, [5; 16]))
}

fn standard() -> Option<StandardCode> {
    Some(StandardCode {
        document_number: "048190000001".to_owned(),
        name: "Nguyễn Thị Ánh Hoa".parse().ok()?,
        born: "1990-05-01".parse().ok()?,
        declared_by: DeclaredBy::SelfDeclared,
        qid: "204810000000000017".parse().ok()?,
        extension: Extension {
            sex: Sex::Female,
            health_insurance: Some("GD4482012345678".to_owned()),
            phone: Some("0905123456".parse().ok()?),
            ..Extension::default()
        },
    })
}
