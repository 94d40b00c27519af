//! Contents: the table of contents, and what is in the pieces as far as it is here.

use std::{collections::HashMap, ops::Range};

use bytes::Bytes;
use client::port::{ContentStatus, PIECE};
use domain::DocumentId;
use protocol::api::ContentRecord;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use seal::{Aad, Key, SetDigest};
use uuid::Uuid;

use crate::{
    database::{Change, Database, Seals, drawn},
    error::Trouble,
    pieces,
    schema::CONTENT,
};

/// A row of `content`.
struct Sealed {
    lookup: Vec<u8>,
    document: Vec<u8>,
    record: Vec<u8>,
    wrapped_key: Vec<u8>,
    have: u64,
    version: u64,
    schema: u32,
}

const COLUMNS: &str = "lookup, sealed_document, sealed_record, wrapped_key, have, version, schema";

/// A row of `content`, opened.
pub(crate) struct Content {
    pub(crate) lookup: Vec<u8>,
    pub(crate) document: DocumentId,
    pub(crate) record: ContentRecord,
    pub(crate) key: Key,
    pub(crate) have: u64,
}

impl Content {
    fn status(&self) -> ContentStatus {
        ContentStatus {
            record: self.record.clone(),
            have: self.have,
        }
    }
}

impl Sealed {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            lookup: row.get(0)?,
            document: row.get(1)?,
            record: row.get(2)?,
            wrapped_key: row.get(3)?,
            have: row.get::<_, i64>(4)?.cast_unsigned(),
            version: row.get::<_, i64>(5)?.cast_unsigned(),
            schema: row.get(6)?,
        })
    }

    fn aad(&self, column: &str) -> Aad {
        Seals::cell(CONTENT, &self.lookup, column, self.schema, self.version).number(self.have)
    }

    /// What the digest of all rows counts.
    fn entry(&self) -> Aad {
        Aad::new("row")
            .text(CONTENT)
            .bytes(&self.lookup)
            .number(self.version)
            .number(self.schema.into())
            .number(self.have)
            .bytes(&self.document)
            .bytes(&self.record)
            .bytes(&self.wrapped_key)
    }

    fn open(self, seals: &Seals) -> Result<Content, Trouble> {
        let document = seal::open(&seals.keys.content, &self.aad("document"), &self.document)?;
        let record = seal::open(&seals.keys.content, &self.aad("record"), &self.record)?;
        let key = seal::unwrap_key(&seals.keys.wrap_content, &self.aad("key"), &self.wrapped_key)?;
        let record: ContentRecord = serde_json::from_slice(&record).map_err(|_| Trouble::DAMAGED)?;
        if self.have > record.bytes {
            return Err(Trouble::DAMAGED);
        }
        Ok(Content {
            lookup: self.lookup,
            document: DocumentId(Uuid::from_slice(&document).map_err(|_| Trouble::DAMAGED)?),
            record,
            key,
            have: self.have,
        })
    }
}

fn lookup(seals: &Seals, document: DocumentId) -> [u8; 32] {
    seal::lookup(&seals.keys.lookup, CONTENT, document.0.as_bytes())
}

fn find(connection: &Connection, lookup: &[u8]) -> Result<Option<Sealed>, Trouble> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM content WHERE lookup = ?1"))?
        .query_row([lookup], Sealed::from_row)
        .optional()?)
}

fn opened(connection: &Connection, seals: &Seals, document: DocumentId) -> Result<Option<Content>, Trouble> {
    find(connection, &lookup(seals, document))?
        .map(|row| row.open(seals))
        .transpose()
}

/// Adds every row to a digest, as [`crate::records::count`] does.
pub(crate) fn count(connection: &Connection, seals: &Seals, counted: &mut SetDigest) -> Result<(), Trouble> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM content"))?;
    let rows = statement.query_map((), Sealed::from_row)?;
    let mut last = None;
    for row in rows {
        let row = row?;
        counted.add(&seals.keys.digest, row.entry().as_bytes());
        let place = Some(row.lookup);
        if place <= last {
            return Err(Trouble::DAMAGED);
        }
        last = place;
    }
    Ok(())
}

/// How much of each content is here.
pub(crate) fn statuses(database: &Database) -> Result<HashMap<DocumentId, ContentStatus>, Trouble> {
    let mut statement = database
        .connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM content"))?;
    let rows = statement.query_map((), Sealed::from_row)?;
    let mut statuses = HashMap::new();
    for row in rows {
        let content = row?.open(&database.seals)?;
        statuses.insert(content.document, content.status());
    }
    Ok(statuses)
}

/// Bytes of a whole content.
pub(crate) fn read(database: &Database, document: DocumentId, range: Range<u64>) -> Result<Bytes, Trouble> {
    let content = opened(&database.connection, &database.seals, document)?
        .filter(|content| content.have == content.record.bytes)
        .ok_or(Trouble::DAMAGED)?;
    let range = range.start..range.end.min(content.record.bytes);
    pieces::read(&database.connection, &content, range)
}

