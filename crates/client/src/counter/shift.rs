//! Shifts: opened by a one-time password, unlocked by the PIN, ended.

use jiff::Timestamp;
use protocol::{
    Blob,
    api::{self, Nothing, ShiftRequest, ShiftUnlocking, unlock_shift_proof},
    app::{AppError, ChallengeView, CounterView, InputField, OpenShift, StartShift, UnlockShift},
    problem::ErrorCode,
};
use serde_json::Map;

use super::{call, call_again, view};
use crate::{
    app::App, device_key::DeviceKey, host::new_operation, person::Person, sharing::answer::check_pin, store::ShiftState,
};

/// Asks for the one-time password.
pub(crate) async fn start(app: &App, input: StartShift) -> Result<ChallengeView, AppError> {
    let person = app.person()?;
    let ticket = call::<api::StartShift>(app, &person, &input.counter, &Nothing {}).await?;
    person.shift_challenge.set(Some(ticket.challenge));
    Ok(ChallengeView {
        phone: None,
        expires_at: ticket.expires_at,
        resend_at: ticket.resend_at,
        sends_left: ticket.sends_left,
    })
}

/// Answers it.
pub(crate) async fn open(app: &App, input: OpenShift) -> Result<CounterView, AppError> {
    let person = app.person()?;
    let code = input.code.0.trim().to_owned();
    if code.len() != domain::limits::OTP_DIGITS || !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(AppError::InvalidInput {
            fields: vec![InputField::Code],
        });
    }
    let challenge = person.shift_challenge.get().ok_or(AppError::NoSignIn)?;
    let shift = call::<api::OpenShift>(app, &person, &(), &ShiftRequest { challenge, code }).await?;
    person.shift_challenge.set(None);
    let organisation = call::<api::GetOrganisation>(app, &person, &shift.organisation, &Nothing {}).await?;
    let open = ShiftState {
        shift,
        organisation,
        extra: Map::new(),
    };
    person.store.put_single(&open).await?;
    view(app, &person, false).await
}

/// Unlocks it: the PIN opens the device key, which the city knows.
pub(crate) async fn unlock(app: &App, input: UnlockShift) -> Result<CounterView, AppError> {
    let person = app.person()?;
    let known: ShiftState = person.store.single().await?.ok_or_else(no_shift)?;
    check_pin(app, &person, &input.pin).await?;
    let attempt = new_operation(&*app.ports.random, app.city.now());
    let key: DeviceKey = person.store.single().await?.ok_or(AppError::VaultDamaged)?;
    let proof = unlock_shift_proof(known.shift.id, attempt);
    let proof = key.sign(&*app.ports.keys, &proof).await.ok_or(AppError::SessionEnded)?;
    let request = ShiftUnlocking {
        attempt,
        proof: Blob(proof.to_vec()),
    };
    let shift = call_again::<api::UnlockShift>(app, &person, &(), &request).await?;
    person.store.put_single(&ShiftState { shift, ..known }).await?;
    view(app, &person, false).await
}

/// Ends it.
pub(crate) async fn end(app: &App) -> Result<CounterView, AppError> {
    let person = app.person()?;
    match call::<api::EndShift>(app, &person, &(), &Nothing {}).await {
        Ok(_)
        | Err(AppError::City {
            code: ErrorCode::NoShift,
            ..
        }) => {}
        Err(error) => return Err(error),
    }
    super::forget_shift(&person).await.map_err(AppError::from)?;
    view(app, &person, false).await
}

/// The shift that is open on this device, as far as it knows without the city.
pub(super) async fn open_here(person: &Person, now: Timestamp) -> Result<ShiftState, AppError> {
    let open: Option<ShiftState> = person.store.single().await?;
    open.filter(|open| now < open.shift.ends_at).ok_or_else(no_shift)
}

fn no_shift() -> AppError {
    AppError::City {
        code: ErrorCode::NoShift,
        attempts_left: None,
        retry_after: None,
        incident: None,
    }
}
