//! The portal as it ships, through Lighthouse's eyes.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, ensure};

/// Prints Lighthouse's figures; fails when one is too low.
pub fn look() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the repository")?;
    println!("\nBuilding the portal as it ships (some minutes the first time)");
    let status = Command::new("cargo")
        .args([
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--",
            "ui",
            "--portal",
            "--release",
        ])
        .current_dir(root)
        .status()?;
    ensure!(status.success(), "the portal can't be built");
    println!();
    let status = Command::new(root.join("target/release/congdanso-e2e"))
        .arg("lighthouse")
        .current_dir(root)
        .status()?;
    ensure!(status.success(), "Lighthouse gave less than it should");
    Ok(())
}
