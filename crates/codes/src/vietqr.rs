//! Payment codes: VietQR, the NAPAS profile of EMVCo's merchant-presented QR.
//!
//! Tag, length and value: two digits, two digits, that many characters. `00` version, `01` 11
//! static or 12 one-time, `38` where the money goes (`00` A000000727, `01` { `00` bank's BIN,
//! `01` account }, `02` service), `53` 704 (đồng), `54` amount, `58` VN, `62` { `08` note },
//! `63` CRC-16. The app shows a payment; it never pays.

use std::fmt;

use crate::banks;

/// The longest code EMVCo allows, in characters.
pub const MAX_PAYMENT_CHARS: usize = 512;

/// NAPAS in the registry of application identifiers.
const NAPAS: &str = "A000000727";

/// Who gets what.
#[derive(Clone, PartialEq, Eq)]
pub struct Payment {
    /// The bank's number (six digits).
    pub bin: String,
    /// The bank's short name, when the table of this crate has it.
    pub bank: Option<&'static str>,
    /// Account or card number at that bank.
    pub account: String,
    /// Whole đồng; `None` leaves it to the payer.
    pub amount: Option<u64>,
    /// The note the payee asks for.
    pub note: Option<String>,
    /// Good for one payment only.
    pub one_time: bool,
}

/// Why text is no payment code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    /// Not tag, length and value from first to last, a tag twice, or longer than
    /// [`MAX_PAYMENT_CHARS`].
    #[error("not a payment code")]
    Form,
    /// The checksum does not fit: damaged or altered.
    #[error("wrong checksum")]
    Checksum,
    /// A payment code of another scheme than NAPAS 247.
    #[error("a payment code of another scheme")]
    OtherScheme,
    /// Bank or account are missing or odd.
    #[error("no account")]
    Account,
    /// The amount is no number of đồng, or the currency another.
    #[error("no amount in đồng")]
    Amount,
}

impl Payment {
    /// Reads a payment code and checks its CRC.
    ///
    /// # Errors
    /// [`PaymentError`].
    pub fn parse(code: &str) -> Result<Self, PaymentError> {
        let code = code.trim_end_matches(['\r', '\n', ' ']);
        if code.chars().count() > MAX_PAYMENT_CHARS || !code.starts_with("000201") {
            return Err(PaymentError::Form);
        }
        check_crc(code)?;
        let fields = Fields::parse(code)?;
        let transfer = Fields::parse(fields.get("38").ok_or(PaymentError::OtherScheme)?)?;
        if transfer.get("00") != Some(NAPAS) {
            return Err(PaymentError::OtherScheme);
        }
        let payee = Fields::parse(transfer.get("01").ok_or(PaymentError::Account)?)?;
        let bin = payee.get("00").ok_or(PaymentError::Account)?;
        let account = payee.get("01").ok_or(PaymentError::Account)?;
        if bin.len() != 6 || !bin.bytes().all(|b| b.is_ascii_digit()) || !is_account(account) {
            return Err(PaymentError::Account);
        }
        if fields.get("53") != Some("704") {
            return Err(PaymentError::Amount);
        }
        let note = match fields.get("62") {
            Some(additional) => Fields::parse(additional)?.get("08").map(domain::text::tidy),
            None => None,
        };
        Ok(Self {
            bin: bin.to_owned(),
            bank: banks::name(bin),
            account: account.to_owned(),
            amount: fields.get("54").map(dong).transpose()?,
            note: note.filter(|note| !note.is_empty() && !domain::text::has_control(note)),
            one_time: fields.get("01") == Some("12"),
        })
    }
}

impl fmt::Debug for Payment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payment")
            .field("bin", &self.bin)
            .field("one_time", &self.one_time)
            .finish_non_exhaustive()
    }
}

