//! The live code: made here, with no network.

use codes::{live::LiveDraft, number};
use domain::limits;
use protocol::app::{AppError, LiveCodeView};

use super::draw;
use crate::{app::App, device_key::DeviceKey, store::CredentialState};

/// Makes a fresh code. It carries the city's time as far as this process has heard it, so that
/// a device with a wrong clock still shows a good code.
pub(crate) async fn run(app: &App) -> Result<LiveCodeView, AppError> {
    let person = app.person()?;
    let now = app.city.now();
    let credential: CredentialState = person.store.single().await?.ok_or(AppError::NoCredential)?;
    if credential.not_after <= now {
        return Err(AppError::NoCredential);
    }
    let key: DeviceKey = person.store.single().await?.ok_or(AppError::VaultDamaged)?;
    let mut nonce = [0; 16];
    app.ports.random.fill(&mut nonce);
    let draft = LiveDraft::new(&credential.credential.0, now, nonce);
    // A key that the host has lost takes its credential with it.
    let signature = key.sign(&*app.ports.keys, &draft.message()).await;
    let code = draft.signed(signature.ok_or(AppError::NoCredential)?);
    Ok(LiveCodeView {
        qr: draw(&code)?,
        made_at: app.ports.clock.now(),
        seconds: u32::try_from(limits::LIVE_CODE_LIFETIME.as_secs()).unwrap_or(u32::MAX),
        credential_ends_at: credential.not_after,
        number: credential
            .number_secret
            .map(|secret| number::digits(&secret.0, number::step(now))),
    })
}
