//! Dates as typed.

use jiff::civil::Date;

/// Reads `dd/MM/yyyy` (also with `-` or `.`) or `yyyy-MM-dd`; years from 1900 on.
pub(crate) fn parse(typed: &str) -> Option<Date> {
    let parts: Vec<&str> = typed.trim().split(['/', '-', '.']).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (year.len() == 4 && date.year() >= 1900).then_some(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::parse;

    #[test]
    fn reads_what_people_type() {
        for typed in ["05/03/2031", "5/3/2031", "5.3.2031", "2031-03-05", " 05-03-2031 "] {
            assert_eq!(parse(typed), Some(date(2031, 3, 5)), "{typed}");
        }
        for typed in [
            "",
            "31/02/2031",
            "5/3/31",
            "2031",
            "a/b/c",
            "05/03/1831",
            "2031-03-05-01",
        ] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }
}
