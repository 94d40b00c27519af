//! A file that somebody changed: noticed or without effect, never a wrong value, never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::{
    collections::HashMap,
    fs,
    sync::{Arc, OnceLock},
};

use client::port::{Collection, OpenVaultError, PIECE, Vault, VaultError};
use device::{Device, add_content, content, copy, document, pin, put, record_of, wrong};
use proptest::prelude::*;
use rusqlite::Connection;
use tokio::runtime::Runtime;

const DAMAGED: OpenVaultError = OpenVaultError::Vault(VaultError::Damaged);
const LENGTH: usize = 2 * PIECE as usize + 777;

fn values() -> Vec<(String, Vec<u8>)> {
    (0..30_u8)
        .map(|number| (format!("key {number:02}"), vec![number; usize::from(number) * 97]))
        .collect()
}

async fn fill(device: &Device) {
    let first = values()
        .iter()
        .map(|(key, value)| put(Collection::Document, key, value))
        .collect();
    let vault = device.created(1, first).await;
    add_content(&vault, 1, &content(LENGTH)).await;
    add_content(&vault, 2, b"small").await;
    vault
        .apply(vec![put(Collection::State, "state", b"of the art")])
        .await
        .unwrap();
    device.close(vault).await;
}

/// Whatever the vault says is either right or an error.
async fn assert_right_or_refused(vault: &Arc<dyn Vault>) {
    match vault.list(Collection::Document).await {
        Ok(list) => assert_eq!(list, values()),
        Err(error) => assert_eq!(error, VaultError::Damaged),
    }
    for (key, value) in values() {
        match vault.get(Collection::Document, &key).await {
            Ok(found) => assert_eq!(found, Some(value)),
            Err(error) => assert_eq!(error, VaultError::Damaged),
        }
    }
    match vault.contents().await {
        Ok(contents) => assert!(contents.len() == 2 && contents.values().all(|status| status.is_whole())),
        Err(error) => assert_eq!(error, VaultError::Damaged),
    }
    for (number, whole) in [(1, content(LENGTH)), (2, b"small".to_vec())] {
        match vault.read_content(document(number), 0..u64::MAX).await {
            Ok(read) => assert_eq!(read, whole),
            Err(error) => assert_eq!(error, VaultError::Damaged),
        }
    }
}

async fn assert_unharmed_or_refused(device: &Device) {
    match device.open(1, &pin()).await {
        Ok(vault) => assert_right_or_refused(&vault).await,
        Err(OpenVaultError::Newer | OpenVaultError::Vault(VaultError::Damaged | VaultError::Io)) => {}
        Err(other) => panic!("{other:?}"),
    }
}

struct Kept {
    runtime: Runtime,
    device: Device,
    bytes: Vec<u8>,
}

/// One vault for all cases; each puts its bytes back first.
fn kept() -> &'static Kept {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    KEPT.get_or_init(|| {
        let runtime = Runtime::new().unwrap();
        let device = Device::pin_alone();
        runtime.block_on(fill(&device));
        let bytes = fs::read(device.database(1)).unwrap();
        Kept { runtime, device, bytes }
    })
}

fn opens_right_or_not_at_all(bytes: &[u8]) {
    let place = tempfile::tempdir().unwrap();
    let device = Device::at(place.path().to_owned(), kept().device.keys.clone());
    fs::create_dir_all(device.database(1).parent().unwrap()).unwrap();
    fs::write(device.database(1), bytes).unwrap();
    kept().runtime.block_on(assert_unharmed_or_refused(&device));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_changed_byte(at: prop::sample::Index, change in 1u8..) {
        let mut bytes = kept().bytes.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        opens_right_or_not_at_all(&bytes);
    }

    /// The first pages hold the file's and the trees' structure, where SQLite itself has to notice.
    #[test]
    fn any_changed_byte_of_the_structure(page in 0usize..12, at in 0usize..160, change in 1u8..) {
        let mut bytes = kept().bytes.clone();
        let at = page * 4096 + at;
        bytes[at] ^= change;
        opens_right_or_not_at_all(&bytes);
    }

    #[test]
    fn any_cut(at: prop::sample::Index) {
        opens_right_or_not_at_all(&kept().bytes[..at.index(kept().bytes.len())]);
    }

    #[test]
    fn any_two_pages_exchanged(one: prop::sample::Index, other: prop::sample::Index) {
        let mut pages: Vec<_> = kept().bytes.chunks(4096).collect();
        let (one, other) = (one.index(pages.len()), other.index(pages.len()));
        pages.swap(one, other);
        opens_right_or_not_at_all(&pages.concat());
    }
}

