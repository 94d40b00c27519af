//! What kind of code a scanned text is.

use std::fmt;

use crate::{
    chip_card::ChipCard,
    errand::ERRAND_PREFIX,
    link::Link,
    live::LIVE_PREFIX,
    offer::OFFER_PREFIX,
    standard::{MaskedStandard, StandardCode},
    vietqr::Payment,
};

/// No QR symbol holds more: 7089 digits (ISO/IEC 18004 table 7). What is pasted may be longer
/// and is cut here, in bytes.
pub const MAX_TEXT_BYTES: usize = 8192;

/// A scanned code.
#[derive(Clone, PartialEq, Eq)]
pub enum Code {
    /// A live code; [`crate::live::verify()`] says what it is worth.
    Live(String),
    /// A verifier's code; [`crate::offer::verify`] says what it is worth.
    Offer(String),
    /// An errand pass; [`crate::errand::verify`] says what it is worth.
    Errand(String),
    /// A national personal QR.
    Standard(StandardCode),
    /// A national personal QR in its masked form.
    MaskedStandard(MaskedStandard),
    /// The QR of a chip identity card.
    ChipCard(ChipCard),
    /// A payment code.
    Payment(Payment),
    /// An address in the web.
    Link(Link),
    /// Anything else, cut to [`MAX_TEXT_BYTES`].
    Text(String),
}

/// Tells the kinds of codes apart. A code that is nearly of a kind, but damaged, is text.
pub fn classify(scanned: &str) -> Code {
    if scanned.len() > MAX_TEXT_BYTES {
        let mut end = MAX_TEXT_BYTES;
        while !scanned.is_char_boundary(end) {
            end -= 1;
        }
        return Code::Text(scanned[..end].to_owned());
    }
    let trimmed = scanned.trim();
    if trimmed.starts_with(LIVE_PREFIX) {
        return Code::Live(trimmed.to_owned());
    }
    if trimmed.starts_with(OFFER_PREFIX) {
        return Code::Offer(trimmed.to_owned());
    }
    if trimmed.starts_with(ERRAND_PREFIX) {
        return Code::Errand(trimmed.to_owned());
    }
    if let Ok(card) = ChipCard::parse(trimmed) {
        return Code::ChipCard(card);
    }
    if let Ok(standard) = StandardCode::parse(trimmed) {
        return Code::Standard(standard);
    }
    if let Some(masked) = MaskedStandard::parse(trimmed) {
        return Code::MaskedStandard(masked);
    }
    if let Ok(payment) = Payment::parse(trimmed) {
        return Code::Payment(payment);
    }
    match Link::parse(trimmed) {
        Some(link) => Code::Link(link),
        None => Code::Text(scanned.to_owned()),
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Live(_) => "Live(…)",
            Self::Offer(_) => "Offer(…)",
            Self::Errand(_) => "Errand(…)",
            Self::Standard(_) => "Standard(…)",
            Self::MaskedStandard(_) => "MaskedStandard(…)",
            Self::ChipCard(_) => "ChipCard(…)",
            Self::Payment(_) => "Payment(…)",
            Self::Link(_) => "Link(…)",
            Self::Text(_) => "Text(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        live::{issue_credential, present},
        testing::{CARD, city, claims, device, now, standard},
    };

    #[test]
    fn each_kind_is_told() {
        let live = present(&issue_credential(&city(), &claims()), &device(), now(), [1; 16]);
        assert_eq!(classify(&live), Code::Live(live.clone()));
        assert_eq!(classify(&format!("{live}\r\n")), Code::Live(live));
        assert!(matches!(classify("CDS1:damaged"), Code::Live(_)));
        assert!(matches!(classify(" CDSR1:damaged"), Code::Offer(_)));
        assert!(matches!(classify("CDSE1:damaged\r"), Code::Errand(_)));
        assert!(matches!(
            classify(&standard().sign(&city()).to_text()),
            Code::Standard(_)
        ));
        let masked = MaskedStandard::of(&standard());
        let Code::MaskedStandard(read) = classify(&masked.to_text()) else {
            panic!("not masked");
        };
        assert_eq!(read.to_text(), masked.to_text());
        assert!(matches!(classify(CARD), Code::ChipCard(_)));
        let payment = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F";
        assert!(matches!(classify(payment), Code::Payment(_)));
        assert!(matches!(classify(&payment.replace("9E6F", "9E6E")), Code::Text(_)));
        assert!(matches!(classify(" https://danang.gov.vn "), Code::Link(_)));
        assert_eq!(classify("xin chào\n"), Code::Text("xin chào\n".to_owned()));
        assert_eq!(classify(""), Code::Text(String::new()));
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        let Code::Text(cut) = classify(&"ế".repeat(5_000_000)) else {
            panic!("not text");
        };
        assert_eq!(cut.len(), MAX_TEXT_BYTES - MAX_TEXT_BYTES % 3);
    }

    #[test]
    fn debug_tells_the_kind_only() {
        assert_eq!(format!("{:?}", classify(CARD)), "ChipCard(…)");
        assert_eq!(format!("{:?}", classify("secret")), "Text(…)");
    }

    proptest! {
        #[test]
        fn no_text_upsets_it(text in "\\PC{0,300}") {
            let _ = classify(&text);
        }
    }
}
