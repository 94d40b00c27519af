//! Printed cards.

use domain::{CardSerial, CitizenId, OperationId};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, sea_query::Expr,
};

use super::{Access, Tx, city, instant, micros};
use crate::fault::Fault;

mod card {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cards")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub serial: i64,
        pub citizen: Option<Uuid>,
        pub attempt: Uuid,
        pub issued_at: i64,
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A printed card of a citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its serial.
    pub serial: CardSerial,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it was cancelled; none while it is in force.
    pub revoked_at: Option<Timestamp>,
}

fn opened(row: card::Model) -> Result<Card, Fault> {
    Ok(Card {
        serial: serial(row.serial)?,
        issued_at: instant(row.issued_at)?,
        revoked_at: row.revoked_at.map(instant).transpose()?,
    })
}

fn serial(place: i64) -> Result<CardSerial, Fault> {
    u32::try_from(place)
        .map(CardSerial)
        .map_err(|_| Fault::Corrupt("card serial"))
}

/// Adds a card under a serial that nobody had.
///
/// # Errors
/// [`Fault`].
pub async fn add(
    tx: &Tx,
    citizen: CitizenId,
    attempt: OperationId,
    serial: CardSerial,
    now: Timestamp,
) -> Result<Card, Fault> {
    let row = card::ActiveModel {
        serial: Set(i64::from(serial.0)),
        citizen: Set(Some(citizen.0)),
        attempt: Set(attempt.0),
        issued_at: Set(micros(now)),
        revoked_at: Set(None),
    };
    card::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(Card {
        serial,
        issued_at: now,
        revoked_at: None,
    })
}

/// The card that an attempt made, if it came before.
///
/// # Errors
/// [`Fault`].
pub async fn of_attempt(on: &impl Access, citizen: CitizenId, attempt: OperationId) -> Result<Option<Card>, Fault> {
    let row = card::Entity::find()
        .filter(card::Column::Citizen.eq(citizen.0))
        .filter(card::Column::Attempt.eq(attempt.0))
        .one(on.db())
        .await?;
    row.map(opened).transpose()
}

/// A citizen's cards, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn of_citizen(on: &impl Access, citizen: CitizenId) -> Result<Vec<Card>, Fault> {
    let rows = card::Entity::find()
        .filter(card::Column::Citizen.eq(citizen.0))
        .order_by_desc(card::Column::Serial)
        .all(on.db())
        .await?;
    rows.into_iter().map(opened).collect()
}

/// A citizen's card.
///
/// # Errors
/// [`Fault`].
pub async fn find(on: &impl Access, citizen: CitizenId, serial: CardSerial) -> Result<Option<Card>, Fault> {
    let row = card::Entity::find_by_id(i64::from(serial.0))
        .filter(card::Column::Citizen.eq(citizen.0))
        .one(on.db())
        .await?;
    row.map(opened).transpose()
}

/// Whether a card is in force, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn in_force(on: &impl Access, serial: CardSerial) -> Result<bool, Fault> {
    let row = card::Entity::find_by_id(i64::from(serial.0)).one(on.db()).await?;
    Ok(row.is_some_and(|row| row.citizen.is_some() && row.revoked_at.is_none()))
}

/// Cancels a citizen's card that is in force; says whether there was one.
///
/// # Errors
/// [`Fault`].
pub async fn revoke(tx: &Tx, citizen: CitizenId, serial: CardSerial, now: Timestamp) -> Result<bool, Fault> {
    let revoked = card::Entity::update_many()
        .col_expr(card::Column::RevokedAt, Expr::value(micros(now)))
        .filter(card::Column::Serial.eq(i64::from(serial.0)))
        .filter(card::Column::Citizen.eq(citizen.0))
        .filter(card::Column::RevokedAt.is_null())
        .exec(tx.db())
        .await?;
    if revoked.rows_affected > 0 {
        city::count_up(tx, city::REVOCATIONS).await?;
    }
    Ok(revoked.rows_affected > 0)
}

/// The places of cards that no longer count: cancelled ones, and those whose citizen is gone.
///
/// # Errors
/// [`Fault`].
pub async fn revoked_places(on: &impl Access) -> Result<Vec<u32>, Fault> {
    let rows: Vec<i64> = card::Entity::find()
        .select_only()
        .column(card::Column::Serial)
        .filter(
            Condition::any()
                .add(card::Column::RevokedAt.is_not_null())
                .add(card::Column::Citizen.is_null()),
        )
        .into_tuple()
        .all(on.db())
        .await?;
    rows.into_iter().map(|place| Ok(serial(place)?.0)).collect()
}