#[test]
fn a_flipped_bit_in_the_header_is_damage_and_no_wrong_pin() {
    let Kept { runtime, device, .. } = kept();
    runtime.block_on(async {
        for column in ["salt", "cost", "canary", "wrapped_key", "checksum", "head", "person"] {
            let copied = Device::pin_alone();
            copy(&device.root, &copied.root);
            let sql = copied.sql(1);
            let mut value: Vec<u8> = sql
                .query_row(&format!("SELECT {column} FROM header"), (), |row| row.get(0))
                .unwrap();
            value[5] ^= 1;
            sql.execute(&format!("UPDATE header SET {column} = ?1"), [value])
                .unwrap();
            drop(sql);
            for _ in 0..30 {
                assert_eq!(copied.open(1, &pin()).await.err(), Some(DAMAGED), "{column}");
            }
        }
    });
}

/// What somebody does who knows SQL and no key.
async fn after(change: &str) -> Result<Arc<dyn Vault>, OpenVaultError> {
    let device = Device::with_keyring();
    fill(&device).await;
    let sql = device.sql(1);
    sql.execute_batch(change).unwrap();
    drop(sql);
    device.open(1, &pin()).await
}

#[tokio::test]
async fn rows_removed_added_exchanged_or_relabelled_are_noticed() {
    let changes = [
        "SELECT 1",
        "DELETE FROM record WHERE lookup = (SELECT min(lookup) FROM record)",
        "DELETE FROM content WHERE lookup = (SELECT min(lookup) FROM content)",
        "UPDATE record SET version = version + 1 WHERE lookup = (SELECT min(lookup) FROM record)",
        "UPDATE record SET schema = 0",
        "UPDATE content SET have = 1",
        "UPDATE record SET collection = 'operation' WHERE lookup = (SELECT min(lookup) FROM record)",
        "UPDATE record SET sealed_value = (SELECT sealed_value FROM record r WHERE r.lookup <> record.lookup LIMIT 1)",
        "UPDATE record SET sealed_value = sealed_key",
        "INSERT INTO record SELECT collection, zeroblob(32), sealed_key, sealed_value, version, schema FROM record LIMIT 1",
        "INSERT INTO content SELECT zeroblob(32), sealed_document, sealed_record, wrapped_key, have, version, schema FROM content LIMIT 1",
        "UPDATE header SET head = x''",
        "CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM piece; END",
        "CREATE TABLE more (id INTEGER)",
        "CREATE INDEX i ON record (version)",
        "PRAGMA application_id = 1",
        "PRAGMA user_version = 2",
        "UPDATE header SET format = 2",
        "DELETE FROM header",
        "DELETE FROM tries",
        "DROP TABLE piece",
    ];
    for change in changes {
        let opened = after(change).await;
        if change.starts_with("SELECT") {
            opened.unwrap();
        } else {
            assert_eq!(opened.err(), Some(DAMAGED), "{change}");
        }
    }
}

#[tokio::test]
async fn a_row_put_back_in_an_older_form_is_noticed() {
    let device = Device::with_keyring();
    fill(&device).await;
    let rows = |sql: &Connection| -> HashMap<Vec<u8>, (Vec<u8>, Vec<u8>, i64)> {
        let mut rows = sql
            .prepare("SELECT lookup, sealed_key, sealed_value, version FROM record")
            .unwrap();
        let rows = rows
            .query_map((), |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))
            .unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let before = rows(&device.sql(1));
    let vault = device.open(1, &pin()).await.unwrap();
    vault
        .apply(vec![put(Collection::State, "state", b"newer")])
        .await
        .unwrap();
    device.close(vault).await;
    let sql = device.sql(1);
    let (lookup, _) = rows(&sql)
        .into_iter()
        .find(|(lookup, row)| before[lookup] != *row)
        .unwrap();
    let (key, value, version) = &before[&lookup];
    sql.execute(
        "UPDATE record SET sealed_key = ?2, sealed_value = ?3, version = ?4 WHERE lookup = ?1",
        (&lookup, key, value, version),
    )
    .unwrap();
    drop(sql);
    assert_eq!(device.open(1, &pin()).await.err(), Some(DAMAGED));
}

