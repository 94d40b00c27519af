//! Answering the challenge.

use codes::live::DeviceSigner;
use protocol::{
    Blob,
    api::{DeviceOffer, Nothing, OpenSession, SessionGrant, SessionRequest, open_session_proof},
    app::{AppError, CodeAccepted, InputField, SubmitCode},
};

use super::pending::{PendingSignIn, Purpose};
use crate::{
    app::App,
    city::CityError,
    person::Person,
    store::{DeviceKey, SessionState},
};

/// Sends the one-time password with the device's key and its proof.
///
/// A new person's session stays in memory until the vault is made; the unlocked person's goes
/// into the vault.
pub(crate) async fn run(app: &App, input: SubmitCode) -> Result<CodeAccepted, AppError> {
    let code = input.code.0.trim();
    if code.len() != domain::limits::OTP_DIGITS || !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(AppError::InvalidInput {
            fields: vec![InputField::Code],
        });
    }
    let pending = app.sign_in.get().ok_or(AppError::NoSignIn)?;
    match &pending.purpose {
        Purpose::First { seed, label, grant } => {
            let label = label.clone();
            if grant.is_none() {
                let grant = open_session(app, &pending, &DeviceSigner::from_seed(seed), code).await?;
                accept(app, &pending, grant)?;
            }
            Ok(CodeAccepted::ChoosePin { label })
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
    let key: DeviceKey = person.store.single().await?.ok_or(AppError::VaultDamaged)?;
    let opened = open_session(app, pending, &DeviceSigner::from_seed(&key.seed), code).await;
    let grant = match opened {
        Ok(grant) => grant,
        Err(error) => return Err(app.account_error(person, error.into()).await),
    };
    let known = person.store.single::<SessionState>().await?;
    // The vault is one account's. Another's session must never fill it, whatever the city says.
    if known.is_some_and(|known| known.citizen != grant.citizen) {
        return Err(AppError::CityIncomprehensible);
    }
    Ok(person.account.keep(grant, pending.identifier.clone()).await?)
}

async fn open_session(
    app: &App,
    pending: &PendingSignIn,
    key: &DeviceSigner,
    code: &str,
) -> Result<SessionGrant, CityError> {
    let challenge = pending.ticket.challenge;
    let request = SessionRequest {
        challenge,
        code: code.to_owned(),
        device: DeviceOffer {
            public_key: Blob(key.public_key().to_vec()),
            name: app.host.device_name.chars().take(60).collect(),
            platform: app.host.platform,
        },
        proof: Blob(key.sign(&open_session_proof(challenge)).to_vec()),
    };
    app.city.call::<OpenSession>(&(), &Nothing {}, &request, None).await
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
