//! Invented people, keys and moments for the tests of this crate.

use ciborium::Value;
use domain::Sex;
use jiff::Timestamp;

use crate::{
    live::CredentialClaims,
    standard::{DeclaredBy, Extension, StandardCode},
    trust::{CitySigner, DeviceSigner, TrustStore, TrustedKey},
};

pub(crate) const ISSUER: &str = "danang.gov.vn";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    at("2026-03-02T01:10:00Z")
}

pub(crate) fn city() -> CitySigner {
    CitySigner::from_seed(&[7; 32], ISSUER)
}

pub(crate) fn device() -> DeviceSigner {
    DeviceSigner::from_seed(&[9; 32])
}

pub(crate) fn trust() -> TrustStore {
    let key = TrustedKey::new(
        city().public_key(),
        at("2026-01-01T00:00:00Z"),
        at("2027-01-01T00:00:00Z"),
    );
    TrustStore {
        issuer: ISSUER.to_owned(),
        keys: vec![key],
        as_of: at("2026-03-02T01:00:00Z"),
    }
}

pub(crate) fn claims() -> CredentialClaims {
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

pub(crate) fn standard() -> StandardCode {
    StandardCode {
        document_number: "048190000001".to_owned(),
        name: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
        born: "1990-05-01".parse().unwrap(),
        declared_by: DeclaredBy::SelfDeclared,
        qid: "204810000000000017".parse().unwrap(),
        extension: Extension {
            sex: Sex::Female,
            health_insurance: Some("GD4482012345678".to_owned()),
            phone: Some("0905123456".parse().unwrap()),
            ..Extension::default()
        },
    }
}

pub(crate) const CARD: &str =
    "048190000001|201234567|Nguyễn Thị Ánh Hoa|01051990|Nữ|12 Bạch Đằng, Hải Châu, Đà Nẵng|15062021";

/// CBOR in diagnostic notation (RFC 8949 section 8); byte strings that are CBOR are shown
/// as such.
pub(crate) fn diagnose(bytes: &[u8]) -> String {
    show(&ciborium::from_reader(bytes).unwrap(), 0)
}

fn show(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth + 1);
    let close = "  ".repeat(depth);
    match value {
        Value::Integer(number) => i128::from(*number).to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Bytes(bytes) => match crate::cose::from_bytes(bytes) {
            Some(inner @ (Value::Map(_) | Value::Array(_) | Value::Tag(18, _))) => {
                format!("<< {} >>", show(&inner, depth))
            }
            _ => format!("h'{}'", hex::encode(bytes)),
        },
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| format!("{indent}{}", show(item, depth + 1)))
                .collect();
            format!("[\n{}\n{close}]", items.join(",\n"))
        }
        Value::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{indent}{}: {}", show(key, depth + 1), show(value, depth + 1)))
                .collect();
            format!("{{\n{}\n{close}}}", entries.join(",\n"))
        }
        Value::Tag(tag, inner) => format!("{tag}({})", show(inner, depth)),
        other => format!("{other:?}"),
    }
}
