//! Citizens, one-time passwords and what counts against the caps.

use domain::{ChallengeId, CitizenId, CounterId, MemberId, PersonalNumber, Phone};
use jiff::Timestamp;
use protocol::api::{EnrolmentForm, Revision};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Access, Store, Tx, instant, micros};
use crate::{fault::Fault, keys::Cell, port::sms::SmsPurpose};

/// Challenges are filled up to this many bytes, so that neither a long name nor a decoy shows.
const CHALLENGE_BYTES: usize = 4096;

mod citizen {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "citizens")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub revision: i64,
        pub number_lookup: Vec<u8>,
        pub phone_lookup: Vec<u8>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod challenge {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "challenges")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub sealed: Vec<u8>,
        pub code_hash: Vec<u8>,
        pub created_at: i64,
        pub sent_at: i64,
        pub expires_at: i64,
        pub attempts: i32,
        pub sends: i32,
        pub used: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod send {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sends")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub key_lookup: Vec<u8>,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whom a one-time password lets in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// Whoever filled in this form.
    Enrolment(EnrolmentForm),
    /// A citizen, reached at a phone.
    Citizen {
        /// Who.
        citizen: CitizenId,
        /// The registered phone.
        phone: Phone,
    },
    /// An officer, to a shift at a counter.
    Shift {
        /// Who.
        citizen: CitizenId,
        /// The registered phone.
        phone: Phone,
        /// Where.
        counter: CounterId,
        /// In which role.
        member: MemberId,
    },
    /// Nobody: a decoy.
    Nobody,
}

/// The sealed part of a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeSecret {
    /// What it was asked for.
    pub purpose: SmsPurpose,
    /// Whom it lets in.
    pub subject: Subject,
    /// The cap that further sends count against.
    pub asked_as: Vec<u8>,
}

/// A challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Its name.
    pub id: ChallengeId,
    /// Whom it lets in, and how it was asked for.
    pub secret: ChallengeSecret,
    /// The keyed hash of the password.
    pub code_hash: Vec<u8>,
    /// When a password was last sent.
    pub sent_at: Timestamp,
    /// When the password ends.
    pub expires_at: Timestamp,
    /// Wrong answers to the present password.
    pub attempts: u32,
    /// Passwords sent.
    pub sends: u32,
    /// Whether it was answered.
    pub used: bool,
}

fn challenge_cell(id: &Uuid) -> Cell<'_> {
    Cell {
        table: "challenges",
        row: id.as_bytes(),
        column: "sealed",
    }
}

/// The keyed hash under which a phone is found.
pub fn phone_lookup(on: &impl Access, phone: &Phone) -> Vec<u8> {
    on.sealing().lookup("phone", phone.e164())
}

/// The keyed hash under which a personal number is found.
pub fn number_lookup(on: &impl Access, number: &PersonalNumber) -> Vec<u8> {
    on.sealing().lookup("personal number", number.as_str())
}

/// The citizen of a personal number.
///
/// # Errors
/// [`Fault`].
pub async fn citizen_by_number(on: &impl Access, number: &PersonalNumber) -> Result<Option<CitizenId>, Fault> {
    citizen_by_lookup(on, &number_lookup(on, number)).await
}

/// The citizen of a personal number, by its keyed hash.
///
/// # Errors
/// [`Fault`].
pub async fn citizen_by_lookup(on: &impl Access, lookup: &[u8]) -> Result<Option<CitizenId>, Fault> {
    let found = citizen::Entity::find()
        .filter(citizen::Column::NumberLookup.eq(lookup))
        .one(on.db())
        .await?;
    Ok(found.map(|row| CitizenId(row.id)))
}

/// The keyed hash of a citizen's personal number.
///
/// # Errors
/// [`Fault`].
pub async fn number_of(on: &impl Access, citizen: CitizenId) -> Result<Vec<u8>, Fault> {
    let row = citizen::Entity::find_by_id(citizen.0).one(on.db()).await?;
    row.map(|row| row.number_lookup).ok_or(Fault::Corrupt("citizen"))
}

/// The citizens of a phone, at most two: enough to know whether there is exactly one.
///
/// # Errors
/// [`Fault`].
pub async fn citizens_by_phone(on: &impl Access, phone: &Phone) -> Result<Vec<CitizenId>, Fault> {
    let found = citizen::Entity::find()
        .filter(citizen::Column::PhoneLookup.eq(phone_lookup(on, phone)))
        .order_by_asc(citizen::Column::CreatedAt)
        .limit(2)
        .all(on.db())
        .await?;
    Ok(found.into_iter().map(|row| CitizenId(row.id)).collect())
}

