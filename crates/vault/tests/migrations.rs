//! Files of every version that was ever released open forever; a newer one says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::{fs, path::PathBuf, sync::Arc};

use client::port::{Collection, OpenVaultError, PIECE, Vault, VaultError, Vaults as _};
use device::{Device, add_content, content, document, person, pin, put};
use vault::NoKeyStore;

/// The next version, as it could be.
const STEP_2: &str =
    "CREATE TABLE note (lookup BLOB NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;";
const LENGTH: usize = PIECE as usize + 10;

fn kept_file(version: u32) -> PathBuf {
    [
        env!("CARGO_MANIFEST_DIR"),
        "tests",
        "files",
        &format!("vault-{version}.db"),
    ]
    .iter()
    .collect()
}

fn device_with_kept_file(version: u32) -> Device {
    let device = Device::pin_alone();
    fs::create_dir_all(device.database(1).parent().unwrap()).unwrap();
    fs::copy(kept_file(version), device.database(1)).unwrap();
    device
}

async fn assert_what_was_kept(vault: &Arc<dyn Vault>) {
    let name = vault.get(Collection::State, "name").await.unwrap().unwrap();
    assert_eq!(name, "Nguyễn Văn Thử".as_bytes());
    let documents = vault.list(Collection::Document).await.unwrap();
    let expected = [("a".to_owned(), b"{}".to_vec()), ("b".to_owned(), Vec::new())];
    assert_eq!(documents, expected);
    assert_eq!(
        vault.read_content(document(1), 0..u64::MAX).await.unwrap(),
        content(LENGTH)
    );
}

/// Made `tests/files/vault-1.db`, once: `cargo nextest run -p congdanso-vault --run-ignored only write_the_file`.
#[tokio::test]
#[ignore = "writes a file that is kept; run once a version"]
async fn write_the_file_of_the_present_version() {
    let device = Device::at(tempfile::tempdir().unwrap().keep(), Arc::new(NoKeyStore));
    let first = vec![
        put(Collection::State, "name", "Nguyễn Văn Thử".as_bytes()),
        put(Collection::Document, "b", b""),
        put(Collection::Document, "a", b"{}"),
    ];
    let vault = device.created(1, first).await;
    add_content(&vault, 1, &content(LENGTH)).await;
    device.close(vault).await;
    let version: u32 = device
        .sql(1)
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert!(!kept_file(version).exists(), "a kept file never changes");
    fs::copy(device.database(1), kept_file(version)).unwrap();
    fs::remove_dir_all(&device.root).unwrap();
}

#[tokio::test]
async fn every_kept_file_opens_and_can_be_written() {
    for version in 1..=1 {
        let device = device_with_kept_file(version);
        let vault = device.open(1, &pin()).await.unwrap();
        assert_what_was_kept(&vault).await;
        vault.apply(vec![put(Collection::Document, "a", b"{}")]).await.unwrap();
        device.close(vault).await;
        assert_what_was_kept(&device.open(1, &pin()).await.unwrap()).await;
    }
}

#[tokio::test]
async fn a_file_from_the_previous_migration_is_brought_up_and_the_older_app_says_newer() {
    let device = device_with_kept_file(1);
    let next = device.builder().one_more_migration(STEP_2).build();
    let vault = next.open(person(1), &pin()).await.unwrap();
    assert_what_was_kept(&vault).await;
    vault
        .apply(vec![put(Collection::Operation, "written", b"in version 2")])
        .await
        .unwrap();
    device.close(vault).await;
    let version: u32 = device
        .sql(1)
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 2);
    let vault = next.open(person(1), &pin()).await.unwrap();
    assert_what_was_kept(&vault).await;
    let written = vault.get(Collection::Operation, "written").await.unwrap().unwrap();
    assert_eq!(written, b"in version 2");
    device.close(vault).await;
    for _ in 0..30 {
        assert_eq!(device.open(1, &pin()).await.err(), Some(OpenVaultError::Newer));
    }
}

#[tokio::test]
async fn a_damaged_file_is_not_migrated() {
    let device = device_with_kept_file(1);
    device
        .sql(1)
        .execute("DELETE FROM record WHERE collection = 'state'", ())
        .unwrap();
    let next = device.builder().one_more_migration(STEP_2).build();
    let refused = next.open(person(1), &pin()).await.err();
    assert_eq!(refused, Some(OpenVaultError::Vault(VaultError::Damaged)));
    let version: u32 = device
        .sql(1)
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
}
