//! A pass as it is typed.

use std::time::Duration;

use domain::{DossierCode, ErrandTitle, OrganisationId, PersonName, PersonalNumber, limits::ERRAND_DAYS, local_date};
use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;
use protocol::app::{ErrandInput, InputField};

use crate::{
    app::use_city_now,
    features::form::{Form, Marks},
    reactive::memo,
    text,
};

/// A pass as it is typed. Copies are free.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub(super) organisation: RwSignal<String>,
    pub(super) title: RwSignal<String>,
    pub(super) dossier: RwSignal<String>,
    pub(super) bearer: RwSignal<String>,
    pub(super) bearer_name: RwSignal<String>,
    pub(super) day: RwSignal<String>,
    /// The day that is today.
    pub(super) today: Memo<Date>,
    marks: Marks,
}

impl Order {
    /// Nothing typed yet. Ask while a component is made.
    pub(super) fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let now = use_city_now(Duration::from_secs(60));
        Self {
            organisation: empty(),
            title: empty(),
            dossier: empty(),
            bearer: empty(),
            bearer_name: empty(),
            day: empty(),
            today: memo(move || local_date(now.get())),
            marks: Marks::default(),
        }
    }

    /// For the host.
    pub(super) fn input(self) -> ErrandInput {
        untrack(|| ErrandInput {
            organisation: self.organisation.get().parse().ok(),
            bearer: self.bearer.get(),
            bearer_name: self.bearer_name.get(),
            title: self.title.get(),
            dossier: self.dossier.get(),
            day: self.day.get(),
        })
    }
}

impl Form for Order {
    const FIELDS: &'static [InputField] = &[
        InputField::Organisation,
        InputField::ErrandTitle,
        InputField::Dossier,
        InputField::ErrandDay,
        InputField::BearerName,
        InputField::BearerNumber,
    ];

    fn typed(self, field: InputField) -> String {
        match field {
            InputField::Organisation => self.organisation.get(),
            InputField::ErrandTitle => self.title.get(),
            InputField::Dossier => self.dossier.get(),
            InputField::ErrandDay => self.day.get(),
            InputField::BearerName => self.bearer_name.get(),
            InputField::BearerNumber => self.bearer.get(),
            _ => String::new(),
        }
    }

    fn looks_right(self, field: InputField, typed: &str) -> bool {
        match field {
            InputField::Organisation => typed.parse::<OrganisationId>().is_ok(),
            InputField::ErrandTitle => typed.parse::<ErrandTitle>().is_ok(),
            InputField::Dossier => typed.trim().is_empty() || typed.parse::<DossierCode>().is_ok(),
            InputField::ErrandDay => text::read_date(typed).is_some_and(|day| may_be(day, self.today.get())),
            InputField::BearerName => typed.parse::<PersonName>().is_ok(),
            InputField::BearerNumber => typed.parse::<PersonalNumber>().is_ok(),
            _ => true,
        }
    }

    fn marks(self) -> Marks {
        self.marks
    }

    fn id(field: InputField) -> &'static str {
        match field {
            InputField::Organisation => "errand-organisation",
            InputField::ErrandTitle => "errand-title",
            InputField::Dossier => "errand-dossier",
            InputField::ErrandDay => "errand-day",
            InputField::BearerName => "errand-bearer-name",
            _ => "errand-bearer",
        }
    }
}

/// Whether a pass may be for a day.
fn may_be(day: Date, today: Date) -> bool {
    let last = today.saturating_add(ERRAND_DAYS.days());
    (today..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::may_be;

    #[test]
    fn a_pass_is_for_today_or_the_next_thirty_days() {
        let today = date(2026, 11, 28);
        assert!(may_be(today, today));
        assert!(may_be(date(2026, 12, 28), today));
        assert!(!may_be(date(2026, 12, 29), today));
        assert!(!may_be(date(2026, 11, 27), today));
    }
}
