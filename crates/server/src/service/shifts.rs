//! Shifts: an officer's time at a counter, opened by a one-time password of its own.
//!
//! Locks are taken in the order shift, citizen, request.

use codes::trust::verify_signature;
use domain::{CitizenId, CounterId, MemberId, Permission, ShiftId, limits};
use jiff::Timestamp;
use protocol::api::{
    Asker, ChallengeTicket, CounterRecord, Platform, ShiftRecord, ShiftRequest, ShiftUnlocking, unlock_shift_proof,
};
use thiserror::Error;

use super::{
    access::Actor,
    account::{self, AskError},
    requests,
    sessions::{self, Caller, OpenError},
};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        account::Subject,
        organisations::Organisation,
        shifts::{Of, Shift},
    },
};

/// Why the caller may not act at a counter.
#[derive(Debug, Error)]
pub enum DutyError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The caller has no open shift in this session.
    #[error("no open shift")]
    NoShift,
    /// The shift locked because nothing was done.
    #[error("the shift is locked")]
    Locked,
    /// The role does not allow it.
    #[error("the role does not allow it")]
    NotAllowed,
}

/// Why no shift was opened.
#[derive(Debug, Error)]
pub enum ShiftError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The caller is no officer at such a counter, or it is closed.
    #[error("no such counter to work at")]
    NoCounter,
    /// The one-time password could not be asked for.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The one-time password is not right.
    #[error(transparent)]
    Answer(#[from] OpenError),
    /// The device's signature does not fit, or served before.
    #[error("the device's proof does not fit")]
    Proof,
    /// There is no shift.
    #[error(transparent)]
    Duty(#[from] DutyError),
}

/// An officer at work.
#[derive(Clone, Debug)]
pub(super) struct OnDuty {
    pub(super) shift: Shift,
    pub(super) organisation: Organisation,
    pub(super) counter: CounterRecord,
}

impl OnDuty {
    /// Who this is to residents.
    pub(super) fn actor(&self) -> Actor {
        Actor {
            officer: self.shift.officer,
            asker: asker(&self.organisation, &self.counter),
        }
    }
}

/// An organisation and its counter, as residents see them.
pub(super) fn asker(organisation: &Organisation, counter: &CounterRecord) -> Asker {
    Asker {
        organisation: organisation.id,
        organisation_kind: organisation.kind,
        organisation_name: organisation.name.clone(),
        counter: counter.name.clone(),
        place: counter.place.clone(),
    }
}

/// Finds the caller at work, in a role that allows this, and notes that the officer did something.
pub(super) async fn on_duty(
    tx: &Tx,
    caller: &Caller,
    permission: Permission,
    now: Timestamp,
) -> Result<OnDuty, DutyError> {
    let duty = at_work(tx, caller, permission, now).await?;
    store::shifts::used(tx, duty.shift.id, now).await?;
    Ok(duty)
}

/// As [`on_duty`], of what the app does by itself: a screen that fetches its lists keeps no shift from locking.
pub(super) async fn at_work(
    tx: &Tx,
    caller: &Caller,
    permission: Permission,
    now: Timestamp,
) -> Result<OnDuty, DutyError> {
    let shift = own_shift(tx, caller, now).await?.ok_or(DutyError::NoShift)?;
    if is_locked(&shift, now) {
        return Err(DutyError::Locked);
    }
    let roles = store::members::roles_in(tx, shift.organisation, caller.citizen).await?;
    if !roles
        .iter()
        .any(|(member, role)| *member == shift.member && role.may(permission))
    {
        return Err(DutyError::NotAllowed);
    }
    let (organisation, counter) = place(tx, &shift).await?;
    Ok(OnDuty {
        shift,
        organisation,
        counter,
    })
}

/// The caller's shift in this session, locked or not.
async fn own_shift(tx: &Tx, caller: &Caller, now: Timestamp) -> Result<Option<Shift>, Fault> {
    let shift = store::shifts::locked_of(tx, caller.citizen).await?;
    Ok(shift.filter(|shift| shift.session == caller.session && now < shift.ends_at))
}

fn is_locked(shift: &Shift, now: Timestamp) -> bool {
    now >= shift.last_used_at + limits::SHIFT_IDLE
}

async fn place(on: &impl Access, shift: &Shift) -> Result<(Organisation, CounterRecord), Fault> {
    let organisation = store::organisations::find(on, shift.organisation)
        .await?
        .ok_or(Fault::Corrupt("organisation"))?;
    let counter = store::organisations::counter(on, shift.counter)
        .await?
        .ok_or(Fault::Corrupt("counter"))?;
    Ok((organisation, counter.record))
}

async fn record(on: &impl Access, shift: &Shift, now: Timestamp) -> Result<ShiftRecord, Fault> {
    let (organisation, counter) = place(on, shift).await?;
    Ok(ShiftRecord {
        id: shift.id,
        organisation: organisation.id,
        organisation_name: organisation.name,
        counter: counter.id,
        counter_name: counter.name,
        counter_place: counter.place,
        opened_at: shift.opened_at,
        ends_at: shift.ends_at,
        locks_at: shift.last_used_at + limits::SHIFT_IDLE,
        locked: is_locked(shift, now),
    })
}

/// Whether the caller may work at an open counter, and in which role.
async fn may_work_at(on: &impl Access, officer: CitizenId, counter: CounterId) -> Result<MemberId, ShiftError> {
    let counter = store::organisations::counter(on, counter)
        .await?
        .filter(|counter| counter.record.open)
        .ok_or(ShiftError::NoCounter)?;
    let roles = store::members::roles_in(on, counter.organisation, officer).await?;
    let role = roles.iter().find(|(_, role)| role.may(Permission::KeepShift));
    role.map(|(member, _)| *member).ok_or(ShiftError::NoCounter)
}

/// Sends the one-time password that opens a shift.
///
/// # Errors
/// [`ShiftError`].
pub async fn start(city: &City, caller: &Caller, counter: CounterId) -> Result<ChallengeTicket, ShiftError> {
    let member = may_work_at(&city.store, caller.citizen, counter).await?;
    Ok(account::start_shift(city, caller.citizen, counter, member).await?)
}

/// Answers the one-time password and opens the shift.
///
/// # Errors
/// [`ShiftError`].
pub async fn open(city: &City, caller: &Caller, request: ShiftRequest) -> Result<ShiftRecord, ShiftError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let wanted = |subject: &Subject| matches!(subject, Subject::Shift { citizen, .. } if *citizen == caller.citizen);
    let challenge = sessions::settle_challenge(&tx, request.challenge, &request.code, wanted, now).await;
    let challenge = match challenge {
        Ok(challenge) => challenge,
        Err(refusal) => {
            // A wrong answer counts.
            tx.commit().await?;
            return Err(refusal.into());
        }
    };
    let Subject::Shift { counter, .. } = challenge.secret.subject else {
        return Err(OpenError::NoChallenge.into());
    };
    let member = may_work_at(&tx, caller.citizen, counter).await?;
    let mut told = Vec::new();
    let earlier = store::shifts::locked_of(&tx, caller.citizen).await?;
    let at_counter = store::shifts::open(&tx, Of::Counter(counter)).await?;
    for shift in earlier.into_iter().chain(at_counter) {
        told.extend(close(&tx, &shift, now).await?);
        told.push(shift.officer);
    }
    let organisation = store::organisations::counter(&tx, counter)
        .await?
        .ok_or(ShiftError::NoCounter)?
        .organisation;
    let shift = Shift {
        id: ShiftId(city.random.id(now).map_err(Fault::from)?),
        organisation,
        counter,
        member,
        officer: caller.citizen,
        session: caller.session,
        device: caller.device,
        opened_at: now,
        last_used_at: now,
        ends_at: now + limits::SHIFT_LIFETIME,
        ended_at: None,
        unlocked_by: None,
    };
    store::shifts::add(&tx, &shift).await?;
    let record = record(&tx, &shift, now).await?;
    tx.commit().await?;
    city.watchers.changed_all(told);
    city.metrics.event("shift_opened");
    Ok(record)
}

