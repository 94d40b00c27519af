//! The personal identification number (số định danh cá nhân).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{BirthDate, Sex, province_of_registration};

/// 12 digits: province of birth registration (3), century and gender (1), year of birth (2),
/// random (6). There is no check digit.
///
/// Source: Luật Căn cước 2023 and Thông tư 07/2016/TT-BCA, annex 1. Since 2024-07-01 the inner
/// structure is no longer guaranteed, so only the twelve digits are required.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]{12}$"))]
#[serde(try_from = "String", into = "String")]
pub struct PersonalNumber(String);

/// Why text is no personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a personal number has exactly twelve digits")]
pub struct PersonalNumberError;

/// Something in the number's structure that does not fit the rest of the profile: a warning,
/// never a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberMismatch {
    /// The first three digits are no province of registration.
    Province,
    /// The fourth digit tells another gender.
    Sex,
    /// The fourth to sixth digits tell another year of birth.
    BirthYear,
}

impl PersonalNumber {
    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits in groups of four, as screens show them: `0480 9000 0001`.
    pub fn grouped(&self) -> String {
        format!("{} {} {}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }

    /// All but the last three digits hidden.
    pub fn masked(&self) -> String {
        crate::text::mask_start(&self.0, 9)
    }

    /// Compares the number's structure with what a person declared.
    pub fn mismatches(&self, born: BirthDate, sex: Sex) -> Vec<NumberMismatch> {
        let mut found = Vec::new();
        if province_of_registration(&self.0[..3]).is_none() {
            found.push(NumberMismatch::Province);
        }
        let digit = self.0.as_bytes()[3] - b'0';
        let told = if digit.is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        };
        if sex != Sex::Unknown && sex != told {
            found.push(NumberMismatch::Sex);
        }
        let century = 1900 + i16::from(digit / 2) * 100;
        let year = self.0[4..6].parse::<i16>().ok().map(|year| century + year);
        if year != Some(born.date().year()) {
            found.push(NumberMismatch::BirthYear);
        }
        found
    }
}

impl FromStr for PersonalNumber {
    type Err = PersonalNumberError;

    /// Accepts spaces, dots and hyphens between the digits, as people type and print them.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
            .collect();
        if digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(PersonalNumberError)
        }
    }
}

impl TryFrom<String> for PersonalNumber {
    type Error = PersonalNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PersonalNumber> for String {
    fn from(number: PersonalNumber) -> Self {
        number.0
    }
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(text: &str) -> BirthDate {
        text.parse().unwrap()
    }

    #[test]
    fn twelve_digits_and_nothing_else() {
        let number: PersonalNumber = "0480 9000-0001".parse().unwrap();
        assert_eq!(number.as_str(), "048090000001");
        assert_eq!(number.grouped(), "0480 9000 0001");
        assert_eq!(number.masked(), "*********001");
        for bad in ["", "04809000000", "0480900000012", "04809000000a", "٠٤٨٠٩٠٠٠٠٠٠١"] {
            assert_eq!(bad.parse::<PersonalNumber>(), Err(PersonalNumberError), "{bad}");
        }
    }

    #[test]
    fn structure_only_warns() {
        let number: PersonalNumber = "048090000001".parse().unwrap();
        assert!(number.mismatches(born("1990-05-01"), Sex::Male).is_empty());
        assert_eq!(
            number.mismatches(born("1991-05-01"), Sex::Female),
            [NumberMismatch::Sex, NumberMismatch::BirthYear]
        );
        let odd: PersonalNumber = "999301000001".parse().unwrap();
        assert_eq!(
            odd.mismatches(born("2001-01-01"), Sex::Female),
            [NumberMismatch::Province]
        );
    }

    #[test]
    fn debug_and_wire() {
        let number: PersonalNumber = "048090000001".parse().unwrap();
        assert!(!format!("{number:?}").contains("048"));
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"048090000001\"");
        assert!(serde_json::from_str::<PersonalNumber>("\"12\"").is_err());
    }
}
