//! The change feed, and what became of operations.

use domain::{AccessId, CitizenId, DocumentId, ErrandId, OperationId, PurposeId, RequestId};
use jiff::Timestamp;
use protocol::api::{OperationResult, Revision};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{Access, Store, Tx, micros};
use crate::fault::Fault;

mod feed {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feed")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub citizen: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub entity: Uuid,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod operation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "operations")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub citizen: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub outcome: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A thing that the feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedItem {
    /// The profile.
    Profile,
    /// The standard code.
    PersonalCode,
    /// A paper, there or removed.
    Document(DocumentId),
    /// A request to share.
    Request(RequestId),
    /// An entry of the access history.
    Access(AccessId),
    /// An agreement once and for all, there or taken back.
    Remembered(PurposeId),
    /// What the citizen is to organisations.
    Roles,
    /// An errand pass, there or gone.
    Errand(ErrandId),
}

impl FeedItem {
    fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Profile => ("profile", Uuid::nil()),
            Self::PersonalCode => ("personal_code", Uuid::nil()),
            Self::Document(id) => ("document", id.0),
            Self::Request(id) => ("share_request", id.0),
            Self::Access(id) => ("access", id.0),
            Self::Remembered(id) => ("remembered", id.0),
            Self::Roles => ("roles", Uuid::nil()),
            Self::Errand(id) => ("errand", id.0),
        }
    }

    fn from_parts(kind: &str, entity: Uuid) -> Result<Self, Fault> {
        match kind {
            "profile" => Ok(Self::Profile),
            "personal_code" => Ok(Self::PersonalCode),
            "document" => Ok(Self::Document(DocumentId(entity))),
            "share_request" => Ok(Self::Request(RequestId(entity))),
            "access" => Ok(Self::Access(AccessId(entity))),
            "remembered" => Ok(Self::Remembered(PurposeId(entity))),
            "roles" => Ok(Self::Roles),
            "errand" => Ok(Self::Errand(ErrandId(entity))),
            _ => Err(Fault::Corrupt("feed")),
        }
    }
}

/// Notes that a thing changed.
///
/// # Errors
/// [`Fault`].
pub async fn note(tx: &Tx, citizen: CitizenId, item: FeedItem, revision: Revision) -> Result<(), Fault> {
    let (kind, entity) = item.parts();
    let row = feed::ActiveModel {
        citizen: Set(citizen.0),
        kind: Set(kind.to_owned()),
        entity: Set(entity),
        revision: Set(revision.0 as i64),
    };
    let changes = OnConflict::columns([feed::Column::Citizen, feed::Column::Kind, feed::Column::Entity])
        .update_columns([feed::Column::Revision])
        .to_owned();
    feed::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// What changed after a revision, oldest first.
///
/// # Errors
/// [`Fault`].
pub async fn feed_after(
    on: &impl Access,
    citizen: CitizenId,
    after: Revision,
    limit: u64,
) -> Result<Vec<(Revision, FeedItem)>, Fault> {
    let rows = feed::Entity::find()
        .filter(feed::Column::Citizen.eq(citizen.0))
        .filter(feed::Column::Revision.gt(i64::try_from(after.0).unwrap_or(i64::MAX)))
        .order_by_asc(feed::Column::Revision)
        .limit(limit)
        .all(on.db())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                Revision(row.revision.unsigned_abs()),
                FeedItem::from_parts(&row.kind, row.entity)?,
            ))
        })
        .collect()
}

/// The revision at which a thing last changed.
///
/// # Errors
/// [`Fault`].
pub async fn revision_of(on: &impl Access, citizen: CitizenId, item: FeedItem) -> Result<Revision, Fault> {
    let (kind, entity) = item.parts();
    let row = feed::Entity::find_by_id((citizen.0, kind.to_owned(), entity))
        .one(on.db())
        .await?;
    Ok(row.map_or(Revision(0), |row| Revision(row.revision.unsigned_abs())))
}

/// What became of an operation; `None` when it never came.
///
/// # Errors
/// [`Fault`].
pub async fn outcome(on: &impl Access, citizen: CitizenId, id: OperationId) -> Result<Option<OperationResult>, Fault> {
    let row = operation::Entity::find_by_id((citizen.0, id.0)).one(on.db()).await?;
    row.map(|row| serde_json::from_str(&row.outcome).map_err(|_| Fault::Corrupt("operation outcome")))
        .transpose()
}

/// Keeps what became of an operation.
///
/// # Errors
/// [`Fault`].
pub async fn keep_outcome(
    tx: &Tx,
    citizen: CitizenId,
    id: OperationId,
    result: OperationResult,
    now: Timestamp,
) -> Result<(), Fault> {
    let row = operation::ActiveModel {
        citizen: Set(citizen.0),
        id: Set(id.0),
        outcome: Set(serde_json::to_string(&result).map_err(|_| Fault::Corrupt("operation outcome"))?),
        at: Set(micros(now)),
    };
    operation::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Forgets outcomes older than that.
///
/// # Errors
/// [`Fault`].
pub async fn forget_outcomes(store: &Store, before: Timestamp) -> Result<u64, Fault> {
    let tx = store.begin().await?;
    let gone = operation::Entity::delete_many()
        .filter(operation::Column::At.lt(micros(before)))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}
