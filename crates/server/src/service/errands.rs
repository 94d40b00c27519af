//! Errand passes: given by one resident, borne by another, checked at a counter, over when the result is handed over.
//!
//! Locks are taken in the order shift, citizens by their ids; whoever holds that of the giver may change the pass.

use codes::{
    Code,
    errand::{self, ErrandSignature},
    trust::verify_signature,
};
use domain::{CitizenId, ErrandId, Permission, PersonName, PersonalNumber, ProfileField, limits, local_date};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{
    AccessEvent, ErrandCheck, ErrandOrder, ErrandPass, ErrandRecord, ErrandShown, ErrandSide, ErrandState,
    ErrandVerdict, OrganisationCard, OrganisationList, ShownKind, Verdict, errand_proof,
};
use thiserror::Error;

use super::{
    access::{self, About},
    sessions::Caller,
    shifts::{DutyError, OnDuty, at_work, on_duty},
};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        checks::Check,
        errands::{Errand, ErrandTold},
        organisations::Organisation,
        sync::{FeedItem, note as note_feed},
    },
};

/// Why a pass was not given, ended or checked.
#[derive(Debug, Error)]
pub enum ErrandError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The officer is not at work.
    #[error(transparent)]
    Duty(#[from] DutyError),
    /// A field does not fit.
    #[error("the field {0} does not fit")]
    Field(&'static str),
    /// The device's signature does not fit.
    #[error("the device's proof does not fit")]
    Proof,
    /// As many passes are open as may be.
    #[error("as many passes are open as may be")]
    TooMany,
    /// Many passes were given in short time.
    #[error("too many passes were given lately")]
    TooFast(SignedDuration),
    /// No such pass of the caller's, or no such check of the officer's.
    #[error("no such pass or check")]
    NotFound,
    /// The check does not prove who stands there now.
    #[error("the check is no ground for a pass")]
    NoGround,
}

impl From<Organisation> for OrganisationCard {
    fn from(organisation: Organisation) -> Self {
        Self {
            id: organisation.id,
            kind: organisation.kind,
            name: organisation.name,
        }
    }
}

/// The organisations of the city, by name.
///
/// # Errors
/// [`Fault`].
pub async fn organisations(city: &City) -> Result<OrganisationList, Fault> {
    let mut organisations = store::organisations::all(&city.store).await?;
    organisations.sort_by_key(|organisation| domain::text::search_key(organisation.name.as_str()));
    Ok(OrganisationList {
        organisations: organisations.into_iter().map(OrganisationCard::from).collect(),
    })
}

/// Gives a pass. The same id again gives the pass that it made, as it stands now.
///
/// # Errors
/// [`ErrandError`].
pub async fn give(city: &City, caller: &Caller, id: ErrandId, order: ErrandOrder) -> Result<ErrandRecord, ErrandError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let bearer_lookup = store::account::number_lookup(&tx, &order.bearer);
    // A bearer who enrols at this moment has the pass by this or by the enrolment.
    tx.serialise(&bearer_lookup).await?;
    let bearer = store::account::citizen_by_lookup(&tx, &bearer_lookup).await?;
    lock(&tx, [Some(caller.citizen), bearer]).await?;
    match store::errands::find(&tx, id).await? {
        Some(known) if known.giver == caller.citizen => {
            return Ok(record(&tx, city, &known, caller.citizen)
                .await?
                .ok_or(Fault::Corrupt("errand"))?);
        }
        Some(_) => return Err(ErrandError::NotFound),
        None => {}
    }
    check_order(&tx, caller, &order, &bearer_lookup, now).await?;
    let device = store::devices::by_id(&tx, caller.device)
        .await?
        .ok_or(Fault::Corrupt("device"))?;
    if !verify_signature(&device.public_key, &errand_proof(id, &order), &order.proof.0) {
        return Err(ErrandError::Proof);
    }
    let errand = Errand {
        id,
        giver: caller.citizen,
        bearer_lookup,
        organisation: order.organisation,
        given_at: store::whole_micros(now),
        told: ErrandTold {
            giver: full_name(&tx, caller.citizen).await?,
            bearer: order.bearer_name,
            title: order.title,
            dossier: order.dossier,
            day: order.day,
            state: ErrandState::Open,
            handed_by: None,
            device_key: protocol::Blob(device.public_key.to_vec()),
            proof: order.proof,
        },
    };
    store::errands::add(&tx, &errand).await?;
    tell(&tx, &errand, [Some(caller.citizen), bearer]).await?;
    let record = record(&tx, city, &errand, caller.citizen).await?;
    tx.commit().await?;
    city.watchers
        .changed_all([Some(caller.citizen), bearer].into_iter().flatten());
    city.metrics.event("errand_given");
    Ok(record.ok_or(Fault::Corrupt("errand"))?)
}

