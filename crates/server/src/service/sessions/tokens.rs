//! A session's tokens, and how they follow from each other.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use codes::trust::verify_signature;
use domain::{OperationId, SessionId, limits};
use jiff::Timestamp;
use protocol::api::{RefreshRequest, SessionGrant, refresh_proof};
use thiserror::Error;

use super::{DeviceGone, deliver_removal, has_ended};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        sessions::{EndReason, Session, Token, TokenKind},
    },
};

/// Why there are no new tokens.
#[derive(Debug, Error)]
pub enum RefreshError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The city does not know the token, or not of this device.
    #[error("unknown token")]
    Unknown,
    /// The device's signature does not fit.
    #[error("the device's proof does not fit")]
    Proof,
    /// The session has ended.
    #[error("the session has ended")]
    Ended,
    /// The token came a second time.
    #[error("the token was used before")]
    Reused,
    /// The device was removed.
    #[error(transparent)]
    Device(#[from] DeviceGone),
}

/// An access token never outlives its session.
pub(super) fn access_end(session: &Session, now: Timestamp) -> Timestamp {
    (now + limits::ACCESS_TOKEN_LIFETIME).min(session.ends_at)
}

/// An access token and the refresh token that came with it.
pub(super) struct Pair {
    access: String,
    refresh: String,
}

impl Pair {
    pub(super) fn derive(on: &impl Access, session: SessionId, from: &[u8], attempt: &[u8]) -> Self {
        let token = |kind: TokenKind| {
            let bytes = on
                .sealing()
                .token(kind.as_str(), &[session.0.as_bytes(), from, attempt]);
            BASE64_URL_SAFE_NO_PAD.encode(bytes)
        };
        Self {
            access: token(TokenKind::Access),
            refresh: token(TokenKind::Refresh),
        }
    }

    pub(super) async fn store(
        &self,
        tx: &Tx,
        session: &Session,
        follows: Option<Vec<u8>>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let parts = [
            (TokenKind::Access, &self.access, access_end(session, now)),
            (TokenKind::Refresh, &self.refresh, session.ends_at),
        ];
        for (kind, token, expires_at) in parts {
            let hash = token_hash(tx, kind, token);
            let follows = follows.clone();
            let token = Token {
                hash,
                session: session.id,
                kind,
                expires_at,
                attempt: None,
                follows,
            };
            store::sessions::add_token(tx, &token).await?;
        }
        Ok(())
    }

    pub(super) fn grant(self, session: &Session, access_expires_at: Timestamp) -> SessionGrant {
        SessionGrant {
            session: session.id,
            citizen: session.citizen,
            device: session.device,
            access_token: self.access,
            access_expires_at,
            refresh_token: self.refresh,
            session_ends_at: session.ends_at,
        }
    }
}

pub(super) fn token_hash(on: &impl Access, kind: TokenKind, token: &str) -> Vec<u8> {
    on.sealing()
        .token("token hash", &[kind.as_str().as_bytes(), token.as_bytes()])
        .to_vec()
}

/// Gives new tokens for `token`: the one in the request, or the one whose name is in the request of a page. The device's
/// proof is over what the request carries.
///
/// # Errors
/// [`RefreshError`].
pub async fn refresh(city: &City, request: &RefreshRequest, token: &str) -> Result<SessionGrant, RefreshError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let device = store::devices::locked(&tx, request.device)
        .await?
        .ok_or(RefreshError::Unknown)?;
    if !verify_signature(
        &device.public_key,
        &refresh_proof(request.attempt, &request.refresh_token),
        &request.proof.0,
    ) {
        return Err(RefreshError::Proof);
    }
    if let Some(gone) = deliver_removal(&tx, &device, now).await? {
        tx.commit().await?;
        return Err(gone.into());
    }
    let hash = token_hash(&tx, TokenKind::Refresh, token);
    let token = store::sessions::token(&tx, TokenKind::Refresh, &hash)
        .await?
        .ok_or(RefreshError::Unknown)?;
    let session = store::sessions::locked(&tx, token.session)
        .await?
        .ok_or(RefreshError::Unknown)?;
    if session.device != device.id {
        return Err(RefreshError::Unknown);
    }
    if has_ended(&session, now) {
        return Err(RefreshError::Ended);
    }
    // Read again under the lock: another request may have spent it while this one waited.
    let token = store::sessions::token(&tx, TokenKind::Refresh, &hash)
        .await?
        .ok_or(RefreshError::Unknown)?;
    let pair = Pair::derive(&tx, session.id, &hash, request.attempt.0.as_bytes());
    let access_expires_at = match token.attempt {
        None => rotate(&tx, &session, &pair, &hash, request.attempt, now).await?,
        Some(earlier) => match replay(&tx, earlier, request.attempt, &hash).await? {
            Some(expires_at) => expires_at,
            None => {
                store::sessions::end(&tx, session.id, EndReason::TokenReused).await?;
                tx.commit().await?;
                city.metrics.event("token_reused");
                tracing::warn!(session = %session.id, "a used refresh token came again; the session was ended");
                return Err(RefreshError::Reused);
            }
        },
    };
    store::sessions::used(&tx, session.id, now).await?;
    store::devices::seen(&tx, device.id, now).await?;
    tx.commit().await?;
    Ok(pair.grant(&session, access_expires_at))
}

async fn rotate(
    tx: &Tx,
    session: &Session,
    pair: &Pair,
    hash: &[u8],
    attempt: OperationId,
    now: Timestamp,
) -> Result<Timestamp, Fault> {
    store::sessions::spend(tx, hash, attempt).await?;
    pair.store(tx, session, Some(hash.to_vec()), now).await?;
    Ok(access_end(session, now))
}

/// When the access token ends that this same attempt got before. `None` when it is another attempt, or when the device
/// has already used what it got: then it can't have missed the answer, and somebody else sends this.
async fn replay(tx: &Tx, earlier: OperationId, attempt: OperationId, hash: &[u8]) -> Result<Option<Timestamp>, Fault> {
    if earlier != attempt {
        return Ok(None);
    }
    let next = store::sessions::following(tx, hash, TokenKind::Refresh).await?;
    if next.is_none_or(|next| next.attempt.is_some()) {
        return Ok(None);
    }
    let access = store::sessions::following(tx, hash, TokenKind::Access).await?;
    Ok(access.map(|access| access.expires_at))
}
