//! Agreeing, refusing, taking back.

use domain::{Pin, RequestId};
use protocol::{
    Blob,
    api::{Action, RequestState, agreement_proof},
    app::{
        AgreeToShare, AppError, AppEvent, ForgetConsent, GetRequest, InputField, LockReason, RefuseToShare,
        RequestView, RequestsView, Secret, TakeBack,
    },
    problem::ErrorCode,
};

use super::{act, known, list, waits};
use crate::{app::App, device_key::DeviceKey, person::Person, port::OpenVaultError};

/// Agrees to share.
pub(crate) async fn agree(app: &App, input: AgreeToShare) -> Result<RequestView, AppError> {
    let person = app.person()?;
    let record = known(&person, input.request).await?;
    if !waits(&record, app.city.now()) {
        return Err(over());
    }
    check_pin(app, &person, &input.pin).await?;
    let key: DeviceKey = person.store.single().await?.ok_or(AppError::VaultDamaged)?;
    let proof = agreement_proof(input.request, &input.fields, &input.documents, input.remember);
    let proof = key.sign(&*app.ports.keys, &proof).await.ok_or(AppError::SessionEnded)?;
    let action = Action::AgreeToShare {
        request: input.request,
        fields: input.fields,
        documents: input.documents,
        remember: input.remember,
        proof: Blob(proof.to_vec()),
    };
    answer(app, &person, input.request, action).await
}

/// Refuses to share.
pub(crate) async fn refuse(app: &App, input: RefuseToShare) -> Result<RequestView, AppError> {
    let person = app.person()?;
    let words = match input.words.trim() {
        "" => None,
        words => Some(words.parse().map_err(|_| AppError::InvalidInput {
            fields: vec![InputField::RefusalWords],
        })?),
    };
    let record = known(&person, input.request).await?;
    if !waits(&record, app.city.now()) {
        return Err(over());
    }
    let action = Action::RefuseToShare {
        request: input.request,
        words,
    };
    answer(app, &person, input.request, action).await
}

/// Takes back what was shared.
pub(crate) async fn take_back(app: &App, input: TakeBack) -> Result<RequestView, AppError> {
    let person = app.person()?;
    let record = known(&person, input.request).await?;
    if !matches!(record.state, RequestState::Agreed { .. }) {
        return Err(AppError::City {
            code: ErrorCode::ShareOver,
            attempts_left: None,
            retry_after: None,
            incident: None,
        });
    }
    let action = Action::TakeBack { request: input.request };
    answer(app, &person, input.request, action).await
}

/// Takes back an agreement once and for all.
pub(crate) async fn forget(app: &App, input: ForgetConsent) -> Result<RequestsView, AppError> {
    let person = app.person()?;
    act(app, &person, Action::ForgetConsent { purpose: input.purpose }).await?;
    list::run(app).await
}

fn over() -> AppError {
    AppError::City {
        code: ErrorCode::RequestOver,
        attempts_left: None,
        retry_after: None,
        incident: None,
    }
}

async fn answer(app: &App, person: &Person, request: RequestId, action: Action) -> Result<RequestView, AppError> {
    act(app, person, action).await?;
    list::get(app, GetRequest { request }).await
}

/// Asks for the PIN again, where there is one: wrong ones count as at the lock.
pub(crate) async fn check_pin(app: &App, person: &Person, pin: &Secret) -> Result<(), AppError> {
    if !app.host.offline_store {
        return Ok(());
    }
    let pin = Pin::entered(&pin.0).map_err(|_| AppError::InvalidInput {
        fields: vec![InputField::Pin],
    })?;
    let checked = person.store.vault().check_pin(&pin).await;
    if checked == Err(OpenVaultError::Erased) {
        app.close().await;
        app.emit(AppEvent::Locked {
            reason: LockReason::TooManyPins,
        });
    }
    Ok(checked?)
}