async fn check_order(
    tx: &Tx,
    caller: &Caller,
    order: &ErrandOrder,
    bearer_lookup: &[u8],
    now: Timestamp,
) -> Result<(), ErrandError> {
    let today = local_date(now);
    let days = order.day.since(today).map_or(-1, |span| span.get_days());
    if !(0..=limits::ERRAND_DAYS).contains(&days) {
        return Err(ErrandError::Field("day"));
    }
    if store::account::number_of(tx, caller.citizen).await? == bearer_lookup {
        return Err(ErrandError::Field("bearer"));
    }
    if store::organisations::find(tx, order.organisation).await?.is_none() {
        return Err(ErrandError::Field("organisation"));
    }
    let given = store::errands::of_giver(tx, caller.citizen).await?;
    let open = |errand: &&Errand| errand.told.state.as_of(errand.told.day, today) == ErrandState::Open;
    if given.iter().filter(open).count() >= limits::ERRANDS {
        return Err(ErrandError::TooMany);
    }
    let earlier = given.get(limits::ERRANDS_GIVEN - 1);
    let wait = earlier.map(|errand| (errand.given_at + limits::ERRANDS_WINDOW).duration_since(now));
    match wait.filter(SignedDuration::is_positive) {
        Some(wait) => Err(ErrandError::TooFast(wait)),
        None => Ok(()),
    }
}

async fn full_name(on: &impl Access, citizen: CitizenId) -> Result<PersonName, Fault> {
    let name = store::profile::field(on, citizen, ProfileField::FullName).await?;
    name.and_then(|record| record.value.as_str().parse().ok())
        .ok_or(Fault::Corrupt("full name"))
}

/// Each once, in the order of locks.
fn each(citizens: [Option<CitizenId>; 2]) -> Vec<CitizenId> {
    let mut citizens: Vec<CitizenId> = citizens.into_iter().flatten().collect();
    citizens.sort_unstable();
    citizens.dedup();
    citizens
}

async fn lock(tx: &Tx, citizens: [Option<CitizenId>; 2]) -> Result<(), Fault> {
    for citizen in each(citizens) {
        store::account::lock(tx, citizen).await?;
    }
    Ok(())
}

/// Tells the devices of whoever gave and bears a pass.
async fn tell(tx: &Tx, errand: &Errand, citizens: [Option<CitizenId>; 2]) -> Result<(), Fault> {
    for citizen in citizens.into_iter().flatten() {
        let revision = store::account::advance(tx, citizen).await?;
        note_feed(tx, citizen, FeedItem::Errand(errand.id), revision).await?;
    }
    Ok(())
}

/// Tells a citizen who has just enrolled of passes that came before.
pub(super) async fn note_waiting(tx: &Tx, citizen: CitizenId, number: &PersonalNumber) -> Result<(), Fault> {
    let lookup = store::account::number_lookup(tx, number);
    tx.serialise(&lookup).await?;
    for id in store::errands::of_bearer(tx, &lookup).await? {
        let revision = store::account::advance(tx, citizen).await?;
        note_feed(tx, citizen, FeedItem::Errand(id), revision).await?;
    }
    Ok(())
}

/// A pass as one of its two citizens sees it; `None` for anybody else. Whoever bears it has the code, signed by the key
/// that is in use now.
pub(super) async fn record(
    on: &impl Access,
    city: &City,
    errand: &Errand,
    citizen: CitizenId,
) -> Result<Option<ErrandRecord>, Fault> {
    let side = if errand.giver == citizen {
        ErrandSide::Giver
    } else if store::account::number_of(on, citizen).await? == errand.bearer_lookup {
        ErrandSide::Bearer
    } else {
        return Ok(None);
    };
    let now = city.now();
    let organisation: OrganisationCard = store::organisations::find(on, errand.organisation)
        .await?
        .ok_or(Fault::Corrupt("organisation"))?
        .into();
    let told = errand.told.clone();
    let state = told.state.as_of(told.day, local_date(now));
    let code = if side == ErrandSide::Bearer && state == ErrandState::Open {
        let bearer = store::profile::code(on, citizen)
            .await?
            .ok_or(Fault::Corrupt("personal code"))?
            .qid;
        let pass = errand::Errand {
            issuer: city.settings.issuer.clone(),
            errand: errand.id,
            organisation: organisation.id,
            organisation_name: organisation.name.clone(),
            giver: told.giver.clone(),
            bearer,
            bearer_name: told.bearer.clone(),
            title: told.title.clone(),
            dossier: told.dossier.clone(),
            day: told.day,
            made_at: now,
        };
        let signer = super::city::signer(on, &city.settings.issuer, now).await?;
        Some(pass.sign(&signer))
    } else {
        None
    };
    Ok(Some(ErrandRecord {
        id: errand.id,
        side,
        organisation,
        giver: told.giver,
        bearer: told.bearer,
        title: told.title,
        dossier: told.dossier,
        day: told.day,
        given_at: errand.given_at,
        code,
        state,
    }))
}

