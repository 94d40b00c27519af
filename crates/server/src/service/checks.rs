//! Checks of codes at counters: what a code is worth, who is found by it, and that a live one counts once.

mod judge;

use domain::{CheckId, CitizenId, Permission, limits};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{
    AccessEvent, CheckList, CheckOrder, CheckRecord, OfflineCheck, OfflineChecks, Shown, ShownKind, UsedElsewhere,
    Verdict,
};
use thiserror::Error;

use self::judge::Judged;
use super::{
    access::{self, About},
    profile,
    sessions::Caller,
    shifts::{DutyError, OnDuty, at_work, on_duty},
};
use crate::{
    city::City,
    fault::Fault,
    store::{self, Access, Tx, checks::Check},
};

/// Checks in one reconciliation.
pub const MAX_OFFLINE_CHECKS: usize = 100;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Why a code was not checked.
#[derive(Debug, Error)]
pub enum CheckError {
    /// The officer is not at work.
    #[error(transparent)]
    Duty(#[from] DutyError),
    /// The officer's checks of the day are used up.
    #[error("the checks of the day are used up")]
    TooMany(SignedDuration),
    /// Many wrong numbers were typed for this person.
    #[error("too many wrong numbers for one person")]
    TooManyNumbers(SignedDuration),
    /// A field does not fit.
    #[error("the field {0} does not fit")]
    Field(&'static str),
    /// The check's id is another officer's.
    #[error("the id is taken")]
    Taken,
}

impl From<Fault> for CheckError {
    fn from(fault: Fault) -> Self {
        Self::Duty(fault.into())
    }
}

/// Checks a code. The same id again gives the same verdict.
///
/// # Errors
/// [`CheckError`].
pub async fn check(city: &City, caller: &Caller, order: CheckOrder) -> Result<CheckRecord, CheckError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let duty = on_duty(&tx, caller, Permission::CheckCodes, now).await?;
    if let Some(known) = own_check(&tx, caller, order.id).await? {
        tx.commit().await?;
        return Ok(record(&city.store, &known).await?);
    }
    within_cap(&tx, city, caller.citizen, now).await?;
    let judged = match &order.shown {
        Shown::Code { text } => judge::code(&tx, city, text, now).await?,
        Shown::Number { holder, digits } => match judge::number(&tx, holder, digits, now).await? {
            Ok(judged) => judged,
            Err(wait) => return Err(CheckError::TooManyNumbers(wait)),
        },
    };
    let check = keep(&tx, &duty, order.id, judged, None, now).await?;
    let record = record(&tx, &check).await?;
    tx.commit().await?;
    city.watchers.changed_all(check.citizen);
    city.metrics.event(match check.verdict {
        Verdict::Valid => "code_valid",
        Verdict::Used => "code_used",
        _ => "code_refused",
    });
    Ok(record)
}

async fn own_check(tx: &Tx, caller: &Caller, id: CheckId) -> Result<Option<Check>, CheckError> {
    match store::checks::find(tx, id).await? {
        Some(known) if known.officer == caller.citizen => Ok(Some(known)),
        Some(_) => Err(CheckError::Taken),
        None => Ok(None),
    }
}

async fn within_cap(tx: &Tx, city: &City, officer: CitizenId, now: Timestamp) -> Result<(), CheckError> {
    let since = now - DAY;
    if store::checks::count(tx, officer, since).await? < u64::from(city.settings.counters.checks_per_day) {
        return Ok(());
    }
    let oldest = store::checks::oldest(tx, officer, since).await?.unwrap_or(now);
    Err(CheckError::TooMany((oldest + DAY).duration_since(now)))
}

/// Redeems a live code, keeps the check, and notes it in the history of whoever was found.
async fn keep(
    tx: &Tx,
    duty: &OnDuty,
    id: CheckId,
    judged: Judged,
    offline: Option<&OfflineCheck>,
    now: Timestamp,
) -> Result<Check, Fault> {
    let at = offline.map_or(now, |check| check.at);
    let mut check = Check {
        id,
        organisation: duty.organisation.id,
        counter: duty.counter.id,
        shift: offline.map_or(duty.shift.id, |check| check.shift),
        officer: duty.shift.officer,
        citizen: judged.citizen,
        shown: judged.shown,
        verdict: judged.verdict,
        offline: offline.map(|check| check.ground),
        at,
        told_at: now,
        made_at: judged.made_at,
        jti: judged.jti.filter(|_| judged.verdict == Verdict::Valid),
    };
    if let Some(jti) = &check.jti
        && !store::checks::redeem(tx, jti, id, at).await?
    {
        check.verdict = Verdict::Used;
    }
    if let Some(citizen) = check.citizen {
        let event = AccessEvent::Checked {
            shown: check.shown,
            verdict: check.verdict,
            told_at: offline.map(|_| now),
            elsewhere: check.verdict == Verdict::Used,
        };
        access::note(tx, citizen, &duty.actor(), event, About::default(), at).await?;
    }
    store::checks::add(tx, &check).await?;
    Ok(check)
}

/// The officer's checks of the last day.
///
/// # Errors
/// [`DutyError`].
pub async fn list(city: &City, caller: &Caller) -> Result<CheckList, DutyError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    at_work(&tx, caller, Permission::CheckCodes, now).await?;
    tx.commit().await?;
    let mut checks = Vec::new();
    for check in store::checks::of_officer(&city.store, caller.citizen, now - DAY).await? {
        checks.push(record(&city.store, &check).await?);
    }
    Ok(CheckList { checks })
}

