//! The suite that every adapter of the vaults' port runs, with a keyring and without.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::sync::Arc;

use client::testing::vault_suite::{StandingClock, Start};
use device::Device;

fn start(mut device: Device, clock: Arc<StandingClock>) -> Start {
    device.clock = clock;
    Box::new(move || Arc::new(device.start()))
}

mod pin_alone {
    client::vault_suite!(|clock| super::start(super::Device::pin_alone(), clock));
}

mod with_keyring {
    client::vault_suite!(|clock| super::start(super::Device::with_keyring(), clock));
}
