//! The pieces of a content. Each is bound to its document, its number, the whole's length and the whole's SHA-256, under
//! a key that belongs to this one content: cut, exchanged, reordered or left over from a former content, it doesn't open.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use client::port::PIECE;
use rusqlite::{Connection, params};
use seal::{Aad, Zeroizing};
use sha2::{Digest as _, Sha256};

use crate::{
    contents::Content,
    database::{Change, drawn},
    error::Trouble,
};

fn aad(content: &Content, number: u64) -> Aad {
    Aad::new("piece")
        .bytes(content.document.0.as_bytes())
        .number(number)
        .number(content.record.bytes)
        .text(&content.record.sha256)
}

/// Seals and writes the bytes that follow the content's `have`, which is a multiple of [`PIECE`].
pub(crate) fn write(change: &Change<'_>, content: &Content, bytes: &[u8]) -> Result<(), Trouble> {
    let first = content.have / PIECE;
    let mut random = drawn(&*change.seals.random);
    // A piece left behind by a damaged file must not stand in the way.
    let mut insert = change
        .transaction
        .prepare_cached("INSERT OR REPLACE INTO piece (content, number, sealed) VALUES (?1, ?2, ?3)")?;
    for (number, piece) in (first..).zip(bytes.chunks(PIECE as usize)) {
        let sealed = seal::seal(&content.key, &aad(content, number), piece, &mut random)?;
        insert.execute(params![content.lookup, number.cast_signed(), sealed])?;
    }
    Ok(())
}

/// Opens the pieces `numbers` one after the other.
fn for_each(
    connection: &Connection,
    content: &Content,
    numbers: Range<u64>,
    mut take: impl FnMut(u64, Zeroizing<Vec<u8>>),
) -> Result<(), Trouble> {
    let mut statement = connection.prepare_cached("SELECT sealed FROM piece WHERE content = ?1 AND number = ?2")?;
    for number in numbers {
        let mut rows = statement.query(params![content.lookup, number.cast_signed()])?;
        let row = rows.next()?.ok_or(Trouble::DAMAGED)?;
        let sealed = row.get_ref(0)?.as_blob().map_err(|_| Trouble::DAMAGED)?;
        let piece = seal::open(&content.key, &aad(content, number), sealed)?;
        let expected = PIECE.min(content.record.bytes - number * PIECE);
        if piece.len() as u64 != expected {
            return Err(Trouble::DAMAGED);
        }
        take(number, piece);
    }
    Ok(())
}

/// Bytes of a whole content; `range` ends within it.
pub(crate) fn read(connection: &Connection, content: &Content, range: Range<u64>) -> Result<Bytes, Trouble> {
    if range.is_empty() {
        return Ok(Bytes::new());
    }
    let length = usize::try_from(range.end - range.start).map_err(|_| Trouble::IO)?;
    let mut bytes = BytesMut::with_capacity(length);
    let numbers = range.start / PIECE..range.end.div_ceil(PIECE);
    for_each(connection, content, numbers, |number, piece| {
        let start = number * PIECE;
        let end = start + piece.len() as u64;
        let from = range.start.clamp(start, end) - start;
        let to = range.end.clamp(start, end) - start;
        bytes.extend_from_slice(&piece[from as usize..to as usize]);
    })?;
    Ok(bytes.freeze())
}

/// SHA-256 of all that was written, in lower-case hex, read back from the file.
pub(crate) fn sha256(connection: &Connection, content: &Content) -> Result<String, Trouble> {
    let mut hash = Sha256::new();
    let numbers = 0..content.record.bytes.div_ceil(PIECE);
    for_each(connection, content, numbers, |_, piece| hash.update(piece.as_slice()))?;
    Ok(hex::encode(hash.finalize()))
}

/// SHA-256 of no bytes at all.
pub(crate) fn sha256_of_nothing() -> String {
    hex::encode(Sha256::digest(b""))
}
