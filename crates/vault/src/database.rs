//! An open database with its keys: how it is connected, and the one way to change it.

use std::{path::Path, sync::Arc, time::Duration};

use client::port::Random;
use domain::PersonId;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, config::DbConfig};
use seal::Aad;

use crate::{contents, error::Trouble, head::Head, keys::Keys, records};

/// How long a transaction waits for another connection to the same file.
const BUSY: Duration = Duration::from_secs(5);

/// The parts of an open vault that never change.
pub(crate) struct Seals {
    pub(crate) person: PersonId,
    pub(crate) keys: Keys,
    pub(crate) random: Arc<dyn Random>,
    /// The version of the schema; rows written now are bound to it.
    pub(crate) schema: u32,
}

/// An open vault.
pub(crate) struct Database {
    pub(crate) connection: Connection,
    pub(crate) seals: Seals,
}

/// A change under way: dropped without [`Change::commit`], it never was.
pub(crate) struct Change<'a> {
    pub(crate) transaction: Transaction<'a>,
    pub(crate) seals: &'a Seals,
    pub(crate) head: Head,
}

/// Opens a connection. `max_pages` makes the disk look full beyond so many pages.
pub(crate) fn connect(path: &Path, max_pages: Option<u32>) -> Result<Connection, Trouble> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(BUSY)?;
    // No statement of ours needs what this forbids, such as writing to the schema table.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // fullfsync: on Apple's systems fsync alone does not reach the disk.
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;
         PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
    )?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", (), |row| row.get(0))?;
    if mode != "wal" {
        return Err(Trouble::IO);
    }
    connection.execute_batch("PRAGMA synchronous = FULL")?;
    if let Some(pages) = max_pages {
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), (), |_| Ok(()))?;
    }
    Ok(connection)
}

/// Moves the journal into the file and empties it, so that what was overwritten is gone from the journal too. When
/// somebody is reading it is left for the next time.
pub(crate) fn flush(connection: &Connection) -> Result<(), Trouble> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
    Ok(())
}

/// Moves the journal into the file and starts it over in the space it has.
pub(crate) fn rewind(connection: &Connection) -> Result<(), Trouble> {
    connection.query_row("PRAGMA wal_checkpoint(RESTART)", (), |_| Ok(()))?;
    Ok(())
}

/// The port's source of randomness as the seal wants it.
pub(crate) fn drawn(random: &dyn Random) -> impl FnMut(&mut [u8]) -> Result<(), seal::NoRandomness> {
    |bytes| {
        random.fill(bytes);
        Ok(())
    }
}

impl Seals {
    /// What a cell is bound to: table, row, column, schema, and the row's version.
    pub(crate) fn cell(table: &str, lookup: &[u8], column: &str, schema: u32, version: u64) -> Aad {
        Aad::cell(table, lookup, column, schema).number(version)
    }
}

impl Database {
    /// Begins a change.
    pub(crate) fn change(&mut self) -> Result<Change<'_>, Trouble> {
        let Self { connection, seals } = self;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut head = Head::read(&transaction, &seals.keys.head, seals.person)?;
        // Sequences are stored as SQLite's signed integers.
        head.sequence = head
            .sequence
            .checked_add(1)
            .filter(|next| *next <= i64::MAX as u64)
            .ok_or(Trouble::DAMAGED)?;
        Ok(Change {
            transaction,
            seals,
            head,
        })
    }

    /// Compares every row of `record` and `content` with the head, and the order in which they lie with the order in
    /// which they are searched. Gives the sequence.
    pub(crate) fn verify(&self) -> Result<u64, Trouble> {
        let head = Head::read(&self.connection, &self.seals.keys.head, self.seals.person)?;
        let mut counted = seal::SetDigest::default();
        records::count(&self.connection, &self.seals, &mut counted)?;
        contents::count(&self.connection, &self.seals, &mut counted)?;
        if head.schema == self.seals.schema && head.digest == counted {
            Ok(head.sequence)
        } else {
            Err(Trouble::DAMAGED)
        }
    }
}

impl Change<'_> {
    /// Makes the change last: on disk when it comes back.
    pub(crate) fn commit(self) -> Result<(), Trouble> {
        let mut random = drawn(&*self.seals.random);
        self.head
            .write(&self.transaction, &self.seals.keys.head, self.seals.person, &mut random)?;
        Ok(self.transaction.commit()?)
    }
}
