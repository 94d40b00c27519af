//! The code of a profile in the national personal QR.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// QID: 18 digits that locate one profile, issued once by the city (Quyết định
/// 1405/QĐ-BTTTT). It locates; it grants nothing.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = r"^\d{18}$"))]
#[serde(try_from = "String", into = "String")]
pub struct Qid(String);

/// The text is no QID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a QID has exactly eighteen digits")]
pub struct QidError;

impl Qid {
    /// The eighteen digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A QID from a number below 10^18; `None` above.
    pub fn from_number(number: u64) -> Option<Self> {
        (number < 1_000_000_000_000_000_000).then(|| Self(format!("{number:018}")))
    }
}

impl FromStr for Qid {
    type Err = QidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 18 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(QidError)
        }
    }
}

impl TryFrom<String> for Qid {
    type Error = QidError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Qid> for String {
    fn from(qid: Qid) -> Self {
        qid.0
    }
}

impl fmt::Debug for Qid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Qid(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighteen_digits() {
        assert_eq!(Qid::from_number(42).unwrap().as_str(), "000000000000000042");
        assert!(Qid::from_number(10_u64.pow(18)).is_none());
        assert_eq!("12".parse::<Qid>(), Err(QidError));
    }
}