/// Takes a pass back or declines it. One that is over stays as it is.
///
/// # Errors
/// [`ErrandError`].
pub async fn end(city: &City, caller: &Caller, id: ErrandId) -> Result<(), ErrandError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    let seen = store::errands::find(&tx, id).await?.ok_or(ErrandError::NotFound)?;
    let bearer = store::account::citizen_by_lookup(&tx, &seen.bearer_lookup).await?;
    let by = if seen.giver == caller.citizen {
        ErrandSide::Giver
    } else if bearer == Some(caller.citizen) {
        ErrandSide::Bearer
    } else {
        return Err(ErrandError::NotFound);
    };
    lock(&tx, [Some(seen.giver), bearer]).await?;
    let mut errand = store::errands::find(&tx, id).await?.ok_or(ErrandError::NotFound)?;
    if errand.told.state != ErrandState::Open {
        return Ok(());
    }
    errand.told.state = ErrandState::Ended { at: now, by };
    store::errands::update(&tx, &errand).await?;
    tell(&tx, &errand, [Some(errand.giver), bearer]).await?;
    tx.commit().await?;
    city.watchers
        .changed_all([Some(seen.giver), bearer].into_iter().flatten());
    city.metrics.event("errand_ended");
    Ok(())
}

/// Checks a pass that the person of a check shows.
///
/// # Errors
/// [`ErrandError`].
pub async fn check(city: &City, caller: &Caller, shown: ErrandShown) -> Result<ErrandCheck, ErrandError> {
    if shown.offline_at.is_some() {
        return Err(ErrandError::Field("offline_at"));
    }
    show(city, caller, &shown, false).await
}

/// Notes that the result was handed over.
///
/// # Errors
/// [`ErrandError`].
pub async fn hand_over(city: &City, caller: &Caller, shown: ErrandShown) -> Result<ErrandCheck, ErrandError> {
    show(city, caller, &shown, true).await
}

async fn show(
    city: &City,
    caller: &Caller,
    shown: &ErrandShown,
    handing_over: bool,
) -> Result<ErrandCheck, ErrandError> {
    let now = city.now();
    let at = shown.offline_at.unwrap_or(now);
    let tx = city.store.begin().await?;
    let duty = match shown.offline_at {
        // The app tells it by itself, and that keeps no shift from locking.
        Some(_) => at_work(&tx, caller, Permission::CheckCodes, now).await?,
        None => on_duty(&tx, caller, Permission::CheckCodes, now).await?,
    };
    let check = ground(&tx, &duty, shown, at).await?;
    let found = find(&tx, city, &shown.text).await?;
    lock(&tx, [found.known.as_ref().map(|errand| errand.giver), check.citizen]).await?;
    let mut seen = Seen {
        at,
        // Read again under the lock.
        errand: match &found.known {
            Some(errand) => store::errands::find(&tx, errand.id).await?,
            None => None,
        },
        says: found.says,
        verdict: found.verdict,
    };
    if let Some(errand) = seen
        .errand
        .as_ref()
        .filter(|errand| handing_over && errand.told.handed_by == Some(check.id))
    {
        let handed_over_at = handed_over_at(errand);
        tx.commit().await?;
        return Ok(ErrandCheck {
            verdict: ErrandVerdict::Valid,
            pass: seen.says,
            handed_over_at,
        });
    }
    seen.judge(&tx, &duty, &check).await?;
    // Without a network it has happened, whatever the city knows now.
    let handed_over = handing_over && (seen.verdict == ErrandVerdict::Valid || shown.offline_at.is_some());
    if handed_over {
        seen.hand_over(&tx, &duty, &check).await?;
    }
    let event = AccessEvent::Errand {
        title: seen.errand.as_ref().map(|errand| errand.told.title.clone()),
        verdict: seen.verdict,
        handed_over,
        told_at: shown.offline_at.map(|_| now),
    };
    let concerned = each([seen.errand.as_ref().map(|errand| errand.giver), check.citizen]);
    for citizen in &concerned {
        access::note(&tx, *citizen, &duty.actor(), event.clone(), About::default(), at).await?;
    }
    tx.commit().await?;
    city.watchers.changed_all(concerned);
    city.metrics.event(match (handed_over, seen.verdict) {
        (true, _) => "errand_handed_over",
        (false, ErrandVerdict::Valid) => "errand_valid",
        (false, _) => "errand_refused",
    });
    Ok(ErrandCheck {
        verdict: seen.verdict,
        handed_over_at: seen.errand.as_ref().and_then(handed_over_at),
        pass: seen.says,
    })
}

