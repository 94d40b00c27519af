//! The QR on the chip identity card (2021 and 2024).
//!
//! ```text
//! personal number|former identity card|Họ Tên|ddMMyyyy|Nam or Nữ|address|ddMMyyyy of issue[|…]
//! ```
//! UTF-8 with accents, seven fields or more (the 2024 card adds the parents' names). It is not
//! signed: it prefills a form, it proves nothing.

use std::fmt;

use domain::{BirthDate, PersonName, PersonalNumber, Sex, text};
use jiff::civil::Date;

/// Longer than any card's text, in bytes.
pub const MAX_CARD_BYTES: usize = 2048;

/// What the card's QR says.
#[derive(Clone, PartialEq, Eq)]
pub struct ChipCard {
    /// Personal number.
    pub personal_number: PersonalNumber,
    /// Number of the former identity card (nine digits), when there was one.
    pub former_id: Option<String>,
    /// Full name, with accents.
    pub name: PersonName,
    /// Date of birth.
    pub born: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Place of residence as printed.
    pub address: String,
    /// Date of issue; `None` when the field is empty or no date.
    pub issued_on: Option<Date>,
    /// Fields after the seventh, as they are.
    pub rest: Vec<String>,
}

/// Why text is not that of a chip card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChipCardError {
    /// Fewer than seven fields between `|`, or longer than [`MAX_CARD_BYTES`].
    #[error("not the code of an identity card")]
    Form,
    /// The personal number.
    #[error("no personal number")]
    PersonalNumber,
    /// The number of the former card.
    #[error("no number of a former identity card")]
    FormerId,
    /// The name.
    #[error("no name")]
    Name,
    /// The date of birth.
    #[error("no date of birth")]
    Born,
    /// Neither Nam nor Nữ.
    #[error("unknown sex")]
    Sex,
}

impl ChipCard {
    /// Reads the text of a card's QR: with a line end behind it, as scanners type it, and also
    /// when a decoder took its UTF-8 for Latin-1.
    ///
    /// # Errors
    /// [`ChipCardError`] names the field.
    pub fn parse(scanned: &str) -> Result<Self, ChipCardError> {
        // Misread text is up to twice as long.
        if scanned.len() > 2 * MAX_CARD_BYTES {
            return Err(ChipCardError::Form);
        }
        let repaired = repair_encoding(scanned);
        let card = repaired
            .as_deref()
            .unwrap_or(scanned)
            .trim_matches(['\u{FEFF}', '\r', '\n', ' ']);
        let fields: Vec<String> = card.split('|').map(text::tidy).collect();
        let [number, former, name, born, sex, address, issued, rest @ ..] = fields.as_slice() else {
            return Err(ChipCardError::Form);
        };
        if card.len() > MAX_CARD_BYTES || text::has_control(card) {
            return Err(ChipCardError::Form);
        }
        let digits = |field: &str| field.bytes().all(|b| b.is_ascii_digit());
        if !digits(number) {
            return Err(ChipCardError::PersonalNumber);
        }
        if !matches!(former.len(), 0 | 9 | 12) || !digits(former) {
            return Err(ChipCardError::FormerId);
        }
        Ok(Self {
            personal_number: number.parse().map_err(|_| ChipCardError::PersonalNumber)?,
            former_id: Some(former.clone()).filter(|former| !former.is_empty()),
            name: name.parse().map_err(|_| ChipCardError::Name)?,
            born: BirthDate::try_from(card_date(born).ok_or(ChipCardError::Born)?).map_err(|_| ChipCardError::Born)?,
            sex: match text::search_key(sex).as_str() {
                "nam" => Sex::Male,
                "nu" => Sex::Female,
                "" => Sex::Unknown,
                _ => return Err(ChipCardError::Sex),
            },
            address: address.clone(),
            issued_on: card_date(issued),
            rest: rest.to_vec(),
        })
    }
}

impl fmt::Debug for ChipCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChipCard(…)")
    }
}

/// `ddMMyyyy`.
fn card_date(field: &str) -> Option<Date> {
    if field.len() != 8 || !field.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(
        field[4..].parse().ok()?,
        field[2..4].parse().ok()?,
        field[..2].parse().ok()?,
    )
    .ok()
}

/// Undoes "UTF-8 taken for Latin-1" (or for its Windows form, 1252): `Nguyá»…n` is `Nguyễn`.
///
/// `None` when the text was not damaged in that way: it has a character that Latin-1 lacks, or
/// none beyond ASCII, or its bytes are no UTF-8.
pub fn repair_encoding(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(single_byte).collect();
    String::from_utf8(bytes?).ok()
}

