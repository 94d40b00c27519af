//! Telling a page how the session of its cookies stands. Nothing is given out: the page's browser holds both tokens.

use jiff::Timestamp;
use protocol::api::DeviceState;
use thiserror::Error;

use super::{DeviceGone, has_ended, note_use_by_the_way, tokens::token_hash};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self,
        sessions::{Session, Token, TokenKind},
    },
};

/// Why a page has no session to go on with.
#[derive(Debug, Error)]
pub enum ResumeError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The city does not know the token.
    #[error("unknown token")]
    Unknown,
    /// The session has ended, or went on with other tokens.
    #[error("the session has ended")]
    Ended,
    /// The device was removed.
    #[error(transparent)]
    Device(#[from] DeviceGone),
}

/// A session that a page may go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resumed {
    /// The session.
    pub session: Session,
    /// When the access token ends, if there was one and it is of this session.
    pub access_ends_at: Option<Timestamp>,
    /// Now. A page without a good access token refreshes first.
    pub now: Timestamp,
}

/// Finds the session of a refresh token and notes its use; changes no token.
///
/// A refresh token that was used counts as long as the one that followed was not: the answer that carried it was lost,
/// and the same attempt gets it again ([`super::refresh`]). A token that was used longer ago finds its session ended:
/// no browser keeps it, and the session itself is left to whoever has the newer one.
///
/// A device that was ordered to erase hears it from the refresh, where it proves that it is the device: a token alone
/// does not count as the contact that the resident waits for. So its page is told to refresh.
///
/// # Errors
/// [`ResumeError`].
pub async fn resume(city: &City, refresh_token: &str, access_token: Option<&str>) -> Result<Resumed, ResumeError> {
    let now = city.now();
    let token = known(city, TokenKind::Refresh, refresh_token)
        .await?
        .ok_or(ResumeError::Unknown)?;
    let session = store::sessions::by_id(&city.store, token.session)
        .await?
        .ok_or(ResumeError::Unknown)?;
    let device = store::devices::by_id(&city.store, session.device)
        .await?
        .ok_or(ResumeError::Unknown)?;
    match device.state {
        DeviceState::Active => {}
        DeviceState::Revoked => return Err(DeviceGone::Removed.into()),
        DeviceState::WipeDelivered => return Err(DeviceGone::Wipe.into()),
        DeviceState::WipeOrdered => {
            return Ok(Resumed {
                session,
                access_ends_at: None,
                now,
            });
        }
    }
    if has_ended(&session, now) || is_left_behind(city, &token).await? {
        return Err(ResumeError::Ended);
    }
    let access = match access_token {
        Some(access) => known(city, TokenKind::Access, access).await?,
        None => None,
    };
    note_use_by_the_way(city, &session, now).await;
    Ok(Resumed {
        access_ends_at: access
            .filter(|access| access.session == session.id)
            .map(|access| access.expires_at),
        session,
        now,
    })
}

async fn known(city: &City, kind: TokenKind, token: &str) -> Result<Option<Token>, Fault> {
    let hash = token_hash(&city.store, kind, token);
    store::sessions::token(&city.store, kind, &hash).await
}

/// Whether the session has gone on past a refresh token, so that no refresh by it would be answered.
async fn is_left_behind(city: &City, token: &Token) -> Result<bool, Fault> {
    if token.attempt.is_none() {
        return Ok(false);
    }
    let next = store::sessions::following(&city.store, &token.hash, TokenKind::Refresh).await?;
    Ok(next.is_none_or(|next| next.attempt.is_some()))
}
