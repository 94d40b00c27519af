//! Records: sealed bytes under a collection and a sealed key.

use client::port::Collection;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use seal::{Aad, SetDigest};

use crate::{
    database::{Change, Database, Seals, drawn},
    error::Trouble,
    schema::RECORD,
};

/// A row of `record`.
struct Sealed {
    collection: String,
    lookup: Vec<u8>,
    key: Vec<u8>,
    value: Vec<u8>,
    version: u64,
    schema: u32,
}

const COLUMNS: &str = "collection, lookup, sealed_key, sealed_value, version, schema";

impl Sealed {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            collection: row.get(0)?,
            lookup: row.get(1)?,
            key: row.get(2)?,
            value: row.get(3)?,
            version: row.get::<_, i64>(4)?.cast_unsigned(),
            schema: row.get(5)?,
        })
    }

    fn aad(&self, column: &str) -> Aad {
        Seals::cell(RECORD, &self.lookup, column, self.schema, self.version).text(&self.collection)
    }

    /// What the digest of all rows counts.
    fn entry(&self) -> Aad {
        Aad::new("row")
            .text(RECORD)
            .text(&self.collection)
            .bytes(&self.lookup)
            .number(self.version)
            .number(self.schema.into())
            .bytes(&self.key)
            .bytes(&self.value)
    }

    fn open_value(&self, seals: &Seals) -> Result<Vec<u8>, Trouble> {
        // The port hands out bytes that nobody wipes; taking them out at least leaves no second copy.
        Ok(std::mem::take(&mut *seal::open(
            &seals.keys.record,
            &self.aad("value"),
            &self.value,
        )?))
    }

    fn open_key(&self, seals: &Seals) -> Result<String, Trouble> {
        let key = seal::open(&seals.keys.record, &self.aad("key"), &self.key)?;
        String::from_utf8(key.to_vec()).map_err(|_| Trouble::DAMAGED)
    }
}

fn lookup(seals: &Seals, collection: Collection, key: &str) -> [u8; 32] {
    seal::lookup(&seals.keys.lookup, collection.as_str(), key.as_bytes())
}

fn find(connection: &Connection, collection: Collection, lookup: &[u8]) -> Result<Option<Sealed>, Trouble> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM record WHERE collection = ?1 AND lookup = ?2"
        ))?
        .query_row(params![collection.as_str(), lookup], Sealed::from_row)
        .optional()?)
}

/// A record.
pub(crate) fn get(database: &Database, collection: Collection, key: &str) -> Result<Option<Vec<u8>>, Trouble> {
    let lookup = lookup(&database.seals, collection, key);
    find(&database.connection, collection, &lookup)?
        .map(|row| row.open_value(&database.seals))
        .transpose()
}

/// All records of a collection, in the order of their keys.
pub(crate) fn list(database: &Database, collection: Collection) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    let mut statement = database
        .connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM record WHERE collection = ?1"))?;
    let rows = statement.query_map([collection.as_str()], Sealed::from_row)?;
    let mut records = Vec::new();
    for row in rows {
        let row = row?;
        records.push((row.open_key(&database.seals)?, row.open_value(&database.seals)?));
    }
    records.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(records)
}

/// Adds every row to a digest. The rows must come in ascending order: a search relies on it.
pub(crate) fn count(connection: &Connection, seals: &Seals, counted: &mut SetDigest) -> Result<(), Trouble> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM record"))?;
    let rows = statement.query_map((), Sealed::from_row)?;
    let mut last = None;
    for row in rows {
        let row = row?;
        counted.add(&seals.keys.digest, row.entry().as_bytes());
        let place = Some((row.collection, row.lookup));
        if place <= last {
            return Err(Trouble::DAMAGED);
        }
        last = place;
    }
    Ok(())
}

impl Change<'_> {
    /// Sets a record.
    pub(crate) fn put(&mut self, collection: Collection, key: &str, value: &[u8]) -> Result<(), Trouble> {
        let lookup = lookup(self.seals, collection, key);
        if let Some(old) = find(&self.transaction, collection, &lookup)? {
            self.head.digest.remove(&self.seals.keys.digest, old.entry().as_bytes());
        }
        let mut row = Sealed {
            collection: collection.as_str().to_owned(),
            lookup: lookup.to_vec(),
            key: Vec::new(),
            value: Vec::new(),
            version: self.head.sequence,
            schema: self.seals.schema,
        };
        let mut random = drawn(&*self.seals.random);
        let sealing = &self.seals.keys.record;
        row.key = seal::seal(sealing, &row.aad("key"), key.as_bytes(), &mut random)?;
        row.value = seal::seal(sealing, &row.aad("value"), value, &mut random)?;
        self.transaction
            .prepare_cached(&format!(
                "INSERT INTO record ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (collection, lookup) DO UPDATE SET sealed_key = excluded.sealed_key,
                     sealed_value = excluded.sealed_value, version = excluded.version, schema = excluded.schema"
            ))?
            .execute(params![
                row.collection,
                row.lookup,
                row.key,
                row.value,
                row.version.cast_signed(),
                row.schema
            ])?;
        self.head.digest.add(&self.seals.keys.digest, row.entry().as_bytes());
        Ok(())
    }

    /// Removes a record, if it is there.
    pub(crate) fn delete(&mut self, collection: Collection, key: &str) -> Result<(), Trouble> {
        let lookup = lookup(self.seals, collection, key);
        let Some(old) = find(&self.transaction, collection, &lookup)? else {
            return Ok(());
        };
        self.head.digest.remove(&self.seals.keys.digest, old.entry().as_bytes());
        self.transaction
            .prepare_cached("DELETE FROM record WHERE collection = ?1 AND lookup = ?2")?
            .execute(params![collection.as_str(), lookup.as_slice()])?;
        Ok(())
    }
}
