//! Nothing that was put into a vault can be found in its files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::{fs, path::Path};

use client::port::Collection;
use device::{Device, add_content, document, pin, put, record_of, wrong};

/// An invented person; the number belongs to nobody.
const VALUES: [&str; 9] = [
    "Trần Thị Bích Ngọc",
    "048099000123",
    "1999-12-31",
    "+84900000123",
    "12 Bạch Đằng, phường Hải Châu",
    "Giấy phép lái xe hạng A1",
    "refresh-token-7f3a9b2c",
    "profile/full-name",
    "274913",
];

fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
}

fn contains(bytes: &[u8], searched: &[u8]) -> bool {
    bytes.windows(searched.len()).any(|window| window == searched)
}

/// How a value could lie in a file.
fn forms(value: &str) -> [Vec<u8>; 3] {
    [
        value.as_bytes().to_vec(),
        value.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        value.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ]
}

fn assert_nothing_found(root: &Path) {
    let mut found = Vec::new();
    files(root, &mut found);
    let mut searched: Vec<Vec<u8>> = VALUES.iter().flat_map(|value| forms(value)).collect();
    searched.push(document(77).0.as_bytes().to_vec());
    searched.extend(forms(&document(77).to_string()));
    searched.extend(forms(&record_of(VALUES.concat().as_bytes()).sha256));
    for (name, bytes) in &found {
        for form in &searched {
            assert!(!contains(bytes, form), "{} in {name}", String::from_utf8_lossy(form));
        }
    }
}

#[tokio::test]
async fn no_value_lies_in_any_file_open_or_closed() {
    for device in [Device::pin_alone(), Device::with_keyring()] {
        let records = VALUES.map(|value| put(Collection::State, value, value.as_bytes()));
        let vault = device.created(1, records.to_vec()).await;
        vault
            .apply(vec![put(Collection::Document, VALUES[0], VALUES.concat().as_bytes())])
            .await
            .unwrap();
        add_content(&vault, 77, VALUES.concat().as_bytes()).await;
        vault.change_pin(&pin(), &wrong()).await.unwrap();
        vault
            .apply(vec![put(Collection::Operation, VALUES[7], VALUES[4].as_bytes())])
            .await
            .unwrap();
        let mut open = Vec::new();
        files(&device.root, &mut open);
        let names: Vec<_> = open.iter().filter_map(|(name, _)| name.rsplit('/').next()).collect();
        for expected in ["people.json", "vault.db", "vault.db-wal", "vault.db-shm"] {
            assert!(names.contains(&expected), "{names:?}");
        }
        assert_nothing_found(&device.root);
        device.close(vault).await;
        assert_nothing_found(&device.root);
        // The search itself finds what is there: the label the person chose.
        let index = fs::read(device.root.join("people.json")).unwrap();
        assert!(contains(&index, "Nhà số 1".as_bytes()));
    }
}

#[tokio::test]
async fn errors_and_debug_say_nothing() {
    let device = Device::pin_alone();
    let vault = device.created(1, vec![]).await;
    drop(vault);
    let error = device.open(1, &wrong()).await.err().unwrap();
    let said = format!("{error:?} {error}");
    assert!(!said.contains("918273") && !said.contains(&device.root.display().to_string()));
}
