//! The name that a phone shows as the sender.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// A brand name: 1 to 11 Latin letters, digits, `-`, `_`, `.` and spaces, not digits only (3GPP TS 23.040 section
/// 9.1.2.5 gives an alphanumeric sender 11 characters; Nghị định 91/2020/NĐ-CP registers the names).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandName(String);

/// The text is no brand name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a brand name has 1 to 11 Latin letters, digits, '-', '_', '.' or spaces, and not digits only")]
pub struct BrandNameError;

impl BrandName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BrandName {
    type Err = BrandNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b' ');
        let tidy = (1..=11).contains(&text.len()) && text.bytes().all(fits) && text.trim() == text;
        if tidy && !text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BrandNameError)
        }
    }
}

impl fmt::Display for BrandName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_networks_carry_is_a_brand_name() {
        for good in ["CONGDANSO", "Da Nang", "TP.DN-1022_", "D1"] {
            assert!(good.parse::<BrandName>().is_ok(), "{good}");
        }
        for bad in ["", "TWELVELETTER", "1022", "Đà Nẵng", " DANANG", "DA+NANG"] {
            assert!(bad.parse::<BrandName>().is_err(), "{bad}");
        }
    }
}
