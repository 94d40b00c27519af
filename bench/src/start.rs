//! From the start of the app to the code on the screen, beside a blank Tauri window.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::table::Row;

pub fn measure() -> Result<Vec<Row>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the repository")?;
    println!("\nBuilding the app as it ships, and a blank window (some minutes the first time)");
    let cargo = |arguments: &[&str]| -> Result<()> {
        let status = Command::new("cargo").args(arguments).current_dir(root).status()?;
        ensure!(status.success(), "cargo {} failed", arguments.join(" "));
        Ok(())
    };
    cargo(&["run", "--quiet", "--package", "xtask", "--", "ui", "--release"])?;
    cargo(&[
        "build",
        "--quiet",
        "--release",
        "--package",
        "congdanso",
        "--package",
        "congdanso-server",
        "--package",
        "congdanso-e2e",
    ])?;
    cargo(&[
        "build",
        "--quiet",
        "--release",
        "--manifest-path",
        "bench/blank/Cargo.toml",
    ])?;
    let output = Command::new(root.join("target/release/congdanso-e2e"))
        .args(["start-time", "--blank", "bench/blank/target/release/bench-blank"])
        .current_dir(root)
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let millis = |name: &str| told[name].as_u64().map(Duration::from_millis).context("the figures");
    let blank = millis("blank_ms")?;
    let row = |what: &str, ours| Row {
        what: what.to_owned(),
        ours,
        peer: Some(("blank window".to_owned(), blank)),
    };
    Ok(vec![
        row("app start to the keypad", millis("keypad_ms")?),
        row("app start to the code (PIN typed at once)", millis("code_ms")?),
    ])
}