fn handed_over_at(errand: &Errand) -> Option<Timestamp> {
    match errand.told.state {
        ErrandState::HandedOver { at, .. } => Some(at),
        ErrandState::Open | ErrandState::Missed | ErrandState::Ended { .. } => None,
    }
}

/// The officer's check that says who shows the pass: a live code, or the number under one, a short while ago.
async fn ground(tx: &Tx, duty: &OnDuty, shown: &ErrandShown, at: Timestamp) -> Result<Check, ErrandError> {
    let check = store::checks::find(tx, shown.check)
        .await?
        .filter(|check| check.officer == duty.shift.officer && check.organisation == duty.organisation.id)
        .ok_or(ErrandError::NotFound)?;
    let skew = limits::CLOCK_SKEW;
    let lately = (check.at - skew..=check.at + limits::ASK_AFTER_CHECK).contains(&at);
    let proves = match shown.offline_at {
        None => check.verdict == Verdict::Valid && check.citizen.is_some(),
        Some(_) => check.offline.is_some_and(|ground| ground.verdict == Verdict::Valid),
    };
    if lately && proves && matches!(check.shown, ShownKind::Live | ShownKind::Number) {
        Ok(check)
    } else {
        Err(ErrandError::NoGround)
    }
}

/// What a text is by itself.
struct Found {
    known: Option<Errand>,
    says: Option<ErrandPass>,
    verdict: ErrandVerdict,
}

async fn find(tx: &Tx, city: &City, text: &str) -> Result<Found, Fault> {
    let nothing = |verdict| Found {
        known: None,
        says: None,
        verdict,
    };
    let Code::Errand(code) = codes::classify(text) else {
        return Ok(nothing(ErrandVerdict::UnknownIssuer));
    };
    let pass = match errand::verify(&code, &super::city::trust_store(tx, city).await?) {
        ErrandSignature::Signed(pass) => pass,
        ErrandSignature::UnknownIssuer => return Ok(nothing(ErrandVerdict::UnknownIssuer)),
        ErrandSignature::Forged => return Ok(nothing(ErrandVerdict::Forged)),
    };
    Ok(Found {
        known: store::errands::find(tx, pass.errand).await?,
        says: Some(ErrandPass {
            errand: pass.errand,
            organisation_name: pass.organisation_name,
            giver: pass.giver,
            bearer: pass.bearer_name,
            title: pass.title,
            dossier: pass.dossier,
            day: pass.day,
        }),
        // Of a pass that the city signed and knows no more.
        verdict: ErrandVerdict::Ended,
    })
}

/// A pass at a counter.
struct Seen {
    at: Timestamp,
    errand: Option<Errand>,
    says: Option<ErrandPass>,
    verdict: ErrandVerdict,
}

impl Seen {
    /// What it is worth here, to this person, as of its time.
    async fn judge(&mut self, tx: &Tx, duty: &OnDuty, check: &Check) -> Result<(), Fault> {
        let Some(errand) = &self.errand else {
            return Ok(());
        };
        let told = &errand.told;
        let today = local_date(self.at);
        self.verdict = if errand.organisation != duty.organisation.id {
            ErrandVerdict::OtherOrganisation
        } else if check.verdict != Verdict::Valid {
            ErrandVerdict::CannotTell
        } else if !is_borne_by(tx, errand, check.citizen).await? {
            ErrandVerdict::OtherPerson
        } else {
            match told.state {
                ErrandState::HandedOver { .. } => ErrandVerdict::HandedOver,
                ErrandState::Ended { at, .. } if at <= self.at => ErrandVerdict::Ended,
                _ if today < told.day => ErrandVerdict::TooEarly,
                _ if today > told.day => ErrandVerdict::TooLate,
                _ => ErrandVerdict::Valid,
            }
        };
        Ok(())
    }

    /// Ends the pass, unless the result was handed over before.
    async fn hand_over(&mut self, tx: &Tx, duty: &OnDuty, check: &Check) -> Result<(), Fault> {
        let at = self.at;
        let Some(errand) = self.errand.as_mut().filter(|errand| handed_over_at(errand).is_none()) else {
            return Ok(());
        };
        if errand.organisation != duty.organisation.id {
            return Ok(());
        }
        errand.told.state = ErrandState::HandedOver {
            at: store::whole_micros(at),
            counter: duty.counter.name.clone(),
        };
        errand.told.handed_by = Some(check.id);
        store::errands::update(tx, errand).await?;
        let bearer = store::account::citizen_by_lookup(tx, &errand.bearer_lookup).await?;
        tell(tx, errand, [Some(errand.giver), bearer]).await
    }
}

async fn is_borne_by(tx: &Tx, errand: &Errand, citizen: Option<CitizenId>) -> Result<bool, Fault> {
    Ok(match citizen {
        Some(citizen) => store::account::number_of(tx, citizen).await? == errand.bearer_lookup,
        None => false,
    })
}
