//! Requests to share: asked at a counter, answered by the resident, over when their time is.
//!
//! Every change of a request is one transaction with the entry of the resident's access history that tells of it.
//! Locks are taken in the order shift, citizen, request.

use codes::offer::Offer;
use domain::{CitizenId, DeskWord, Permission, PurposeId, RequestId, Scope, ShiftId, limits};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{
    AccessEvent, AskOrder, AskedFor, CounterRequest, CounterRequestList, OfferOrder, OverReason, RequestState,
    ShareRequestRecord, ShownKind, Verdict,
};
use thiserror::Error;

use super::{
    access::{self, About, Actor},
    consents, profile,
    sessions::Caller,
    shifts::{DutyError, OnDuty, at_work, on_duty},
};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        sharing::{Request, RequestTold},
        sync::{FeedItem, note as note_feed},
    },
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Why nothing was asked.
#[derive(Debug, Error)]
pub enum AskError {
    /// The officer is not at work.
    #[error(transparent)]
    Duty(#[from] DutyError),
    /// The officer has no such check, purpose or request.
    #[error("no such check, purpose or request")]
    NotFound,
    /// More is asked than the purpose allows, or the check is no ground to ask.
    #[error("more than the purpose allows")]
    BeyondPurpose,
    /// The request is over.
    #[error("the request is over")]
    Over,
}

impl From<Fault> for AskError {
    fn from(fault: Fault) -> Self {
        Self::Duty(fault.into())
    }
}

/// Asks the person of a check.
///
/// # Errors
/// [`AskError`].
pub async fn ask(city: &City, caller: &Caller, order: AskOrder) -> Result<CounterRequest, AskError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let duty = on_duty(&tx, caller, Permission::AskToShare, now).await?;
    if let Some(known) = own_request(&tx, &duty, order.id).await? {
        tx.commit().await?;
        return Ok(counter_record(&city.store, known, now).await?);
    }
    let check = store::checks::find(&tx, order.check)
        .await?
        .filter(|check| check.officer == duty.shift.officer && check.organisation == duty.organisation.id)
        .ok_or(AskError::NotFound)?;
    let (Some(citizen), Verdict::Valid) = (check.citizen, check.verdict) else {
        return Err(AskError::BeyondPurpose);
    };
    if now > check.at + limits::ASK_AFTER_CHECK {
        return Err(AskError::BeyondPurpose);
    }
    let asked = asked_for(&tx, &duty, order.purpose, order.scope).await?;
    store::account::lock(&tx, citizen).await?;
    withdraw_waiting(&tx, duty.shift.id, Some(citizen), now).await?;
    let mut request = new_request(city, &duty, order.id, asked, now)?;
    request.citizen = Some(citizen);
    request.check = Some(check.id);
    store::sharing::add(&tx, &request).await?;
    let scope = request.told.asked.scope.clone();
    tell(&tx, &request, AccessEvent::Asked { scope }, now).await?;
    // Paper lies about: who only shows a printed code is always asked.
    if matches!(check.shown, ShownKind::Live | ShownKind::Number) {
        consents::apply_remembered(&tx, &mut request, now).await?;
    }
    let record = counter_record(&tx, request, now).await?;
    tx.commit().await?;
    city.watchers.changed(citizen);
    city.metrics.event("share_asked");
    Ok(record)
}

/// Shows a request as a code.
///
/// # Errors
/// [`AskError`].
pub async fn offer(city: &City, caller: &Caller, order: OfferOrder) -> Result<CounterRequest, AskError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let duty = on_duty(&tx, caller, Permission::AskToShare, now).await?;
    if let Some(known) = own_request(&tx, &duty, order.id).await? {
        tx.commit().await?;
        return Ok(counter_record(&city.store, known, now).await?);
    }
    let asked = asked_for(&tx, &duty, order.purpose, order.scope).await?;
    let mut request = new_request(city, &duty, order.id, asked, now)?;
    let signer = super::city::signer(&tx, &city.settings.issuer, now).await?;
    let offer = Offer {
        issuer: city.settings.issuer.clone(),
        request: request.id,
        organisation: request.told.asker.organisation_name.as_str().to_owned(),
        counter: request.told.asker.counter.as_str().to_owned(),
        purpose: request.told.asked.title.as_str().to_owned(),
        made_at: now,
        expires_at: request.told.expires_at,
    };
    request.told.state = RequestState::Offered;
    request.told.code = Some(offer.sign(&signer));
    store::sharing::add(&tx, &request).await?;
    tx.commit().await?;
    city.metrics.event("share_offered");
    Ok(counter_record(&city.store, request, now).await?)
}

