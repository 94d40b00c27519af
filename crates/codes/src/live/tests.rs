use coset::{CborSerializable, CoseSign1, TaggedCborSerializable};
use domain::limits;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::{
    revocation::{RevocationList, list_uri},
    symbol::{self, Level},
    testing::{ISSUER, at, city, claims, device, diagnose, now, trust},
    trust::{CitySigner, TrustedKey},
};

fn credential() -> Vec<u8> {
    issue_credential(&city(), &claims())
}

fn code() -> String {
    present(&credential(), &device(), now(), [5; 16])
}

fn outcome_at(now: Timestamp) -> Outcome {
    verify(&code(), &trust(), None, now).outcome
}

fn list(revoked: &[u32]) -> RevocationList {
    let mut list = RevocationList::new(100_000);
    revoked.iter().for_each(|index| list.revoke(*index));
    let token = list.sign(&city(), &list_uri(ISSUER), at_list(), at("2026-03-03T01:05:00Z"));
    RevocationList::open(&token, &trust()).unwrap()
}

fn at_list() -> Timestamp {
    at("2026-03-02T01:05:00Z")
}

fn code_of(parts: &[u8]) -> String {
    format!("{LIVE_PREFIX}{}", base45::encode(parts))
}

fn parts_of(code: &str) -> Vec<u8> {
    base45::decode(code.strip_prefix(LIVE_PREFIX).unwrap()).unwrap()
}

#[test]
fn a_fresh_code_is_valid_and_tells_whose_it_is() {
    let verdict = verify(&code(), &trust(), Some(&list(&[1, 2])), now());
    assert_eq!(verdict.outcome, Outcome::Valid);
    let evidence = verdict.evidence.unwrap();
    assert_eq!(evidence.holder, "N. T. Á. Hoa");
    assert_eq!(evidence.qid, claims().qid);
    assert_eq!(evidence.device_key, device().public_key());
    assert_eq!(evidence.status_index, 4711);
    assert_eq!(evidence.issued_at, claims().issued_at);
    assert_eq!(evidence.not_after, claims().not_after);
    assert_eq!(evidence.presented_at, now());
    assert_eq!(evidence.nonce, [5; 16]);
    assert_eq!(evidence.list_as_of, Some(at("2026-03-02T01:05:00Z")));
    assert_eq!(evidence.keys_as_of, trust().as_of);
    let debug = format!("{evidence:?}");
    assert!(!debug.contains("Hoa") && !debug.contains("2048"), "{debug}");
}

#[test]
fn freshness_has_two_edges_to_the_second() {
    let shifted = |seconds| outcome_at(now() + SignedDuration::from_secs(seconds));
    let lifetime = limits::LIVE_CODE_LIFETIME.as_secs();
    let skew = limits::CLOCK_SKEW.as_secs();
    assert_eq!(shifted(0), Outcome::Valid);
    assert_eq!(shifted(lifetime + skew), Outcome::Valid);
    assert_eq!(shifted(lifetime + skew + 1), Outcome::Expired(Expiry::CodeTooOld));
    assert_eq!(shifted(-skew), Outcome::Valid);
    assert_eq!(shifted(-skew - 1), Outcome::NotYet);
    assert_eq!(shifted(365 * 86_400), Outcome::Expired(Expiry::CredentialEnded));
    assert_eq!(outcome_at(Timestamp::MAX), Outcome::Expired(Expiry::CredentialEnded));
    assert_eq!(outcome_at(Timestamp::MIN), Outcome::NotYet);
}

#[test]
fn a_clock_set_back_never_makes_an_old_code_valid() {
    let then = now() - SignedDuration::from_hours(365 * 24);
    let old = CredentialClaims {
        issued_at: then - SignedDuration::from_hours(1),
        not_after: then + SignedDuration::from_hours(24),
        ..claims()
    };
    let mut trust = trust();
    trust.keys = vec![TrustedKey::new(
        city().public_key(),
        then - SignedDuration::from_hours(24),
        trust.keys[0].not_after,
    )];
    let old = present(&issue_credential(&city(), &old), &device(), then, [5; 16]);
    let at = |now| verify(&old, &trust, Some(&list(&[])), now).outcome;
    assert_eq!(at(then), Outcome::ClockBehind);
    assert_eq!(at(now()), Outcome::Expired(Expiry::CredentialEnded));
    // The list is of five minutes past; the clocks may differ by the skew.
    let list_at = at_list();
    let skew = limits::CLOCK_SKEW;
    let fresh = |now: Timestamp| {
        verify(
            &present(&credential(), &device(), now, [6; 16]),
            &trust,
            Some(&list(&[])),
            now,
        )
    };
    assert_eq!(fresh(list_at - skew).outcome, Outcome::Valid);
    let behind = fresh(list_at - skew - SignedDuration::from_secs(1));
    assert_eq!(behind.outcome, Outcome::ClockBehind);
    assert!(behind.evidence.is_some());
}

