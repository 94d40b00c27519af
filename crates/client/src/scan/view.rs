//! From a code's text to what the screen says of it.

use codes::{
    Code,
    chip_card::ChipCard,
    errand::{Errand, ErrandSignature},
    link::{Link, Suspicion},
    live::{Evidence, LiveVerdict, Outcome},
    offer::OfferVerdict,
    revocation::RevocationList,
    standard::{MaskedStandard, SignatureVerdict, StandardCode, StandardSignature},
    vietqr::Payment,
};
use domain::text;
use protocol::{
    api::ErrandPass,
    app::{
        CardScan, ChipCardScan, CodeLines, EnrolmentInput, ErrandScan, LinkScan, LiveScan, OfferScan, OfferView,
        PaymentScan, ScanView, ScannedCode, SignatureView, StandardScan, Verdict,
    },
};

use super::ScanContext;

/// A code that was found, and what it is.
pub(super) fn scanned(text: String, context: &ScanContext) -> ScannedCode {
    let scan = look_at(&text, context);
    ScannedCode { text, scan }
}

/// Says what a code is and, for the city's codes, what it is worth.
pub(crate) fn look_at(text: &str, context: &ScanContext) -> ScanView {
    match codes::classify(text) {
        Code::Live(code) => ScanView::Live(live(&code, context)),
        Code::Offer(code) => ScanView::Offer(offer(&code, context)),
        Code::Errand(code) => ScanView::Errand(errand(&code, context)),
        Code::Standard(code) => ScanView::Standard(standard(&code, context)),
        Code::MaskedStandard(code) => ScanView::Standard(masked_standard(&code)),
        Code::ChipCard(card) => ScanView::ChipCard(chip_card(card)),
        Code::Payment(payment) => ScanView::Payment(of_payment(payment)),
        Code::Link(link) => ScanView::Link(of_link(link)),
        Code::Text(text) => ScanView::Text { text },
    }
}

/// The verdict that an outcome comes to on the screen.
pub(crate) fn verdict_of(outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Valid => Verdict::Valid,
        Outcome::Expired(_) => Verdict::Expired,
        Outcome::ClockBehind => Verdict::CannotTell,
        Outcome::NotYet => Verdict::FromFuture,
        Outcome::Revoked => Verdict::Revoked,
        Outcome::Forged => Verdict::Forged,
        Outcome::UnknownIssuer => Verdict::UnknownIssuer,
    }
}

fn live(code: &str, context: &ScanContext) -> LiveScan {
    let Some(trusted) = context.trusted.as_deref() else {
        return LiveScan {
            verdict: Verdict::CannotTell,
            holder: None,
            made_at: None,
            keys_as_of: None,
            list_as_of: None,
            offline: context.offline,
        };
    };
    let LiveVerdict { outcome, evidence } =
        codes::live::verify(code, &trusted.trust, trusted.revocations.as_ref(), context.now);
    let list_as_of = trusted.revocations.as_ref().and_then(RevocationList::issued_at);
    LiveScan {
        verdict: verdict_of(outcome),
        holder: evidence.as_ref().map(|Evidence { holder, .. }| holder.clone()),
        made_at: evidence.as_ref().map(|evidence| evidence.presented_at),
        keys_as_of: Some(trusted.trust.as_of),
        list_as_of: evidence.map_or(list_as_of, |evidence| evidence.list_as_of),
        offline: context.offline,
    }
}

fn offer(code: &str, context: &ScanContext) -> OfferScan {
    let Some(trusted) = context.trusted.as_deref() else {
        return OfferScan {
            verdict: Verdict::CannotTell,
            offer: None,
        };
    };
    let (verdict, offer) = match codes::offer::verify(code, &trusted.trust, context.now) {
        OfferVerdict::Valid(offer) => (Verdict::Valid, Some(offer)),
        OfferVerdict::Expired(offer) => (Verdict::Expired, Some(offer)),
        OfferVerdict::UnknownIssuer => (Verdict::UnknownIssuer, None),
        OfferVerdict::Forged => (Verdict::Forged, None),
    };
    OfferScan {
        verdict,
        offer: offer.map(|offer| OfferView {
            request: offer.request,
            organisation: offer.organisation,
            counter: offer.counter,
            purpose: offer.purpose,
            expires_at: offer.expires_at,
        }),
    }
}

/// Who shows it and whether it is over, a counter says.
fn errand(code: &str, context: &ScanContext) -> ErrandScan {
    let Some(trusted) = context.trusted.as_deref() else {
        return ErrandScan {
            verdict: Verdict::CannotTell,
            pass: None,
        };
    };
    let (verdict, errand) = match codes::errand::verify(code, &trusted.trust) {
        ErrandSignature::Signed(errand) => (Verdict::Valid, Some(errand)),
        ErrandSignature::UnknownIssuer => (Verdict::UnknownIssuer, None),
        ErrandSignature::Forged => (Verdict::Forged, None),
    };
    ErrandScan {
        verdict,
        pass: errand.map(|errand| pass_of(*errand)),
    }
}

