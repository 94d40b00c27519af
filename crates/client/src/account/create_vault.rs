//! A person's vault on this device, made with its first records or not at all.

use std::time::Duration;

use domain::{PersonId, Pin, PinError, text};
use protocol::{
    api::{SessionGrant, SignInIdentifier},
    app::{AppError, AppState, CreateVault, InputField, PersonCard},
};

use super::pending::Purpose;
use crate::{
    app::App,
    device_key::DeviceKey,
    host::new_uuid,
    person::Person,
    port::{VaultError, VaultOp},
    store::{Cursor, SessionState, put_single},
};

/// How long the first screen waits for the profile; the sync goes on after it.
const FIRST_SYNC: Duration = Duration::from_secs(10);

/// Makes the vault of the person who just signed in, opens it and fetches the profile. When the
/// city falls silent now, nothing is lost: the sync goes on by itself.
pub(crate) async fn run(app: &App, input: CreateVault) -> Result<AppState, AppError> {
    let making = app.making.lock().await;
    let pending = app.sign_in.get().ok_or(AppError::NoSignIn)?;
    let Purpose::First {
        key,
        grant: Some(grant),
        ..
    } = pending.purpose
    else {
        return Err(AppError::NoSignIn);
    };
    let (pin, label) = read(&input)?;
    let card = PersonCard {
        person: PersonId(new_uuid(&*app.ports.random, app.ports.clock.now())),
        label,
    };
    let first = first_records(*grant, Some(pending.identifier), &key)?;
    let vault = app.ports.vaults.create(&card, &pin, first).await?;
    app.ports.keys.keep(&key.public_key()).await;
    app.sign_in.set(None);
    drop(making);
    app.close().await;
    app.open(Person::open(app, vault));
    wait_for_profile(app).await;
    app.state().await
}

/// What a vault begins with.
pub(super) fn first_records(
    grant: SessionGrant,
    identifier: Option<SignInIdentifier>,
    key: &DeviceKey,
) -> Result<Vec<VaultOp>, VaultError> {
    Ok(vec![
        put_single(&SessionState::of_grant(grant, identifier))?,
        put_single(key)?,
        put_single(&Cursor::default())?,
    ])
}

/// Waits for the first sync, but not for long: it goes on by itself.
pub(super) async fn wait_for_profile(app: &App) {
    match app.patiently(app.engine.run(app), FIRST_SYNC).await {
        Some(Ok(_)) => {}
        Some(Err(error)) => tracing::info!(%error, "the first sync failed and will be tried again"),
        None => app.engine.request(),
    }
}

fn read(input: &CreateVault) -> Result<(Pin, String), AppError> {
    let mut fields = Vec::new();
    let pin = input.pin.0.parse::<Pin>().map_err(|error| {
        fields.push(match error {
            PinError::NotSixDigits => InputField::Pin,
            PinError::Trivial => InputField::PinTrivial,
        });
    });
    let label = text::tidy(&input.label);
    if !(1..=24).contains(&label.chars().count()) || text::has_control(&label) {
        fields.push(InputField::Label);
    }
    match pin {
        Ok(pin) if fields.is_empty() => Ok((pin, label)),
        _ => Err(AppError::InvalidInput { fields }),
    }
}
