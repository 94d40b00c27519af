//! Answering the challenge.

use protocol::{
    Blob,
    api::{DeviceOffer, Nothing, OpenSession, SessionGrant, SessionRequest, open_session_proof},
    app::{AppError, CodeAccepted, InputField, SubmitCode},
};

use super::{
    admit,
    pending::{PendingSignIn, Purpose},
};
use crate::{app::App, city::CityError, device_key::DeviceKey, person::Person, store::SessionState};

/// Sends the one-time password with the device's key and its proof.
///
/// A new person's session stays in memory until the vault is made, or lets them in at once where
/// no vault can be; the unlocked person's goes into the vault.
pub(crate) async fn run(app: &App, input: SubmitCode) -> Result<CodeAccepted, AppError> {
    let code = input.code.0.trim();
    if code.len() != domain::limits::OTP_DIGITS || !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(AppError::InvalidInput {
            fields: vec![InputField::Code],
        });
    }
    let pending = app.sign_in.get().ok_or(AppError::NoSignIn)?;
    match &pending.purpose {
        Purpose::First { key, label, grant } => {
            if grant.is_none() {
                let grant = open_session(app, &pending, key, code).await?;
                accept(app, &pending, grant)?;
            }
            if app.host.offline_store {
                return Ok(CodeAccepted::ChoosePin { label: label.clone() });
            }
            let_in(app).await?;
            Ok(CodeAccepted::SessionOpen)
        }
        Purpose::Renewal { person } => {
            let open = app.person()?;
            if open.id != *person {
                return Err(AppError::NoSignIn);
            }
            renew(app, &open, &pending, code).await?;
            app.sign_in.set(None);
            app.engine.request();
            Ok(CodeAccepted::SessionOpen)
        }
    }
}

async fn renew(app: &App, person: &Person, pending: &PendingSignIn, code: &str) -> Result<(), AppError> {
    let known: DeviceKey = person.store.single().await?.ok_or(AppError::VaultDamaged)?;
    let opened = match open_session(app, pending, &known, code).await {
        // The host has lost the key: the device is bound anew, under another.
        Err(OpenError::KeyLost) => {
            let key = app.new_key().await;
            person.store.put_single(&key).await?;
            app.ports.keys.keep(&key.public_key()).await;
            open_session(app, pending, &key, code).await
        }
        opened => opened,
    };
    let grant = match opened {
        Ok(grant) => grant,
        Err(OpenError::City(error)) => return Err(app.account_error(person, error.into()).await),
        Err(OpenError::KeyLost) => return Err(AppError::Internal),
    };
    let known = person.store.single::<SessionState>().await?;
    // The vault is one account's. Another's session must never fill it, whatever the city says.
    if known.is_some_and(|known| known.citizen != grant.citizen) {
        return Err(AppError::CityIncomprehensible);
    }
    Ok(person.account.keep(grant, pending.identifier.clone()).await?)
}

/// Why no session opens.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    City(#[from] CityError),
    #[error("the host has lost the device's key")]
    KeyLost,
}

impl From<OpenError> for AppError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::City(error) => error.into(),
            // Another page of this browser signed in meanwhile: this sign-in begins again.
            OpenError::KeyLost => Self::NoSignIn,
        }
    }
}

async fn open_session(
    app: &App,
    pending: &PendingSignIn,
    key: &DeviceKey,
    code: &str,
) -> Result<SessionGrant, OpenError> {
    let challenge = pending.ticket.challenge;
    let proof = key.sign(&*app.ports.keys, &open_session_proof(challenge)).await;
    let proof = proof.ok_or(OpenError::KeyLost)?;
    let request = SessionRequest {
        challenge,
        code: code.to_owned(),
        device: DeviceOffer {
            public_key: Blob(key.public_key().to_vec()),
            name: app.host.device_name.chars().take(60).collect(),
            platform: app.host.platform,
        },
        proof: Blob(proof.to_vec()),
    };
    Ok(app.city.call::<OpenSession>(&(), &Nothing {}, &request, None).await?)
}

/// Lets the new person in, once.
async fn let_in(app: &App) -> Result<(), AppError> {
    let _making = app.making.lock().await;
    let pending = app.sign_in.with(Option::take);
    let Some(PendingSignIn {
        identifier,
        purpose: Purpose::First {
            key,
            grant: Some(grant),
            ..
        },
        ..
    }) = pending
    else {
        return Err(AppError::NoSignIn);
    };
    Ok(admit::run(app, *grant, Some(identifier), &key).await?)
}

/// Keeps the session, unless another sign-in was begun while the city answered.
fn accept(app: &App, asked: &PendingSignIn, granted: SessionGrant) -> Result<(), AppError> {
    app.sign_in.with(|current| match current {
        Some(PendingSignIn {
            ticket,
            purpose: Purpose::First { grant, .. },
            ..
        }) if ticket.challenge == asked.ticket.challenge => {
            *grant = Some(Box::new(granted));
            Ok(())
        }
        _ => Err(AppError::NoSignIn),
    })
}
