//! Replacing the PIN.

use domain::{Pin, PinError};
use protocol::app::{AppError, AppEvent, ChangePin, InputField, LockReason};

use crate::{app::App, port::OpenVaultError};

/// Replaces the unlocked person's PIN. Wrong tries count as at the lock.
pub(crate) async fn run(app: &App, input: ChangePin) -> Result<(), AppError> {
    let person = app.person()?;
    let old = Pin::entered(&input.old.0).map_err(|_| AppError::InvalidInput {
        fields: vec![InputField::Pin],
    })?;
    let new = input.new.0.parse::<Pin>().map_err(|error| AppError::InvalidInput {
        fields: vec![match error {
            PinError::NotSixDigits => InputField::Pin,
            PinError::Trivial => InputField::PinTrivial,
        }],
    })?;
    let changed = person.store.vault().change_pin(&old, &new).await;
    if changed == Err(OpenVaultError::Erased) {
        app.close().await;
        app.emit(AppEvent::Locked {
            reason: LockReason::TooManyPins,
        });
    }
    Ok(changed?)
}
