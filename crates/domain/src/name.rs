//! Names of people.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::text;

/// A full name in Vietnamese order: family, middle, given. NFC, at most 200 characters.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, max_length = 200))]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// More than 200 characters.
    #[error("longer than 200 characters")]
    TooLong,
    /// Digits, control characters or marks that reverse the writing direction.
    #[error("has characters that no name has")]
    Characters,
}

impl PersonName {
    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last word.
    pub fn given(&self) -> &str {
        self.0.rsplit(' ').next().unwrap_or(&self.0)
    }

    /// Capitals without accents, as the national personal QR has them.
    pub fn plain_capitals(&self) -> String {
        text::plain_capitals(&self.0)
    }

    /// Initials of all but the given name: `N. T. Hoa`. What a verifier sees.
    pub fn masked(&self) -> String {
        let given = self.given();
        self.0
            .split(' ')
            .rev()
            .skip(1)
            .fold(given.to_owned(), |tail, word| match word.chars().next() {
                Some(initial) => format!("{initial}. {tail}"),
                None => tail,
            })
    }

    /// Initials of the first and the given name: what a device shows before it is unlocked.
    pub fn initials(&self) -> String {
        let first = self.0.chars().next();
        let given = self.given().chars().next().filter(|_| self.0.contains(' '));
        first.into_iter().chain(given).flat_map(char::to_uppercase).collect()
    }

    /// Order of lists: given name first, then the rest, accents aside and then with them.
    pub fn list_order(&self, other: &Self) -> Ordering {
        let key = |name: &Self| (text::search_key(name.given()), text::search_key(&name.0));
        key(self).cmp(&key(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl FromStr for PersonName {
    type Err = PersonNameError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let name = text::tidy(raw);
        if name.is_empty() {
            return Err(PersonNameError::Empty);
        }
        if name.chars().count() > 200 {
            return Err(PersonNameError::TooLong);
        }
        let allowed = |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-' | '.');
        // A letter may keep a mark that has no composed form; the mark is part of the letter.
        let fits = |c: char| allowed(c) || text::is_mark(c);
        if text::has_control(&name) || !name.chars().all(fits) {
            return Err(PersonNameError::Characters);
        }
        Ok(Self(name))
    }
}

impl TryFrom<String> for PersonName {
    type Error = PersonNameError;

    fn try_from(raw: String) -> Result<Self, Self::Error> {
        raw.parse()
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> PersonName {
        text.parse().unwrap()
    }

    #[test]
    fn parts_and_forms() {
        let full = name("  Nguyễn  Thị\u{00A0}Ánh Hoa ");
        assert_eq!(full.as_str(), "Nguyễn Thị Ánh Hoa");
        assert_eq!(full.given(), "Hoa");
        assert_eq!(full.masked(), "N. T. Á. Hoa");
        assert_eq!(full.initials(), "NH");
        assert_eq!(full.plain_capitals(), "NGUYEN THI ANH HOA");
        assert_eq!(name("Hoa").initials(), "H");
    }

    #[test]
    fn combining_marks_compose() {
        assert_eq!(name("Nguye\u{302}\u{303}n").as_str(), "Nguyễn");
        assert_eq!(name("Y Blớt Êban").given(), "Êban");
    }

    #[test]
    fn refusals_name_the_cause() {
        assert_eq!("  ".parse::<PersonName>(), Err(PersonNameError::Empty));
        assert_eq!("a".repeat(201).parse::<PersonName>(), Err(PersonNameError::TooLong));
        for bad in ["Hoa 2", "Hoa\u{202E}x", "😀", "<b>"] {
            assert_eq!(bad.parse::<PersonName>(), Err(PersonNameError::Characters), "{bad}");
        }
    }

    #[test]
    fn lists_sort_by_given_name() {
        let mut names = [name("Trần Văn Bình"), name("Đỗ An"), name("Lê Thị Bích"), name("Võ Ân")];
        names.sort_by(PersonName::list_order);
        let sorted: Vec<&str> = names.iter().map(PersonName::as_str).collect();
        assert_eq!(sorted, ["Đỗ An", "Võ Ân", "Lê Thị Bích", "Trần Văn Bình"]);
    }
}
