//! The tables of a vault, version 1. Later versions are steps in `migrations.rs`; this text never changes.
//!
//! `PRAGMA application_id` marks the file as a vault (`CDSv`); `PRAGMA user_version` is the version of this schema and
//! equals `header.format`.
//!
//! # `header`: one row, what must be known before any key is
//! | column | what it is |
//! | --- | --- |
//! | `format` | The version of the schema. Stays in every version to come, so that an older app can say "newer". |
//! | `person` | The 16 bytes of the person's id. Another person's file in this place is noticed before the PIN is tried. |
//! | `generation` | Counts the changes of the PIN, from 1. Bound into the canary and the wrapped key, so that an old PIN's pair can't be put back singly; its parity names the keyring's entry (`key_store`). |
//! | `keyring` | 1 when opening needs the keyring's part, 0 when the PIN alone opens. |
//! | `salt` | Argon2id's salt, new with every PIN. |
//! | `cost` | Argon2id's cost, as `seal::Cost` encodes it. |
//! | `canary` | A constant sealed under a key from the KEK. When it opens, the PIN is right, and whatever fails later is damage. |
//! | `wrapped_key` | The DEK under another key from the KEK. |
//! | `checksum` | SHA-256 of all columns above. Not a protection (anyone can compute it), but a flipped bit in the salt or the canary says "damaged" and is not counted as a wrong PIN. |
//! | `head` | Sealed under a key from the DEK: sequence, schema version and the digest of all rows (`head.rs`). |
//!
//! # `tries`: one row, written before a PIN is looked at
//! | column | what it is |
//! | --- | --- |
//! | `state` | Wrong PINs, when the next is taken, the latest clock seen (`tries.rs`). Readable: no key is known yet. |
//! | `tag` | HMAC of `state` under a key from the keyring's part, so that it can't be written by whoever has the file alone. Without a keyring the key is a constant, and the tag a checksum. |
//!
//! # `record`: sealed values
//! | column | what it is |
//! | --- | --- |
//! | `collection` | Which kind, in the clear: it tells how many there are of each. |
//! | `lookup` | Keyed hash of the record's key: finds it without showing it. |
//! | `sealed_key` | The record's key, for listing. |
//! | `sealed_value` | The record's bytes. |
//! | `version` | The vault's sequence when this row was written. |
//! | `schema` | The version of the schema when this row was written: part of what its cells are bound to, so rows need no sealing anew when the schema grows. |
//!
//! # `content`: the contents' table of contents
//! | column | what it is |
//! | --- | --- |
//! | `lookup` | Keyed hash of the document's id. |
//! | `sealed_document` | The document's id. |
//! | `sealed_record` | Media type, length and SHA-256, as JSON. |
//! | `wrapped_key` | The key of this content's pieces: random, its own. |
//! | `have` | How many bytes are here, from the start. |
//! | `version`, `schema` | As in `record`. |
//!
//! # `piece`: the contents
//! | column | what it is |
//! | --- | --- |
//! | `content` | Whose piece: `content.lookup`. |
//! | `number` | Which piece, from 0; every piece but the last holds 64 KiB. |
//! | `sealed` | The bytes, bound to document, number, total length and SHA-256 of the content. |
//!
//! Pieces are written once under a key of their own and never changed, so they can only be missing or refused: they are
//! not counted in the head's digest, and a vault with gigabytes of papers opens without reading them.
//!
//! Every table but the one-row ones is `WITHOUT ROWID`: one tree a table, no index beside it. A search then walks the
//! very entries that were verified when the vault was opened, and an index can't disagree with its table.

/// `PRAGMA application_id`: "CDSv".
pub(crate) const APPLICATION_ID: i32 = 0x4344_5376;

/// What the cells of version 1 are bound to.
pub(crate) const RECORD: &str = "record";
/// See [`RECORD`].
pub(crate) const CONTENT: &str = "content";

/// Version 1, whole.
pub(crate) const VERSION_1: &str = "
CREATE TABLE header (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    format INTEGER NOT NULL,
    person BLOB NOT NULL,
    generation INTEGER NOT NULL,
    keyring INTEGER NOT NULL,
    salt BLOB NOT NULL,
    cost BLOB NOT NULL,
    canary BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    checksum BLOB NOT NULL,
    head BLOB NOT NULL
) STRICT;
CREATE TABLE tries (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state BLOB NOT NULL,
    tag BLOB NOT NULL
) STRICT;
CREATE TABLE record (
    collection TEXT NOT NULL,
    lookup BLOB NOT NULL,
    sealed_key BLOB NOT NULL,
    sealed_value BLOB NOT NULL,
    version INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    PRIMARY KEY (collection, lookup)
) STRICT, WITHOUT ROWID;
CREATE TABLE content (
    lookup BLOB NOT NULL PRIMARY KEY,
    sealed_document BLOB NOT NULL,
    sealed_record BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    have INTEGER NOT NULL,
    version INTEGER NOT NULL,
    schema INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE piece (
    content BLOB NOT NULL REFERENCES content (lookup) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (content, number)
) STRICT, WITHOUT ROWID;
";
