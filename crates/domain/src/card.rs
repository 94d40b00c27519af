//! The serial of a printed code card.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Serialize};

/// The serial of a printed card: its place in the city's revocation list. It says nothing of a
/// person and grants nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct CardSerial(pub u32);

impl CardSerial {
    /// As cards and screens show it, in groups of four digits: `0000 4711`.
    pub fn grouped(self) -> String {
        let digits = self.digits();
        let mut grouped = String::with_capacity(digits.len() + 2);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && index.is_multiple_of(4) {
                grouped.push(' ');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// Eight digits, or twelve where eight do not do: whole groups of four.
    pub fn digits(self) -> String {
        let width = if self.0 < 100_000_000 { 8 } else { 12 };
        format!("{:0width$}", self.0)
    }
}

impl fmt::Display for CardSerial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CardSerial {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_four() {
        assert_eq!(CardSerial(0).grouped(), "0000 0000");
        assert_eq!(CardSerial(4711).grouped(), "0000 4711");
        assert_eq!(CardSerial(99_999_999).grouped(), "9999 9999");
        assert_eq!(CardSerial(u32::MAX).grouped(), "0042 9496 7295");
    }

    #[test]
    fn the_plain_number_is_what_travels() {
        assert_eq!(CardSerial(4711).to_string().parse(), Ok(CardSerial(4711)));
        assert!("-1".parse::<CardSerial>().is_err() && "4294967296".parse::<CardSerial>().is_err());
        assert_eq!(serde_json::to_string(&CardSerial(7)).unwrap(), "7");
    }
}
