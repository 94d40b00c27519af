//! The count of wrong PINs against everything that could turn it back, and the two halves of the key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::{process::Command, sync::Arc};

use client::port::{Collection, OpenVaultError, VaultError, Vaults as _};
use device::{Device, copy, person, pin, put, wait_closed, wrong};
use domain::limits::{PIN_ATTEMPTS, pin_delay};
use vault::{KeyStore, KeyStoreError, MemoryKeyStore, NoKeyStore};
use zeroize::Zeroizing;

const CHILD: &str = "VAULT_TEST_CHILD";

/// The other process of the next test: dies between counting the PIN and looking at it.
#[tokio::test]
#[ignore = "started by another test"]
async fn child_that_dies_between_count_and_check() {
    let Some(root) = std::env::var_os(CHILD) else { return };
    let device = Device::at(root.into(), Arc::new(NoKeyStore));
    let vaults = device.builder().after_count(|| std::process::abort()).build();
    let _ = vaults.open(person(1), &pin()).await;
    panic!("it lives");
}

#[tokio::test]
async fn killing_the_app_before_the_check_gives_no_free_try() {
    let device = Device::pin_alone();
    device.close(device.created(1, vec![]).await).await;
    for _ in 0..3 {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "child_that_dies_between_count_and_check"])
            .env(CHILD, &device.root)
            .output()
            .unwrap();
        assert!(!child.status.success());
        assert!(!String::from_utf8_lossy(&child.stderr).contains("it lives"));
    }
    let refused = device.open(1, &wrong()).await.err().unwrap();
    let expected = OpenVaultError::WrongPin {
        attempts_left: PIN_ATTEMPTS - 4,
        wait_seconds: 0,
    };
    assert_eq!(refused, expected);
    device.open(1, &pin()).await.unwrap();
}

async fn fail(device: &Device, times: u32) {
    for failures in 1..=times {
        let refused = device.open(1, &wrong()).await.err().unwrap();
        assert!(matches!(refused, OpenVaultError::WrongPin { .. }), "{refused:?}");
        device.clock.advance(pin_delay(failures));
    }
}

#[tokio::test]
async fn an_older_file_brings_no_tries_back_when_there_is_a_keyring() {
    let device = Device::with_keyring();
    device.close(device.created(1, vec![]).await).await;
    let backup = device.root.with_extension("backup");
    copy(&device.root, &backup);
    fail(&device, 7).await;
    wait_closed(&device.database(1)).await;
    copy(&backup, &device.root);
    let refused = device.open(1, &wrong()).await.err().unwrap();
    let expected = OpenVaultError::WrongPin {
        attempts_left: PIN_ATTEMPTS - 8,
        wait_seconds: u32::try_from(pin_delay(8).as_secs()).unwrap(),
    };
    assert_eq!(refused, expected);
}

#[tokio::test]
async fn the_count_in_the_file_is_not_writable_without_the_keyring() {
    let device = Device::with_keyring();
    device.close(device.created(1, vec![]).await).await;
    let sql = device.sql(1);
    sql.execute("UPDATE tries SET state = zeroblob(37)", ()).unwrap();
    drop(sql);
    let refused = device.open(1, &pin()).await.err().unwrap();
    assert_eq!(refused, OpenVaultError::Vault(VaultError::Damaged));
}

#[tokio::test]
async fn both_halves_are_needed() {
    let device = Device::with_keyring();
    let vault = device.created(1, vec![]).await;
    assert!(vault.uses_keyring());
    device.close(vault).await;
    // Copied to a device with an empty keyring, and to one with none: not even tries are counted.
    for keys in [
        Arc::new(MemoryKeyStore::default()) as Arc<dyn KeyStore>,
        Arc::new(NoKeyStore),
    ] {
        let thief = Device::at(device.root.clone(), keys);
        for _ in 0..2 * PIN_ATTEMPTS {
            let refused = thief.open(1, &pin()).await.err().unwrap();
            assert_eq!(refused, OpenVaultError::KeyringMissing);
        }
    }
    // Another device's part.
    let other = Device::with_keyring();
    other.close(other.created(1, vec![]).await).await;
    let thief = Device::at(device.root.clone(), other.keys.clone());
    thief.open(1, &pin()).await.err().unwrap();
    // The right part and another PIN.
    let refused = device.open(1, &wrong()).await.err().unwrap();
    assert!(matches!(refused, OpenVaultError::WrongPin { .. }));
    device.open(1, &pin()).await.unwrap();
}