/// Tags and values in their order.
struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Fields<'a> {
    fn parse(mut rest: &'a str) -> Result<Self, PaymentError> {
        let mut fields: Vec<(&str, &str)> = Vec::new();
        while !rest.is_empty() {
            let (tag, after) = take(rest, 2)?;
            let (length, after) = take(after, 2)?;
            if ![tag, length]
                .iter()
                .all(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
            {
                return Err(PaymentError::Form);
            }
            let (value, after) = take(after, length.parse().map_err(|_| PaymentError::Form)?)?;
            if fields.iter().any(|(seen, _)| *seen == tag) {
                return Err(PaymentError::Form);
            }
            fields.push((tag, value));
            rest = after;
        }
        Ok(Self(fields))
    }

    fn get(&self, tag: &str) -> Option<&'a str> {
        self.0.iter().find(|(seen, _)| *seen == tag).map(|(_, value)| *value)
    }
}

/// The first `count` characters and the rest. Lengths count characters, not bytes.
fn take(text: &str, count: usize) -> Result<(&str, &str), PaymentError> {
    let end = match text.char_indices().nth(count) {
        Some((end, _)) => end,
        None if text.chars().count() == count => text.len(),
        None => return Err(PaymentError::Form),
    };
    Ok(text.split_at(end))
}

/// The last eight characters are `6304` and the CRC of everything before its four digits.
fn check_crc(code: &str) -> Result<(), PaymentError> {
    let at = code
        .len()
        .checked_sub(4)
        .filter(|at| code.is_char_boundary(*at))
        .ok_or(PaymentError::Form)?;
    let (covered, crc) = code.split_at(at);
    if !covered.ends_with("6304") {
        return Err(PaymentError::Form);
    }
    let told = u16::from_str_radix(crc, 16).map_err(|_| PaymentError::Form)?;
    if told == crc16(covered.as_bytes()) {
        Ok(())
    } else {
        Err(PaymentError::Checksum)
    }
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF (ISO/IEC 13239, as EMVCo uses it).
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 }
        })
    })
}