/// Makes place for a content.
pub(crate) fn begin(
    database: &mut Database,
    document: DocumentId,
    record: &ContentRecord,
) -> Result<ContentStatus, Trouble> {
    let old = opened(&database.connection, &database.seals, document)?;
    if let Some(old) = &old
        && old.record == *record
    {
        return Ok(old.status());
    }
    if record.bytes == 0 && record.sha256 != pieces::sha256_of_nothing() {
        return Err(Trouble::DAMAGED);
    }
    let mut change = database.change()?;
    let same_bytes = old.filter(|old| old.record.sha256 == record.sha256 && old.record.bytes == record.bytes);
    let content = match same_bytes {
        // Only what kind of content it is was corrected.
        Some(old) => Content {
            record: record.clone(),
            ..old
        },
        None => {
            change.delete_content(document)?;
            Content {
                lookup: lookup(change.seals, document).to_vec(),
                document,
                record: record.clone(),
                key: Key::random(&mut drawn(&*change.seals.random))?,
                have: 0,
            }
        }
    };
    change.keep_content(&content)?;
    change.commit()?;
    Ok(content.status())
}

/// Adds the bytes that follow. The last ones bring the proof that the whole is what was announced; when it isn't, it is
/// dropped.
pub(crate) fn append(
    database: &mut Database,
    document: DocumentId,
    offset: u64,
    bytes: &[u8],
) -> Result<ContentStatus, Trouble> {
    let mut change = database.change()?;
    let mut content = opened(&change.transaction, change.seals, document)?.ok_or(Trouble::IO)?;
    let have = content.have + bytes.len() as u64;
    let fits = have == content.record.bytes || (have < content.record.bytes && have.is_multiple_of(PIECE));
    if offset != content.have || !fits {
        return Err(Trouble::IO);
    }
    if bytes.is_empty() {
        return Ok(content.status());
    }
    pieces::write(&change, &content, bytes)?;
    content.have = have;
    if have == content.record.bytes && !is_announced(&change.transaction, &content)? {
        drop(change);
        let mut change = database.change()?;
        change.delete_content(document)?;
        change.commit()?;
        return Err(Trouble::DAMAGED);
    }
    change.keep_content(&content)?;
    change.commit()?;
    Ok(content.status())
}

/// Whether the whole is what was announced. A piece that was damaged meanwhile can't be repaired either: all is to be
/// fetched again.
fn is_announced(connection: &Connection, content: &Content) -> Result<bool, Trouble> {
    match pieces::sha256(connection, content) {
        Ok(digest) => Ok(digest == content.record.sha256),
        Err(Trouble::DAMAGED) => Ok(false),
        Err(other) => Err(other),
    }
}

impl Change<'_> {
    /// Removes a content and its pieces, if it is there.
    pub(crate) fn delete_content(&mut self, document: DocumentId) -> Result<(), Trouble> {
        let lookup = lookup(self.seals, document);
        if let Some(old) = find(&self.transaction, &lookup)? {
            self.head.digest.remove(&self.seals.keys.digest, old.entry().as_bytes());
            self.transaction
                .prepare_cached("DELETE FROM content WHERE lookup = ?1")?
                .execute([lookup.as_slice()])?;
        }
        Ok(())
    }

    /// Writes a row of `content`; its pieces stay.
    fn keep_content(&mut self, content: &Content) -> Result<(), Trouble> {
        if let Some(old) = find(&self.transaction, &content.lookup)? {
            self.head.digest.remove(&self.seals.keys.digest, old.entry().as_bytes());
        }
        let row = self.sealed_content(content)?;
        self.transaction
            .prepare_cached(&format!(
                "INSERT INTO content ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (lookup) DO UPDATE SET sealed_document = excluded.sealed_document,
                     sealed_record = excluded.sealed_record, wrapped_key = excluded.wrapped_key,
                     have = excluded.have, version = excluded.version, schema = excluded.schema"
            ))?
            .execute(params![
                row.lookup,
                row.document,
                row.record,
                row.wrapped_key,
                row.have.cast_signed(),
                row.version.cast_signed(),
                row.schema
            ])?;
        self.head.digest.add(&self.seals.keys.digest, row.entry().as_bytes());
        Ok(())
    }

    fn sealed_content(&self, content: &Content) -> Result<Sealed, Trouble> {
        let mut row = Sealed {
            lookup: content.lookup.clone(),
            document: Vec::new(),
            record: Vec::new(),
            wrapped_key: Vec::new(),
            have: content.have,
            version: self.head.sequence,
            schema: self.seals.schema,
        };
        let mut random = drawn(&*self.seals.random);
        let keys = &self.seals.keys;
        let record = serde_json::to_vec(&content.record).map_err(|_| Trouble::IO)?;
        let document = content.document.0.as_bytes();
        row.document = seal::seal(&keys.content, &row.aad("document"), document, &mut random)?;
        row.record = seal::seal(&keys.content, &row.aad("record"), &record, &mut random)?;
        row.wrapped_key = seal::wrap_key(&keys.wrap_content, &row.aad("key"), &content.key, &mut random)?;
        Ok(row)
    }
}
