//! How long opening takes with the costs of a release. `cargo nextest run -p congdanso-vault --run-ignored only --no-capture open_time`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod device;

use std::time::Instant;

use client::port::{Collection, Vaults as _};
use device::{Device, card, pin, put};
use seal::Cost;

async fn measure(name: &str, device: &Device, cost: Cost) {
    let first = (0..200_u32)
        .map(|number| put(Collection::Document, &format!("{number:05}"), &[7; 700]))
        .collect();
    let vaults = device.builder().cost(cost).build();
    drop(vaults.create(&card(1), &pin(), first).await.unwrap());
    for _ in 0..3 {
        let before = Instant::now();
        let vault = vaults.open(card(1).person, &pin()).await.unwrap();
        let opened = before.elapsed();
        let documents = vault.list(Collection::Document).await.unwrap().len();
        println!(
            "{name}: opened in {opened:?}, {documents} documents listed {:?} later",
            before.elapsed() - opened
        );
    }
}

#[tokio::test]
#[ignore = "measures"]
async fn open_time() {
    measure("nothing to speak of", &Device::pin_alone(), Cost::FOR_TESTS).await;
    measure("with keyring", &Device::with_keyring(), Cost::WITH_KEYRING).await;
    measure("PIN alone", &Device::pin_alone(), Cost::PIN_ALONE).await;
}