fn is_account(text: &str) -> bool {
    (1..=19).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whole đồng: `125000`, also written `125000.00`.
fn dong(amount: &str) -> Result<u64, PaymentError> {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 13 || !digits(whole) || !fraction.bytes().all(|b| b == b'0') {
        return Err(PaymentError::Amount);
    }
    whole.parse().map_err(|_| PaymentError::Amount)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(tag: &str, value: &str) -> String {
        format!("{tag}{:02}{value}", value.chars().count())
    }

    fn sealed(body: &str) -> String {
        let covered = format!("{body}6304");
        format!("{covered}{:04X}", crc16(covered.as_bytes()))
    }

    fn transfer(bin: &str, account: &str) -> String {
        let payee = field("00", bin) + &field("01", account);
        field(
            "38",
            &(field("00", NAPAS) + &field("01", &payee) + &field("02", "QRIBFTTA")),
        )
    }

    fn payment(amount: Option<&str>, note: Option<&str>) -> String {
        let mut body = field("00", "01") + &field("01", if amount.is_some() { "12" } else { "11" });
        body += &transfer("970436", "0041000123456");
        body += &field("53", "704");
        body += &amount.map(|amount| field("54", amount)).unwrap_or_default();
        body += &field("58", "VN");
        body += &note.map(|note| field("62", &field("08", note))).unwrap_or_default();
        sealed(&body)
    }

    #[test]
    fn crc_check_value() {
        // The check value of CRC-16/CCITT-FALSE (also CRC-16/IBM-3740).
        assert_eq!(crc16(b"123456789"), 0x29B1);
    }

    #[test]
    fn a_bill() {
        let text = payment(Some("125000"), Some("TIEN NUOC T3 DA NANG"));
        insta::assert_snapshot!("bill", text);
        let bill = Payment::parse(&text).unwrap();
        assert_eq!((bill.bin.as_str(), bill.bank), ("970436", Some("Vietcombank")));
        assert_eq!(bill.account, "0041000123456");
        assert_eq!(bill.amount, Some(125_000));
        assert_eq!(bill.note.as_deref(), Some("TIEN NUOC T3 DA NANG"));
        assert!(bill.one_time);
        assert!(!format!("{bill:?}").contains("0041"));
    }

    #[test]
    fn a_standing_code_with_accents_in_its_note() {
        let code = Payment::parse(&format!("{}\r\n", payment(None, Some("Ủng hộ lớp")))).unwrap();
        assert_eq!((code.amount, code.one_time), (None, false));
        assert_eq!(code.note.as_deref(), Some("Ủng hộ lớp"));
        assert_eq!(
            Payment::parse(&payment(Some("1000.00"), None)).unwrap().amount,
            Some(1000)
        );
        assert_eq!(Payment::parse(&payment(None, None)).unwrap().note, None);
    }

    #[test]
    fn a_published_code() {
        // VietQR's own example of a static code: NAPAS, bank 970403, account 0011012345678.
        let text = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F";
        let code = Payment::parse(text).unwrap();
        assert_eq!((code.bank, code.account.as_str()), (Some("Sacombank"), "0011012345678"));
        assert!(!code.one_time);
    }

    #[test]
    fn refusals_name_the_cause() {
        let good = payment(Some("125000"), Some("NOTE"));
        for place in 6..good.len() - 8 {
            let mut bad = good.clone().into_bytes();
            bad[place] ^= 1;
            let bad = String::from_utf8(bad).unwrap();
            assert_eq!(Payment::parse(&bad), Err(PaymentError::Checksum), "{place}");
        }
        let start = field("00", "01") + &field("01", "11");
        let dong = field("53", "704");
        for (body, error) in [
            (start.clone() + &dong, PaymentError::OtherScheme),
            (
                start.clone() + &field("38", &field("00", "A000000999")) + &dong,
                PaymentError::OtherScheme,
            ),
            (start.clone() + &transfer("97043", "1") + &dong, PaymentError::Account),
            (start.clone() + &transfer("970436", "") + &dong, PaymentError::Account),
            (
                start.clone() + &transfer("970436", "1 2") + &dong,
                PaymentError::Account,
            ),
            (start.clone() + &transfer("970436", "12"), PaymentError::Amount),
            (
                start.clone() + &transfer("970436", "12") + &field("53", "840"),
                PaymentError::Amount,
            ),
            (
                start.clone() + &transfer("970436", "12") + &dong + &field("54", "12.5"),
                PaymentError::Amount,
            ),
            (
                start.clone() + &transfer("970436", "12") + &dong + &field("54", "-5"),
                PaymentError::Amount,
            ),
            (
                start.clone() + &transfer("970436", "12") + &dong + &dong,
                PaymentError::Form,
            ),
            (start.clone() + "5899VN", PaymentError::Form),
            (start.clone() + "5+12VN", PaymentError::Form),
        ] {
            assert_eq!(Payment::parse(&sealed(&body)), Err(error), "{body}");
        }
        for text in ["", "0002", "000201", "00020163040000", "hello", "000201ế"] {
            assert!(Payment::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Payment::parse(&sealed(&format!("000201{}", "x".repeat(600)))),
            Err(PaymentError::Form)
        );
    }

    proptest! {
        #[test]
        fn no_text_upsets_it(text in "000201[0-9a-zàđ]{0,200}") {
            let _ = Payment::parse(&text);
            let _ = Payment::parse(&sealed(&text));
        }

        #[test]
        fn any_payment_is_read(account in "[0-9A-Z]{1,19}", amount in 0..10_u64.pow(12)) {
            let body = field("00", "01") + &field("01", "12") + &transfer("970405", &account);
            let code = sealed(&(body + &field("53", "704") + &field("54", &amount.to_string())));
            let read = Payment::parse(&code).unwrap();
            prop_assert_eq!((read.account, read.amount), (account, Some(amount)));
        }
    }
}
