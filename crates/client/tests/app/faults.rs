//! Everything fails at every step, over vaults in memory.

use std::sync::Arc;

use client::testing::{FakeCity, TestDevice, sync_suite};

fn make(city: &Arc<FakeCity>) -> TestDevice {
    TestDevice::new(city, 1)
}

#[tokio::test]
async fn the_network_fails_at_every_request() {
    sync_suite::the_network_fails_at_every_request(&make).await;
}

#[tokio::test]
async fn the_process_dies_at_every_write() {
    sync_suite::the_process_dies_at_every_write(&make).await;
}

#[tokio::test]
async fn a_paper_is_kept_whole_or_not_at_all() {
    sync_suite::a_paper_is_kept_whole_or_not_at_all(&make).await;
}

#[tokio::test]
async fn a_full_device_loses_nothing() {
    sync_suite::a_full_device_loses_nothing(&make).await;
}

#[tokio::test]
async fn a_paper_that_does_not_fit_is_refused() {
    sync_suite::a_paper_that_does_not_fit_is_refused(&make).await;
}
