//! Printed cards. They are the city's to issue and to tell, so this needs the network.

use domain::OperationId;
use protocol::{
    api::{CardOrder, CardRecord, IssueCard, ListCards, Nothing, PrintCard, RevokeCard},
    app::{AppError, CancelCard, CardView, CardsView, SaveCard, SavedFile},
};

use serde_json::Map;

use crate::{
    app::App,
    host::new_operation,
    person::Person,
    port::{Collection, VaultError, VaultOp},
    session::AccountError,
    store::{CardAttempt, Single},
};

/// Lists those in force.
pub(crate) async fn list(app: &App) -> Result<CardsView, AppError> {
    let person = app.person()?;
    let listed = fetch(&person).await;
    app.answered(&person, listed).await
}

/// Has the city issue one more.
pub(crate) async fn make(app: &App) -> Result<CardsView, AppError> {
    let person = app.person()?;
    let listed = match issue(app, &person).await {
        Ok(()) => fetch(&person).await,
        Err(error) => Err(error),
    };
    app.answered(&person, listed).await
}

/// Cancels one for good.
pub(crate) async fn cancel(app: &App, input: CancelCard) -> Result<CardsView, AppError> {
    let person = app.person()?;
    let revoked = person.account.call::<RevokeCard>(&input.card, &Nothing {}, &Nothing {});
    let listed = match revoked.await {
        Ok(_) => fetch(&person).await,
        Err(error) => Err(error),
    };
    app.answered(&person, listed).await
}

/// Fetches a card's page and hands it to the person.
pub(crate) async fn save(app: &App, input: SaveCard) -> Result<SavedFile, AppError> {
    let person = app.person()?;
    let printed = person.account.pdf::<PrintCard>(&input.card).await;
    let page = app.answered(&person, printed).await?;
    // The name says nothing of the person: it stands in lists that others see.
    let name = format!("the-cong-dan-so-{}.pdf", input.card.digits());
    Ok(app.ports.files.save(&name, page).await?)
}

async fn fetch(person: &Person) -> Result<CardsView, AccountError> {
    let listed = person.account.call::<ListCards>(&(), &Nothing {}, &Nothing {}).await?;
    let in_force = listed.cards.into_iter().filter(|card| card.revoked_at.is_none());
    Ok(CardsView {
        cards: in_force
            .map(|card| CardView {
                serial: card.serial,
                issued_at: card.issued_at,
            })
            .collect(),
    })
}

/// Orders a card. The attempt's name is kept in the vault until an answer has arrived, so that a
/// lost answer makes no second card.
async fn issue(app: &App, person: &Person) -> Result<(), AccountError> {
    let lost = person.store.single::<CardAttempt>().await?;
    let was_lost = lost.is_some();
    let attempt = match lost {
        Some(lost) => lost.attempt,
        None => begin(app, person).await?,
    };
    let mut card = order(person, attempt).await?;
    // What the lost answer told of was cancelled since: this is another wish.
    if was_lost && card.revoked_at.is_some() {
        let attempt = begin(app, person).await?;
        card = order(person, attempt).await?;
    }
    tracing::debug!(serial = card.serial.0, "a card was issued");
    let answered = VaultOp::Delete {
        collection: Collection::State,
        key: CardAttempt::KEY.to_owned(),
    };
    Ok(person.store.apply(vec![answered]).await?)
}

async fn begin(app: &App, person: &Person) -> Result<OperationId, VaultError> {
    let attempt = new_operation(&*app.ports.random, app.city.now());
    let begun = CardAttempt {
        attempt,
        extra: Map::new(),
    };
    person.store.put_single(&begun).await?;
    Ok(attempt)
}

async fn order(person: &Person, attempt: OperationId) -> Result<CardRecord, AccountError> {
    let order = CardOrder { attempt };
    person.account.call::<IssueCard>(&(), &Nothing {}, &order).await
}
