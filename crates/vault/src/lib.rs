//! The vault of each person on a device, in one SQLite file: the native adapter of the client's ports `Vaults` and
//! `Vault`.
//!
//! | story | file |
//! | --- | --- |
//! | which vaults there are, making, opening and erasing them | [`SqliteVaults`] in `vaults.rs`, `open.rs`, `create.rs` |
//! | an open vault | `vault.rs`, over `records.rs` and `contents.rs` |
//! | what every table and column is for | `schema.rs`; from version to version: `migrations.rs` |
//! | from a PIN and the keyring to the keys | `keys.rs`, `header.rs`, `pin.rs` |
//! | wrong PINs, restarts and clocks set back | `tries.rs` |
//! | rows removed, swapped or rolled back | `head.rs` |
//! | the operating system's keyring | [`KeyStore`], `key_store/` |
//! | folders, file modes, the list of people | `folder.rs` |
//!
//! # What this crate may not do
//! - It knows nothing of what records and contents mean, and never sends anything anywhere.
//! - No plain value, key or PIN reaches a file, an error, a `Debug` or a log. Outside the sealed part lie: the person's
//!   id, the label the person chose, how many records and contents there are, and how long they are.
//! - No work of SQLite, Argon2id or the keyring runs on a thread of the async runtime.
//! - No clock and no chance of its own: both come in through the client's ports.
//! - A file that was changed, cut or exchanged is an error, never a panic and never a wrong value.
//!
//! # What it can't protect from
//! - **PIN alone.** Without a keyring, whoever copies the file can try all PINs elsewhere, at the price of one Argon2id
//!   computation each ([`seal::Cost::PIN_ALONE`]); and the count of wrong PINs can be rolled back by putting an older copy of the
//!   file in place. With a keyring neither works: the file is useless without the part in the keyring, and the count is
//!   kept there too.
//! - **A whole older file.** Put back in place, it is consistent with itself. With a keyring it is refused when it is older
//!   than the last time the vault was opened; what was written since then can be rolled back unseen. Without a keyring a whole
//!   older file opens.
//! - **A clock set forward** ends a wait early; it can't be told from time that passed. The number of tries is fixed all
//!   the same.
//! - **Flash storage** keeps old blocks for a while: overwriting a wrapped key is the best that a program can ask for.
//! - Files are verified when a vault opens (contents when they are read), not watched while it is open.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod builder;
mod contents;
mod create;
mod database;
mod error;
mod folder;
mod head;
mod header;
mod key_store;
mod keys;
mod migrations;
mod open;
mod pieces;
mod pin;
mod records;
mod schema;
mod tries;
mod vault;
mod vaults;

pub use builder::VaultsBuilder;
pub use key_store::{KeyStore, KeyStoreError, MemoryKeyStore, NoKeyStore, OsKeyStore};
pub use vaults::SqliteVaults;
