//! Measures the product beside its peers, in one go: `make bench`.
//!
//! Times are medians on the machine at hand, printed and never asserted: a test that looks at the clock fails on a busy
//! day. What the product may not link (SQLCipher) or has no use for (a blank window) is measured by a program of its own.

mod codes;
mod portal;
mod start;
mod sync;
mod table;
mod vault;

use anyhow::Result;

#[tokio::main]
async fn main() -> Result<()> {
    println!("Ours beside a peer's; × is ours divided by the peer's, so less is better.");
    table::print("Codes", &codes::measure()?);
    table::print("Vault (PIN derivation included)", &vault::measure().await?);
    table::print("Sync", &sync::measure().await?);
    table::print("Start (driven from outside, both the same way)", &start::measure()?);
    portal::look()
}