/// The caller's shift, also while it is locked.
///
/// # Errors
/// [`DutyError`].
pub async fn current(city: &City, caller: &Caller) -> Result<ShiftRecord, DutyError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let shift = own_shift(&tx, caller, now).await?.ok_or(DutyError::NoShift)?;
    Ok(record(&tx, &shift, now).await?)
}

/// Unlocks the caller's shift.
///
/// # Errors
/// [`ShiftError`].
pub async fn unlock(city: &City, caller: &Caller, request: ShiftUnlocking) -> Result<ShiftRecord, ShiftError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let mut shift = own_shift(&tx, caller, now).await?.ok_or(DutyError::NoShift)?;
    if shift.unlocked_by != Some(request.attempt) {
        let device = store::devices::by_id(&tx, caller.device)
            .await?
            .ok_or(Fault::Corrupt("device"))?;
        let proof = unlock_shift_proof(shift.id, request.attempt);
        // A browser signs for whoever sits before it.
        if device.platform == Platform::Web || !verify_signature(&device.public_key, &proof, &request.proof.0) {
            return Err(ShiftError::Proof);
        }
        store::shifts::unlocked(&tx, shift.id, request.attempt, now).await?;
        shift.last_used_at = now;
    } else if is_locked(&shift, now) {
        // The proof has served.
        return Err(ShiftError::Proof);
    }
    let record = record(&tx, &shift, now).await?;
    tx.commit().await?;
    Ok(record)
}

/// Ends the caller's shift.
///
/// # Errors
/// [`DutyError`].
pub async fn end(city: &City, caller: &Caller) -> Result<(), DutyError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let shift = own_shift(&tx, caller, now).await?.ok_or(DutyError::NoShift)?;
    let told = close(&tx, &shift, now).await?;
    tx.commit().await?;
    city.watchers.changed_all(told);
    Ok(())
}

/// Ends a shift and takes its waiting requests back; says whom that concerns.
pub(super) async fn close(tx: &Tx, shift: &Shift, now: Timestamp) -> Result<Vec<CitizenId>, Fault> {
    store::shifts::end(tx, shift.id, now).await?;
    requests::withdraw_waiting(tx, shift.id, None, now).await
}

/// Ends the shifts whose time is over.
///
/// # Errors
/// [`Fault`].
pub async fn end_overdue(city: &City) -> Result<(), Fault> {
    let now = city.now();
    for shift in store::shifts::open(&city.store, Of::PastAt(now)).await? {
        let tx = city.store.begin().await?;
        let told = close(&tx, &shift, now).await?;
        tx.commit().await?;
        city.watchers.changed_all(told);
    }
    Ok(())
}
