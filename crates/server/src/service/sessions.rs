//! Sessions: opened by a one-time password, kept alive by a device's proofs.
//!
//! Tokens follow from each other: the pair that a refresh gives is an HMAC over the session, the token that was used
//! and the attempt that used it. So the answer to one attempt can be given again, and only hashes are stored.

mod resume;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use codes::trust::verify_signature;
use domain::{CitizenId, DeviceId, OperationId, SessionId, limits, text};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{
    DeviceState, RefreshRequest, SessionGrant, SessionList, SessionRecord, SessionRequest, open_session_proof,
    refresh_proof,
};
use thiserror::Error;

pub use resume::{ResumeError, Resumed, resume};

use super::account::{Guesses, code_hash};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        account::{Challenge, Subject},
        devices::Device,
        sessions::{EndReason, Session, Token, TokenKind},
    },
};

/// Uses of a session are noted at most this often: the idle rule has minutes, and a write per read would cost more than
/// the read.
const USE_GRAIN: SignedDuration = SignedDuration::from_secs(30);

/// Why a challenge's answer opens nothing.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A field does not fit.
    #[error("the field {0} does not fit")]
    Field(&'static str),
    /// The device's signature does not fit.
    #[error("the device's proof does not fit")]
    Proof,
    /// There is no such challenge.
    #[error("no such challenge")]
    NoChallenge,
    /// The password's time is over.
    #[error("the password has expired")]
    CodeExpired,
    /// The password is wrong.
    #[error("the password is wrong, {left} tries left")]
    CodeWrong {
        /// Tries left.
        left: u32,
    },
    /// The password is void: tried too often, or used.
    #[error("the password is void")]
    CodeVoid,
    /// The device was removed.
    #[error(transparent)]
    Device(#[from] DeviceGone),
}

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

/// Answers a challenge and opens a session.
///
/// # Errors
/// [`OpenError`].
pub async fn open(city: &City, request: SessionRequest) -> Result<SessionGrant, OpenError> {
    match open_once(city, &request).await {
        // Somebody took the number, or bound the device, at the same moment. The second time it is seen.
        Err(OpenError::Fault(fault)) if fault.is_duplicate() => open_once(city, &request).await,
        other => other,
    }
}

async fn open_once(city: &City, request: &SessionRequest) -> Result<SessionGrant, OpenError> {
    let (key, name) = check_offer(request)?;
    let now = city.now();
    let tx = city.store.begin().await?;
    let mut challenge = store::account::challenge(&tx, request.challenge)
        .await?
        .ok_or(OpenError::NoChallenge)?;
    let known = known_device(&tx, &challenge, &key).await?;
    if let Some(device) = &known
        && let Some(gone) = deliver_removal(&tx, device, now).await?
    {
        tx.commit().await?;
        return Err(gone.into());
    }
    let guesses = Guesses::of(&tx, &challenge, now).await?;
    let earlier = challenge.attempts;
    if let Err(refusal) = answer(&tx, &mut challenge, &request.code, &guesses, now) {
        if challenge.attempts > earlier {
            guesses.note(&tx, now).await?;
        }
        // A wrong answer counts, also when the request is refused.
        store::account::put_challenge(&tx, &challenge, now).await?;
        tx.commit().await?;
        city.metrics.event("otp_refused");
        return Err(refusal);
    }
    store::account::put_challenge(&tx, &challenge, now).await?;
    let citizen = match settle_citizen(&tx, city, &challenge, now).await? {
        Some(citizen) => citizen,
        None => {
            tx.commit().await?;
            return Err(OpenError::CodeVoid);
        }
    };
    let device = bind(&tx, city, citizen, key, name, request, now).await?;
    let grant = start(&tx, city, citizen, device, now).await?;
    tx.commit().await?;
    city.metrics.event("session_opened");
    Ok(grant)
}

fn check_offer(request: &SessionRequest) -> Result<([u8; 32], String), OpenError> {
    let code = request.code.as_bytes();
    if code.len() != limits::OTP_DIGITS || !code.iter().all(u8::is_ascii_digit) {
        return Err(OpenError::Field("code"));
    }
    let key: [u8; 32] = request
        .device
        .public_key
        .0
        .as_slice()
        .try_into()
        .map_err(|_| OpenError::Field("device.public_key"))?;
    let name = text::tidy(&request.device.name);
    if name.is_empty() || name.chars().count() > 60 || text::has_control(&name) {
        return Err(OpenError::Field("device.name"));
    }
    if !verify_signature(&key, &open_session_proof(request.challenge), &request.proof.0) {
        return Err(OpenError::Proof);
    }
    Ok((key, name))
}

/// The device of this key that the challenge's citizen already has.
async fn known_device(tx: &Tx, challenge: &Challenge, key: &[u8; 32]) -> Result<Option<Device>, Fault> {
    let citizen = match &challenge.secret.subject {
        Subject::Citizen { citizen, .. } => *citizen,
        Subject::Enrolment(_) | Subject::Nobody => CitizenId(uuid::Uuid::nil()),
    };
    store::devices::locked_by_key(tx, citizen, key).await
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

/// Compares an answer; a wrong one is counted in `challenge`, a right one marks it used. After too many wrong ones for
/// the same person no answer is right, and none is told apart: who guesses must not learn that it is over, nor for whom.
fn answer(
    on: &impl Access,
    challenge: &mut Challenge,
    code: &str,
    guesses: &Guesses,
    now: Timestamp,
) -> Result<(), OpenError> {
    if challenge.used || challenge.attempts >= limits::OTP_ATTEMPTS {
        return Err(OpenError::CodeVoid);
    }
    if now >= challenge.expires_at {
        return Err(OpenError::CodeExpired);
    }
    // Both sides are keyed hashes of 32 bytes, so how far they agree says nothing about the password.
    if code_hash(on, challenge.id, code) == challenge.code_hash && !guesses.spent {
        challenge.used = true;
        return Ok(());
    }
    challenge.attempts += 1;
    match limits::OTP_ATTEMPTS.saturating_sub(challenge.attempts) {
        0 => Err(OpenError::CodeVoid),
        left => Err(OpenError::CodeWrong { left }),
    }
}

/// The citizen whom the answer lets in; an enrolment makes one. `None` when somebody else took the number meanwhile.
async fn settle_citizen(
    tx: &Tx,
    city: &City,
    challenge: &Challenge,
    now: Timestamp,
) -> Result<Option<CitizenId>, Fault> {
    let form = match &challenge.secret.subject {
        Subject::Citizen { citizen, .. } => return Ok(Some(*citizen)),
        Subject::Nobody => return Ok(None),
        Subject::Enrolment(form) => form,
    };
    if let Some(citizen) = store::account::citizen_by_number(tx, &form.personal_number).await? {
        let phone = store::profile::field(tx, citizen, domain::ProfileField::Phone).await?;
        let same = phone.is_some_and(|record| record.value.as_str() == form.phone.e164());
        return Ok(same.then_some(citizen));
    }
    let citizen = super::profile::open(tx, city, form, now).await?;
    city.metrics.event("citizen_enrolled");
    Ok(Some(citizen))
}

async fn bind(
    tx: &Tx,
    city: &City,
    citizen: CitizenId,
    public_key: [u8; 32],
    name: String,
    request: &SessionRequest,
    now: Timestamp,
) -> Result<DeviceId, Fault> {
    let platform = request.device.platform;
    let device = match store::devices::locked_by_key(tx, citizen, &public_key).await? {
        Some(known) => Device {
            name,
            platform,
            last_seen_at: now,
            ..known
        },
        None => Device {
            id: DeviceId(city.random.id(now)?),
            citizen,
            public_key,
            name,
            platform,
            state: DeviceState::Active,
            bound_at: now,
            last_seen_at: now,
        },
    };
    store::devices::put(tx, &device).await?;
    Ok(device.id)
}

async fn start(
    tx: &Tx,
    city: &City,
    citizen: CitizenId,
    device: DeviceId,
    now: Timestamp,
) -> Result<SessionGrant, Fault> {
    let session = Session {
        id: SessionId(city.random.id(now)?),
        citizen,
        device,
        opened_at: now,
        last_used_at: now,
        ends_at: now + limits::SESSION_LIFETIME,
        ended: false,
    };
    store::sessions::add(tx, &session).await?;
    let pair = Pair::derive(tx, session.id, &city.random.bytes::<32>()?, &[]);
    pair.store(tx, &session, None, now).await?;
    Ok(pair.grant(&session, access_end(&session, now)))
}

/// An access token never outlives its session.
fn access_end(session: &Session, now: Timestamp) -> Timestamp {
    (now + limits::ACCESS_TOKEN_LIFETIME).min(session.ends_at)
}

/// An access token and the refresh token that came with it.
struct Pair {
    access: String,
    refresh: String,
}

impl Pair {
    fn derive(on: &impl Access, session: SessionId, from: &[u8], attempt: &[u8]) -> Self {
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

    async fn store(&self, tx: &Tx, session: &Session, follows: Option<Vec<u8>>, now: Timestamp) -> Result<(), Fault> {
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

    fn grant(self, session: &Session, access_expires_at: Timestamp) -> SessionGrant {
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

fn token_hash(on: &impl Access, kind: TokenKind, token: &str) -> Vec<u8> {
    on.sealing()
        .token("token hash", &[kind.as_str().as_bytes(), token.as_bytes()])
        .to_vec()
}

fn has_ended(session: &Session, now: Timestamp) -> bool {
    session.ended || now >= session.ends_at || now >= session.last_used_at + limits::SESSION_IDLE
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
