//! The form as it is typed.

use domain::{BirthDate, NumberMismatch, PersonalNumber, ProfileField, Sex, local_date};
use leptos::prelude::*;
use protocol::app::{ChipCardScan, EnrolmentInput, InputField};

use crate::{
    features::form::{Form, Marks},
    reactive::Look,
    text::{self, now},
};

/// The form as it is typed. The root holds it until somebody is unlocked, so that giving up a
/// one-time password loses nothing of it. Copies are free.
#[derive(Clone, Copy)]
pub struct Draft {
    pub(super) personal_number: RwSignal<String>,
    pub(super) full_name: RwSignal<String>,
    pub(super) birth_date: RwSignal<String>,
    pub(super) sex: RwSignal<Option<Sex>>,
    pub(super) phone: RwSignal<String>,
    pub(super) ward: RwSignal<String>,
    pub(super) address: RwSignal<String>,
    pub(super) former: RwSignal<Option<String>>,
    /// Whether a chip card filled it in.
    pub(super) from_card: RwSignal<bool>,
    marks: Marks,
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}

impl Draft {
    /// Nothing typed yet.
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            personal_number: empty(),
            full_name: empty(),
            birth_date: empty(),
            sex: RwSignal::new(None),
            phone: empty(),
            ward: empty(),
            address: empty(),
            former: RwSignal::new(None),
            from_card: RwSignal::new(false),
            marks: Marks::default(),
        }
    }

    /// Forgets what was typed.
    pub fn clear(self) {
        for text in [
            self.personal_number,
            self.full_name,
            self.birth_date,
            self.phone,
            self.ward,
            self.address,
        ] {
            text.set(String::new());
        }
        self.sex.set(None);
        self.former.set(None);
        self.from_card.set(false);
        self.marks.clear();
    }

    fn born(self) -> Option<BirthDate> {
        let date = text::read_date(&self.birth_date.get())?;
        BirthDate::checked(date, local_date(now())).ok()
    }

    /// What in the number's structure does not fit the rest, once all of it is there.
    pub(super) fn mismatches(self) -> Vec<NumberMismatch> {
        let number = self.personal_number.look(|typed| typed.parse::<PersonalNumber>().ok());
        match (number, self.born(), self.sex.get()) {
            (Some(number), Some(born), Some(sex)) => number.mismatches(born, sex),
            _ => Vec::new(),
        }
    }

    /// Takes over what a chip card says.
    pub(super) fn fill(self, card: ChipCardScan) {
        let form = card.form;
        self.personal_number.set(text::personal_number(&form.personal_number));
        self.full_name.set(form.full_name);
        self.birth_date.set(spelled(&form.birth_date));
        self.sex.set(Some(form.sex).filter(|sex| *sex != Sex::Unknown));
        self.address.set(form.address);
        self.former.set(form.former_id_number);
        self.from_card.set(true);
    }

    /// The form for the city.
    pub(super) fn input(self) -> EnrolmentInput {
        untrack(|| EnrolmentInput {
            personal_number: self.personal_number.get(),
            full_name: self.full_name.get(),
            birth_date: self.birth_date.get(),
            sex: self.sex.get().unwrap_or(Sex::Unknown),
            phone: self.phone.get(),
            ward: self.ward.get(),
            address: self.address.get(),
            former_id_number: self.former.get(),
        })
    }
}

impl Form for Draft {
    const FIELDS: &'static [InputField] = &[
        InputField::PersonalNumber,
        InputField::FullName,
        InputField::BirthDate,
        InputField::Sex,
        InputField::Phone,
        InputField::Ward,
        InputField::Address,
    ];

    fn typed(self, field: InputField) -> String {
        match field {
            InputField::PersonalNumber => self.personal_number.get(),
            InputField::FullName => self.full_name.get(),
            InputField::BirthDate => self.birth_date.get(),
            InputField::Sex => self.sex.get().map(|sex| sex.as_str().to_owned()).unwrap_or_default(),
            InputField::Phone => self.phone.get(),
            InputField::Ward => self.ward.get(),
            InputField::Address => self.address.get(),
            _ => String::new(),
        }
    }

    fn looks_right(self, field: InputField, typed: &str) -> bool {
        match field {
            InputField::PersonalNumber => ProfileField::PersonalNumber.check(typed).is_ok(),
            InputField::FullName => ProfileField::FullName.check(typed).is_ok(),
            InputField::BirthDate => self.born().is_some(),
            InputField::Sex => self.sex.get().is_some(),
            InputField::Phone => ProfileField::Phone.check(typed).is_ok(),
            InputField::Ward => ProfileField::Ward.check(typed).is_ok(),
            InputField::Address => ProfileField::Address.check(typed).is_ok(),
            _ => true,
        }
    }

    fn marks(self) -> Marks {
        self.marks
    }

    fn id(field: InputField) -> &'static str {
        match field {
            InputField::PersonalNumber => "personal-number",
            InputField::FullName => "full-name",
            InputField::BirthDate => "birth-date",
            InputField::Sex => "sex",
            InputField::Phone => "phone",
            InputField::Ward => "ward",
            InputField::Address => "address",
            _ => "enrol",
        }
    }
}

/// A date of birth in any of its forms as `dd/MM/yyyy`; what is none stays as it is.
fn spelled(raw: &str) -> String {
    raw.parse::<BirthDate>()
        .map_or_else(|_| raw.to_owned(), |born| text::date(born.date()))
}

/// `048190000123` in groups of four while it is typed.
pub(crate) fn group_number(typed: &str) -> String {
    in_groups(typed, 12, &[4, 4, 4])
}

/// `0905123456` as `0905 123 456` while it is typed; the international form stays as typed.
pub(super) fn group_phone(typed: &str) -> String {
    if typed.trim_start().starts_with('+') {
        typed.to_owned()
    } else {
        in_groups(typed, 10, &[4, 3, 3])
    }
}

/// Digits in groups; what is too long or has other characters stays as typed, so that the field can
/// say what is wrong with it.
fn in_groups(typed: &str, most: usize, sizes: &[usize]) -> String {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
        .collect();
    if digits.len() > most || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return typed.to_owned();
    }
    let mut groups = Vec::new();
    let mut rest = digits.as_str();
    for size in sizes {
        let (group, after) = rest.split_at((*size).min(rest.len()));
        if !group.is_empty() {
            groups.push(group);
        }
        rest = after;
    }
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_group_while_typed() {
        assert_eq!(group_number("04819"), "0481 9");
        assert_eq!(group_number("048190000123"), "0481 9000 0123");
        assert_eq!(group_number("0481 9000 0123"), "0481 9000 0123");
        assert_eq!(group_phone("0905123456"), "0905 123 456");
    }

    #[test]
    fn what_is_no_number_stays_as_typed() {
        assert_eq!(group_number("0481900001234"), "0481900001234");
        assert_eq!(group_number("o481"), "o481");
        assert_eq!(group_phone("+84 905"), "+84 905");
    }

    #[test]
    fn dates_of_cards_are_spelled_out() {
        assert_eq!(spelled("05091990"), "05/09/1990");
        assert_eq!(spelled("1990-09-05"), "05/09/1990");
        assert_eq!(spelled("?"), "?");
    }
}
