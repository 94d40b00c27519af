//! Shifts of officers at counters.

use domain::{CitizenId, CounterId, DeviceId, MemberId, OperationId, OrganisationId, SessionId, ShiftId};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};

use super::{Access, Tx, instant, micros};
use crate::fault::Fault;

mod shift {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shifts")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation: Uuid,
        pub counter: Uuid,
        pub member: Uuid,
        pub officer: Uuid,
        pub session: Uuid,
        pub device: Uuid,
        pub opened_at: i64,
        pub last_used_at: i64,
        pub ends_at: i64,
        pub ended_at: Option<i64>,
        pub unlocked_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Which.
    pub id: ShiftId,
    /// For whom.
    pub organisation: OrganisationId,
    /// Where.
    pub counter: CounterId,
    /// In which role.
    pub member: MemberId,
    /// Who.
    pub officer: CitizenId,
    /// In which session.
    pub session: SessionId,
    /// On which device.
    pub device: DeviceId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When the officer last did something.
    pub last_used_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// The attempt that unlocked it last.
    pub unlocked_by: Option<OperationId>,
}

fn opened(row: shift::Model) -> Result<Shift, Fault> {
    Ok(Shift {
        id: ShiftId(row.id),
        organisation: OrganisationId(row.organisation),
        counter: CounterId(row.counter),
        member: MemberId(row.member),
        officer: CitizenId(row.officer),
        session: SessionId(row.session),
        device: DeviceId(row.device),
        opened_at: instant(row.opened_at)?,
        last_used_at: instant(row.last_used_at)?,
        ends_at: instant(row.ends_at)?,
        ended_at: row.ended_at.map(instant).transpose()?,
        unlocked_by: row.unlocked_by.map(OperationId),
    })
}

/// Adds a shift.
///
/// # Errors
/// [`Fault`].
pub async fn add(tx: &Tx, shift: &Shift) -> Result<(), Fault> {
    let row = shift::ActiveModel {
        id: Set(shift.id.0),
        organisation: Set(shift.organisation.0),
        counter: Set(shift.counter.0),
        member: Set(shift.member.0),
        officer: Set(shift.officer.0),
        session: Set(shift.session.0),
        device: Set(shift.device.0),
        opened_at: Set(micros(shift.opened_at)),
        last_used_at: Set(micros(shift.last_used_at)),
        ends_at: Set(micros(shift.ends_at)),
        ended_at: Set(None),
        unlocked_by: Set(None),
    };
    shift::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// A shift, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn by_id(on: &impl Access, id: ShiftId) -> Result<Option<Shift>, Fault> {
    let row = shift::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(opened).transpose()
}

/// The shift of an officer that was not ended, kept from other transactions until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn locked_of(tx: &Tx, officer: CitizenId) -> Result<Option<Shift>, Fault> {
    let row = shift::Entity::find()
        .filter(shift::Column::Officer.eq(officer.0))
        .filter(shift::Column::EndedAt.is_null())
        .order_by_desc(shift::Column::OpenedAt)
        .lock_exclusive()
        .one(tx.db())
        .await?;
    row.map(opened).transpose()
}

/// Shifts that were not ended: at a counter, of a role, or whose last moment has passed.
///
/// # Errors
/// [`Fault`].
pub async fn open(on: &impl Access, of: Of) -> Result<Vec<Shift>, Fault> {
    let filter = match of {
        Of::Counter(counter) => shift::Column::Counter.eq(counter.0),
        Of::Member(member) => shift::Column::Member.eq(member.0),
        Of::PastAt(now) => shift::Column::EndsAt.lte(micros(now)),
    };
    let rows = shift::Entity::find()
        .filter(filter)
        .filter(shift::Column::EndedAt.is_null())
        .all(on.db())
        .await?;
    rows.into_iter().map(opened).collect()
}

/// Which shifts are meant.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Those at a counter.
    Counter(CounterId),
    /// Those of a role.
    Member(MemberId),
    /// Those that should have ended by then.
    PastAt(Timestamp),
}

/// Notes that the officer did something.
///
/// # Errors
/// [`Fault`].
pub async fn used(tx: &Tx, id: ShiftId, now: Timestamp) -> Result<(), Fault> {
    shift::Entity::update_many()
        .col_expr(shift::Column::LastUsedAt, Expr::value(micros(now)))
        .filter(shift::Column::Id.eq(id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Notes that the shift was unlocked, and by which attempt.
///
/// # Errors
/// [`Fault`].
pub async fn unlocked(tx: &Tx, id: ShiftId, attempt: OperationId, now: Timestamp) -> Result<(), Fault> {
    shift::Entity::update_many()
        .col_expr(shift::Column::LastUsedAt, Expr::value(micros(now)))
        .col_expr(shift::Column::UnlockedBy, Expr::value(attempt.0))
        .filter(shift::Column::Id.eq(id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Ends a shift.
///
/// # Errors
/// [`Fault`].
pub async fn end(tx: &Tx, id: ShiftId, now: Timestamp) -> Result<(), Fault> {
    shift::Entity::update_many()
        .col_expr(shift::Column::EndedAt, Expr::value(micros(now)))
        .filter(shift::Column::Id.eq(id.0))
        .filter(shift::Column::EndedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}
