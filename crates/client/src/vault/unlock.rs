//! Opening a person's vault.

use domain::Pin;
use protocol::app::{AppError, AppState, InputField, Unlock};

use crate::{
    app::App,
    person::Person,
    port::{VaultError, VaultOp},
    store::Store,
};

/// Opens the vault by the PIN; whoever was unlocked is locked. A sync follows by itself.
pub(crate) async fn run(app: &App, input: Unlock) -> Result<AppState, AppError> {
    let pin = Pin::entered(&input.pin.0).map_err(|_| AppError::InvalidInput {
        fields: vec![InputField::Pin],
    })?;
    let vault = app.ports.vaults.open(input.person, &pin).await?;
    app.close().await;
    let person = Person::open(app, vault);
    if let Err(error) = sweep(&person.store).await {
        tracing::warn!(%error, "left-over contents could not be removed");
    }
    app.open(person);
    app.engine.request();
    app.state().await
}

/// Removes contents that belong to nothing: an addition that ended between its content and its
/// record.
async fn sweep(store: &Store) -> Result<(), VaultError> {
    let contents = store.vault().contents().await?;
    let waiting = store.outbox().await?.documents();
    let mut orphans = Vec::new();
    for id in contents.into_keys().filter(|id| !waiting.contains(id)) {
        if store.document(id).await?.is_none() {
            orphans.push(VaultOp::DeleteContent(id));
        }
    }
    store.apply(orphans).await
}
