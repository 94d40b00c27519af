//! Dates of birth.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day of birth from 1900 on. Wire form ISO 8601 (`1990-05-01`).
///
/// That it does not lie in the future is checked with [`BirthDate::checked`], which is given today.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
#[serde(try_from = "Date", into = "Date")]
pub struct BirthDate(Date);

/// Why a date is no date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BirthDateError {
    /// Not a date of the form `yyyy-MM-dd` or `dd/MM/yyyy`, or a day the calendar does not have.
    #[error("not a calendar date")]
    NotADate,
    /// Before 1900.
    #[error("before 1900")]
    TooEarly,
    /// After today.
    #[error("in the future")]
    Future,
}

impl BirthDate {
    /// Checks a date of birth against today.
    ///
    /// # Errors
    /// [`BirthDateError::TooEarly`] and [`BirthDateError::Future`].
    pub fn checked(date: Date, today: Date) -> Result<Self, BirthDateError> {
        if date > today {
            return Err(BirthDateError::Future);
        }
        Self::try_from(date)
    }

    /// The calendar day.
    pub fn date(self) -> Date {
        self.0
    }

    /// `dd/MM/yyyy`, as screens show it.
    pub fn display(self) -> String {
        display_date(self.0)
    }
}

/// A date as screens show it: `dd/MM/yyyy`.
pub(crate) fn display_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// Reads `dd/MM/yyyy` (also with `-` or `.`), `ddMMyyyy` (chip cards) or `yyyy-MM-dd`.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        vec![&text[..2], &text[2..4], &text[4..]]
    } else {
        text.split(['/', '-', '.']).collect()
    };
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    if !parts
        .iter()
        .all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    if year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

impl TryFrom<Date> for BirthDate {
    type Error = BirthDateError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        if date.year() < 1900 {
            return Err(BirthDateError::TooEarly);
        }
        Ok(Self(date))
    }
}

impl From<BirthDate> for Date {
    fn from(born: BirthDate) -> Self {
        born.0
    }
}

impl FromStr for BirthDate {
    type Err = BirthDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_date(text).ok_or(BirthDateError::NotADate)?.try_into()
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(…)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn reads_the_forms_people_and_cards_use() {
        for text in ["1990-05-01", "01/05/1990", "1/5/1990", "01.05.1990", "01051990"] {
            assert_eq!(text.parse::<BirthDate>().unwrap().date(), date(1990, 5, 1), "{text}");
        }
        assert_eq!("01/05/1990".parse::<BirthDate>().unwrap().display(), "01/05/1990");
    }

    #[test]
    fn refuses_what_no_calendar_has() {
        for text in [
            "",
            "30/02/1990",
            "1990",
            "01/05/90",
            "-1/05/1990",
            "32011990",
            "ab/cd/efgh",
        ] {
            assert_eq!(text.parse::<BirthDate>(), Err(BirthDateError::NotADate), "{text}");
        }
        assert_eq!("01/05/1890".parse::<BirthDate>(), Err(BirthDateError::TooEarly));
        let today = date(2026, 1, 1);
        assert_eq!(BirthDate::checked(date(2026, 1, 2), today), Err(BirthDateError::Future));
        assert!(BirthDate::checked(today, today).is_ok());
    }
}
