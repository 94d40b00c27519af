//! The city's signing keys and its counters.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::{Expr, OnConflict},
};
use seal::Zeroizing;

use super::{Access, Tx, instant, micros};
use crate::{fault::Fault, keys::Cell};

/// The counter of places given in the revocation list, to credentials and to printed cards.
pub const CREDENTIALS: &str = "credentials";
/// The counter of changes of the revocation list.
pub const REVOCATIONS: &str = "revocations";

mod key {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "city_keys")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kid: Vec<u8>,
        pub public_key: Vec<u8>,
        pub seed_sealed: Vec<u8>,
        pub not_before: i64,
        pub not_after: i64,
        pub revoked: bool,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod counter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "counters")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A signing key of the city, without its private half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKeyRecord {
    /// Its name.
    pub id: [u8; 8],
    /// The public half.
    pub public_key: [u8; 32],
    /// Signatures count from here.
    pub not_before: Timestamp,
    /// Signatures made until here count.
    pub not_after: Timestamp,
    /// Nothing it signed counts.
    pub revoked: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

fn cell(kid: &[u8]) -> Cell<'_> {
    Cell {
        table: "city_keys",
        row: kid,
        column: "seed_sealed",
    }
}

fn opened(row: &key::Model) -> Result<SigningKeyRecord, Fault> {
    let corrupt = || Fault::Corrupt("city key");
    Ok(SigningKeyRecord {
        id: row.kid.as_slice().try_into().map_err(|_| corrupt())?,
        public_key: row.public_key.as_slice().try_into().map_err(|_| corrupt())?,
        not_before: instant(row.not_before)?,
        not_after: instant(row.not_after)?,
        revoked: row.revoked,
        created_at: instant(row.created_at)?,
    })
}

/// Every key, oldest first.
///
/// # Errors
/// [`Fault`].
pub async fn keys(on: &impl Access) -> Result<Vec<SigningKeyRecord>, Fault> {
    let rows = key::Entity::find()
        .order_by_asc(key::Column::CreatedAt)
        .all(on.db())
        .await?;
    rows.iter().map(opened).collect()
}

/// Adds a key.
///
/// # Errors
/// [`Fault`].
pub async fn add_key(tx: &Tx, record: &SigningKeyRecord, seed: &[u8; 32]) -> Result<(), Fault> {
    let row = key::ActiveModel {
        kid: Set(record.id.to_vec()),
        public_key: Set(record.public_key.to_vec()),
        seed_sealed: Set(tx.sealing().seal(cell(&record.id), seed)?),
        not_before: Set(micros(record.not_before)),
        not_after: Set(micros(record.not_after)),
        revoked: Set(record.revoked),
        created_at: Set(micros(record.created_at)),
    };
    key::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The private half of a key.
///
/// # Errors
/// [`Fault`].
pub async fn seed(on: &impl Access, id: &[u8; 8]) -> Result<Zeroizing<[u8; 32]>, Fault> {
    let row = key::Entity::find_by_id(id.to_vec())
        .one(on.db())
        .await?
        .ok_or(Fault::Corrupt("city key"))?;
    let seed = on.sealing().open(cell(id), &row.seed_sealed)?;
    seed.as_slice()
        .try_into()
        .map(Zeroizing::new)
        .map_err(|_| Fault::Corrupt("city key"))
}

/// Ends a key earlier, or takes it back; says whether there is such a key.
///
/// # Errors
/// [`Fault`].
pub async fn limit_key(tx: &Tx, id: &[u8; 8], not_after: Option<Timestamp>, revoke: bool) -> Result<bool, Fault> {
    let mut update = key::Entity::update_many().filter(key::Column::Kid.eq(id.to_vec()));
    if let Some(last) = not_after {
        update = update.col_expr(key::Column::NotAfter, Expr::value(micros(last)));
    }
    if revoke {
        update = update.col_expr(key::Column::Revoked, Expr::value(true));
    }
    Ok(update.exec(tx.db()).await?.rows_affected > 0)
}

/// A counter's value; 0 before it was first counted up.
///
/// # Errors
/// [`Fault`].
pub async fn count(on: &impl Access, name: &str) -> Result<i64, Fault> {
    Ok(counter::Entity::find_by_id(name.to_owned())
        .one(on.db())
        .await?
        .map_or(0, |row| row.value))
}

/// A place of the revocation list that nothing had before.
///
/// # Errors
/// [`Fault`].
pub async fn new_place(tx: &Tx) -> Result<u32, Fault> {
    let place = count_up(tx, CREDENTIALS).await? - 1;
    u32::try_from(place).map_err(|_| Fault::Corrupt("revocation place"))
}

/// Counts up, and gives the new value. Other transactions that count wait until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn count_up(tx: &Tx, name: &str) -> Result<i64, Fault> {
    let row = counter::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(1),
    };
    let grow = Expr::col((counter::Entity, counter::Column::Value)).add(1);
    let changes = OnConflict::column(counter::Column::Name)
        .value(counter::Column::Value, grow)
        .to_owned();
    counter::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    count(tx, name).await
}