/// Adds a citizen.
///
/// # Errors
/// [`Fault`]; a unique number that is there already is [`Fault::Database`].
pub async fn add_citizen(
    tx: &Tx,
    id: CitizenId,
    number: &PersonalNumber,
    phone: &Phone,
    now: Timestamp,
) -> Result<(), Fault> {
    let row = citizen::ActiveModel {
        id: Set(id.0),
        revision: Set(0),
        number_lookup: Set(number_lookup(tx, number)),
        phone_lookup: Set(phone_lookup(tx, phone)),
        created_at: Set(micros(now)),
    };
    citizen::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The account's revision now.
///
/// # Errors
/// [`Fault`].
pub async fn revision(on: &impl Access, citizen: CitizenId) -> Result<Revision, Fault> {
    let row = citizen::Entity::find_by_id(citizen.0).one(on.db()).await?;
    row.and_then(|row| u64::try_from(row.revision).ok())
        .map(Revision)
        .ok_or(Fault::Corrupt("citizen"))
}

/// The account's next revision. Other transactions that change the account wait until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn advance(tx: &Tx, citizen: CitizenId) -> Result<Revision, Fault> {
    citizen::Entity::update_many()
        .col_expr(citizen::Column::Revision, Expr::col(citizen::Column::Revision).add(1))
        .filter(citizen::Column::Id.eq(citizen.0))
        .exec(tx.db())
        .await?;
    revision(tx, citizen).await
}

/// Makes other transactions that change the account wait until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn lock(tx: &Tx, citizen: CitizenId) -> Result<(), Fault> {
    citizen::Entity::find_by_id(citizen.0)
        .lock_exclusive()
        .one(tx.db())
        .await?;
    Ok(())
}

/// Adds a challenge, or replaces what changes when a password is sent again.
///
/// # Errors
/// [`Fault`].
pub async fn put_challenge(tx: &Tx, challenge: &Challenge, now: Timestamp) -> Result<(), Fault> {
    let id = challenge.id.0;
    let row = challenge::ActiveModel {
        id: Set(id),
        sealed: Set(tx
            .sealing()
            .seal_record(challenge_cell(&id), &challenge.secret, CHALLENGE_BYTES)?),
        code_hash: Set(challenge.code_hash.clone()),
        created_at: Set(micros(now)),
        sent_at: Set(micros(challenge.sent_at)),
        expires_at: Set(micros(challenge.expires_at)),
        attempts: Set(challenge.attempts as i32),
        sends: Set(challenge.sends as i32),
        used: Set(challenge.used),
    };
    let changes = sea_orm::sea_query::OnConflict::column(challenge::Column::Id)
        .update_columns([
            challenge::Column::CodeHash,
            challenge::Column::SentAt,
            challenge::Column::ExpiresAt,
            challenge::Column::Attempts,
            challenge::Column::Sends,
            challenge::Column::Used,
        ])
        .to_owned();
    challenge::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// A challenge, kept from other transactions until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn challenge(tx: &Tx, id: ChallengeId) -> Result<Option<Challenge>, Fault> {
    let Some(row) = challenge::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx.db())
        .await?
    else {
        return Ok(None);
    };
    Ok(Some(Challenge {
        id,
        secret: tx.sealing().open_record(challenge_cell(&id.0), &row.sealed)?,
        code_hash: row.code_hash,
        sent_at: instant(row.sent_at)?,
        expires_at: instant(row.expires_at)?,
        attempts: row.attempts.unsigned_abs(),
        sends: row.sends.unsigned_abs(),
        used: row.used,
    }))
}

/// Notes that something counts against a cap.
///
/// # Errors
/// [`Fault`].
pub async fn note_send(tx: &Tx, key: &[u8], now: Timestamp) -> Result<(), Fault> {
    let row = send::ActiveModel {
        id: Set(tx.sealing().random().id(now)?),
        key_lookup: Set(key.to_vec()),
        at: Set(micros(now)),
    };
    send::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// When things counted against a cap since then, oldest first.
///
/// # Errors
/// [`Fault`].
pub async fn sends_since(on: &impl Access, key: &[u8], since: Timestamp) -> Result<Vec<Timestamp>, Fault> {
    let rows = send::Entity::find()
        .filter(send::Column::KeyLookup.eq(key))
        .filter(send::Column::At.gt(micros(since)))
        .order_by_asc(send::Column::At)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| instant(row.at)).collect()
}

/// Forgets challenges that ended before, and sends that no cap looks at any more.
///
/// # Errors
/// [`Fault`].
pub async fn forget_old(store: &Store, challenges_before: Timestamp, sends_before: Timestamp) -> Result<u64, Fault> {
    let tx = store.begin().await?;
    let challenges = challenge::Entity::delete_many()
        .filter(challenge::Column::ExpiresAt.lt(micros(challenges_before)))
        .exec(tx.db())
        .await?;
    let sends = send::Entity::delete_many()
        .filter(send::Column::At.lt(micros(sends_before)))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok(challenges.rows_affected + sends.rows_affected)
}
