//! Organisations, their counters and purposes.

use domain::{CitizenId, CounterId, OrganisationId, OrganisationKind, OrganisationName, PurposeId};
use jiff::Timestamp;
use protocol::api::{CounterForm, CounterRecord, PurposeForm, PurposeRecord};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, OnConflict},
};

use super::{Access, Tx, instant, micros, unword, word};
use crate::fault::Fault;

mod organisation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisations")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub name: String,
        pub contest_days: i32,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod counter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "service_counters")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation: Uuid,
        pub name: String,
        pub place: String,
        pub open: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod purpose {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "purposes")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation: Uuid,
        pub terms: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod export {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exports")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation: Uuid,
        pub by: Uuid,
        pub officer: Uuid,
        pub days: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Which.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name.
    pub name: OrganisationName,
    /// Days in which it answers what residents contest.
    pub contest_days: u32,
    /// When the city added it.
    pub created_at: Timestamp,
}

/// A counter of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Whose.
    pub organisation: OrganisationId,
    /// What is said of it.
    pub record: CounterRecord,
}

/// A purpose of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// Whose.
    pub organisation: OrganisationId,
    /// What it is.
    pub record: PurposeRecord,
}

/// Adds an organisation.
///
/// # Errors
/// [`Fault`].
pub async fn add(tx: &Tx, organisation: &Organisation) -> Result<(), Fault> {
    let row = organisation::ActiveModel {
        id: Set(organisation.id.0),
        kind: Set(word(&organisation.kind)?),
        name: Set(organisation.name.as_str().to_owned()),
        contest_days: Set(organisation.contest_days as i32),
        created_at: Set(micros(organisation.created_at)),
    };
    organisation::Entity::insert(row)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// An organisation.
///
/// # Errors
/// [`Fault`].
pub async fn find(on: &impl Access, id: OrganisationId) -> Result<Option<Organisation>, Fault> {
    let row = organisation::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(organisation_of).transpose()
}

/// Every organisation, by name.
///
/// # Errors
/// [`Fault`].
pub async fn all(on: &impl Access) -> Result<Vec<Organisation>, Fault> {
    let rows = organisation::Entity::find()
        .order_by_asc(organisation::Column::Name)
        .all(on.db())
        .await?;
    rows.into_iter().map(organisation_of).collect()
}

fn organisation_of(row: organisation::Model) -> Result<Organisation, Fault> {
    Ok(Organisation {
        id: OrganisationId(row.id),
        kind: unword(row.kind)?,
        name: row.name.parse().map_err(|_| Fault::Corrupt("organisation"))?,
        contest_days: row.contest_days.unsigned_abs(),
        created_at: instant(row.created_at)?,
    })
}

/// Makes other transactions that change the roles of an organisation wait until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn lock(tx: &Tx, id: OrganisationId) -> Result<(), Fault> {
    organisation::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx.db())
        .await?;
    Ok(())
}

/// Sets a counter; says whether it is the organisation's own.
///
/// # Errors
/// [`Fault`].
pub async fn put_counter(
    tx: &Tx,
    organisation: OrganisationId,
    id: CounterId,
    form: &CounterForm,
) -> Result<bool, Fault> {
    if counter(tx, id)
        .await?
        .is_some_and(|known| known.organisation != organisation)
    {
        return Ok(false);
    }
    let row = counter::ActiveModel {
        id: Set(id.0),
        organisation: Set(organisation.0),
        name: Set(form.name.as_str().to_owned()),
        place: Set(form.place.as_str().to_owned()),
        open: Set(form.open),
    };
    let changes = OnConflict::column(counter::Column::Id)
        .update_columns([counter::Column::Name, counter::Column::Place, counter::Column::Open])
        .to_owned();
    counter::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(true)
}

fn counter_of(row: counter::Model) -> Result<Counter, Fault> {
    let corrupt = || Fault::Corrupt("counter");
    Ok(Counter {
        organisation: OrganisationId(row.organisation),
        record: CounterRecord {
            id: CounterId(row.id),
            name: row.name.parse().map_err(|_| corrupt())?,
            place: row.place.parse().map_err(|_| corrupt())?,
            open: row.open,
        },
    })
}

