//! One code of every kind.

use domain::{CardSerial, RequestId, Sex};
use jiff::{SignedDuration, civil::date};
use protocol::{
    api::ErrandVerdict,
    app::{
        CardScan, ChipCardScan, CodeLines, EnrolmentInput, ErrandScan, LinkScan, LiveScan, OfferScan, OfferView,
        PaymentScan, ScanView, ScannedCode, SignatureView, StandardScan, Verdict,
    },
};

use super::counter::pass;
use crate::{features::errand::is_pass, text::now};

/// A code that was found in a picture.
pub(super) fn found(text: &str) -> ScannedCode {
    ScannedCode {
        text: text.to_owned(),
        scan: of_text(text),
    }
}

/// What a pasted text is taken for; one word chooses the kind.
pub(super) fn of_text(text: &str) -> ScanView {
    match text.trim() {
        "valid" => live(Verdict::Valid),
        "expired" => live(Verdict::Expired),
        "future" => live(Verdict::FromFuture),
        "revoked" => live(Verdict::Revoked),
        "forged" => live(Verdict::Forged),
        "unknown" => live(Verdict::UnknownIssuer),
        "cannot-tell" => live(Verdict::CannotTell),
        "used" => live(Verdict::Used),
        "offer" => offer(Verdict::Valid),
        "offer-expired" => offer(Verdict::Expired),
        "offer-forged" => offer(Verdict::Forged),
        "standard" => standard(SignatureView::Signed),
        "printed-card" => printed(SignatureView::Signed),
        "card-cancelled" => printed(SignatureView::CardCancelled),
        "unsigned" => standard(SignatureView::Unsigned),
        "standard-forged" => standard(SignatureView::Forged),
        "card" => card(),
        "pay" => payment(),
        "link" => link("https://danang.gov.vn/cong-dan-so", "danang.gov.vn", true, false),
        "bad-link" => link(
            "http://xn--danng-5va.example/tra-tien",
            "xn--danng-5va.example",
            false,
            true,
        ),
        "errand" => errand(Verdict::Valid),
        "errand-forged" => errand(Verdict::Forged),
        other if is_pass(other) => errand(Verdict::Valid),
        other => ScanView::Text { text: other.to_owned() },
    }
}

fn errand(verdict: Verdict) -> ScanView {
    let pass = (verdict == Verdict::Valid)
        .then(|| pass(ErrandVerdict::Valid))
        .flatten();
    ScanView::Errand(ErrandScan { verdict, pass })
}

fn offer(verdict: Verdict) -> ScanView {
    let known = matches!(verdict, Verdict::Valid | Verdict::Expired);
    ScanView::Offer(OfferScan {
        verdict,
        offer: known.then(|| OfferView {
            request: RequestId(uuid::Uuid::from_u128(1)),
            organisation: "UBND phường Hải Châu".into(),
            counter: "Quầy 3".into(),
            purpose: "Đăng ký thường trú".into(),
            expires_at: now() + SignedDuration::from_mins(4),
        }),
    })
}

fn live(verdict: Verdict) -> ScanView {
    let known = !matches!(verdict, Verdict::CannotTell | Verdict::UnknownIssuer | Verdict::Forged);
    ScanView::Live(LiveScan {
        verdict,
        holder: known.then(|| "T. V. Bình".into()),
        made_at: Some(now() - SignedDuration::from_secs(9)),
        keys_as_of: known.then(|| now() - SignedDuration::from_hours(30)),
        list_as_of: known.then(|| now() - SignedDuration::from_hours(3)),
        offline: true,
    })
}

/// What a standard code says, masked.
pub(super) fn masked_lines() -> CodeLines {
    CodeLines {
        name: "NGUYEN THI ANH HOA".into(),
        number: "**** **00 0123".into(),
        born: "**/**/1990".into(),
        qid: "000123456789012345".into(),
    }
}

fn standard(signature: SignatureView) -> ScanView {
    ScanView::Standard(StandardScan {
        signature,
        card: None,
        lines: masked_lines(),
        keys_as_of: Some(now() - SignedDuration::from_hours(30)),
    })
}

/// A printed card's code.
fn printed(signature: SignatureView) -> ScanView {
    ScanView::Standard(StandardScan {
        signature,
        card: Some(CardScan {
            serial: CardSerial(4711),
            list_as_of: Some(now() - SignedDuration::from_hours(3)),
            offline: true,
        }),
        lines: masked_lines(),
        keys_as_of: Some(now() - SignedDuration::from_hours(30)),
    })
}

/// A chip card's code.
fn card() -> ScanView {
    ScanView::ChipCard(ChipCardScan {
        form: EnrolmentInput {
            personal_number: "048190000123".into(),
            full_name: "Nguyễn Thị Ánh Hoa".into(),
            birth_date: "05/09/1990".into(),
            sex: Sex::Female,
            phone: String::new(),
            ward: String::new(),
            address: "24 Bạch Đằng".into(),
            former_id_number: Some("201234567".into()),
        },
        issued_on: Some(date(2021, 8, 11)),
    })
}

fn payment() -> ScanView {
    ScanView::Payment(PaymentScan {
        bank: Some("Vietcombank".into()),
        bin: "970436".into(),
        account: "0041000123456".into(),
        amount: Some(1_234_567),
        note: Some("Tien dien thang 11".into()),
        one_time: true,
    })
}

fn link(url: &str, host: &str, secure: bool, suspicious: bool) -> ScanView {
    ScanView::Link(LinkScan {
        url: url.into(),
        host: host.into(),
        secure,
        suspicious,
    })
}
