//! Printed cards: issuing them, cancelling them, and the page that is printed.
//!
//! A card's code is signed when it is printed, over the profile as it is then; docs/adr/0011-printed-card.md says why.

use domain::{CardSerial, limits};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{CardList, CardOrder, CardRecord};
use thiserror::Error;

use super::{
    devices::{DeviceError, may_ask},
    profile,
    sessions::Caller,
};
use crate::{
    city::City,
    fault::Fault,
    print::card::{CardFace, draw},
    store::{self, cards::Card},
};

/// Why a card could not be issued, cancelled or printed.
#[derive(Debug, Error)]
pub enum CardError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The device or session that asks may do so no longer.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// As many cards are in force as may be.
    #[error("as many cards are in force as may be")]
    TooMany,
    /// Many cards were made in short time.
    #[error("too many cards were made lately")]
    TooFast(SignedDuration),
    /// The account has no such card.
    #[error("no such card")]
    NoCard,
    /// The card was cancelled.
    #[error("the card was cancelled")]
    Revoked,
}

impl From<Card> for CardRecord {
    fn from(card: Card) -> Self {
        Self {
            serial: card.serial,
            issued_at: card.issued_at,
            revoked_at: card.revoked_at,
        }
    }
}

/// Issues a card. The same attempt again gives the card that it made, as it stands now.
///
/// # Errors
/// [`CardError`].
pub async fn issue(city: &City, caller: &Caller, order: CardOrder) -> Result<CardRecord, CardError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    may_ask(&tx, caller, now).await?;
    // Counted and then added to: one order of an account at a time.
    store::account::lock(&tx, caller.citizen).await?;
    if let Some(card) = store::cards::of_attempt(&tx, caller.citizen, order.attempt).await? {
        return Ok(card.into());
    }
    check_limits(&store::cards::of_citizen(&tx, caller.citizen).await?, now)?;
    let place = store::city::new_place(&tx).await?;
    // Beyond the list everything counts as revoked: better no card than one that never counts.
    if place >= super::city::CAPACITY {
        return Err(Fault::ListFull.into());
    }
    let serial = CardSerial(place);
    let card = store::cards::add(&tx, caller.citizen, order.attempt, serial, now).await?;
    tx.commit().await?;
    city.metrics.event("card_issued");
    Ok(card.into())
}

/// `cards` come newest first.
fn check_limits(cards: &[Card], now: Timestamp) -> Result<(), CardError> {
    if cards.iter().filter(|card| card.revoked_at.is_none()).count() >= limits::CARDS {
        return Err(CardError::TooMany);
    }
    let earlier = cards.get(limits::CARDS_MADE - 1);
    let wait = earlier.map(|card| (card.issued_at + limits::CARDS_WINDOW).duration_since(now));
    match wait.filter(SignedDuration::is_positive) {
        Some(wait) => Err(CardError::TooFast(wait)),
        None => Ok(()),
    }
}

/// The account's cards, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn list(city: &City, caller: &Caller) -> Result<CardList, Fault> {
    let cards = store::cards::of_citizen(&city.store, caller.citizen).await?;
    Ok(CardList {
        cards: cards.into_iter().map(CardRecord::from).collect(),
    })
}

/// Cancels a card for good.
///
/// # Errors
/// [`CardError`].
pub async fn revoke(city: &City, caller: &Caller, serial: CardSerial) -> Result<(), CardError> {
    let tx = city.store.begin().await?;
    let known = store::cards::find(&tx, caller.citizen, serial).await?;
    known.ok_or(CardError::NoCard)?;
    if store::cards::revoke(&tx, caller.citizen, serial, city.now()).await? {
        tx.commit().await?;
        city.metrics.event("card_revoked");
    }
    Ok(())
}

/// Draws the card as a PDF.
///
/// # Errors
/// [`CardError`].
pub async fn print(city: &City, caller: &Caller, serial: CardSerial) -> Result<Vec<u8>, CardError> {
    let known = store::cards::find(&city.store, caller.citizen, serial).await?;
    let card = known.ok_or(CardError::NoCard)?;
    if card.revoked_at.is_some() {
        return Err(CardError::Revoked);
    }
    let signer = super::city::signer(&city.store, &city.settings.issuer, city.now()).await?;
    let qid = store::profile::code(&city.store, caller.citizen)
        .await?
        .ok_or(Fault::Corrupt("personal code"))?
        .qid;
    let code = profile::unsigned_code(&city.store, caller.citizen, qid).await?;
    let face = CardFace {
        city: city.settings.name.clone(),
        name: code.name.clone(),
        qid: code.qid.clone(),
        serial,
        issued_on: domain::local_date(card.issued_at),
        code: code.sign_card(&signer, serial).to_text(),
    };
    // Drawing takes milliseconds, too long for a thread that answers requests.
    let drawn = tokio::task::spawn_blocking(move || draw(&face)).await;
    let page = drawn.map_err(|_| Fault::Corrupt("card"))?.map_err(Fault::from)?;
    city.metrics.event("card_printed");
    Ok(page)
}
