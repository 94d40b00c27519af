//! Sessions: opened by a one-time password, kept alive by a device's proofs.
//!
//! Tokens follow from each other: the pair that a refresh gives is an HMAC over the session, the token that was used
//! and the attempt that used it. So the answer to one attempt can be given again, and only hashes are stored.

mod open;
mod resume;
mod tokens;

use domain::{CitizenId, DeviceId, SessionId, limits};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{DeviceState, SessionList, SessionRecord};
use thiserror::Error;

pub(super) use open::settle_challenge;
pub use open::{OpenError, open};
pub use resume::{ResumeError, Resumed, resume};
pub use tokens::{RefreshError, refresh};

use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Tx,
        devices::Device,
        sessions::{EndReason, Session, TokenKind},
    },
};
use tokens::token_hash;

/// Uses of a session are noted at most this often: the idle rule has minutes, and a write per read would cost more than
/// the read.
const USE_GRAIN: SignedDuration = SignedDuration::from_secs(30);

/// A device that was removed from the account.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum DeviceGone {
    /// Removed.
    #[error("the device was removed")]
    Removed,
    /// Removed, and it must erase what it holds.
    #[error("the device must erase what it holds")]
    Wipe,
}

/// Why a request does not count as a citizen's.
#[derive(Debug, Error)]
pub enum AccessError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The city does not know the token.
    #[error("unknown token")]
    Unknown,
    /// The token's time is over, the session's is not; or its device has to come and hear that it was removed.
    #[error("the access token has expired")]
    Expired,
    /// The session has ended.
    #[error("the session has ended")]
    Ended,
}

/// Why a session could not be ended.
#[derive(Debug, Error)]
pub enum EndError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The account has no such open session.
    #[error("no such session")]
    NoSession,
}

/// Who asks: found by an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub citizen: CitizenId,
    /// The session.
    pub session: SessionId,
    /// The device.
    pub device: DeviceId,
}

/// Finds who asks, and notes the use.
///
/// # Errors
/// [`AccessError`].
pub async fn authenticate(city: &City, access_token: &str) -> Result<Caller, AccessError> {
    let now = city.now();
    let hash = token_hash(&city.store, TokenKind::Access, access_token);
    let token = store::sessions::token(&city.store, TokenKind::Access, &hash)
        .await?
        .ok_or(AccessError::Unknown)?;
    let session = store::sessions::by_id(&city.store, token.session)
        .await?
        .ok_or(AccessError::Unknown)?;
    let device = store::devices::by_id(&city.store, session.device)
        .await?
        .ok_or(AccessError::Unknown)?;
    check_access(&device, &session, now)?;
    if now >= token.expires_at {
        return Err(AccessError::Expired);
    }
    note_use_by_the_way(city, &session, now).await;
    Ok(Caller {
        citizen: session.citizen,
        session: session.id,
        device: session.device,
    })
}

/// Whether a device may still do something in a session.
pub(super) fn check_access(device: &Device, session: &Session, now: Timestamp) -> Result<(), AccessError> {
    if device.state != DeviceState::Active {
        // The token proves nothing about the device key. "Expired" makes the device refresh, which does.
        return Err(AccessError::Expired);
    }
    if has_ended(session, now) {
        return Err(AccessError::Ended);
    }
    Ok(())
}

/// Notes a use, if the last one noted is long enough ago. Whoever only reads is not turned away because nothing can be
/// written.
async fn note_use_by_the_way(city: &City, session: &Session, now: Timestamp) {
    if now.duration_since(session.last_used_at) >= USE_GRAIN
        && let Err(fault) = note_use(city, session, now).await
    {
        tracing::warn!(kind = fault.kind(), %fault, "the use of a session could not be noted");
    }
}

async fn note_use(city: &City, session: &Session, now: Timestamp) -> Result<(), Fault> {
    let tx = city.store.begin().await?;
    store::devices::seen(&tx, session.device, now).await?;
    store::sessions::used(&tx, session.id, now).await?;
    tx.commit().await
}

/// The account's open sessions.
///
/// # Errors
/// [`Fault`].
pub async fn list(city: &City, caller: &Caller) -> Result<SessionList, Fault> {
    let now = city.now();
    let open = store::sessions::open_of_citizen(&city.store, caller.citizen, now, now - limits::SESSION_IDLE).await?;
    let sessions = open
        .into_iter()
        .map(|session| SessionRecord {
            id: session.id,
            device: session.device,
            opened_at: session.opened_at,
            last_used_at: session.last_used_at,
            ends_at: session.ends_at,
            current: session.id == caller.session,
        })
        .collect();
    Ok(SessionList { sessions })
}

/// Ends one session of the account.
///
/// # Errors
/// [`EndError`].
pub async fn end(city: &City, caller: &Caller, id: SessionId) -> Result<(), EndError> {
    let tx = city.store.begin().await?;
    let session = store::sessions::locked(&tx, id).await?;
    if session.is_none_or(|session| session.citizen != caller.citizen) {
        return Err(EndError::NoSession);
    }
    store::sessions::end(&tx, id, EndReason::SignedOut).await?;
    Ok(tx.commit().await?)
}

/// What a removed device must hear; a wipe that was ordered counts as delivered once said. The device has proved its
/// key before.
async fn deliver_removal(tx: &Tx, device: &Device, now: Timestamp) -> Result<Option<DeviceGone>, Fault> {
    match device.state {
        DeviceState::Active => Ok(None),
        DeviceState::Revoked => Ok(Some(DeviceGone::Removed)),
        DeviceState::WipeOrdered | DeviceState::WipeDelivered => {
            let told = Device {
                state: DeviceState::WipeDelivered,
                last_seen_at: now,
                ..device.clone()
            };
            store::devices::put(tx, &told).await?;
            Ok(Some(DeviceGone::Wipe))
        }
    }
}

fn has_ended(session: &Session, now: Timestamp) -> bool {
    session.ended || now >= session.ends_at || now >= session.last_used_at + limits::SESSION_IDLE
}