async fn record(on: &impl Access, check: &Check) -> Result<CheckRecord, Fault> {
    let vouched = !matches!(
        check.verdict,
        Verdict::Forged | Verdict::UnknownIssuer | Verdict::CannotTell
    );
    let holder = match check.citizen.filter(|_| vouched) {
        Some(citizen) => Some(profile::masked_name(on, citizen).await?),
        None => None,
    };
    let mut used_elsewhere = Vec::new();
    if let Some(jti) = &check.jti {
        for other in store::checks::with_same_code(on, jti, check.id).await? {
            if let Some(place) = elsewhere(on, check, &other).await? {
                used_elsewhere.push(place);
            }
        }
    }
    let may_ask = check.verdict == Verdict::Valid && check.citizen.is_some();
    Ok(CheckRecord {
        id: check.id,
        at: check.at,
        shown: check.shown,
        verdict: check.verdict,
        holder,
        made_at: check.made_at,
        offline: check.offline,
        ask_until: may_ask.then(|| check.at + limits::ASK_AFTER_CHECK),
        used_elsewhere,
    })
}

/// Where another check of the same code was made, unless it was at the same counter.
async fn elsewhere(on: &impl Access, check: &Check, other: &Check) -> Result<Option<UsedElsewhere>, Fault> {
    if other.counter == check.counter {
        return Ok(None);
    }
    let counter = store::organisations::counter(on, other.counter).await?;
    let organisation = store::organisations::find(on, other.organisation).await?;
    Ok(counter.zip(organisation).map(|(counter, organisation)| UsedElsewhere {
        organisation: organisation.name,
        counter: counter.record.name,
        at: other.at,
    }))
}

/// Takes checks in that were made without a network. Each is looked at as of its own time.
///
/// # Errors
/// [`CheckError`].
pub async fn reconcile(city: &City, caller: &Caller, checks: OfflineChecks) -> Result<CheckList, CheckError> {
    if checks.checks.len() > MAX_OFFLINE_CHECKS {
        return Err(CheckError::Field("checks"));
    }
    let tx = city.store.begin().await?;
    at_work(&tx, caller, Permission::CheckCodes, city.now()).await?;
    tx.commit().await?;
    let mut told = Vec::new();
    for offline in checks.checks {
        told.push(reconcile_one(city, caller, offline).await?);
    }
    Ok(CheckList { checks: told })
}

async fn reconcile_one(city: &City, caller: &Caller, offline: OfflineCheck) -> Result<CheckRecord, CheckError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let duty = at_work(&tx, caller, Permission::CheckCodes, now).await?;
    if let Some(known) = own_check(&tx, caller, offline.id).await? {
        return Ok(record(&tx, &known).await?);
    }
    let judged = match shift_of(&tx, caller, &offline, now).await? {
        Some(_) => judge::code(&tx, city, &offline.text, offline.at).await?,
        None => Judged::nothing(ShownKind::Other, Verdict::CannotTell),
    };
    let duty = at_its_counter(&tx, duty, &offline).await?;
    let check = keep(&tx, &duty, offline.id, judged, Some(&offline), now).await?;
    let mut concerned: Vec<CitizenId> = check.citizen.into_iter().collect();
    if check.verdict == Verdict::Used
        && let Some(jti) = &check.jti
    {
        let others = store::checks::with_same_code(&tx, jti, check.id).await?;
        concerned.extend(others.into_iter().map(|other| other.officer));
    }
    let record = record(&tx, &check).await?;
    tx.commit().await?;
    city.watchers.changed_all(concerned);
    city.metrics.event("check_reconciled");
    Ok(record)
}

/// The shift in which a check was made, if it is the caller's and was open then.
async fn shift_of(
    tx: &Tx,
    caller: &Caller,
    offline: &OfflineCheck,
    now: Timestamp,
) -> Result<Option<store::shifts::Shift>, Fault> {
    let skew = limits::CLOCK_SKEW;
    let recent = offline.at >= now - limits::RECONCILE_WITHIN && offline.at <= now + skew;
    let shift = store::shifts::by_id(tx, offline.shift).await?;
    Ok(shift.filter(|shift| {
        let end = shift.ended_at.unwrap_or(shift.ends_at);
        recent && shift.officer == caller.citizen && (shift.opened_at - skew..=end + skew).contains(&offline.at)
    }))
}

/// The officer as they were at work when the check was made, which may have been at another counter.
async fn at_its_counter(tx: &Tx, duty: OnDuty, offline: &OfflineCheck) -> Result<OnDuty, Fault> {
    let Some(shift) = store::shifts::by_id(tx, offline.shift).await? else {
        return Ok(duty);
    };
    if shift.officer != duty.shift.officer {
        return Ok(duty);
    }
    let counter = store::organisations::counter(tx, shift.counter).await?;
    let organisation = store::organisations::find(tx, shift.organisation).await?;
    Ok(match (counter, organisation) {
        (Some(counter), Some(organisation)) => OnDuty {
            shift,
            organisation,
            counter: counter.record,
        },
        _ => duty,
    })
}