/// What an errand pass says, without the QID.
pub(crate) fn pass_of(errand: Errand) -> ErrandPass {
    ErrandPass {
        errand: errand.errand,
        organisation_name: errand.organisation_name,
        giver: errand.giver,
        bearer: errand.bearer_name,
        title: errand.title,
        dossier: errand.dossier,
        day: errand.day,
    }
}

fn standard(code: &StandardCode, context: &ScanContext) -> StandardScan {
    let trusted = context.trusted.as_deref();
    let verdict = trusted.map(|trusted| code.judge(&trusted.trust, trusted.revocations.as_ref()));
    let card = verdict.as_ref().and_then(|verdict| verdict.card);
    let signature = match (verdict.map(|verdict| verdict.signature), &code.extension.signature) {
        (Some(SignatureVerdict::Signed { .. }), _) if card.is_some_and(|card| card.cancelled) => {
            SignatureView::CardCancelled
        }
        (Some(SignatureVerdict::Signed { .. }), _) => SignatureView::Signed,
        (Some(SignatureVerdict::Unsigned), _) => SignatureView::Unsigned,
        (Some(SignatureVerdict::Forged), _) => SignatureView::Forged,
        (Some(SignatureVerdict::UnknownKey), _) | (None, Some(StandardSignature::City { .. })) => {
            SignatureView::UnknownIssuer
        }
        (None, Some(StandardSignature::Foreign(_)) | None) => SignatureView::Unsigned,
    };
    StandardScan {
        signature,
        card: card.map(|card| CardScan {
            serial: card.serial,
            list_as_of: card.list_as_of,
            offline: context.offline,
        }),
        lines: masked_lines(code),
        keys_as_of: trusted.map(|trusted| trusted.trust.as_of),
    }
}

/// Nobody signs the masked form: it only says which profile to ask for.
fn masked_standard(code: &MaskedStandard) -> StandardScan {
    StandardScan {
        signature: SignatureView::Unsigned,
        card: None,
        lines: CodeLines {
            name: code.name.as_str().to_owned(),
            number: grouped(&code.document_number),
            born: format!("**/**/{:04}", code.birth_year),
            qid: text::mask_start(code.qid.as_str(), 12),
        },
        keys_as_of: None,
    }
}

/// What a standard code says, for reading beside it.
pub(crate) fn full_lines(code: &StandardCode) -> CodeLines {
    CodeLines {
        name: code.name.as_str().to_owned(),
        number: grouped(&code.document_number),
        born: code.born.display(),
        qid: code.qid.as_str().to_owned(),
    }
}

/// The same with document number and birthday masked (Quyết định 1405/QĐ-BTTTT, section 3).
pub(crate) fn masked_lines(code: &StandardCode) -> CodeLines {
    let masked = code.masked();
    CodeLines {
        name: masked.name,
        number: grouped(&masked.document_number),
        born: masked.born,
        qid: text::mask_start(code.qid.as_str(), 12),
    }
}

/// Groups of four, when it is the twelve digits of a personal number.
fn grouped(number: &str) -> String {
    if number.len() != 12 || !number.is_ascii() {
        return number.to_owned();
    }
    format!("{} {} {}", &number[..4], &number[4..8], &number[8..])
}

fn chip_card(card: ChipCard) -> ChipCardScan {
    ChipCardScan {
        form: EnrolmentInput {
            personal_number: card.personal_number.as_str().to_owned(),
            full_name: card.name.as_str().to_owned(),
            birth_date: card.born.display(),
            sex: card.sex,
            phone: String::new(),
            ward: String::new(),
            address: card.address,
            former_id_number: card.former_id.filter(|number| number.len() == 9),
        },
        issued_on: card.issued_on,
    }
}

fn of_payment(payment: Payment) -> PaymentScan {
    PaymentScan {
        bank: payment.bank.map(str::to_owned),
        bin: payment.bin,
        account: payment.account,
        amount: payment.amount,
        note: payment.note,
        one_time: payment.one_time,
    }
}

fn of_link(link: Link) -> LinkScan {
    LinkScan {
        url: link.url,
        host: link.host_ascii,
        secure: link.secure,
        // Plain HTTP is said by `secure`; an honest name in Vietnamese letters is no trick.
        suspicious: link.suspicious.iter().any(|suspicion| match suspicion {
            Suspicion::LookAlike { .. } | Suspicion::MixedScripts | Suspicion::UserInfo | Suspicion::IpHost => true,
            Suspicion::Punycode | Suspicion::NotHttps => false,
        }),
    }
}
