//! Devices of an account: listing, removing, ordering a wipe, and the credential of the one that asks.

use codes::live::{CredentialClaims, issue_credential};
use domain::{DeviceId, PersonName, ProfileField, limits};
use jiff::Timestamp;
use protocol::{
    Blob,
    api::{DeviceCredential, DeviceList, DeviceRecord, DeviceState},
};
use thiserror::Error;

use super::{
    city::REUSE_AFTER,
    sessions::{AccessError, Caller, check_access},
};
use crate::{
    city::City,
    fault::Fault,
    store::{self, Access, Tx, devices::Device, sessions::EndReason},
};

/// Why a device could not be changed.
#[derive(Debug, Error)]
pub enum DeviceError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The account has no such device.
    #[error("no such device")]
    NoDevice,
    /// Who asks may do so no longer.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// The account's devices, the one that asks first.
///
/// # Errors
/// [`Fault`].
pub async fn list(city: &City, caller: &Caller) -> Result<DeviceList, Fault> {
    let mut devices: Vec<DeviceRecord> = store::devices::of_citizen(&city.store, caller.citizen)
        .await?
        .into_iter()
        .map(|device| DeviceRecord {
            id: device.id,
            name: device.name,
            platform: device.platform,
            bound_at: device.bound_at,
            last_seen_at: device.last_seen_at,
            state: device.state,
            current: device.id == caller.device,
        })
        .collect();
    // Stable: the rest stays in the order of last contact.
    devices.sort_by_key(|device| !device.current);
    Ok(DeviceList { devices })
}

/// Removes a device: its sessions end and its credential is revoked. With `wipe`, it is told to erase what it holds
/// when it next comes; ordering a wipe of a device removed before is possible, taking the order back is not.
///
/// # Errors
/// [`DeviceError`].
pub async fn remove(city: &City, caller: &Caller, id: DeviceId, wipe: bool) -> Result<(), DeviceError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let device = store::devices::locked(&tx, id)
        .await?
        .filter(|device| device.citizen == caller.citizen);
    let device = device.ok_or(DeviceError::NoDevice)?;
    let state = match (device.state, wipe) {
        (DeviceState::Active | DeviceState::Revoked, true) => DeviceState::WipeOrdered,
        (DeviceState::Active, false) => DeviceState::Revoked,
        (unchanged, _) => unchanged,
    };
    store::devices::put(&tx, &Device { state, ..device }).await?;
    store::sessions::end_of_device(&tx, id, EndReason::DeviceRemoved).await?;
    store::devices::revoke_credentials(&tx, id, now).await?;
    tx.commit().await?;
    city.metrics.event(if wipe { "wipe_ordered" } else { "device_removed" });
    Ok(())
}

/// The device that asks, if it still may: it may have been removed since its token was looked at, and what it got now
/// nobody would take back.
pub(super) async fn may_ask(tx: &Tx, caller: &Caller, now: Timestamp) -> Result<Device, DeviceError> {
    let device = store::devices::locked(tx, caller.device)
        .await?
        .ok_or(DeviceError::NoDevice)?;
    let session = store::sessions::locked(tx, caller.session)
        .await?
        .ok_or(AccessError::Unknown)?;
    check_access(&device, &session, now)?;
    Ok(device)
}

/// Issues a credential for the device that asks; an earlier one is revoked.
///
/// # Errors
/// [`DeviceError`].
pub async fn issue(city: &City, caller: &Caller) -> Result<DeviceCredential, DeviceError> {
    let now = whole_second(city.now());
    let not_after = now + limits::CREDENTIAL_LIFETIME;
    let tx = city.store.begin().await?;
    let device = may_ask(&tx, caller, now).await?;
    let code = store::profile::code(&tx, caller.citizen)
        .await?
        .ok_or(Fault::Corrupt("personal code"))?;
    let name = store::profile::field(&tx, caller.citizen, ProfileField::FullName).await?;
    let name: PersonName = name
        .and_then(|record| record.value.as_str().parse().ok())
        .ok_or(Fault::Corrupt("full name"))?;
    let signer = super::city::signer(&tx, &city.settings.issuer, now).await?;
    store::devices::revoke_credentials(&tx, device.id, now).await?;
    let status_index = store::devices::take_place(&tx, device.id, not_after, now - REUSE_AFTER).await?;
    let claims = CredentialClaims {
        issuer: city.settings.issuer.clone(),
        qid: code.qid,
        holder: name.masked(),
        device_key: device.public_key,
        issued_at: now,
        not_after,
        status_index,
    };
    let credential = Blob(issue_credential(&signer, &claims));
    let number_secret = Blob(number_secret(&tx, device.id).to_vec());
    tx.commit().await?;
    city.metrics.event("credential_issued");
    Ok(DeviceCredential {
        credential,
        not_after,
        number_secret,
    })
}

/// What the six digits under a device's live codes are made from: it follows from the device, so there is nothing to
/// keep, and a device that was removed is not asked.
pub(super) fn number_secret(on: &impl Access, device: DeviceId) -> [u8; 32] {
    on.sealing().token("code number", &[device.0.as_bytes()])
}

/// Signatures carry whole seconds.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
