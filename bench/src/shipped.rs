//! The product as it ships, and the program that drives it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

fn root() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    Ok(root.context("the repository")?.to_owned())
}

/// Builds the app, the portal that its city serves, and a blank window.
pub fn build() -> Result<()> {
    println!("\nBuilding the app and the portal as they ship, and a blank window (some minutes the first time)");
    let root = root()?;
    for arguments in [
        "run --quiet --package xtask -- ui --release",
        "run --quiet --package xtask -- ui --portal --release",
        "build --quiet --release --package congdanso --package congdanso-server --package congdanso-e2e",
        "build --quiet --release --manifest-path bench/blank/Cargo.toml",
    ] {
        let status = Command::new("cargo")
            .args(arguments.split(' '))
            .current_dir(&root)
            .status()?;
        ensure!(status.success(), "cargo {arguments} failed");
    }
    println!();
    Ok(())
}

/// What drives it from outside.
pub fn driver() -> Result<Command> {
    let root = root()?;
    let mut driver = Command::new(root.join("target/release/congdanso-e2e"));
    driver.current_dir(root);
    Ok(driver)
}