#[tokio::test]
async fn a_new_pin_takes_the_old_file_and_the_old_part_out_of_use() {
    let keys = Arc::new(MemoryKeyStore::default());
    let device = Device::with(keys.clone());
    let vault = device.created(1, vec![]).await;
    device.close(vault).await;
    let backup = device.root.with_extension("backup");
    copy(&device.root, &backup);
    let vault = device.open(1, &pin()).await.unwrap();
    vault.change_pin(&pin(), &wrong()).await.unwrap();
    device.close(vault).await;
    let id = person(1);
    assert_eq!(keys.names(), [format!("{id}/part-0"), format!("{id}/tries")]);
    copy(&backup, &device.root);
    let refused = device.open(1, &pin()).await.err().unwrap();
    assert_eq!(refused, OpenVaultError::KeyringMissing);
}

#[tokio::test]
async fn a_vault_without_keyring_takes_one_with_its_next_pin() {
    let mut device = Device::pin_alone();
    let vault = device.created(1, vec![put(Collection::State, "a", b"1")]).await;
    assert!(!vault.uses_keyring());
    device.close(vault).await;
    device.keys = Arc::new(MemoryKeyStore::default());
    let vault = device.open(1, &pin()).await.unwrap();
    assert!(!vault.uses_keyring());
    vault.change_pin(&pin(), &wrong()).await.unwrap();
    assert!(vault.uses_keyring());
    device.close(vault).await;
    let vault = device.open(1, &wrong()).await.unwrap();
    assert!(vault.uses_keyring());
    assert_eq!(vault.get(Collection::State, "a").await.unwrap().unwrap(), b"1");
}

#[tokio::test]
async fn erasing_leaves_nothing_in_folder_and_keyring() {
    let keys = Arc::new(MemoryKeyStore::default());
    let device = Device::with(keys.clone());
    drop(device.created(1, vec![]).await);
    fail(&device, PIN_ATTEMPTS - 1).await;
    assert_eq!(device.open(1, &pin()).await.map(drop), Ok(()));
    fail(&device, PIN_ATTEMPTS - 1).await;
    assert_eq!(device.open(1, &wrong()).await.map(drop), Err(OpenVaultError::Erased));
    assert!(keys.names().is_empty());
    let left: Vec<_> = std::fs::read_dir(&device.root).unwrap().collect();
    assert_eq!(left.len(), 1, "the list of people alone: {left:?}");
    let index = std::fs::read_to_string(device.root.join("people.json")).unwrap();
    assert!(!index.contains(&person(1).to_string()));
}

#[tokio::test]
async fn an_interrupted_erasure_or_creation_is_ended_at_the_next_start() {
    let keys = Arc::new(MemoryKeyStore::default());
    let device = Device::with(keys.clone());
    device.close(device.created(1, vec![]).await).await;
    device.close(device.created(2, vec![]).await).await;
    let folder = |name: String| device.root.join(name);
    std::fs::rename(folder(person(1).to_string()), folder(format!("{}.erased", person(1)))).unwrap();
    std::fs::rename(folder(person(2).to_string()), folder(format!("{}.new", person(2)))).unwrap();
    let vaults = device.start();
    assert_eq!(vaults.people().await.unwrap(), []);
    let absent = vaults.open(person(1), &pin()).await.err().unwrap();
    assert_eq!(absent, OpenVaultError::Absent);
    assert!(keys.names().is_empty());
    assert_eq!(std::fs::read_dir(&device.root).unwrap().count(), 1);
}

/// A keyring that can be read and not written, as when it was locked halfway.
struct ReadOnly(Arc<MemoryKeyStore>);

impl KeyStore for ReadOnly {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        self.0.get(name)
    }

    fn set(&self, _: &str, _: &[u8]) -> Result<(), KeyStoreError> {
        Err(KeyStoreError)
    }

    fn delete(&self, _: &str) -> Result<(), KeyStoreError> {
        Err(KeyStoreError)
    }
}

#[tokio::test]
async fn a_keyring_that_cannot_be_written_neither_gives_tries_nor_takes_them() {
    let keys = Arc::new(MemoryKeyStore::default());
    let device = Device::with(keys.clone());
    device.close(device.created(1, vec![]).await).await;
    let locked = Device::at(device.root.clone(), Arc::new(ReadOnly(keys)));
    for _ in 0..2 * PIN_ATTEMPTS {
        let refused = locked.open(1, &wrong()).await.err().unwrap();
        assert_eq!(refused, OpenVaultError::KeyringMissing);
    }
    device.open(1, &pin()).await.unwrap();
    // And a vault made with such a keyring opens with the PIN alone.
    let vault = locked.created(2, vec![]).await;
    assert!(!vault.uses_keyring());
}
