//! The app over fake ports: what a person does and what goes wrong meanwhile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod account;
mod cards;
mod codes;
mod content;
mod documents;
mod errands;
mod faults;
mod idle;
mod merge;
mod people;
mod stop;
mod sync;

use std::sync::Arc;

use client::testing::{
    FakeCity, TestDevice,
    acts::{add, declare, field, paper, pdf, sync},
};
use domain::ProfileField;
use protocol::app::EditState;

/// A city and a device of one citizen, enrolled.
async fn enrolled() -> (Arc<FakeCity>, TestDevice) {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    device.enrol(TestDevice::form(1)).await;
    (city, device)
}

/// Another device of the same citizen.
async fn second_device(city: &Arc<FakeCity>) -> TestDevice {
    let device = TestDevice::new(city, 2);
    device.sign_in("0905 000 001").await;
    device
}

async fn edit_of(device: &TestDevice, wanted: ProfileField) -> EditState {
    field(device, wanted).await.edit
}
