//! The database: SQLite by default, PostgreSQL by URL, the same code on both. Tables are explained in
//! [`migration`]; each file here is one resource with its entities and queries, and seals what is personal on the way
//! in. No rule lives here.
//!
//! Reads go to [`Store`]; changes happen in a [`Tx`]. SQLite has one writer: a lock in this process hands out turns
//! fairly, and `BEGIN IMMEDIATE` with a busy timeout settles it with other processes (a seed, a key rotation), so a
//! transaction never finds itself unable to write half way.

pub mod access;
pub mod account;
pub mod cards;
pub mod checks;
pub mod city;
mod connect;
pub mod data_keys;
pub mod devices;
pub mod documents;
pub mod errands;
pub mod members;
pub mod migration;
pub mod organisations;
pub mod outbox;
pub mod profile;
pub mod sessions;
pub mod sharing;
pub mod shifts;
pub mod sync;

use std::sync::Arc;

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use connect::{DatabaseUrl, DatabaseUrlError, connect};

use crate::{fault::Fault, keys::Sealing};

/// Where queries run: outside a transaction, or inside one.
pub trait Access: Send + Sync {
    /// The connection.
    type Db: ConnectionTrait;
    /// The connection.
    fn db(&self) -> &Self::Db;
    /// The keys that seal and find.
    fn sealing(&self) -> &Sealing;
}

/// The open database and the keys to it.
#[derive(Clone)]
pub struct Store {
    db: DatabaseConnection,
    sealing: Arc<Sealing>,
    turn: Arc<Mutex<()>>,
}

/// A transaction that may write. Dropped without [`Tx::commit`], it leaves nothing behind.
pub struct Tx {
    tx: DatabaseTransaction,
    sealing: Arc<Sealing>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Store {
    /// A connection with its keys.
    pub fn new(db: DatabaseConnection, sealing: Sealing) -> Self {
        Self {
            db,
            sealing: Arc::new(sealing),
            turn: Arc::new(Mutex::new(())),
        }
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`Fault::Database`], [`Fault::Busy`].
    pub async fn begin(&self) -> Result<Tx, Fault> {
        let turn = match self.db.get_database_backend() {
            DbBackend::Sqlite => Some(Arc::clone(&self.turn).lock_owned().await),
            _ => None,
        };
        let tx = begin_writing(&self.db).await?;
        Ok(Tx {
            tx,
            sealing: Arc::clone(&self.sealing),
            _turn: turn,
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Fault::Database`].
    pub async fn probe(&self) -> Result<(), Fault> {
        Ok(self.db.ping().await?)
    }

    /// Closes the connections.
    ///
    /// # Errors
    /// [`Fault::Database`].
    pub async fn close(&self) -> Result<(), Fault> {
        Ok(self.db.clone().close().await?)
    }
}

/// Begins a transaction that takes SQLite's write lock at once.
pub(crate) async fn begin_writing(db: &DatabaseConnection) -> Result<DatabaseTransaction, Fault> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(db.begin_with_options(options).await?)
}

impl Tx {
    /// Makes other transactions that name this key wait until this one ends: for what is counted and then added to,
    /// where no row is there to lock. SQLite's one writer needs nothing. Several keys are taken in the same order
    /// everywhere.
    ///
    /// # Errors
    /// [`Fault::Database`].
    pub async fn serialise(&self, key: &[u8]) -> Result<(), Fault> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            let statement = Statement::from_sql_and_values(DbBackend::Postgres, lock, [hex::encode(key).into()]);
            self.tx.execute_raw(statement).await?;
        }
        Ok(())
    }

    /// Makes everything done in it lasting.
    ///
    /// # Errors
    /// [`Fault::Database`].
    pub async fn commit(self) -> Result<(), Fault> {
        Ok(self.tx.commit().await?)
    }
}

impl Access for Store {
    type Db = DatabaseConnection;

    fn db(&self) -> &Self::Db {
        &self.db
    }

    fn sealing(&self) -> &Sealing {
        &self.sealing
    }
}

impl Access for Tx {
    type Db = DatabaseTransaction;

    fn db(&self) -> &Self::Db {
        &self.tx
    }

    fn sealing(&self) -> &Sealing {
        &self.sealing
    }
}

/// A time as columns hold it: microseconds since 1970 in UTC.
pub fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The time of a column.
///
/// # Errors
/// [`Fault::Corrupt`] outside of what the calendar has.
pub fn instant(micros: i64) -> Result<Timestamp, Fault> {
    Timestamp::from_microsecond(micros).map_err(|_| Fault::Corrupt("time"))
}

/// Times are kept in microseconds; what is answered before and after storing must be the same.
pub fn whole_micros(at: Timestamp) -> Timestamp {
    instant(micros(at)).unwrap_or(at)
}

/// The word of a closed list as columns hold it: its wire form.
pub(crate) fn word(value: &impl serde::Serialize) -> Result<String, Fault> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(Fault::Corrupt("word")),
    }
}

pub(crate) fn unword<T: serde::de::DeserializeOwned>(word: String) -> Result<T, Fault> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(|_| Fault::Corrupt("word"))
}
