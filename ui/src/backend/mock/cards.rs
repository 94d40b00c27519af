//! Printed cards that nobody printed.

use domain::{CardSerial, limits};
use jiff::SignedDuration;
use protocol::{
    app::{AppError, CardView, CardsView, SavedFile},
    problem::ErrorCode,
};

use super::{MockHost, handler::code_problem, scenario::Scenario};
use crate::text::now;

/// The cards in force at the start, newest first.
pub(super) fn all(scenario: Scenario) -> Vec<CardView> {
    let count = match scenario {
        Scenario::Cards => limits::CARDS,
        Scenario::Empty => 0,
        _ => 1,
    };
    let card = |index: usize| CardView {
        serial: CardSerial(4711 + index as u32),
        issued_at: now() - SignedDuration::from_hours(24 * (40 - index as i64)),
    };
    (0..count).rev().map(card).collect()
}

impl MockHost {
    pub(super) fn cards(&self) -> CardsView {
        CardsView {
            cards: self.with(|inner| inner.cards.clone()),
        }
    }

    pub(super) fn add_card(&self) -> Result<CardsView, AppError> {
        self.with(|inner| {
            if inner.cards.len() >= limits::CARDS {
                return Err(code_problem(ErrorCode::TooManyCards, None));
            }
            let newest = inner.cards.first().map_or(4710, |card| card.serial.0);
            let card = CardView {
                serial: CardSerial(newest + 1),
                issued_at: now(),
            };
            inner.cards.insert(0, card);
            Ok(())
        })?;
        Ok(self.cards())
    }

    pub(super) fn drop_card(&self, card: CardSerial) -> CardsView {
        self.with(|inner| inner.cards.retain(|kept| kept.serial != card));
        self.cards()
    }

    pub(super) fn hand_out(&self, card: CardSerial) -> Result<SavedFile, AppError> {
        if self.scenario == Scenario::Cards {
            return Err(AppError::NotSaved);
        }
        Ok(SavedFile {
            place: Some(format!("/home/hoa/Downloads/the-cong-dan-so-{}.pdf", card.digits())),
        })
    }
}
