//! Measures the product beside its peers, in one go: `make bench`.
//!
//! Times are medians on the machine at hand, printed and never asserted: a test that looks at the clock fails on a busy
//! day. What the product may not link (SQLCipher) or has no use for (a blank window) is measured by a program of its own.

mod codes;
mod damage;
mod portal;
mod scan;
mod shipped;
mod start;
mod sync;
mod table;
mod vault;

use std::{env, path::PathBuf};

use anyhow::{Context as _, Result, bail};

#[tokio::main]
async fn main() -> Result<()> {
    let corpus = corpus()?;
    println!("Ours beside a peer's; × is ours divided by the peer's, so less is better.");
    table::print("Codes", &codes::measure()?);
    table::print("Frames of a camera", &scan::frames()?);
    scan::compare(corpus.as_deref())?;
    damage::survive()?;
    table::print("Vault (PIN derivation included)", &vault::measure().await?);
    table::print("Sync", &sync::measure().await?);
    shipped::build()?;
    table::print("Start (driven from outside, both the same way)", &start::measure()?);
    portal::look()
}

/// The folder after `--corpus`: more pictures of codes.
fn corpus() -> Result<Option<PathBuf>> {
    let mut arguments = env::args_os().skip(1);
    match arguments.next() {
        None => Ok(None),
        Some(option) if option == "--corpus" => Ok(Some(arguments.next().context("--corpus needs a folder")?.into())),
        Some(other) => bail!("{} is not understood; there is --corpus DIR", other.display()),
    }
}
