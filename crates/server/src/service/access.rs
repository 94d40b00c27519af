//! Access histories: every look at a citizen's things is an entry that the citizen sees and may contest.
//!
//! An entry is written in the transaction that decides, before anything is given out, so that nothing is ever read
//! without one.

use domain::{AccessId, AccessWords, CitizenId, OrganisationId, PurposeTitle, RequestId, Role};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{
        AccessEvent, AnsweredContest, Asker, ContestAnswer, ContestList, ContestRecord, ContestedAccess,
        OperationResult, Revision,
    },
    problem::ErrorCode,
};
use thiserror::Error;

use super::{
    organisations::{self, OrganisationError},
    profile,
    sessions::Caller,
};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        access::{Entry, Told},
        sync::{FeedItem, note as note_feed},
    },
};

/// Contests that were answered stay in the organisation's list up to this many.
const ANSWERED_SHOWN: u64 = 100;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Who did something at a counter.
#[derive(Clone, Debug)]
pub(super) struct Actor {
    /// Who, as residents see it.
    pub(super) asker: Asker,
    /// The officer.
    pub(super) officer: CitizenId,
}

/// What it was about.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub(super) purpose: Option<PurposeTitle>,
    pub(super) request: Option<RequestId>,
}

/// Writes an entry and tells the citizen's devices.
pub(super) async fn note(
    tx: &Tx,
    citizen: CitizenId,
    actor: &Actor,
    event: AccessEvent,
    about: About,
    at: Timestamp,
) -> Result<AccessId, Fault> {
    let id = AccessId(tx.sealing().random().id(at)?);
    let revision = store::account::advance(tx, citizen).await?;
    let entry = Entry {
        id,
        citizen,
        organisation: actor.asker.organisation,
        officer: actor.officer,
        at,
        revision,
        told: Told {
            asker: actor.asker.clone(),
            role: Role::Officer,
            event,
            purpose: about.purpose,
            request: about.request,
            contest: None,
        },
    };
    store::access::add(tx, &entry).await?;
    note_feed(tx, citizen, FeedItem::Access(id), revision).await?;
    Ok(id)
}

/// A citizen contests an entry.
pub(super) async fn contest(
    tx: &Tx,
    citizen: CitizenId,
    id: AccessId,
    words: AccessWords,
    now: Timestamp,
) -> Result<OperationResult, Fault> {
    let found = store::access::find(tx, id).await?;
    let Some(mut entry) = found.filter(|entry| entry.citizen == citizen) else {
        return Ok(OperationResult::Refused {
            code: ErrorCode::NotFound,
        });
    };
    if entry.told.contest.is_some() {
        return Ok(OperationResult::Conflict);
    }
    let organisation = store::organisations::find(tx, entry.organisation).await?;
    let days = organisation.map_or(0, |organisation| organisation.contest_days);
    entry.told.contest = Some(ContestRecord {
        words,
        at: now,
        due: now + DAY * i32::try_from(days).unwrap_or(i32::MAX),
        answer: None,
    });
    let revision = keep(tx, &mut entry).await?;
    Ok(OperationResult::Applied { revision })
}

async fn keep(tx: &Tx, entry: &mut Entry) -> Result<Revision, Fault> {
    let revision = store::account::advance(tx, entry.citizen).await?;
    entry.revision = revision;
    store::access::update(tx, entry).await?;
    note_feed(tx, entry.citizen, FeedItem::Access(entry.id), revision).await?;
    Ok(revision)
}

/// Why a contest could not be answered.
#[derive(Debug, Error)]
pub enum AnswerError {
    /// Beneath.
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    /// Nobody contests such an entry of the organisation.
    #[error("no such contest")]
    NoContest,
    /// It was answered.
    #[error("it was answered before")]
    Answered,
}

impl From<Fault> for AnswerError {
    fn from(fault: Fault) -> Self {
        Self::Organisation(fault.into())
    }
}

/// What is contested of an organisation.
///
/// # Errors
/// [`OrganisationError`].
pub async fn contests(
    city: &City,
    caller: &Caller,
    organisation: OrganisationId,
) -> Result<ContestList, OrganisationError> {
    let on = &city.store;
    organisations::member_who_may(on, caller, organisation, domain::Permission::AnswerContests).await?;
    let members = store::members::of_organisation(on, organisation).await?;
    let mut contests = Vec::new();
    for entry in store::access::contested(on, organisation, ANSWERED_SHOWN).await? {
        let Some(contest) = entry.told.contest else {
            continue;
        };
        let officer = members.iter().find(|member| member.citizen == Some(entry.officer));
        contests.push(ContestedAccess {
            access: entry.id,
            at: entry.at,
            officer: officer.map(|member| member.name.clone()),
            counter: entry.told.asker.counter,
            holder: profile::masked_name(on, entry.citizen).await?,
            purpose: entry.told.purpose,
            contest,
        });
    }
    Ok(ContestList { contests })
}

/// Answers what a citizen contests.
///
/// # Errors
/// [`AnswerError`].
pub async fn answer(
    city: &City,
    caller: &Caller,
    (organisation, id): (OrganisationId, AccessId),
    answer: ContestAnswer,
) -> Result<(), AnswerError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    organisations::member_who_may(&tx, caller, organisation, domain::Permission::AnswerContests).await?;
    let found = store::access::find(&tx, id).await?;
    let entry = found.filter(|entry| entry.organisation == organisation);
    let citizen = entry.ok_or(AnswerError::NoContest)?.citizen;
    store::account::lock(&tx, citizen).await?;
    let mut entry = store::access::find(&tx, id).await?.ok_or(AnswerError::NoContest)?;
    let contest = entry.told.contest.as_mut().ok_or(AnswerError::NoContest)?;
    if contest.answer.is_some() {
        return Err(AnswerError::Answered);
    }
    contest.answer = Some(AnsweredContest {
        words: answer.words,
        at: now,
    });
    keep(&tx, &mut entry).await?;
    tx.commit().await?;
    city.watchers.changed(citizen);
    city.metrics.event("contest_answered");
    Ok(())
}
