//! Access histories: who looked at what of a citizen, and what the citizen contests of it.

use domain::{AccessId, CitizenId, OrganisationId, PurposeTitle, RequestId, Role};
use jiff::Timestamp;
use protocol::api::{AccessEvent, AccessRecord, Asker, ContestRecord, Revision};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use super::{Access, Tx, instant, micros};
use crate::{fault::Fault, keys::Cell};

/// Entries are filled up to this many bytes.
const ENTRY_BYTES: usize = 512;

mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_records")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub citizen: Uuid,
        pub organisation: Uuid,
        pub officer: Uuid,
        pub at: i64,
        pub revision: i64,
        pub contest: Option<String>,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An entry of an access history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: AccessId,
    /// Whose history.
    pub citizen: CitizenId,
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Which officer.
    pub officer: CitizenId,
    /// When.
    pub at: Timestamp,
    /// The account's revision when it last changed.
    pub revision: Revision,
    /// What happened.
    pub told: Told,
}

/// What an entry tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Who, and at which counter.
    pub asker: Asker,
    /// In which role.
    pub role: Role,
    /// What.
    pub event: AccessEvent,
    /// What for.
    pub purpose: Option<PurposeTitle>,
    /// The request it belongs to.
    pub request: Option<RequestId>,
    /// What the citizen contests in it.
    pub contest: Option<ContestRecord>,
}

impl Entry {
    /// The entry as the citizen's devices learn of it.
    pub fn record(self) -> AccessRecord {
        AccessRecord {
            id: self.id,
            revision: self.revision,
            at: self.at,
            asker: self.told.asker,
            role: self.told.role,
            event: self.told.event,
            purpose: self.told.purpose,
            request: self.told.request,
            contest: self.told.contest,
        }
    }
}

fn cell(id: &uuid::Uuid) -> Cell<'_> {
    Cell {
        table: "access_records",
        row: id.as_bytes(),
        column: "sealed",
    }
}

fn contest_word(contest: Option<&ContestRecord>) -> Option<String> {
    contest.map(|contest| if contest.answer.is_some() { "answered" } else { "open" }.to_owned())
}

fn opened(on: &impl Access, row: entry::Model) -> Result<Entry, Fault> {
    Ok(Entry {
        told: on.sealing().open_record(cell(&row.id), &row.sealed)?,
        id: AccessId(row.id),
        citizen: CitizenId(row.citizen),
        organisation: OrganisationId(row.organisation),
        officer: CitizenId(row.officer),
        at: instant(row.at)?,
        revision: Revision(row.revision.unsigned_abs()),
    })
}

/// Adds an entry.
///
/// # Errors
/// [`Fault`].
pub async fn add(tx: &Tx, entry: &Entry) -> Result<(), Fault> {
    let row = entry::ActiveModel {
        id: Set(entry.id.0),
        citizen: Set(entry.citizen.0),
        organisation: Set(entry.organisation.0),
        officer: Set(entry.officer.0),
        at: Set(micros(entry.at)),
        revision: Set(entry.revision.0 as i64),
        contest: Set(contest_word(entry.told.contest.as_ref())),
        sealed: Set(tx.sealing().seal_record(cell(&entry.id.0), &entry.told, ENTRY_BYTES)?),
    };
    entry::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Changes what an entry tells.
///
/// # Errors
/// [`Fault`].
pub async fn update(tx: &Tx, entry: &Entry) -> Result<(), Fault> {
    let sealed = tx.sealing().seal_record(cell(&entry.id.0), &entry.told, ENTRY_BYTES)?;
    entry::Entity::update_many()
        .col_expr(entry::Column::Revision, Expr::value(entry.revision.0 as i64))
        .col_expr(
            entry::Column::Contest,
            Expr::value(contest_word(entry.told.contest.as_ref())),
        )
        .col_expr(entry::Column::Sealed, Expr::value(sealed))
        .filter(entry::Column::Id.eq(entry.id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// An entry of an access history, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn find(on: &impl Access, id: AccessId) -> Result<Option<Entry>, Fault> {
    let row = entry::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(|row| opened(on, row)).transpose()
}

/// Several entries of a citizen's history.
///
/// # Errors
/// [`Fault`].
pub async fn find_many(on: &impl Access, citizen: CitizenId, ids: &[AccessId]) -> Result<Vec<Entry>, Fault> {
    let rows = entry::Entity::find()
        .filter(entry::Column::Citizen.eq(citizen.0))
        .filter(entry::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// What an officer of an organisation did in a time, oldest first.
///
/// # Errors
/// [`Fault`].
pub async fn by_officer(
    on: &impl Access,
    organisation: OrganisationId,
    officer: CitizenId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Entry>, Fault> {
    let rows = entry::Entity::find()
        .filter(entry::Column::Organisation.eq(organisation.0))
        .filter(entry::Column::Officer.eq(officer.0))
        .filter(entry::Column::At.gte(micros(from)))
        .filter(entry::Column::At.lt(micros(to)))
        .order_by_asc(entry::Column::At)
        .order_by_asc(entry::Column::Id)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// What is contested of an organisation: open ones oldest first, then at most so many that were answered, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn contested(on: &impl Access, organisation: OrganisationId, answered: u64) -> Result<Vec<Entry>, Fault> {
    let of = |word: &str| {
        entry::Entity::find()
            .filter(entry::Column::Organisation.eq(organisation.0))
            .filter(entry::Column::Contest.eq(word))
    };
    let mut rows = of("open").order_by_asc(entry::Column::At).all(on.db()).await?;
    rows.extend(
        of("answered")
            .order_by_desc(entry::Column::At)
            .limit(answered)
            .all(on.db())
            .await?,
    );
    rows.into_iter().map(|row| opened(on, row)).collect()
}
