//! Numbers, dates and times as screens show them.

use domain::{PersonalNumber, Phone};
use jiff::{Timestamp, civil::Date};
use protocol::app::Language;

use super::CommonWords;

/// The present instant by this device's clock.
pub fn now() -> Timestamp {
    #[cfg(target_arch = "wasm32")]
    let milliseconds = js_sys::Date::now() as i64;
    #[cfg(not(target_arch = "wasm32"))]
    let milliseconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0));
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `dd/MM/yyyy`.
pub fn date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `08:10`, in Viet Nam.
pub fn time(at: Timestamp) -> String {
    let local = at.to_zoned_datetime(domain::local_time_zone());
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `08:10 hôm nay`, `08:10 hôm qua`, else `08:10 12/03/2026`; in Viet Nam.
pub fn moment(at: Timestamp, now: Timestamp, language: Language) -> String {
    let words = CommonWords(language);
    let day = domain::local_date(at);
    let today = domain::local_date(now);
    let named = if day == today {
        words.today().to_owned()
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == day) {
        words.yesterday().to_owned()
    } else {
        date(day)
    };
    format!("{} {named}", time(at))
}

/// `Cập nhật 08:10 hôm nay`, or that nothing was fetched yet.
pub fn as_of(at: Option<Timestamp>, now: Timestamp, language: Language) -> String {
    match (at, language) {
        (Some(at), Language::Vi) => format!("Cập nhật {}", moment(at, now, language)),
        (Some(at), Language::En) => format!("Updated {}", moment(at, now, language)),
        (None, Language::Vi) => "Chưa cập nhật lần nào".to_owned(),
        (None, Language::En) => "Not updated yet".to_owned(),
    }
}

/// `1.234.567 ₫` in both languages: it is how the amount is printed on every bill.
pub fn money(dong: u64) -> String {
    format!("{} ₫", grouped(dong, '.'))
}

/// `1.234` in Vietnamese, `1,234` in English.
pub fn count(number: u64, language: Language) -> String {
    grouped(
        number,
        match language {
            Language::Vi => '.',
            Language::En => ',',
        },
    )
}

/// `1,2 MB`, `840 KB`; a kilobyte has 1,024 bytes, as the limits are counted.
pub fn bytes(bytes: u64, language: Language) -> String {
    const UNIT: u64 = 1024;
    if bytes < UNIT {
        return format!("{bytes} B");
    }
    if bytes < UNIT * UNIT {
        return format!("{} KB", bytes.div_ceil(UNIT));
    }
    let tenths = bytes.saturating_mul(10) / (UNIT * UNIT);
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match (tenth, language) {
        (0, _) => format!("{whole} MB"),
        (tenth, Language::Vi) => format!("{whole},{tenth} MB"),
        (tenth, Language::En) => format!("{whole}.{tenth} MB"),
    }
}

/// `0905 123 456`; what is no phone stays as it is.
pub fn phone(raw: &str) -> String {
    raw.parse::<Phone>()
        .map_or_else(|_| raw.to_owned(), |phone| phone.display())
}

/// `0480 9000 0001`; what is no personal number stays as it is.
pub fn personal_number(raw: &str) -> String {
    raw.parse::<PersonalNumber>()
        .map_or_else(|_| raw.to_owned(), |number| number.grouped())
}

/// `4:59`, what is left of a countdown.
pub fn countdown(seconds: i64) -> String {
    let seconds = seconds.max(0);
    if seconds >= 3600 {
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Reads `dd/MM/yyyy`, as typed into date fields.
pub fn read_date(typed: &str) -> Option<Date> {
    let mut parts = typed.trim().split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn moments_are_told_in_viet_nams_day() {
        // 23:30 UTC is 06:30 of the next day in Da Nang.
        let now = at("2026-11-23T01:10:00Z");
        assert_eq!(moment(at("2026-11-22T23:30:00Z"), now, Language::Vi), "06:30 hôm nay");
        assert_eq!(moment(at("2026-11-22T16:59:00Z"), now, Language::Vi), "23:59 hôm qua");
        assert_eq!(
            moment(at("2026-03-12T01:10:00Z"), now, Language::En),
            "08:10 12/03/2026"
        );
        assert_eq!(as_of(None, now, Language::Vi), "Chưa cập nhật lần nào");
    }

    #[test]
    fn amounts_are_grouped() {
        assert_eq!(money(1_234_567), "1.234.567 ₫");
        assert_eq!(money(0), "0 ₫");
        assert_eq!(count(1_000, Language::En), "1,000");
    }

    #[test]
    fn sizes_round_up_to_what_a_person_reads() {
        assert_eq!(bytes(900, Language::Vi), "900 B");
        assert_eq!(bytes(1_025, Language::Vi), "2 KB");
        assert_eq!(bytes(25 * 1024 * 1024, Language::Vi), "25 MB");
        assert_eq!(bytes(1_300_000, Language::Vi), "1,2 MB");
    }

    #[test]
    fn countdowns_never_go_below_zero() {
        assert_eq!(countdown(299), "4:59");
        assert_eq!(countdown(-3), "0:00");
        assert_eq!(countdown(3_600), "1:00:00");
    }

    #[test]
    fn typed_dates() {
        assert_eq!(read_date("05/01/1990").map(date).as_deref(), Some("05/01/1990"));
        assert_eq!(read_date("31/02/1990"), None);
        assert_eq!(read_date("05/01/90"), None);
    }
}
