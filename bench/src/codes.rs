//! Making and verifying live codes beside raw Ed25519, and drawing one.

use std::hint::black_box;

use anyhow::{Context, Result, ensure};
use codes::{
    live::{self, CredentialClaims, DeviceSigner, Outcome},
    revocation::RevocationList,
    symbol::{Level, encode},
    trust::{CitySigner, TrustStore, TrustedKey},
};
use ed25519_dalek::{Signer, SigningKey};
use jiff::{SignedDuration, Timestamp};

use crate::table::{Row, median};

const ROUNDS: usize = 2_000;

pub fn measure() -> Result<Vec<Row>> {
    let now: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    let later = now.checked_add(SignedDuration::from_hours(24))?;
    let (city, device) = (
        CitySigner::from_seed(&[1; 32], "bench"),
        DeviceSigner::from_seed(&[2; 32]),
    );
    let trust = TrustStore {
        issuer: "bench".to_owned(),
        keys: vec![TrustedKey::new(city.public_key(), now, later)],
        as_of: now,
    };
    let credential = live::issue_credential(
        &city,
        &CredentialClaims {
            issuer: "bench".to_owned(),
            qid: domain::Qid::from_number(42).context("qid")?,
            holder: "N. T. Hoa".to_owned(),
            device_key: device.public_key(),
            issued_at: now,
            not_after: later,
            status_index: 7,
        },
    );
    let code = live::present(&credential, &device, now, [3; 16]);
    let list = RevocationList::new(1 << 20);
    ensure!(live::verify(&code, &trust, Some(&list), now).outcome == Outcome::Valid);

    let raw = SigningKey::from_bytes(&[2; 32]);
    let message = [0_u8; 256];
    let signature = raw.sign(&message);
    let sign = median(ROUNDS, || {
        black_box(raw.sign(black_box(&message)));
    });
    let check = median(ROUNDS, || {
        let _ = black_box(raw.verifying_key().verify_strict(black_box(&message), &signature));
    });
    let symbol = encode(&code, Level::Medium).ok().context("symbol")?;
    Ok(vec![
        Row {
            what: "make a live code (1 signature)".to_owned(),
            ours: median(ROUNDS, || {
                drop(black_box(live::present(&credential, &device, now, [3; 16])))
            }),
            peer: Some(("raw Ed25519 sign".to_owned(), sign)),
        },
        Row {
            what: "verify a live code (2 signatures, list)".to_owned(),
            ours: median(ROUNDS, || {
                drop(black_box(live::verify(&code, &trust, Some(&list), now)))
            }),
            peer: Some(("2 raw verifications".to_owned(), check * 2)),
        },
        Row {
            what: format!("draw it as QR (version {})", symbol.version()),
            ours: median(200, || drop(black_box(encode(&code, Level::Medium)))),
            peer: None,
        },
    ])
}
