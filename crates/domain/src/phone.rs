//! Mobile phone numbers of Viet Nam.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A Vietnamese mobile number, kept as E.164 (`+84905123456`).
///
/// National form: ten digits, `^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}$`. A prefix does not
/// prove the operator.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = r"^\+84[35789]\d{8}$"))]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why text is no mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a Vietnamese mobile number")]
pub struct PhoneError;

impl Phone {
    /// `+84…`, the form for gateways and the wire (ITU-T E.164).
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// `0905123456`, the form the national codes carry.
    pub fn national(&self) -> String {
        format!("0{}", &self.0[3..])
    }

    /// `0905 123 456`, as screens show it.
    pub fn display(&self) -> String {
        let n = self.national();
        format!("{} {} {}", &n[..4], &n[4..7], &n[7..])
    }

    /// `0905 *** 456`.
    pub fn masked(&self) -> String {
        let n = self.national();
        format!("{} *** {}", &n[..4], &n[7..])
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    /// Accepts national and international forms with spaces, dots and hyphens.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let compact: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')'))
            .collect();
        let rest = compact
            .strip_prefix("+84")
            .or_else(|| compact.strip_prefix("0084"))
            .or_else(|| compact.strip_prefix("84").filter(|rest| rest.len() == 9))
            .or_else(|| compact.strip_prefix('0'))
            .ok_or(PhoneError)?;
        let digits = rest.as_bytes();
        let [first, second, ..] = digits else {
            return Err(PhoneError);
        };
        let known = match first {
            b'3' => matches!(second, b'2'..=b'9'),
            b'5' => matches!(second, b'2' | b'5' | b'6' | b'8' | b'9'),
            b'7' => matches!(second, b'0' | b'6'..=b'9'),
            b'8' => matches!(second, b'1'..=b'9'),
            b'9' => true,
            _ => false,
        };
        if known && digits.len() == 9 && digits.iter().all(u8::is_ascii_digit) {
            Ok(Self(format!("+84{rest}")))
        } else {
            Err(PhoneError)
        }
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_is_one_number() {
        for text in [
            "0905123456",
            "0905 123 456",
            "+84 905.123.456",
            "84905123456",
            "0084-905-123-456",
        ] {
            let phone: Phone = text.parse().unwrap();
            assert_eq!(phone.e164(), "+84905123456", "{text}");
            assert_eq!(phone.display(), "0905 123 456");
            assert_eq!(phone.masked(), "0905 *** 456");
        }
    }

    #[test]
    fn landlines_and_unknown_prefixes_are_refused() {
        for text in [
            "",
            "0236 3822 288",
            "0312345678",
            "0401234567",
            "090512345",
            "09051234567",
            "+1 905 123 4567",
            "+84",
            "09051234ab",
        ] {
            assert_eq!(text.parse::<Phone>(), Err(PhoneError), "{text}");
        }
    }
}
