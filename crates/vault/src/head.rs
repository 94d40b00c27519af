//! The sealed head: what the whole of the vault must look like. It is written in the same transaction as every change and
//! compared with the rows when the vault is opened, so a row that was removed, added, exchanged or put back in an older
//! form is noticed.

use domain::PersonId;
use rusqlite::Connection;
use seal::{Aad, Key, Random, SET_DIGEST_LEN, SetDigest};

use crate::error::Trouble;

/// What the head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Counts the transactions.
    pub(crate) sequence: u64,
    /// The version of the schema.
    pub(crate) schema: u32,
    /// Of all rows of `record` and `content`.
    pub(crate) digest: SetDigest,
}

const LEN: usize = 8 + 4 + SET_DIGEST_LEN;

impl Head {
    /// Of a new vault.
    pub(crate) fn empty(schema: u32) -> Self {
        Self {
            sequence: 0,
            schema,
            digest: SetDigest::default(),
        }
    }

    pub(crate) fn read(connection: &Connection, key: &Key, person: PersonId) -> Result<Self, Trouble> {
        let sealed: Vec<u8> = connection
            .prepare_cached("SELECT head FROM header")?
            .query_row((), |row| row.get(0))?;
        let plain = seal::open(key, &aad(person), &sealed)?;
        let plain: &[u8; LEN] = plain.as_slice().try_into().map_err(|_| Trouble::DAMAGED)?;
        let (sequence, rest) = plain.split_first_chunk().ok_or(Trouble::DAMAGED)?;
        let (schema, digest) = rest.split_first_chunk().ok_or(Trouble::DAMAGED)?;
        Ok(Self {
            sequence: u64::from_be_bytes(*sequence),
            schema: u32::from_be_bytes(*schema),
            digest: SetDigest::decode(digest).map_err(|_| Trouble::DAMAGED)?,
        })
    }

    pub(crate) fn write(
        &self,
        connection: &Connection,
        key: &Key,
        person: PersonId,
        random: &mut Random<'_>,
    ) -> Result<(), Trouble> {
        let mut plain = Vec::with_capacity(LEN);
        plain.extend_from_slice(&self.sequence.to_be_bytes());
        plain.extend_from_slice(&self.schema.to_be_bytes());
        plain.extend_from_slice(&self.digest.encode());
        let sealed = seal::seal(key, &aad(person), &plain, random)?;
        connection
            .prepare_cached("UPDATE header SET head = ?1")?
            .execute([sealed])?;
        Ok(())
    }
}

fn aad(person: PersonId) -> Aad {
    Aad::new("vault head").bytes(person.0.as_bytes())
}
