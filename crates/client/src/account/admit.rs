//! Letting a person in on a host that keeps nothing: no vault is made, no PIN chosen.

use domain::PersonId;
use protocol::api::{SessionGrant, SignInIdentifier};

use super::create_vault::{first_records, wait_for_profile};
use crate::{app::App, device_key::DeviceKey, host::new_uuid, memory::passing_vault, person::Person, port::VaultError};

/// Opens the person's data in memory and fetches the profile. They last until somebody locks, the
/// page is closed, or another person is let in.
pub(super) async fn run(
    app: &App,
    grant: SessionGrant,
    identifier: Option<SignInIdentifier>,
    key: &DeviceKey,
) -> Result<(), VaultError> {
    let person = PersonId(new_uuid(&*app.ports.random, app.ports.clock.now()));
    let first = first_records(grant, identifier, key)?;
    let vault = passing_vault(person, first, app.ports.clock.clone());
    app.ports.keys.keep(&key.public_key()).await;
    app.close().await;
    app.open(Person::open(app, vault));
    wait_for_profile(app).await;
    Ok(())
}
