//! Sealing of values and content, and keyed lookups, under the data keys.

use std::sync::Arc;

use seal::{Aad, Key, Opener, Sealer, Zeroizing};
use serde::{Serialize, de::DeserializeOwned};

use crate::{fault::Fault, port::Random};

/// The version of the layout of sealed cells, part of their associated data.
const CELLS: u32 = 1;

/// The place of a sealed value.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// Table.
    pub table: &'static str,
    /// The row's identity.
    pub row: &'a [u8],
    /// Column.
    pub column: &'static str,
}

impl Cell<'_> {
    fn aad(&self) -> Aad {
        Aad::cell(self.table, self.row, self.column, CELLS)
    }
}

/// The data keys at work.
pub struct Sealing {
    columns: Key,
    lookups: Key,
    content: Key,
    tokens: Key,
    random: Arc<dyn Random>,
}

impl Sealing {
    /// From the four data keys.
    pub(super) fn new(columns: Key, lookups: Key, content: Key, tokens: Key, random: Arc<dyn Random>) -> Self {
        Self {
            columns,
            lookups,
            content,
            tokens,
            random,
        }
    }

    /// The source of randomness.
    pub fn random(&self) -> &Arc<dyn Random> {
        &self.random
    }

    /// Seals bytes for a place.
    ///
    /// # Errors
    /// [`Fault::Seal`].
    pub fn seal(&self, cell: Cell<'_>, plain: &[u8]) -> Result<Vec<u8>, Fault> {
        let key = self.columns.derive("table", cell.table.as_bytes());
        Ok(seal::seal(&key, &cell.aad(), plain, &mut self.random.source())?)
    }

    /// Opens what [`Sealing::seal`] made for the same place.
    ///
    /// # Errors
    /// [`Fault::Open`].
    pub fn open(&self, cell: Cell<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let key = self.columns.derive("table", cell.table.as_bytes());
        seal::open(&key, &cell.aad(), sealed).map_err(|cause| Fault::Open {
            place: format!("{}.{}", cell.table, cell.column),
            cause,
        })
    }

    /// Seals a record as JSON, filled up with spaces to a multiple of `step` bytes so that lengths tell little.
    ///
    /// # Errors
    /// [`Fault::Seal`].
    pub fn seal_record(&self, cell: Cell<'_>, record: &impl Serialize, step: usize) -> Result<Vec<u8>, Fault> {
        let json = serde_json::to_vec(record).map_err(|_| Fault::Corrupt("record"))?;
        let mut json = Zeroizing::new(json);
        let length = json.len().next_multiple_of(step.max(1));
        json.resize(length, b' ');
        self.seal(cell, &json)
    }

    /// Opens what [`Sealing::seal_record`] made.
    ///
    /// # Errors
    /// [`Fault::Open`]; [`Fault::Corrupt`] when it is no such record.
    pub fn open_record<T: DeserializeOwned>(&self, cell: Cell<'_>, sealed: &[u8]) -> Result<T, Fault> {
        serde_json::from_slice(&self.open(cell, sealed)?).map_err(|_| Fault::Corrupt(cell.table))
    }

    /// The keyed hash that finds `value` (in its canonical form) in `domain`.
    pub fn lookup(&self, domain: &str, value: &str) -> Vec<u8> {
        seal::lookup(&self.lookups, domain, value.as_bytes()).to_vec()
    }

    /// 32 bytes that follow from `parts` and can't be foretold without the key: hashes of passwords and tokens, and
    /// tokens themselves.
    pub fn token(&self, domain: &str, parts: &[&[u8]]) -> [u8; 32] {
        let joined = parts.iter().fold(Aad::new("token"), |joined, part| joined.bytes(part));
        seal::lookup(&self.tokens, domain, joined.as_bytes())
    }

    /// Starts sealing content for the object `key`.
    ///
    /// # Errors
    /// [`Fault::Seal`].
    pub fn content_sealer(&self, key: &str) -> Result<Sealer, Fault> {
        Ok(Sealer::new(
            &self.content,
            &content_aad(key),
            &mut self.random.source(),
        )?)
    }

    /// Opens the content of the object `key` from its first bytes and its sealed length.
    ///
    /// # Errors
    /// [`Fault::Stream`].
    pub fn content_opener(&self, key: &str, start: &[u8], sealed_len: u64) -> Result<Opener, Fault> {
        Ok(Opener::new(&self.content, &content_aad(key), start, sealed_len)?)
    }
}

fn content_aad(key: &str) -> Aad {
    Aad::new("object").text(key)
}