#[tokio::test]
async fn pieces_removed_exchanged_or_cut_are_noticed_when_read() {
    let changes = [
        "DELETE FROM piece WHERE number = 1",
        "UPDATE piece SET sealed = (SELECT sealed FROM piece p WHERE p.content = piece.content AND p.number = 0) WHERE number = 1",
        "UPDATE piece SET sealed = substr(sealed, 1, 500)",
        "UPDATE piece SET sealed = x''",
        "UPDATE piece SET number = CASE number WHEN 0 THEN 10 WHEN 1 THEN 11 ELSE number END;
         UPDATE piece SET number = CASE number WHEN 10 THEN 1 WHEN 11 THEN 0 ELSE number END",
        "UPDATE piece SET content = (SELECT lookup FROM content WHERE lookup <> piece.content) WHERE number = 1",
    ];
    for change in changes {
        let vault = after(change).await.unwrap();
        let read = vault.read_content(document(1), 0..u64::MAX).await;
        let part = vault.read_content(document(1), PIECE..PIECE + 1).await;
        assert!(read == Err(VaultError::Damaged), "{change}");
        assert!(part == Err(VaultError::Damaged) || part.unwrap()[0] == content(LENGTH)[PIECE as usize]);
        // Other things are unharmed, and the content can be fetched again.
        assert_eq!(vault.list(Collection::Document).await.unwrap(), values());
        vault
            .apply(vec![client::port::VaultOp::DeleteContent(document(1))])
            .await
            .unwrap();
        add_content(&vault, 1, &content(LENGTH)).await;
        assert_eq!(
            vault.read_content(document(1), 0..u64::MAX).await.unwrap(),
            content(LENGTH)
        );
    }
}

#[tokio::test]
async fn a_piece_damaged_before_the_whole_is_here_costs_one_more_fetch() {
    let device = Device::pin_alone();
    let vault = device.created(1, vec![]).await;
    let whole = content(LENGTH);
    let (first, rest) = whole.split_at(PIECE as usize);
    vault.begin_content(document(1), &record_of(&whole)).await.unwrap();
    let append = |offset, bytes: &[u8]| vault.append_content(document(1), offset, bytes.to_vec().into());
    append(0, first).await.unwrap();
    let damage = "UPDATE piece SET sealed = substr(sealed, 1, 500)";
    device.sql(1).execute_batch(damage).unwrap();
    assert_eq!(append(PIECE, rest).await, Err(VaultError::Damaged));
    assert!(vault.contents().await.unwrap().is_empty());
    add_content(&vault, 1, &whole).await;
    assert_eq!(vault.read_content(document(1), 0..u64::MAX).await.unwrap(), whole);
}

#[tokio::test]
async fn another_persons_file_in_this_place_is_damage_and_costs_no_try() {
    for device in [Device::pin_alone(), Device::with_keyring()] {
        fill(&device).await;
        device.close(device.created(2, vec![]).await).await;
        fs::copy(device.database(2), device.database(1)).unwrap();
        for _ in 0..30 {
            assert_eq!(device.open(1, &pin()).await.err(), Some(DAMAGED));
        }
        device.open(2, &pin()).await.unwrap();
    }
}

#[tokio::test]
async fn a_file_from_before_the_last_opening_is_refused_where_there_is_a_keyring() {
    let device = Device::with_keyring();
    fill(&device).await;
    let backup = device.root.with_extension("backup");
    copy(&device.root, &backup);
    let vault = device.open(1, &pin()).await.unwrap();
    vault
        .apply(vec![put(Collection::State, "state", b"newer")])
        .await
        .unwrap();
    device.close(vault).await;
    device.close(device.open(1, &pin()).await.unwrap()).await;
    copy(&backup, &device.root);
    assert_eq!(device.open(1, &pin()).await.err(), Some(DAMAGED));
}

#[tokio::test]
async fn no_database_at_all_is_damage() {
    let device = Device::pin_alone();
    fill(&device).await;
    for bytes in [&b""[..], b"not a database", &[0; 4096]] {
        fs::write(device.database(1), bytes).unwrap();
        assert_eq!(device.open(1, &wrong()).await.err(), Some(DAMAGED));
    }
}
