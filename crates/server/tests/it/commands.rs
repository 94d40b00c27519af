//! The program itself, started as people start it.

use std::{
    path::Path,
    process::{Command, Output},
};

fn run(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_congdanso-server"))
        .args(arguments)
        .env_clear()
        .env("CONGDANSO_DATA", data)
        .output()
        .unwrap()
}

fn said(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_command_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    let help = said(folder.path(), &["--help"]);
    let commands = [
        "serve",
        "migrate",
        "seed-demo",
        "openapi",
        "config",
        "keys",
        "organisations",
        "outbox",
    ];
    for command in commands {
        assert!(help.contains(command), "{command} is missing from the help");
        assert!(said(folder.path(), &[command, "--help"]).len() > 100);
    }
}

#[test]
fn a_wrong_setting_is_named_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    let output = Command::new(env!("CARGO_BIN_EXE_congdanso-server"))
        .arg("serve")
        .env_clear()
        .env("CONGDANSO_DATA", &data)
        .env("CONGDANSO_SMS_KIND", "pigeon")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && errors.contains("CONGDANSO_SMS_KIND"),
        "{errors}"
    );
    assert!(!data.exists());
}

#[test]
fn organisations_are_added_and_their_administrators_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    said(&data, &["seed-demo"]);
    let added = said(&data, &["organisations", "add", "utility", "Công ty Cấp nước Đà Nẵng"]);
    let id = added.split_whitespace().next().unwrap();
    let listed = said(&data, &["organisations", "list"]);
    assert!(listed.contains(&added) && listed.contains("UBND phường Hải Châu"));
    said(
        &data,
        &["organisations", "appoint", id, "048190000123", "Nguyễn Thị Ánh Hoa"],
    );
    said(&data, &["organisations", "answer-within", id, "10"]);
    let nobody = "00000000-0000-7000-8000-000000000000";
    let wrong: [&[&str]; 4] = [
        &["organisations", "appoint", id, "12345", "Hoa"],
        &["organisations", "appoint", nobody, "048190000123", "Hoa"],
        &["organisations", "answer-within", id, "0"],
        &["organisations", "add", "utility", ""],
    ];
    for arguments in wrong {
        let output = run(&data, arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && !errors.contains("12345\n"),
            "{arguments:?}: {errors}"
        );
    }
}

#[test]
fn a_city_is_migrated_seeded_and_its_keys_are_turned() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    let behind = run(&data, &["outbox"]);
    assert!(String::from_utf8_lossy(&behind.stderr).contains("congdanso-server migrate"));
    said(&data, &["migrate"]);
    said(&data, &["migrate"]);
    assert!(said(&data, &["seed-demo"]).contains("048190000123"));
    assert!(said(&data, &["seed-demo"]).contains("was there"));
    assert_eq!(said(&data, &["keys", "list"]).lines().count(), 1);
    let new = said(&data, &["keys", "rotate", "--lead-hours", "0"]);
    let id = new.split_whitespace().next().unwrap();
    assert_eq!(said(&data, &["keys", "list"]).lines().count(), 2);
    said(&data, &["keys", "revoke", id]);
    assert!(said(&data, &["keys", "list"]).contains("REVOKED"));
    assert!(!run(&data, &["keys", "revoke", "0000000000000000"]).status.success());

    let key = folder.path().join("city.key");
    let before = std::fs::read_to_string(&key).unwrap();
    said(&data, &["keys", "rotate-master"]);
    assert_ne!(std::fs::read_to_string(&key).unwrap(), before);
    assert!(
        said(&data, &["seed-demo"]).contains("was there"),
        "the data opens under the new key"
    );
    // The old key in its place: refused with a sentence, not with noise.
    std::fs::write(&key, &before).unwrap();
    let refused = run(&data, &["keys", "list"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("master key"));
}

#[test]
fn a_rotation_that_was_cut_short_is_finished_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    said(&data, &["migrate"]);
    let (key, next) = (folder.path().join("city.key"), folder.path().join("city.key.new"));
    let before = std::fs::read_to_string(&key).unwrap();
    said(&data, &["keys", "rotate-master"]);
    // As if it had stopped after the database and before the files.
    std::fs::rename(&key, &next).unwrap();
    std::fs::write(&key, &before).unwrap();
    said(&data, &["keys", "list"]);
    assert!(!next.exists());
    // As if it had stopped when the old file had gone and the new one had not come.
    std::fs::rename(&key, &next).unwrap();
    said(&data, &["keys", "list"]);
    assert!(key.exists() && !next.exists());
}

#[test]
fn a_master_key_that_is_missing_is_asked_for_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    said(&data, &["migrate"]);
    let key = folder.path().join("city.key");
    let away = folder.path().join("away");
    std::fs::rename(&key, &away).unwrap();
    for arguments in [["keys", "list"], ["keys", "rotate-master"]] {
        let refused = run(&data, &arguments);
        let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && errors.contains("is missing"), "{errors}");
        assert!(!key.exists(), "{arguments:?} made a key");
    }
    std::fs::rename(&away, &key).unwrap();
    said(&data, &["keys", "list"]);
}

#[test]
fn the_api_document_is_the_kept_one() {
    let folder = tempfile::tempdir().unwrap();
    let text = said(folder.path(), &["openapi"]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    insta::with_settings!({ sort_maps => true }, { insta::assert_json_snapshot!("openapi", document) });
}

#[test]
fn the_example_configuration_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("congdanso.toml");
    std::fs::write(&file, said(folder.path(), &["config"])).unwrap();
    let data = folder.path().join("city");
    said(&data, &["--config", file.to_str().unwrap(), "migrate"]);
    assert!(data.join("city.sqlite").exists());
}