#[test]
fn a_credential_ends_with_its_last_second() {
    let end = claims().not_after;
    let shown = |at| present(&credential(), &device(), at, [5; 16]);
    let judge = |shown_at, now| verify(&shown(shown_at), &trust(), None, now).outcome;
    assert_eq!(judge(end, end), Outcome::Valid);
    let later = end + SignedDuration::from_secs(1);
    assert_eq!(judge(end, later), Outcome::Expired(Expiry::CredentialEnded));
    // A clock that runs ahead does not help either way.
    assert_eq!(judge(later, end), Outcome::Expired(Expiry::CredentialEnded));
}

#[test]
fn a_revoked_credential_is_revoked_whatever_its_age() {
    let revoked = list(&[4711]);
    let others = list(&[4710, 4712]);
    let judge = |list, now| verify(&code(), &trust(), list, now);
    assert_eq!(judge(Some(&revoked), now()).outcome, Outcome::Revoked);
    assert!(judge(Some(&revoked), now()).evidence.is_some());
    assert_eq!(
        judge(Some(&revoked), at("2027-01-01T00:00:00Z")).outcome,
        Outcome::Revoked
    );
    assert_eq!(judge(Some(&others), now()).outcome, Outcome::Valid);
    assert_eq!(judge(None, now()).evidence.unwrap().list_as_of, None);
    // A list never published by the city says nothing.
    let mut unsigned = RevocationList::new(8);
    unsigned.revoke(4711);
    assert_eq!(judge(Some(&unsigned), now()).evidence.unwrap().list_as_of, None);
}

#[test]
fn a_credential_beyond_the_list_is_revoked() {
    let short = RevocationList::new(4711).sign(&city(), &list_uri(ISSUER), now(), now());
    let short = RevocationList::open(&short, &trust()).unwrap();
    assert_eq!(short.capacity(), 4712);
    assert_eq!(verify(&code(), &trust(), Some(&short), now()).outcome, Outcome::Valid);
    let short = RevocationList::new(4700).sign(&city(), &list_uri(ISSUER), now(), now());
    let short = RevocationList::open(&short, &trust()).unwrap();
    assert_eq!(verify(&code(), &trust(), Some(&short), now()).outcome, Outcome::Revoked);
}

#[test]
fn strangers_are_unknown_and_liars_are_forgers() {
    let judge = |credential: &[u8], device: &DeviceSigner| {
        let verdict = verify(&present(credential, device, now(), [5; 16]), &trust(), None, now());
        assert!(verdict.evidence.is_none());
        verdict.outcome
    };
    let other_city = CredentialClaims {
        issuer: "hue.gov.vn".to_owned(),
        ..claims()
    };
    assert_eq!(
        judge(&issue_credential(&city(), &other_city), &device()),
        Outcome::UnknownIssuer
    );
    let other_key = CitySigner::from_seed(&[8; 32], ISSUER);
    assert_eq!(
        judge(&issue_credential(&other_key, &claims()), &device()),
        Outcome::UnknownIssuer
    );
    let other_device = DeviceSigner::from_seed(&[10; 32]);
    assert_eq!(judge(&credential(), &other_device), Outcome::Forged);
    assert_eq!(judge(b"", &device()), Outcome::Forged);
    assert_eq!(judge(&[0; 5000], &device()), Outcome::Forged);
    let early = CredentialClaims {
        issued_at: at("2025-12-31T23:59:59Z"),
        ..claims()
    };
    assert_eq!(judge(&issue_credential(&city(), &early), &device()), Outcome::Forged);
}

#[test]
fn another_persons_credential_does_not_take_the_presentation() {
    // The same device key, another holder: only the binding tells them apart.
    let other = CredentialClaims {
        holder: "T. V. Bình".to_owned(),
        ..claims()
    };
    let other = issue_credential(&city(), &other);
    let ciborium::Value::Array(own) = ciborium::from_reader(parts_of(&code()).as_slice()).unwrap() else {
        panic!("no array");
    };
    let swapped = ciborium::Value::Array(vec![ciborium::Value::Bytes(other), own[1].clone()]);
    let swapped = code_of(&crate::cose::to_bytes(&swapped));
    assert_eq!(verify(&swapped, &trust(), None, now()).outcome, Outcome::Forged);
}