/// A resident takes an offered request on.
///
/// # Errors
/// [`AskError`].
pub async fn take(city: &City, caller: &Caller, id: RequestId) -> Result<ShareRequestRecord, AskError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    store::account::lock(&tx, caller.citizen).await?;
    let mut request = store::sharing::locked(&tx, id).await?.ok_or(AskError::NotFound)?;
    if request.citizen == Some(caller.citizen) {
        return Ok(resident_record(request, now));
    }
    if request.told.state != RequestState::Offered || now >= request.told.expires_at {
        return Err(AskError::Over);
    }
    request.citizen = Some(caller.citizen);
    request.told.state = RequestState::Waiting;
    store::sharing::update(&tx, &request).await?;
    let scope = request.told.asked.scope.clone();
    tell(&tx, &request, AccessEvent::Asked { scope }, now).await?;
    tx.commit().await?;
    city.watchers.changed_all([caller.citizen, request.officer]);
    Ok(resident_record(request, now))
}

/// The officer's request of this id.
async fn own_request(tx: &Tx, duty: &OnDuty, id: RequestId) -> Result<Option<Request>, AskError> {
    match store::sharing::find(tx, id).await? {
        Some(known) if is_own(&known, duty) => Ok(Some(known)),
        Some(_) => Err(AskError::NotFound),
        None => Ok(None),
    }
}

pub(super) fn is_own(request: &Request, duty: &OnDuty) -> bool {
    request.officer == duty.shift.officer && request.organisation == duty.organisation.id
}

/// The terms of a purpose, for what is asked now.
async fn asked_for(tx: &Tx, duty: &OnDuty, purpose: PurposeId, scope: Scope) -> Result<AskedFor, AskError> {
    let purpose = store::organisations::purpose(tx, purpose)
        .await?
        .filter(|purpose| purpose.organisation == duty.organisation.id && !purpose.record.terms.retired)
        .ok_or(AskError::NotFound)?
        .record;
    let scope = scope.tidied();
    if scope.is_empty() || !purpose.terms.scope.covers(&scope) {
        return Err(AskError::BeyondPurpose);
    }
    Ok(AskedFor {
        purpose: purpose.id,
        title: purpose.terms.title,
        reason: purpose.terms.reason,
        scope,
        read_minutes: purpose.terms.read_minutes,
        partial: purpose.terms.partial,
        remember: purpose.terms.remember,
    })
}

fn new_request(city: &City, duty: &OnDuty, id: RequestId, asked: AskedFor, now: Timestamp) -> Result<Request, Fault> {
    let drawn = city.random.below(DeskWord::COUNT)?;
    let desk_word = u8::try_from(drawn).ok().and_then(|drawn| drawn.try_into().ok());
    Ok(Request {
        id,
        citizen: None,
        organisation: duty.organisation.id,
        counter: duty.counter.id,
        shift: duty.shift.id,
        officer: duty.shift.officer,
        check: None,
        asked_at: now,
        told: RequestTold {
            asker: duty.actor().asker,
            desk_word: desk_word.ok_or(Fault::Corrupt("desk word"))?,
            asked,
            expires_at: now + limits::REQUEST_LIFETIME,
            state: RequestState::Waiting,
            agreement: None,
            code: None,
        },
    })
}

/// Who asked, for the access history.
pub(super) fn actor(request: &Request) -> Actor {
    Actor {
        asker: request.told.asker.clone(),
        officer: request.officer,
    }
}

/// What an entry of the access history about a request refers to.
pub(super) fn about(request: &Request) -> About {
    About {
        purpose: Some(request.told.asked.title.clone()),
        request: Some(request.id),
    }
}

/// Tells the resident's devices how a request stands, and writes the entry of what happened to it.
pub(super) async fn tell(tx: &Tx, request: &Request, event: AccessEvent, now: Timestamp) -> Result<(), Fault> {
    let Some(citizen) = request.citizen else {
        return Ok(());
    };
    let revision = store::account::advance(tx, citizen).await?;
    note_feed(tx, citizen, FeedItem::Request(request.id), revision).await?;
    access::note(tx, citizen, &actor(request), event, about(request), now).await?;
    Ok(())
}

/// Keeps how a request stands now and tells of it.
pub(super) async fn settle(tx: &Tx, request: &Request, event: AccessEvent, now: Timestamp) -> Result<(), Fault> {
    store::sharing::update(tx, request).await?;
    tell(tx, request, event, now).await
}

/// A request, its citizen and itself kept from other transactions until this one ends.
pub(super) async fn locked(tx: &Tx, id: RequestId) -> Result<Option<Request>, Fault> {
    let Some(seen) = store::sharing::find(tx, id).await? else {
        return Ok(None);
    };
    if let Some(citizen) = seen.citizen {
        store::account::lock(tx, citizen).await?;
    }
    store::sharing::locked(tx, id).await
}

