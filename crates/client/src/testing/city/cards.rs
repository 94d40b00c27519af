//! The fake city's printed cards.

use codes::standard::StandardCode;
use domain::{CardSerial, CitizenId, OperationId, limits};
use protocol::{
    api::{CardList, CardOrder, CardRecord},
    problem::{ErrorCode, Problem},
};

use super::{Answer, FakeCity, Inner, json, nothing, plain};

pub(super) struct Card {
    citizen: CitizenId,
    attempt: OperationId,
    record: CardRecord,
}

impl FakeCity {
    /// How many cards were ever issued.
    pub fn cards(&self) -> usize {
        self.inner.with(|city| city.cards.len())
    }

    /// Another device of the first account cancels every card.
    pub fn cancel_cards_elsewhere(&self) {
        self.inner.with(|city| {
            let serials: Vec<_> = city
                .cards
                .iter()
                .map(|card| (card.citizen, card.record.serial))
                .collect();
            for (citizen, serial) in serials {
                city.revoke_card(citizen, serial).unwrap();
            }
        });
    }
}

impl Inner {
    pub(super) fn list_cards(&self, citizen: CitizenId) -> Answer {
        let own = self.cards.iter().rev().filter(|card| card.citizen == citizen);
        json(&CardList {
            cards: own.map(|card| card.record).collect(),
        })
    }

    pub(super) fn issue_card(&mut self, citizen: CitizenId, order: CardOrder) -> Answer {
        let own = |card: &&Card| card.citizen == citizen;
        let made = self
            .cards
            .iter()
            .find(|card| own(card) && card.attempt == order.attempt);
        if let Some(card) = made {
            return json(&card.record);
        }
        let in_force = self
            .cards
            .iter()
            .filter(own)
            .filter(|card| card.record.revoked_at.is_none());
        if in_force.count() >= limits::CARDS {
            return Err(Problem::new(ErrorCode::TooManyCards));
        }
        let serial = CardSerial(u32::try_from(self.next).unwrap());
        self.next += 1;
        let record = CardRecord {
            serial,
            issued_at: self.now,
            revoked_at: None,
        };
        self.cards.push(Card {
            citizen,
            attempt: order.attempt,
            record,
        });
        json(&record)
    }

    fn card(&mut self, citizen: CitizenId, serial: CardSerial) -> Result<&mut Card, Problem> {
        let card = |card: &&mut Card| card.citizen == citizen && card.record.serial == serial;
        let found = self.cards.iter_mut().find(card);
        found.ok_or_else(|| Problem::new(ErrorCode::NotFound))
    }

    pub(super) fn revoke_card(&mut self, citizen: CitizenId, serial: CardSerial) -> Answer {
        let now = self.now;
        self.card(citizen, serial)?.record.revoked_at.get_or_insert(now);
        self.revoked.revoke(serial.0);
        nothing()
    }

    /// What stands for the page: a PDF's first line and the text of the code.
    pub(super) fn print_card(&mut self, citizen: CitizenId, serial: CardSerial) -> Answer {
        if self.card(citizen, serial)?.record.revoked_at.is_some() {
            return Err(Problem::new(ErrorCode::CardRevoked));
        }
        let code = StandardCode::parse(&self.account(citizen).code.text).unwrap();
        let text = code.sign_card(&self.signer, serial).to_text();
        Ok(plain(200, format!("%PDF-1.7\n{text}").into()))
    }
}
