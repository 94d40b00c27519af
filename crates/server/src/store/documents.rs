//! Papers, and the objects that hold their content.

use std::collections::HashMap;

use domain::{CitizenId, DocumentId, DocumentOrigin};
use jiff::Timestamp;
use protocol::api::{ContentRecord, DocumentDetails, DocumentRecord, Revision};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    sea_query::{Expr, OnConflict},
};
use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::{Access, Store, Tx, micros};
use crate::{fault::Fault, keys::Cell};

/// What is sealed of a paper is filled up to this many bytes.
const DOCUMENT_BYTES: usize = 512;

mod document {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "documents")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub citizen: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub revision: i64,
        pub removed: bool,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod object {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "objects")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub state: String,
        pub changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A paper in the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// How it came in.
    pub origin: DocumentOrigin,
    /// Who issued it.
    pub issuer: Option<String>,
    /// When it came in.
    pub added_at: Timestamp,
    /// What it says of itself.
    pub details: DocumentDetails,
    /// Its content, and the object that holds it.
    pub content: Option<Content>,
}

/// The content of a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What the resident's devices learn of it.
    pub record: ContentRecord,
    /// The object.
    pub object: String,
}

/// How a paper stands.
#[derive(Clone, Debug, PartialEq)]
pub enum PaperState {
    /// It is there.
    There(Box<Paper>),
    /// It was removed.
    Removed,
}

/// How an object stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectState {
    /// Being written, or its paper doesn't have it yet.
    Pending,
    /// A paper has it.
    Live,
    /// No paper has it any more.
    Dead,
}

impl ObjectState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Live => "live",
            Self::Dead => "dead",
        }
    }
}

impl Paper {
    /// The paper as devices learn of it.
    pub fn record(self, id: DocumentId, revision: Revision) -> DocumentRecord {
        DocumentRecord {
            id,
            revision,
            origin: self.origin,
            issuer: self.issuer,
            added_at: self.added_at,
            details: self.details,
            content: self.content.map(|content| content.record),
            extra: Map::new(),
        }
    }
}

fn row_id(citizen: CitizenId, id: DocumentId) -> Vec<u8> {
    [citizen.0.as_bytes().as_slice(), id.0.as_bytes()].concat()
}

fn cell(row: &[u8]) -> Cell<'_> {
    Cell {
        table: "documents",
        row,
        column: "sealed",
    }
}

/// A paper of a citizen, with the revision when it last changed.
///
/// # Errors
/// [`Fault`].
pub async fn find(
    on: &impl Access,
    citizen: CitizenId,
    id: DocumentId,
) -> Result<Option<(Revision, PaperState)>, Fault> {
    let row = document::Entity::find_by_id((citizen.0, id.0)).one(on.db()).await?;
    row.map(|row| opened(on, &row)).transpose()
}

/// Several papers of a citizen; those that never existed are left out.
///
/// # Errors
/// [`Fault`].
pub async fn find_many(
    on: &impl Access,
    citizen: CitizenId,
    ids: &[DocumentId],
) -> Result<HashMap<DocumentId, (Revision, PaperState)>, Fault> {
    let rows = document::Entity::find()
        .filter(document::Column::Citizen.eq(citizen.0))
        .filter(document::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(on.db())
        .await?;
    rows.iter()
        .map(|row| Ok((DocumentId(row.id), opened(on, row)?)))
        .collect()
}

/// The papers of a citizen that are there.
///
/// # Errors
/// [`Fault`].
pub async fn of_citizen(on: &impl Access, citizen: CitizenId) -> Result<Vec<(DocumentId, Paper)>, Fault> {
    let rows = document::Entity::find()
        .filter(document::Column::Citizen.eq(citizen.0))
        .filter(document::Column::Removed.eq(false))
        .all(on.db())
        .await?;
    let mut papers = Vec::new();
    for row in &rows {
        if let (_, PaperState::There(paper)) = opened(on, row)? {
            papers.push((DocumentId(row.id), *paper));
        }
    }
    Ok(papers)
}

fn opened(on: &impl Access, row: &document::Model) -> Result<(Revision, PaperState), Fault> {
    let revision = Revision(row.revision.unsigned_abs());
    if row.removed {
        return Ok((revision, PaperState::Removed));
    }
    let place = row_id(CitizenId(row.citizen), DocumentId(row.id));
    let paper = on.sealing().open_record(cell(&place), &row.sealed)?;
    Ok((revision, PaperState::There(Box::new(paper))))
}

/// Sets a paper.
///
/// # Errors
/// [`Fault`].
pub async fn put(
    tx: &Tx,
    citizen: CitizenId,
    id: DocumentId,
    revision: Revision,
    state: &PaperState,
) -> Result<(), Fault> {
    let sealed = match state {
        PaperState::There(paper) => tx
            .sealing()
            .seal_record(cell(&row_id(citizen, id)), paper, DOCUMENT_BYTES)?,
        PaperState::Removed => Vec::new(),
    };
    let row = document::ActiveModel {
        citizen: Set(citizen.0),
        id: Set(id.0),
        revision: Set(revision.0 as i64),
        removed: Set(matches!(state, PaperState::Removed)),
        sealed: Set(sealed),
    };
    let changes = OnConflict::columns([document::Column::Citizen, document::Column::Id])
        .update_columns([
            document::Column::Revision,
            document::Column::Removed,
            document::Column::Sealed,
        ])
        .to_owned();
    document::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Notes how an object stands.
///
/// # Errors
/// [`Fault`].
pub async fn put_object(tx: &Tx, key: &str, state: ObjectState, now: Timestamp) -> Result<(), Fault> {
    let row = object::ActiveModel {
        key: Set(key.to_owned()),
        state: Set(state.as_str().to_owned()),
        changed_at: Set(micros(now)),
    };
    let changes = OnConflict::column(object::Column::Key)
        .update_columns([object::Column::State, object::Column::ChangedAt])
        .to_owned();
    object::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Moves an object from one state to another; says whether it was in the first.
///
/// # Errors
/// [`Fault`].
pub async fn move_object(
    tx: &Tx,
    key: &str,
    from: ObjectState,
    to: ObjectState,
    now: Timestamp,
) -> Result<bool, Fault> {
    let moved = object::Entity::update_many()
        .col_expr(object::Column::State, Expr::value(to.as_str()))
        .col_expr(object::Column::ChangedAt, Expr::value(micros(now)))
        .filter(object::Column::Key.eq(key))
        .filter(object::Column::State.eq(from.as_str()))
        .exec(tx.db())
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Objects in a state since before then, some at a time.
///
/// # Errors
/// [`Fault`].
pub async fn objects(on: &impl Access, state: ObjectState, before: Timestamp) -> Result<Vec<String>, Fault> {
    let rows = object::Entity::find()
        .filter(object::Column::State.eq(state.as_str()))
        .filter(object::Column::ChangedAt.lte(micros(before)))
        .limit(500)
        .all(on.db())
        .await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

/// Forgets a dead object that is gone.
///
/// # Errors
/// [`Fault`].
pub async fn forget_object(store: &Store, key: &str) -> Result<(), Fault> {
    let tx = store.begin().await?;
    object::Entity::delete_by_id(key.to_owned())
        .filter(object::Column::State.eq(ObjectState::Dead.as_str()))
        .exec(tx.db())
        .await?;
    tx.commit().await
}
