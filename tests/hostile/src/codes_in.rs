//! Codes, and the lists they are checked with.

use codes::{
    Code, MAX_TEXT_BYTES,
    chip_card::{ChipCard, repair_encoding},
    classify,
    errand::{self, ERRAND_PREFIX, ErrandSignature},
    link::Link,
    live::{self, LIVE_PREFIX},
    offer::{self, OFFER_PREFIX, OfferVerdict},
    revocation::RevocationList,
    standard::{MaskedStandard, StandardCode},
    vietqr::Payment,
};

use crate::city::{list_over, now, revocations, trust};

/// What a scanner, a clipboard or a keyboard hands in.
pub(crate) fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match classify(&text) {
        Code::Live(code) => check_live(&code),
        Code::Offer(code) => check_offer(&code),
        Code::Errand(code) => check_errand(&code),
        Code::Standard(code) => check_standard(&code),
        Code::MaskedStandard(masked) => assert!(MaskedStandard::parse(&masked.to_text()) == Some(masked)),
        Code::ChipCard(card) => drop(card.personal_number.mismatches(card.born, card.sex)),
        Code::Payment(payment) => assert_eq!(payment.bin.len(), 6),
        // What is opened is what was looked at.
        Code::Link(link) => assert!(Link::parse(&link.url).is_some_and(|again| again.host_ascii == link.host_ascii)),
        Code::Text(cut) => assert!(cut.len() <= MAX_TEXT_BYTES && text.starts_with(&cut)),
    }
    // Also what the kinds before theirs hide from them.
    let _ = ChipCard::parse(&text);
    let _ = StandardCode::parse(&text);
    let _ = MaskedStandard::parse(&text);
    let _ = Payment::parse(&text);
    let _ = Payment::parse(&with_checksum(&text));
    let _ = Link::parse(&text);
    let _ = repair_encoding(&text);
}

/// Otherwise the checksum keeps nearly everything out.
fn with_checksum(text: &str) -> String {
    let covered = format!("{text}6304");
    // CRC-16/IBM-3740, as EMVCo asks.
    let crc = covered.bytes().fold(0xFFFF_u16, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| {
            (crc << 1) ^ if crc & 0x8000 == 0 { 0 } else { 0x1021 }
        })
    });
    format!("{covered}{crc:04X}")
}

fn check_standard(code: &StandardCode) {
    let again = StandardCode::parse(&code.to_text()).expect("what was read is written");
    assert_eq!(again.to_text(), code.to_text());
    let _ = (code.verify(trust()), code.masked());
    let masked = MaskedStandard::of(code).to_text();
    assert!(MaskedStandard::parse(&masked).is_some(), "the masked form is read");
}

fn check_live(code: &str) {
    let verdict = live::verify(code, trust(), Some(revocations()), now());
    if verdict.evidence.is_some() {
        assert!(live::look_inside(code).is_some());
    }
}

/// A live code's bytes: letters would keep nearly everything out.
pub(crate) fn live(bytes: &[u8]) {
    check_live(&format!("{LIVE_PREFIX}{}", base45::encode(bytes)));
}

fn check_offer(code: &str) {
    if let OfferVerdict::Valid(offer) | OfferVerdict::Expired(offer) = offer::verify(code, trust(), now()) {
        assert!(offer::look_inside(code).is_some_and(|(_, inside)| inside == offer));
    }
}

/// A verifier's code's bytes.
pub(crate) fn offer(bytes: &[u8]) {
    check_offer(&format!("{OFFER_PREFIX}{}", base45::encode(bytes)));
}

fn check_errand(code: &str) {
    if let ErrandSignature::Signed(errand) = errand::verify(code, trust()) {
        assert!(errand::look_inside(code).is_some_and(|(_, inside)| inside == *errand));
    }
}

/// An errand pass's bytes.
pub(crate) fn errand(bytes: &[u8]) {
    check_errand(&format!("{ERRAND_PREFIX}{}", base45::encode(bytes)));
}

/// A credential.
pub(crate) fn credential(bytes: &[u8]) {
    let _ = live::read_credential(bytes);
}

/// A revocation list: as it is, and as the compressed entries of one that the city signed.
pub(crate) fn revocations_in(bytes: &[u8]) {
    let _ = RevocationList::open(bytes, trust());
    if let Ok(list) = RevocationList::open(&list_over(bytes), trust()) {
        assert!(list.is_revoked(list.capacity()));
    }
}