/// A counter.
///
/// # Errors
/// [`Fault`].
pub async fn counter(on: &impl Access, id: CounterId) -> Result<Option<Counter>, Fault> {
    let row = counter::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(counter_of).transpose()
}

/// The counters of an organisation.
///
/// # Errors
/// [`Fault`].
pub async fn counters(on: &impl Access, organisation: OrganisationId) -> Result<Vec<CounterRecord>, Fault> {
    let rows = counter::Entity::find()
        .filter(counter::Column::Organisation.eq(organisation.0))
        .order_by_asc(counter::Column::Name)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| Ok(counter_of(row)?.record)).collect()
}

/// Sets a purpose; says whether it is the organisation's own.
///
/// # Errors
/// [`Fault`].
pub async fn put_purpose(
    tx: &Tx,
    organisation: OrganisationId,
    id: PurposeId,
    terms: &PurposeForm,
) -> Result<bool, Fault> {
    if purpose(tx, id)
        .await?
        .is_some_and(|known| known.organisation != organisation)
    {
        return Ok(false);
    }
    let row = purpose::ActiveModel {
        id: Set(id.0),
        organisation: Set(organisation.0),
        terms: Set(serde_json::to_string(terms).map_err(|_| Fault::Corrupt("purpose"))?),
    };
    let changes = OnConflict::column(purpose::Column::Id)
        .update_columns([purpose::Column::Terms])
        .to_owned();
    purpose::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(true)
}

fn purpose_of(row: &purpose::Model) -> Result<Purpose, Fault> {
    Ok(Purpose {
        organisation: OrganisationId(row.organisation),
        record: PurposeRecord {
            id: PurposeId(row.id),
            terms: serde_json::from_str(&row.terms).map_err(|_| Fault::Corrupt("purpose"))?,
        },
    })
}

/// A purpose.
///
/// # Errors
/// [`Fault`].
pub async fn purpose(on: &impl Access, id: PurposeId) -> Result<Option<Purpose>, Fault> {
    let row = purpose::Entity::find_by_id(id.0).one(on.db()).await?;
    row.as_ref().map(purpose_of).transpose()
}

/// The purposes of an organisation.
///
/// # Errors
/// [`Fault`].
pub async fn purposes(on: &impl Access, organisation: OrganisationId) -> Result<Vec<PurposeRecord>, Fault> {
    let rows = purpose::Entity::find()
        .filter(purpose::Column::Organisation.eq(organisation.0))
        .all(on.db())
        .await?;
    rows.iter().map(|row| Ok(purpose_of(row)?.record)).collect()
}

/// Changes in how many days an organisation answers; says whether there is such an organisation.
///
/// # Errors
/// [`Fault`].
pub async fn set_contest_days(tx: &Tx, id: OrganisationId, days: u32) -> Result<bool, Fault> {
    let changed = organisation::Entity::update_many()
        .col_expr(organisation::Column::ContestDays, Expr::value(days as i32))
        .filter(organisation::Column::Id.eq(id.0))
        .exec(tx.db())
        .await?;
    Ok(changed.rows_affected > 0)
}

/// Notes that the list of what an officer saw was taken out.
///
/// # Errors
/// [`Fault`].
pub async fn note_export(
    tx: &Tx,
    organisation: OrganisationId,
    by: CitizenId,
    officer: CitizenId,
    days: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let row = export::ActiveModel {
        id: Set(tx.sealing().random().id(now)?),
        organisation: Set(organisation.0),
        by: Set(by.0),
        officer: Set(officer.0),
        days: Set(days.to_owned()),
        at: Set(micros(now)),
    };
    export::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// How often lists of what an organisation's officers saw were taken out.
///
/// # Errors
/// [`Fault`].
pub async fn exports(on: &impl Access, organisation: OrganisationId) -> Result<u64, Fault> {
    use sea_orm::PaginatorTrait as _;
    Ok(export::Entity::find()
        .filter(export::Column::Organisation.eq(organisation.0))
        .count(on.db())
        .await?)
}