/// The byte a character stands for in Latin-1, or in Windows-1252 where that differs
/// (<https://encoding.spec.whatwg.org/#windows-1252>).
fn single_byte(c: char) -> Option<u8> {
    /// 0x80 to 0x9F; where 1252 has no character, the C1 control stands for itself.
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    match u8::try_from(c) {
        Ok(byte) => Some(byte),
        Err(_) => UPPER
            .chars()
            .zip(0x80..)
            .find(|(upper, _)| *upper == c)
            .map(|(_, byte)| byte),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::CARD;

    /// UTF-8 as a decoder that knows only Latin-1 hands it on.
    fn as_latin_1(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn the_card_of_2021() {
        let card = ChipCard::parse(CARD).unwrap();
        assert_eq!(card.personal_number.as_str(), "048190000001");
        assert_eq!(card.former_id.as_deref(), Some("201234567"));
        assert_eq!(card.name.as_str(), "Nguyễn Thị Ánh Hoa");
        assert_eq!(card.born.date(), date(1990, 5, 1));
        assert_eq!(card.sex, Sex::Female);
        assert_eq!(card.address, "12 Bạch Đằng, Hải Châu, Đà Nẵng");
        assert_eq!(card.issued_on, Some(date(2021, 6, 15)));
        assert!(card.rest.is_empty());
        assert!(card.personal_number.mismatches(card.born, card.sex).is_empty());
        assert_eq!(format!("{card:?}"), "ChipCard(…)");
    }

    #[test]
    fn the_card_of_2024_and_cards_without_a_past() {
        let card = ChipCard::parse(
            "048090000002||Trần Văn Bình|30121990|Nam|Tổ 5, Hòa Vang, Đà Nẵng|01082024|Trần Văn An|Lê Thị Bích||",
        )
        .unwrap();
        assert_eq!(card.former_id, None);
        assert_eq!(card.sex, Sex::Male);
        assert_eq!(card.rest, ["Trần Văn An", "Lê Thị Bích", "", ""]);
    }

    #[test]
    fn what_scanners_and_decoders_do_to_it() {
        let good = ChipCard::parse(CARD).unwrap();
        let windows: String = CARD.bytes().map(in_windows_1252).collect();
        for damaged in [
            format!("{CARD}\r"),
            format!("{CARD}\r\n"),
            format!("{CARD}\n"),
            format!("\u{FEFF}{CARD}"),
            as_latin_1(CARD),
            format!("{}\r\n", as_latin_1(CARD)),
            windows,
            // Letters and accents apart (NFD).
            CARD.replace('ễ', "e\u{302}\u{303}"),
        ] {
            assert!(ChipCard::parse(&damaged) == Ok(good.clone()), "{damaged}");
        }
    }

    /// The character a decoder that knows only Windows-1252 makes of a byte.
    fn in_windows_1252(byte: u8) -> char {
        ('\u{100}'..='\u{2122}')
            .find(|c| single_byte(*c) == Some(byte))
            .unwrap_or(char::from(byte))
    }

    #[test]
    fn only_damaged_text_is_repaired() {
        assert_eq!(repair_encoding("Nguyễn"), None);
        assert_eq!(repair_encoding("plain"), None);
        assert_eq!(repair_encoding("café"), None);
        assert_eq!(repair_encoding("Nguyá»…n").as_deref(), Some("Nguyễn"));
        assert_eq!(repair_encoding(&as_latin_1("Đà Nẵng")).as_deref(), Some("Đà Nẵng"));
    }

    #[test]
    fn refusals_name_the_field() {
        let changed = |field: usize, value: &str| {
            let mut fields: Vec<&str> = CARD.split('|').collect();
            fields[field] = value;
            ChipCard::parse(&fields.join("|")).map(|_| ())
        };
        for (field, value, error) in [
            (0, "04819000000", ChipCardError::PersonalNumber),
            (0, "0481 9000 0001", ChipCardError::PersonalNumber),
            (1, "12345", ChipCardError::FormerId),
            (1, "20123456a", ChipCardError::FormerId),
            (2, "", ChipCardError::Name),
            (3, "31021990", ChipCardError::Born),
            (3, "1990-05-01", ChipCardError::Born),
            (4, "X", ChipCardError::Sex),
            (5, "a\u{202E}b", ChipCardError::Form),
        ] {
            assert_eq!(changed(field, value), Err(error), "{field} {value}");
        }
        assert_eq!(changed(6, ""), Ok(()));
        assert_eq!(ChipCard::parse("a|b|c").map(|_| ()), Err(ChipCardError::Form));
        assert_eq!(
            ChipCard::parse(&"x|".repeat(4000)).map(|_| ()),
            Err(ChipCardError::Form)
        );
    }

    proptest! {
        #[test]
        fn no_text_upsets_it(text in "\\PC{0,200}", pipes in "[0-9|a-z ]{0,100}") {
            let _ = ChipCard::parse(&text);
            let _ = ChipCard::parse(&pipes);
        }

        #[test]
        fn repair_undoes_the_damage(text in "[a-zĐđăâêôơưáàảãạấầẩẫậ ]{1,40}") {
            if !text.is_ascii() {
                prop_assert_eq!(repair_encoding(&as_latin_1(&text)), Some(text));
            }
        }
    }
}