#[test]
fn a_key_taken_back_takes_everything_with_it() {
    let mut trust = trust();
    trust.keys[0].revoked = true;
    let verdict = verify(&code(), &trust, None, now());
    assert_eq!((verdict.outcome, verdict.evidence), (Outcome::Revoked, None));
}

#[test]
fn a_past_key_counts_for_what_it_signed_in_its_time() {
    let mut trust = trust();
    trust.keys[0].not_after = at("2026-03-01T00:00:00Z");
    let next = CitySigner::from_seed(&[8; 32], ISSUER);
    trust.keys.push(TrustedKey::new(
        next.public_key(),
        at("2026-03-01T00:00:00Z"),
        at("2028-01-01T00:00:00Z"),
    ));
    assert_eq!(verify(&code(), &trust, None, now()).outcome, Outcome::Valid);
    let new = present(&issue_credential(&next, &claims()), &device(), now(), [6; 16]);
    assert_eq!(verify(&new, &trust, None, now()).outcome, Outcome::Valid);
}

#[test]
fn a_key_made_in_this_second_may_sign_in_it() {
    let mut trust = trust();
    trust.keys[0].not_before = claims().issued_at + SignedDuration::from_millis(700);
    assert_eq!(verify(&code(), &trust, None, now()).outcome, Outcome::Valid);
}

#[test]
fn every_flipped_bit_is_refused() {
    let good = parts_of(&code());
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let outcome = verify(&code_of(&bad), &trust(), None, now()).outcome;
        assert!(
            matches!(outcome, Outcome::Forged | Outcome::UnknownIssuer),
            "bit {bit}: {outcome:?}"
        );
    }
}

#[test]
fn every_other_character_is_refused() {
    let good = code();
    for place in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone().into_bytes();
            bad[place] ^= 1 << bit;
            let bad = String::from_utf8_lossy(&bad).into_owned();
            assert_ne!(
                verify(&bad, &trust(), None, now()).outcome,
                Outcome::Valid,
                "{place} {bit}"
            );
        }
        for letter in ["0", "A", "Z", " ", ":", "a", ""] {
            let mut bad = good.clone();
            bad.replace_range(place..=place, letter);
            if bad != good {
                assert_ne!(
                    verify(&bad, &trust(), None, now()).outcome,
                    Outcome::Valid,
                    "{place} {letter}"
                );
            }
        }
    }
}

#[test]
fn nothing_before_after_or_inside() {
    let good = code();
    let parts = parts_of(&good);
    let longer = [parts.as_slice(), &[0]].concat();
    // The outer array in indefinite length, and its first string's length in two bytes more.
    let indefinite = [&[0x9F], &parts[1..], &[0xFF]].concat();
    let wide = [&parts[..1], &[0x5A, 0, 0], &parts[2..]].concat();
    assert_eq!(parts[..2], [0x82, 0x59]);
    for bad in [
        String::new(),
        LIVE_PREFIX.to_owned(),
        format!("{good} "),
        format!(" {good}"),
        good.to_lowercase(),
        good.replace("CDS1:", "CDS2:"),
        code_of(&longer),
        code_of(&indefinite),
        code_of(&wide),
        code_of(&parts[..parts.len() - 1]),
        good.repeat(50),
    ] {
        assert_eq!(verify(&bad, &trust(), None, now()).outcome, Outcome::Forged, "{bad}");
    }
}

#[test]
fn an_unprotected_header_is_no_hiding_place() {
    let mut credential = CoseSign1::from_tagged_slice(&credential()).unwrap();
    credential.unprotected.key_id = b"x".to_vec();
    let credential = credential.to_tagged_vec().unwrap();
    assert_eq!(read_credential(&credential), Err(CredentialError));
    let code = present(&credential, &device(), now(), [5; 16]);
    assert_eq!(verify(&code, &trust(), None, now()).outcome, Outcome::Forged);
}

#[test]
fn other_implementations_read_what_is_written() {
    let key = ed25519_dalek::VerifyingKey::from_bytes(&city().public_key()).unwrap();
    let credential_bytes = credential();
    let credential = CoseSign1::from_tagged_slice(&credential_bytes).unwrap();
    assert_eq!(credential.protected.header.key_id, city().id());
    credential
        .verify_signature(&[], |signature, message| {
            key.verify_strict(message, &signature.try_into().unwrap())
        })
        .unwrap();

    let ciborium::Value::Array(parts) = ciborium::from_reader(parts_of(&code()).as_slice()).unwrap() else {
        panic!("no array");
    };
    let presentation = CoseSign1::from_slice(parts[1].as_bytes().unwrap()).unwrap();
    let key = ed25519_dalek::VerifyingKey::from_bytes(&device().public_key()).unwrap();
    let binding = Sha256::digest(&credential_bytes);
    presentation
        .verify_signature(&binding, |signature, message| {
            key.verify_strict(message, &signature.try_into().unwrap())
        })
        .unwrap();
}

