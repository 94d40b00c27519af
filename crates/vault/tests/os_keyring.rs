//! The real keyring of the operating system, on Linux: gnome-keyring on a message bus of its own. Where those programs
//! are not installed, the test says so and ends.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::{
    process::{Command, Output},
    sync::Arc,
    time::Instant,
};

use client::port::{Collection, OpenVaultError, Vaults as _};
use device::{Device, pin, put, wrong};
use vault::{KeyStore as _, OsKeyStore};

const CHILD: &str = "VAULT_TEST_CHILD";
const SERVICE: &str = "vn.danang.congdanso.test";

fn installed(program: &str) -> bool {
    Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output()
        .unwrap()
        .status
        .success()
}

fn output_of(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

#[tokio::test]
#[ignore = "started by another test"]
async fn child_with_a_keyring() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let keys = OsKeyStore::new(SERVICE);
    assert_eq!(keys.get("nothing").unwrap(), None);
    keys.set("name", &[0, 255, 1]).unwrap();
    keys.set("name", &[0, 255, 2]).unwrap();
    assert_eq!(keys.get("name").unwrap().unwrap().as_slice(), [0, 255, 2]);
    keys.delete("name").unwrap();
    keys.delete("name").unwrap();
    assert_eq!(keys.get("name").unwrap(), None);

    let device = Device::with(Arc::new(OsKeyStore::new(SERVICE)));
    assert!(device.start().keyring_answers().await);
    let vault = device.created(1, vec![put(Collection::State, "a", b"1")]).await;
    assert!(vault.uses_keyring());
    device.close(vault).await;
    let refused = device.open(1, &wrong()).await.err().unwrap();
    assert!(matches!(refused, OpenVaultError::WrongPin { .. }));
    let vault = device.open(1, &pin()).await.unwrap();
    vault.change_pin(&pin(), &wrong()).await.unwrap();
    device.close(vault).await;
    let before = Instant::now();
    let vault = device.open(1, &wrong()).await.unwrap();
    println!("opened in {:?}", before.elapsed());
    drop(vault);
    device.start().erase(device::person(1)).await.unwrap();
    assert_eq!(keys.get(&format!("{}/part-0", device::person(1))).unwrap(), None);
    println!("the keyring did it all");
}

#[test]
fn the_keyring_of_the_system_keeps_its_half() {
    let programs = ["dbus-run-session", "gnome-keyring-daemon"];
    if let Some(missing) = programs.iter().find(|program| !installed(program)) {
        println!("skipped: {missing} is not installed");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let exe = std::env::current_exe().unwrap();
    let script = format!(
        "printf pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec '{}' --ignored --exact --nocapture child_with_a_keyring",
        exe.display()
    );
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &script])
        .env(CHILD, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .output()
        .unwrap();
    let said = output_of(&output);
    assert!(
        output.status.success() && said.contains("the keyring did it all"),
        "{said}"
    );
}

#[tokio::test]
#[ignore = "started by another test"]
async fn child_without_a_service() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let device = Device::with(Arc::new(OsKeyStore::new(SERVICE)));
    let before = Instant::now();
    assert!(!device.start().keyring_answers().await);
    let vault = device.created(1, vec![]).await;
    assert!(!vault.uses_keyring());
    assert!(before.elapsed().as_secs() < 20);
    println!("it works without");
}

#[test]
fn without_a_keyring_service_the_pin_alone_opens() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "child_without_a_service"])
        .env(CHILD, "1")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}/nobody", home.path().display()),
        )
        .output()
        .unwrap();
    let said = output_of(&output);
    assert!(output.status.success() && said.contains("it works without"), "{said}");
}
