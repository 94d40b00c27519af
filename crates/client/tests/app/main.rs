//! The app over fake ports: what a person does and what goes wrong meanwhile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod account;
mod codes;
mod documents;
mod faults;
mod idle;
mod merge;
mod people;
mod stop;
mod sync;

use std::sync::Arc;

use bytes::Bytes;
use client::testing::{FakeCity, TestDevice};
use domain::{DocumentKind, ProfileField};
use protocol::app::{
    AddDocument, AppError, DocumentInput, DocumentView, EditProfile, EditState, FieldInput, FieldView, GetProfile,
    Handler, SyncNow, SyncReport,
};

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

async fn sync(device: &TestDevice) -> Result<SyncReport, AppError> {
    device.app.sync_now(SyncNow {}).await
}

async fn declare(device: &TestDevice, field: ProfileField, value: &str) {
    let changes = vec![FieldInput {
        field,
        value: value.to_owned(),
    }];
    device.app.edit_profile(EditProfile { changes }).await.unwrap();
}

async fn field(device: &TestDevice, field: ProfileField) -> FieldView {
    let profile = device.app.get_profile(GetProfile {}).await.unwrap();
    profile.fields.into_iter().find(|view| view.field == field).unwrap()
}

async fn edit_of(device: &TestDevice, wanted: ProfileField) -> EditState {
    field(device, wanted).await.edit
}

fn paper(title: &str) -> DocumentInput {
    DocumentInput {
        kind: DocumentKind::Diploma,
        title: title.to_owned(),
        number: String::new(),
        issued_on: "01/06/2020".to_owned(),
        expires_on: String::new(),
    }
}

/// A file that begins like a PDF, of a length, different for each seed.
fn pdf(length: usize, seed: u8) -> Bytes {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..length).map(|at| (at as u8).wrapping_mul(31) ^ seed));
    bytes.into()
}

async fn add(device: &TestDevice, title: &str, content: Bytes) -> DocumentView {
    device
        .app
        .add_document(AddDocument { details: paper(title) }, content)
        .await
        .unwrap()
}
