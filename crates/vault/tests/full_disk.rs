//! A device that is full: said, nothing changed, nothing lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::{fs, io::Write as _, process::Command, sync::Arc};

use bytes::Bytes;
use client::port::{Collection, OpenVaultError, PIECE, VaultError, Vaults as _};
use device::{Device, card, content, document, person, pin, put, record_of};
use domain::limits::PIN_ATTEMPTS;
use vault::NoKeyStore;

#[tokio::test]
async fn a_change_that_does_not_fit_is_refused_whole() {
    let device = Device::pin_alone();
    device
        .close(device.created(1, vec![put(Collection::State, "a", b"1")]).await)
        .await;
    let vaults = device.builder().max_pages(60).build();
    let vault = vaults.open(person(1), &pin()).await.unwrap();
    let too_much = vec![
        put(Collection::State, "a", b"2"),
        put(Collection::State, "b", &content(10_000)),
        put(Collection::State, "c", &content(1_000_000)),
    ];
    assert_eq!(vault.apply(too_much).await, Err(VaultError::DiskFull));
    assert_eq!(
        vault.list(Collection::State).await.unwrap(),
        [("a".to_owned(), b"1".to_vec())]
    );
    let whole = content(4 * PIECE as usize);
    vault.begin_content(document(1), &record_of(&whole)).await.unwrap();
    let status = vault
        .append_content(document(1), 0, Bytes::from(whole[..PIECE as usize].to_vec()))
        .await
        .unwrap();
    assert_eq!(status.have, PIECE);
    let rest = Bytes::from(whole[PIECE as usize..].to_vec());
    assert_eq!(
        vault.append_content(document(1), PIECE, rest.clone()).await,
        Err(VaultError::DiskFull)
    );
    assert_eq!(vault.contents().await.unwrap()[&document(1)].have, PIECE);
    // Small changes still fit, and after cleaning up the rest does.
    vault.apply(vec![put(Collection::State, "a", b"3")]).await.unwrap();
    device.close(vault).await;
    let vault = device.open(1, &pin()).await.unwrap();
    assert_eq!(vault.get(Collection::State, "a").await.unwrap().unwrap(), b"3");
    assert!(vault.append_content(document(1), PIECE, rest).await.unwrap().is_whole());
}

#[tokio::test]
async fn a_vault_that_does_not_fit_is_not_made() {
    let device = Device::with_keyring();
    let vaults = device.builder().max_pages(20).build();
    let first = vec![put(Collection::State, "large", &content(1_000_000))];
    let refused = vaults.create(&card(1), &pin(), first).await.err();
    assert_eq!(refused, Some(VaultError::DiskFull));
    assert_eq!(vaults.people().await.unwrap(), []);
    assert!(!device.root.join(format!("{}.new", person(1))).exists());
    assert!(!device.root.join(person(1).to_string()).exists());
    device.created(1, vec![]).await;
}

const CHILD: &str = "VAULT_TEST_CHILD";

/// Fills what is left of the disk to the last byte.
fn fill_up(path: &std::path::Path) {
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    for size in [65536, 4096, 1] {
        while file.write_all(&vec![1; size]).is_ok() {}
    }
}

/// The other process: has a disk of 2 MiB for itself.
#[tokio::test]
#[ignore = "started by another test"]
async fn child_on_a_small_disk() {
    let Some(place) = std::env::var_os(CHILD) else { return };
    let place = std::path::PathBuf::from(place);
    let device = Device::at(place.join("vaults"), Arc::new(NoKeyStore));
    let filler = place.join("filler");
    let vault = device.created(1, vec![put(Collection::State, "a", b"1")]).await;
    fill_up(&filler);
    let large = put(Collection::State, "b", &content(300_000));
    assert_eq!(vault.apply(vec![large.clone()]).await, Err(VaultError::DiskFull));
    assert_eq!(vault.get(Collection::State, "a").await.unwrap().unwrap(), b"1");
    let refused = device.start().create(&card(2), &pin(), vec![]).await.err();
    assert_eq!(refused, Some(VaultError::DiskFull));
    device.close(vault).await;
    fill_up(&filler);
    // The right PIN, more often than there are tries: it opens or says why not, and never erases.
    let mut opened = 0;
    for _ in 0..3 * PIN_ATTEMPTS {
        match device.open(1, &pin()).await {
            Ok(vault) => {
                opened += 1;
                device.close(vault).await;
                fill_up(&filler);
            }
            Err(error) => assert_eq!(error, OpenVaultError::Vault(VaultError::DiskFull)),
        }
    }
    fs::remove_file(&filler).unwrap();
    let vault = device.open(1, &pin()).await.unwrap();
    vault.apply(vec![large]).await.unwrap();
    assert_eq!(vault.list(Collection::State).await.unwrap().len(), 2);
    println!("the disk was full, and it opened {opened} times");
}

/// On a real file system without a free byte, in a mount of the test's own; where that is not allowed, the test says so.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_a_free_byte_loses_nothing() {
    let place = tempfile::tempdir().unwrap();
    let script = format!(
        "mount -t tmpfs -o size=2m tmpfs '{place}' || exit 77; exec '{exe}' --ignored --exact --nocapture child_on_a_small_disk",
        place = place.path().display(),
        exe = std::env::current_exe().unwrap().display()
    );
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .env(CHILD, place.path())
        .output();
    let said = format!(
        "{:?}",
        output.as_ref().map(|output| String::from_utf8_lossy(&output.stderr))
    );
    match output {
        Ok(output) if output.status.success() => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(said.contains("the disk was full"), "{said}");
            println!("{said}");
        }
        Ok(output) if output.status.code() == Some(101) => panic!("{said}"),
        _ => println!("skipped: no mount of one's own is allowed here ({said})"),
    }
}
