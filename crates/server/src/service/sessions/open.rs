//! Opening a session: a challenge's answer, the citizen it lets in, the device it binds.

use codes::trust::verify_signature;
use domain::{ChallengeId, CitizenId, DeviceId, SessionId, limits, text};
use jiff::Timestamp;
use protocol::api::{DeviceState, SessionGrant, SessionRequest, open_session_proof};
use thiserror::Error;

use super::{
    DeviceGone, deliver_removal,
    tokens::{Pair, access_end},
};
use crate::{
    city::City,
    fault::Fault,
    service::{
        account::{Guesses, code_hash},
        profile,
    },
    store::{
        self, Access, Tx,
        account::{Challenge, Subject},
        devices::Device,
        sessions::Session,
    },
};

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
    let challenge = store::account::challenge(&tx, request.challenge)
        .await?
        .filter(|challenge| opens_session(&challenge.secret.subject))
        .ok_or(OpenError::NoChallenge)?;
    let known = known_device(&tx, &challenge, &key).await?;
    if let Some(device) = &known
        && let Some(gone) = deliver_removal(&tx, device, now).await?
    {
        tx.commit().await?;
        return Err(gone.into());
    }
    let challenge = match settle(&tx, challenge, &request.code, now).await {
        Ok(challenge) => challenge,
        Err(refusal) => {
            // A wrong answer counts, also when the request is refused.
            tx.commit().await?;
            city.metrics.event("otp_refused");
            return Err(refusal);
        }
    };
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

/// A password that was asked for something else opens no session.
fn opens_session(subject: &Subject) -> bool {
    match subject {
        Subject::Enrolment(_) | Subject::Citizen { .. } | Subject::Nobody => true,
        Subject::Shift { .. } => false,
    }
}

/// Answers a challenge of another kind than a session's; `wanted` says whether it is one that this answer is for. The
/// transaction is to be committed also when the answer is wrong: it counts.
///
/// # Errors
/// [`OpenError`].
pub(in crate::service) async fn settle_challenge(
    tx: &Tx,
    id: ChallengeId,
    code: &str,
    wanted: impl Fn(&Subject) -> bool,
    now: Timestamp,
) -> Result<Challenge, OpenError> {
    check_code(code)?;
    let challenge = store::account::challenge(tx, id)
        .await?
        .filter(|challenge| wanted(&challenge.secret.subject))
        .ok_or(OpenError::NoChallenge)?;
    settle(tx, challenge, code, now).await
}

/// Compares an answer and keeps what became of the challenge.
async fn settle(tx: &Tx, mut challenge: Challenge, code: &str, now: Timestamp) -> Result<Challenge, OpenError> {
    let guesses = Guesses::of(tx, &challenge, now).await?;
    let earlier = challenge.attempts;
    let answered = answer(tx, &mut challenge, code, &guesses, now);
    if challenge.attempts > earlier {
        guesses.note(tx, now).await?;
    }
    store::account::put_challenge(tx, &challenge, now).await?;
    answered.map(|()| challenge)
}

fn check_code(code: &str) -> Result<(), OpenError> {
    if code.len() == limits::OTP_DIGITS && code.bytes().all(|digit| digit.is_ascii_digit()) {
        Ok(())
    } else {
        Err(OpenError::Field("code"))
    }
}

fn check_offer(request: &SessionRequest) -> Result<([u8; 32], String), OpenError> {
    check_code(&request.code)?;
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
        Subject::Enrolment(_) | Subject::Shift { .. } | Subject::Nobody => CitizenId(uuid::Uuid::nil()),
    };
    store::devices::locked_by_key(tx, citizen, key).await
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
        Subject::Shift { .. } | Subject::Nobody => return Ok(None),
        Subject::Enrolment(form) => form,
    };
    if let Some(citizen) = store::account::citizen_by_number(tx, &form.personal_number).await? {
        let phone = store::profile::field(tx, citizen, domain::ProfileField::Phone).await?;
        let same = phone.is_some_and(|record| record.value.as_str() == form.phone.e164());
        return Ok(same.then_some(citizen));
    }
    let citizen = profile::open(tx, city, form, now).await?;
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
