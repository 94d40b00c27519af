//! The portal as it ships, through Lighthouse's eyes.

use anyhow::{Result, ensure};

use crate::shipped;

/// Prints Lighthouse's figures; fails when one is too low.
pub fn look() -> Result<()> {
    println!();
    let status = shipped::driver()?.arg("lighthouse").status()?;
    ensure!(status.success(), "Lighthouse gave less than it should");
    Ok(())
}
