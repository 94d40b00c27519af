//! Places: wards of Da Nang and provinces of birth registration.

use std::{fmt, str::FromStr, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// A ward (phường, xã, đặc khu) of Da Nang as it stands since 2025-07-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ward {
    /// Five digits. Codes were reused under new names, so a code alone means today's ward only.
    pub code: &'static str,
    /// The bare name, `Hải Châu`.
    pub name: &'static str,
    /// With its kind, `Phường Hải Châu`.
    pub full_name: &'static str,
}

/// The code of one of the city's wards since 2025-07-01.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = r"^\d{5}$"))]
#[serde(try_from = "String", into = "String")]
pub struct WardCode(String);

/// The code is none of the city's wards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no ward of the city has this code")]
pub struct WardCodeError;

static WARDS: LazyLock<Vec<Ward>> = LazyLock::new(|| {
    rows(include_str!("../../../assets/reference/danang_wards_2025_94.tsv"))
        .filter_map(|mut cells| {
            Some(Ward {
                code: cells.next()?,
                name: cells.next()?,
                full_name: cells.next()?,
            })
        })
        .collect()
});

static PROVINCES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    rows(include_str!("../../../assets/reference/cccd_province_codes.tsv"))
        .filter_map(|mut cells| Some((cells.next()?, cells.next()?)))
        .collect()
});

fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| line.split('\t'))
}

/// The city's 94 wards, as a Vietnamese dictionary would order their names: the table is, so that a page need not know how.
pub fn wards() -> &'static [Ward] {
    &WARDS
}

/// The province that a personal number's first three digits name (Thông tư 07/2016/TT-BCA,
/// annex 1).
pub fn province_of_registration(code: &str) -> Option<&'static str> {
    PROVINCES
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, name)| *name)
}

impl WardCode {
    /// The five digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ward of this code.
    pub fn ward(&self) -> Option<&'static Ward> {
        WARDS.iter().find(|ward| ward.code == self.0)
    }
}

impl FromStr for WardCode {
    type Err = WardCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = Self(text.to_owned());
        if code.ward().is_some() {
            Ok(code)
        } else {
            Err(WardCodeError)
        }
    }
}

impl TryFrom<String> for WardCode {
    type Error = WardCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<WardCode> for String {
    fn from(code: WardCode) -> Self {
        code.0
    }
}

impl fmt::Display for WardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_has_94_wards() {
        assert_eq!(wards().len(), 94);
        let code: WardCode = "20242".parse().unwrap();
        assert_eq!(code.ward().unwrap().full_name, "Phường Hải Châu");
        assert_eq!("00000".parse::<WardCode>(), Err(WardCodeError));
    }

    #[test]
    fn wards_are_in_the_order_of_a_dictionary() {
        let vietnamese =
            icu_collator::Collator::try_new(icu_locale_core::locale!("vi").into(), Default::default()).unwrap();
        let names: Vec<_> = wards().iter().map(|ward| ward.name).collect();
        assert!(
            names.is_sorted_by(|one, next| vietnamese.compare(one, next).is_le()),
            "{names:?}"
        );
    }

    #[test]
    fn registration_provinces() {
        assert_eq!(province_of_registration("048"), Some("Đà Nẵng"));
        assert_eq!(province_of_registration("999"), None);
        assert_eq!(PROVINCES.len(), 63);
    }
}
