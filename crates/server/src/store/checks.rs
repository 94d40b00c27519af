//! Checks of codes at counters, and the live codes that were redeemed.

use domain::{CheckId, CitizenId, CounterId, OrganisationId, ShiftId};
use jiff::Timestamp;
use protocol::api::{OfflineGround, ShownKind, Verdict};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::{Expr, OnConflict},
};

use super::{Access, Store, Tx, instant, micros, unword, word};
use crate::fault::Fault;

mod check {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "checks")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation: Uuid,
        pub counter: Uuid,
        pub shift: Uuid,
        pub officer: Uuid,
        pub citizen: Option<Uuid>,
        pub shown: String,
        pub verdict: String,
        pub offline: Option<String>,
        pub at: i64,
        pub told_at: i64,
        pub made_at: Option<i64>,
        pub jti: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod redeemed {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "redeemed_codes")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub jti: Vec<u8>,
        pub check: Uuid,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub id: CheckId,
    /// For whom.
    pub organisation: OrganisationId,
    /// Where.
    pub counter: CounterId,
    /// In which shift.
    pub shift: ShiftId,
    /// By whom.
    pub officer: CitizenId,
    /// Who was found.
    pub citizen: Option<CitizenId>,
    /// What was shown.
    pub shown: ShownKind,
    /// What it was worth.
    pub verdict: Verdict,
    /// What it rested on, without a network.
    pub offline: Option<OfflineGround>,
    /// When.
    pub at: Timestamp,
    /// When the city learnt of it.
    pub told_at: Timestamp,
    /// When the resident's device made the code, by its clock.
    pub made_at: Option<Timestamp>,
    /// The live code's name.
    pub jti: Option<[u8; 16]>,
}

fn opened(row: check::Model) -> Result<Check, Fault> {
    let corrupt = || Fault::Corrupt("check");
    Ok(Check {
        id: CheckId(row.id),
        organisation: OrganisationId(row.organisation),
        counter: CounterId(row.counter),
        shift: ShiftId(row.shift),
        officer: CitizenId(row.officer),
        citizen: row.citizen.map(CitizenId),
        shown: unword(row.shown)?,
        verdict: unword(row.verdict)?,
        offline: row
            .offline
            .map(|json| serde_json::from_str(&json).map_err(|_| corrupt()))
            .transpose()?,
        at: instant(row.at)?,
        told_at: instant(row.told_at)?,
        made_at: row.made_at.map(instant).transpose()?,
        jti: row.jti.map(|jti| jti.try_into().map_err(|_| corrupt())).transpose()?,
    })
}

/// Adds a check.
///
/// # Errors
/// [`Fault`].
pub async fn add(tx: &Tx, check: &Check) -> Result<(), Fault> {
    let offline = check.offline.as_ref().map(serde_json::to_string).transpose();
    let row = check::ActiveModel {
        id: Set(check.id.0),
        organisation: Set(check.organisation.0),
        counter: Set(check.counter.0),
        shift: Set(check.shift.0),
        officer: Set(check.officer.0),
        citizen: Set(check.citizen.map(|citizen| citizen.0)),
        shown: Set(word(&check.shown)?),
        verdict: Set(word(&check.verdict)?),
        offline: Set(offline.map_err(|_| Fault::Corrupt("check"))?),
        at: Set(micros(check.at)),
        told_at: Set(micros(check.told_at)),
        made_at: Set(check.made_at.map(micros)),
        jti: Set(check.jti.map(|jti| jti.to_vec())),
    };
    check::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// A check by its id, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn find(on: &impl Access, id: CheckId) -> Result<Option<Check>, Fault> {
    let row = check::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(opened).transpose()
}

/// An officer's checks since then, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn of_officer(on: &impl Access, officer: CitizenId, since: Timestamp) -> Result<Vec<Check>, Fault> {
    let rows = check::Entity::find()
        .filter(check::Column::Officer.eq(officer.0))
        .filter(check::Column::At.gt(micros(since)))
        .order_by_desc(check::Column::At)
        .order_by_desc(check::Column::Id)
        .all(on.db())
        .await?;
    rows.into_iter().map(opened).collect()
}

/// How many checks the city learnt of from an officer since then.
///
/// # Errors
/// [`Fault`].
pub async fn count(on: &impl Access, officer: CitizenId, since: Timestamp) -> Result<u64, Fault> {
    Ok(check::Entity::find()
        .filter(check::Column::Officer.eq(officer.0))
        .filter(check::Column::ToldAt.gt(micros(since)))
        .count(on.db())
        .await?)
}

/// When an officer made the oldest of the checks since then that the city learnt of.
///
/// # Errors
/// [`Fault`].
pub async fn oldest(on: &impl Access, officer: CitizenId, since: Timestamp) -> Result<Option<Timestamp>, Fault> {
    let row = check::Entity::find()
        .filter(check::Column::Officer.eq(officer.0))
        .filter(check::Column::ToldAt.gt(micros(since)))
        .order_by_asc(check::Column::ToldAt)
        .one(on.db())
        .await?;
    row.map(|row| instant(row.told_at)).transpose()
}

/// The checks at an organisation's counters since then, oldest first.
///
/// # Errors
/// [`Fault`].
pub async fn of_organisation(
    on: &impl Access,
    organisation: OrganisationId,
    since: Timestamp,
) -> Result<Vec<Check>, Fault> {
    let rows = check::Entity::find()
        .filter(check::Column::Organisation.eq(organisation.0))
        .filter(check::Column::At.gt(micros(since)))
        .order_by_asc(check::Column::At)
        .all(on.db())
        .await?;
    rows.into_iter().map(opened).collect()
}

/// The other checks in which the same live code counted.
///
/// # Errors
/// [`Fault`].
pub async fn with_same_code(on: &impl Access, jti: &[u8; 16], except: CheckId) -> Result<Vec<Check>, Fault> {
    let rows = check::Entity::find()
        .filter(check::Column::Jti.eq(jti.to_vec()))
        .filter(check::Column::Id.ne(except.0))
        .order_by_asc(check::Column::At)
        .all(on.db())
        .await?;
    rows.into_iter().map(opened).collect()
}

/// Redeems a live code for a check; says whether it is the first.
///
/// # Errors
/// [`Fault`].
pub async fn redeem(tx: &Tx, jti: &[u8; 16], check: CheckId, at: Timestamp) -> Result<bool, Fault> {
    let row = redeemed::ActiveModel {
        jti: Set(jti.to_vec()),
        check: Set(check.0),
        at: Set(micros(at)),
    };
    let unchanged = OnConflict::column(redeemed::Column::Jti).do_nothing().to_owned();
    let inserted = redeemed::Entity::insert(row)
        .on_conflict(unchanged)
        .exec_without_returning(tx.db())
        .await?;
    Ok(inserted == 1)
}

/// Forgets redeemed codes that no counter can tell of any more.
///
/// # Errors
/// [`Fault`].
pub async fn forget_redeemed(store: &Store, before: Timestamp) -> Result<u64, Fault> {
    let tx = store.begin().await?;
    let gone = redeemed::Entity::delete_many()
        .filter(redeemed::Column::At.lt(micros(before)))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}

/// Changes what a check is worth: a code that was redeemed elsewhere before, as it turns out.
///
/// # Errors
/// [`Fault`].
pub async fn set_verdict(tx: &Tx, id: CheckId, verdict: Verdict) -> Result<(), Fault> {
    check::Entity::update_many()
        .col_expr(check::Column::Verdict, Expr::value(word(&verdict)?))
        .filter(check::Column::Id.eq(id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}