/// Takes the waiting requests of a shift back, all or those to one citizen; says whom that concerns.
pub(super) async fn withdraw_waiting(
    tx: &Tx,
    shift: ShiftId,
    to: Option<CitizenId>,
    now: Timestamp,
) -> Result<Vec<CitizenId>, Fault> {
    let mut concerned = Vec::new();
    for id in store::sharing::waiting(tx, shift).await? {
        let Some(mut request) = locked(tx, id).await? else {
            continue;
        };
        let meant = to.is_none() || request.citizen == to;
        if !meant || !matches!(request.told.state, RequestState::Offered | RequestState::Waiting) {
            continue;
        }
        request.told.state = RequestState::Withdrawn { at: now };
        settle(tx, &request, AccessEvent::Withdrawn, now).await?;
        concerned.extend(request.citizen);
    }
    Ok(concerned)
}

/// Takes a request back, or gives back early what was shared. One that is over stays so.
///
/// # Errors
/// [`AskError`].
pub async fn withdraw(city: &City, caller: &Caller, id: RequestId) -> Result<(), AskError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let duty = on_duty(&tx, caller, Permission::AskToShare, now).await?;
    let mut request = locked(&tx, id)
        .await?
        .filter(|request| is_own(request, &duty))
        .ok_or(AskError::NotFound)?;
    match request.told.state {
        RequestState::Offered | RequestState::Waiting => {
            request.told.state = RequestState::Withdrawn { at: now };
            settle(&tx, &request, AccessEvent::Withdrawn, now).await?;
        }
        RequestState::Agreed { .. } => end_share(&tx, &mut request, OverReason::GivenBack, now).await?,
        RequestState::Refused { .. }
        | RequestState::Expired
        | RequestState::Withdrawn { .. }
        | RequestState::Over { .. } => {}
    }
    tx.commit().await?;
    city.watchers.changed_all(request.citizen);
    Ok(())
}

/// Ends the reading of what was shared: it is gone from the city's view.
pub(super) async fn end_share(tx: &Tx, request: &mut Request, reason: OverReason, now: Timestamp) -> Result<(), Fault> {
    request.told.state = RequestState::Over { at: now, reason };
    settle(tx, request, AccessEvent::Over { reason }, now).await
}

/// The officer's requests of the last day.
///
/// # Errors
/// [`DutyError`].
pub async fn list(city: &City, caller: &Caller) -> Result<CounterRequestList, DutyError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let duty = at_work(&tx, caller, Permission::AskToShare, now).await?;
    tx.commit().await?;
    let mut requests = Vec::new();
    for request in store::sharing::of_officer(&city.store, caller.citizen, now - DAY).await? {
        if is_own(&request, &duty) {
            requests.push(counter_record(&city.store, request, now).await?);
        }
    }
    Ok(CounterRequestList { requests })
}

/// Ends what ends by itself: requests that nobody answered, and what was shared for a time.
///
/// # Errors
/// [`Fault`].
pub async fn end_due(city: &City) -> Result<(), Fault> {
    let now = city.now();
    for id in store::sharing::due(&city.store, now).await? {
        let tx = city.store.begin().await?;
        let Some(mut request) = locked(&tx, id).await? else {
            continue;
        };
        match &request.told.state {
            RequestState::Offered | RequestState::Waiting if now >= request.told.expires_at => {
                request.told.state = RequestState::Expired;
                settle(&tx, &request, AccessEvent::Expired, now).await?;
            }
            RequestState::Agreed { read_until, .. } if now >= *read_until => {
                end_share(&tx, &mut request, OverReason::TimeOver, now).await?;
            }
            _ => continue,
        }
        tx.commit().await?;
        city.watchers.changed_all(request.citizen);
        city.watchers.changed(request.officer);
    }
    Ok(())
}

/// How a request stands now, also when nobody has noted yet that its time is over.
pub(super) fn state_at(told: &RequestTold, now: Timestamp) -> RequestState {
    told.state.as_of(told.expires_at, now)
}

/// A request as the resident sees it.
pub(super) fn resident_record(request: Request, now: Timestamp) -> ShareRequestRecord {
    let state = state_at(&request.told, now);
    ShareRequestRecord {
        id: request.id,
        asker: request.told.asker,
        desk_word: request.told.desk_word,
        asked: request.told.asked,
        asked_at: request.asked_at,
        expires_at: request.told.expires_at,
        state,
    }
}

async fn counter_record(on: &impl Access, request: Request, now: Timestamp) -> Result<CounterRequest, Fault> {
    let state = state_at(&request.told, now);
    let holder = match request.citizen {
        Some(citizen) => Some(profile::masked_name(on, citizen).await?),
        None => None,
    };
    Ok(CounterRequest {
        id: request.id,
        check: request.check,
        holder,
        desk_word: request.told.desk_word,
        asked: request.told.asked,
        code: request.told.code.filter(|_| state == RequestState::Offered),
        asked_at: request.asked_at,
        expires_at: request.told.expires_at,
        state,
    })
}
