//! Errand passes: who lets whom collect what.

use domain::{CheckId, CitizenId, DossierCode, ErrandId, ErrandTitle, OrganisationId, PersonName};
use jiff::{Timestamp, civil::Date};
use protocol::{Blob, api::ErrandState};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use super::{Access, Tx, instant, micros};
use crate::{fault::Fault, keys::Cell};

/// Passes are filled up to this many bytes.
const ERRAND_BYTES: usize = 1024;

mod errand {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "errands")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub giver: Uuid,
        pub bearer_lookup: Vec<u8>,
        pub organisation: Uuid,
        pub given_at: i64,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An errand pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// Which.
    pub id: ErrandId,
    /// Whose result it is.
    pub giver: CitizenId,
    /// Finds the personal number of whoever bears it, who may not have enrolled yet.
    pub bearer_lookup: Vec<u8>,
    /// Where.
    pub organisation: OrganisationId,
    /// When it was given.
    pub given_at: Timestamp,
    /// What it says, and how it stands.
    pub told: ErrandTold,
}

/// What a pass says, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrandTold {
    /// Whose result it is, as the profile said then.
    pub giver: PersonName,
    /// Who bears it, as the giver calls them.
    pub bearer: PersonName,
    /// What is collected.
    pub title: ErrandTitle,
    /// Of which dossier.
    pub dossier: Option<DossierCode>,
    /// On which day.
    pub day: Date,
    /// How it stands; a day that is over is told by the clock.
    pub state: ErrandState,
    /// The check of the person to whom the result was handed over.
    pub handed_by: Option<CheckId>,
    /// The key of the device that gave it.
    pub device_key: Blob,
    /// What that device signed.
    pub proof: Blob,
}

fn cell(id: &uuid::Uuid) -> Cell<'_> {
    Cell {
        table: "errands",
        row: id.as_bytes(),
        column: "sealed",
    }
}

fn opened(on: &impl Access, row: errand::Model) -> Result<Errand, Fault> {
    Ok(Errand {
        told: on.sealing().open_record(cell(&row.id), &row.sealed)?,
        id: ErrandId(row.id),
        giver: CitizenId(row.giver),
        bearer_lookup: row.bearer_lookup,
        organisation: OrganisationId(row.organisation),
        given_at: instant(row.given_at)?,
    })
}

/// Adds a pass.
///
/// # Errors
/// [`Fault`].
pub async fn add(tx: &Tx, errand: &Errand) -> Result<(), Fault> {
    let row = errand::ActiveModel {
        id: Set(errand.id.0),
        giver: Set(errand.giver.0),
        bearer_lookup: Set(errand.bearer_lookup.clone()),
        organisation: Set(errand.organisation.0),
        given_at: Set(micros(errand.given_at)),
        sealed: Set(tx
            .sealing()
            .seal_record(cell(&errand.id.0), &errand.told, ERRAND_BYTES)?),
    };
    errand::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Changes how a pass stands.
///
/// # Errors
/// [`Fault`].
pub async fn update(tx: &Tx, errand: &Errand) -> Result<(), Fault> {
    let sealed = tx
        .sealing()
        .seal_record(cell(&errand.id.0), &errand.told, ERRAND_BYTES)?;
    errand::Entity::update_many()
        .col_expr(errand::Column::Sealed, Expr::value(sealed))
        .filter(errand::Column::Id.eq(errand.id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// A pass, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn find(on: &impl Access, id: ErrandId) -> Result<Option<Errand>, Fault> {
    let row = errand::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(|row| opened(on, row)).transpose()
}

/// What a citizen gave, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn of_giver(on: &impl Access, giver: CitizenId) -> Result<Vec<Errand>, Fault> {
    let rows = errand::Entity::find()
        .filter(errand::Column::Giver.eq(giver.0))
        .order_by_desc(errand::Column::GivenAt)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// What the citizen of a personal number bears.
///
/// # Errors
/// [`Fault`].
pub async fn of_bearer(on: &impl Access, bearer_lookup: &[u8]) -> Result<Vec<ErrandId>, Fault> {
    let rows = errand::Entity::find()
        .filter(errand::Column::BearerLookup.eq(bearer_lookup))
        .order_by_asc(errand::Column::GivenAt)
        .all(on.db())
        .await?;
    Ok(rows.into_iter().map(|row| ErrandId(row.id)).collect())
}
