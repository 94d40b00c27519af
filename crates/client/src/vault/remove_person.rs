//! Taking a person off this device.

use std::time::Duration;

use protocol::{
    api::{Nothing, RevokeDevice},
    app::{AppError, AppState, RemovePerson},
};

use crate::{app::App, person::Person};

/// The city has so long to hear of it.
const FAREWELL: Duration = Duration::from_secs(5);

/// Erases the vault. When it is open, the device is first taken off the account, as far as the
/// city can be reached: its key is about to be gone for good.
pub(crate) async fn run(app: &App, input: RemovePerson) -> Result<AppState, AppError> {
    if let Some(person) = app.person().ok().filter(|open| open.id == input.person) {
        app.patiently(say_goodbye(&person), FAREWELL).await;
        app.close().await;
    }
    app.ports.vaults.erase(input.person).await?;
    app.state().await
}

async fn say_goodbye(person: &Person) {
    let Ok(Some(device)) = person.account.device().await else {
        return;
    };
    if let Err(error) = person
        .account
        .call::<RevokeDevice>(&device, &Nothing {}, &Nothing {})
        .await
    {
        tracing::info!(%error, "the device stays in the account's list");
    }
}