#[test]
fn the_device_reads_its_credential() {
    assert_eq!(read_credential(&credential()), Ok(claims()));
    let long = CredentialClaims {
        holder: "Ứ. ".repeat(30),
        ..claims()
    };
    let read = read_credential(&issue_credential(&city(), &long)).unwrap();
    assert!(read.holder.len() <= HOLDER_BYTES && long.holder.starts_with(&read.holder));
    let odd = CredentialClaims {
        issued_at: at("2026-03-01T00:00:00.9Z"),
        ..claims()
    };
    assert_eq!(read_credential(&issue_credential(&city(), &odd)), Ok(claims()));
    assert_eq!(read_credential(&[]), Err(CredentialError));
    assert!(!format!("{:?}", claims()).contains("Hoa"));
}

#[test]
fn a_code_is_named_by_device_time_and_nonce() {
    let jti = |nonce| {
        let code = present(&credential(), &device(), now(), nonce);
        verify(&code, &trust(), None, now()).evidence.unwrap().jti
    };
    assert_eq!(jti([1; 16]), jti([1; 16]));
    assert_ne!(jti([1; 16]), jti([2; 16]));
}

#[test]
fn the_symbol_stays_small() {
    let longest = CredentialClaims {
        holder: "N. T. T. H. M. Nguyệt Ánh Minh".to_owned(),
        status_index: 30_000_000,
        ..claims()
    };
    assert!(longest.holder.len() <= HOLDER_BYTES);
    for claims in [claims(), longest] {
        let code = present(&issue_credential(&city(), &claims), &device(), now(), [0xA5; 16]);
        let symbol = symbol::encode(&code, Level::Medium).unwrap();
        assert!(
            symbol.version() <= 15,
            "{} characters, version {}",
            code.len(),
            symbol.version()
        );
    }
}

#[test]
fn snapshots() {
    insta::assert_snapshot!("credential", diagnose(&credential()));
    insta::assert_snapshot!("live_code", diagnose(&parts_of(&code())));
    insta::assert_snapshot!("live_text", code());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_claims_come_back(
        holder in "\\PC{0,12}",
        issuer in "[a-z]{1,20}\\.vn",
        qid in 0..10_u64.pow(18),
        device_key: [u8; 32],
        issued in 0..4_000_000_000_i64,
        status_index: u32,
    ) {
        let claims = CredentialClaims {
            issuer,
            qid: domain::Qid::from_number(qid).unwrap(),
            holder: holder.chars().take(10).collect(),
            device_key,
            issued_at: Timestamp::from_second(issued).unwrap(),
            not_after: Timestamp::from_second(issued + 86_400).unwrap(),
            status_index,
        };
        prop_assert_eq!(read_credential(&issue_credential(&city(), &claims)), Ok(claims));
    }

    #[test]
    fn any_code_is_valid_in_its_minute_and_any_flip_is_not(
        seed: [u8; 32],
        nonce: [u8; 16],
        age in 0..60_i64,
        flip in 0..4096_usize,
    ) {
        let device = DeviceSigner::from_seed(&seed);
        let claims = CredentialClaims { device_key: device.public_key(), ..claims() };
        let code = present(&issue_credential(&city(), &claims), &device, now(), nonce);
        let later = now() + SignedDuration::from_secs(age);
        prop_assert_eq!(verify(&code, &trust(), None, later).outcome, Outcome::Valid);
        let mut bad = parts_of(&code);
        let bit = flip % (bad.len() * 8);
        bad[bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(verify(&code_of(&bad), &trust(), None, later).outcome, Outcome::Valid);
    }

    #[test]
    fn no_text_upsets_the_verifier(text in "(CDS1:)?[0-9A-Z $%*+./:-]{0,600}", bytes: Vec<u8>) {
        prop_assert_eq!(verify(&text, &trust(), None, now()).outcome, Outcome::Forged);
        prop_assert_eq!(verify(&code_of(&bytes), &trust(), None, now()).outcome, Outcome::Forged);
        prop_assert_eq!(read_credential(&bytes), Err(CredentialError));
    }
}
