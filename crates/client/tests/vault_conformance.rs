//! The memory vault does what every vault must.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use client::{
    memory::MemoryVaults,
    port::Vaults,
    testing::vault_suite::{StandingClock, Start},
};

fn device(clock: Arc<StandingClock>) -> Start {
    let vaults: Arc<dyn Vaults> = Arc::new(MemoryVaults::new(clock));
    Box::new(move || vaults.clone())
}

client::vault_suite!(device);
