//! Sessions and their tokens.

use domain::{CitizenId, DeviceId, OperationId, SessionId};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};

use super::{Access, Store, Tx, instant, micros};
use crate::fault::Fault;

mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub citizen: Uuid,
        pub device: Uuid,
        pub opened_at: i64,
        pub last_used_at: i64,
        pub ends_at: i64,
        pub ended: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod token {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tokens")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: Vec<u8>,
        pub session: Uuid,
        pub kind: String,
        pub expires_at: i64,
        pub attempt: Option<Uuid>,
        pub follows: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Why a session ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The resident ended it.
    SignedOut,
    /// Its device was removed.
    DeviceRemoved,
    /// A refresh token came a second time.
    TokenReused,
}

impl EndReason {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::DeviceRemoved => "device_removed",
            Self::TokenReused => "token_reused",
        }
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// Whose.
    pub citizen: CitizenId,
    /// On which device.
    pub device: DeviceId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Its last request, within half a minute.
    pub last_used_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// Whether it was ended before.
    pub ended: bool,
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Authorises requests.
    Access,
    /// Gets new tokens, once.
    Refresh,
}

impl TokenKind {
    /// The word in columns, and the domain of the keyed hash.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
        }
    }
}

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its keyed hash.
    pub hash: Vec<u8>,
    /// Whose.
    pub session: SessionId,
    /// What for.
    pub kind: TokenKind,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The attempt that used it, for a refresh token.
    pub attempt: Option<OperationId>,
    /// The hash of the refresh token that it came from, or of the one it came with.
    pub follows: Option<Vec<u8>>,
}

fn opened(row: session::Model) -> Result<Session, Fault> {
    Ok(Session {
        id: SessionId(row.id),
        citizen: CitizenId(row.citizen),
        device: DeviceId(row.device),
        opened_at: instant(row.opened_at)?,
        last_used_at: instant(row.last_used_at)?,
        ends_at: instant(row.ends_at)?,
        ended: row.ended.is_some(),
    })
}

/// Adds a session.
///
/// # Errors
/// [`Fault`].
pub async fn add(tx: &Tx, session: &Session) -> Result<(), Fault> {
    let row = session::ActiveModel {
        id: Set(session.id.0),
        citizen: Set(session.citizen.0),
        device: Set(session.device.0),
        opened_at: Set(micros(session.opened_at)),
        last_used_at: Set(micros(session.last_used_at)),
        ends_at: Set(micros(session.ends_at)),
        ended: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// A session by its id, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn by_id(on: &impl Access, id: SessionId) -> Result<Option<Session>, Fault> {
    session::Entity::find_by_id(id.0)
        .one(on.db())
        .await?
        .map(opened)
        .transpose()
}

/// A session, kept from other transactions until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn locked(tx: &Tx, id: SessionId) -> Result<Option<Session>, Fault> {
    session::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx.db())
        .await?
        .map(opened)
        .transpose()
}

/// The sessions of a citizen that nobody ended and that have time left, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn open_of_citizen(
    on: &impl Access,
    citizen: CitizenId,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<Vec<Session>, Fault> {
    let rows = session::Entity::find()
        .filter(session::Column::Citizen.eq(citizen.0))
        .filter(session::Column::Ended.is_null())
        .filter(session::Column::EndsAt.gt(micros(now)))
        .filter(session::Column::LastUsedAt.gt(micros(used_since)))
        .order_by_desc(session::Column::OpenedAt)
        .order_by_desc(session::Column::Id)
        .all(on.db())
        .await?;
    rows.into_iter().map(opened).collect()
}

/// Notes a session's use.
///
/// # Errors
/// [`Fault`].
pub async fn used(tx: &Tx, id: SessionId, now: Timestamp) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(micros(now)))
        .filter(session::Column::Id.eq(id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Ends a session, if it has not ended.
///
/// # Errors
/// [`Fault`].
pub async fn end(tx: &Tx, id: SessionId, reason: EndReason) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::Ended, Expr::value(reason.as_str()))
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::Ended.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Ends the sessions of a device.
///
/// # Errors
/// [`Fault`].
pub async fn end_of_device(tx: &Tx, device: DeviceId, reason: EndReason) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::Ended, Expr::value(reason.as_str()))
        .filter(session::Column::Device.eq(device.0))
        .filter(session::Column::Ended.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Adds a token.
///
/// # Errors
/// [`Fault`].
pub async fn add_token(tx: &Tx, token: &Token) -> Result<(), Fault> {
    let row = token::ActiveModel {
        hash: Set(token.hash.clone()),
        session: Set(token.session.0),
        kind: Set(token.kind.as_str().to_owned()),
        expires_at: Set(micros(token.expires_at)),
        attempt: Set(token.attempt.map(|attempt| attempt.0)),
        follows: Set(token.follows.clone()),
    };
    token::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

fn opened_token(row: token::Model, kind: TokenKind) -> Result<Token, Fault> {
    Ok(Token {
        hash: row.hash,
        session: SessionId(row.session),
        kind,
        expires_at: instant(row.expires_at)?,
        attempt: row.attempt.map(OperationId),
        follows: row.follows,
    })
}

/// A token by its hash.
///
/// # Errors
/// [`Fault`].
pub async fn token(on: &impl Access, kind: TokenKind, hash: &[u8]) -> Result<Option<Token>, Fault> {
    let row = token::Entity::find_by_id(hash.to_vec())
        .filter(token::Column::Kind.eq(kind.as_str()))
        .one(on.db())
        .await?;
    row.map(|row| opened_token(row, kind)).transpose()
}

/// Notes the attempt that used a refresh token.
///
/// # Errors
/// [`Fault`].
pub async fn spend(tx: &Tx, hash: &[u8], attempt: OperationId) -> Result<(), Fault> {
    token::Entity::update_many()
        .col_expr(token::Column::Attempt, Expr::value(attempt.0))
        .filter(token::Column::Hash.eq(hash.to_vec()))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The tokens that follow from a refresh token.
///
/// # Errors
/// [`Fault`].
pub async fn following(on: &impl Access, hash: &[u8], kind: TokenKind) -> Result<Option<Token>, Fault> {
    let row = token::Entity::find()
        .filter(token::Column::Follows.eq(hash.to_vec()))
        .filter(token::Column::Kind.eq(kind.as_str()))
        .limit(1)
        .one(on.db())
        .await?;
    row.map(|row| opened_token(row, kind)).transpose()
}

/// Forgets sessions whose time was over before, with their tokens.
///
/// # Errors
/// [`Fault`].
pub async fn forget_ended(store: &Store, before: Timestamp) -> Result<u64, Fault> {
    let tx = store.begin().await?;
    let gone = session::Entity::delete_many()
        .filter(session::Column::EndsAt.lt(micros(before)))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}
