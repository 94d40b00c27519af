//! What a resident does in tests.

use bytes::Bytes;
use domain::{DocumentKind, ProfileField};
use protocol::app::{
    AddDocument, AppError, DocumentInput, DocumentView, EditProfile, FieldInput, FieldView, GetProfile, Handler,
    SyncNow, SyncReport,
};

use super::TestDevice;

/// Syncs now.
///
/// # Errors
/// What the sync fails with.
pub async fn sync(device: &TestDevice) -> Result<SyncReport, AppError> {
    device.app.sync_now(SyncNow {}).await
}

/// Declares a field.
pub async fn declare(device: &TestDevice, field: ProfileField, value: &str) {
    let changes = vec![FieldInput {
        field,
        value: value.to_owned(),
    }];
    device.app.edit_profile(EditProfile { changes }).await.unwrap();
}

/// A field as the profile shows it.
pub async fn field(device: &TestDevice, field: ProfileField) -> FieldView {
    let profile = device.app.get_profile(GetProfile {}).await.unwrap();
    profile.fields.into_iter().find(|view| view.field == field).unwrap()
}

/// A diploma of that title.
pub fn paper(title: &str) -> DocumentInput {
    DocumentInput {
        kind: DocumentKind::Diploma,
        title: title.to_owned(),
        number: String::new(),
        issued_on: "01/06/2020".to_owned(),
        expires_on: String::new(),
    }
}

/// A file that begins like a PDF, of a length, different for each seed.
pub fn pdf(length: usize, seed: u8) -> Bytes {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..length).map(|at| (at as u8).wrapping_mul(31) ^ seed));
    bytes.into()
}

/// Adds a diploma.
pub async fn add(device: &TestDevice, title: &str, content: Bytes) -> DocumentView {
    device
        .app
        .add_document(AddDocument { details: paper(title) }, content)
        .await
        .unwrap()
}
