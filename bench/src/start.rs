//! From the start of the app to the code on the screen, beside a blank Tauri window.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::{shipped, table::Row};

pub fn measure() -> Result<Vec<Row>> {
    let output = shipped::driver()?
        .args(["start-time", "--blank", "bench/blank/target/release/bench-blank"])
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
