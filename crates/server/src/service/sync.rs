//! The change feed and the outbox of devices.
//!
//! An operation and its outcome are one transaction, so that it is applied once however often it comes. Base revisions
//! decide: who changes a field or a paper must have seen its present form.

use std::collections::HashMap;

use codes::trust::CitySigner;
use domain::{
    AccessId, BirthDate, CitizenId, DocumentId, DocumentOrigin, ErrandId, ProfileField, RequestId, Source, local_date,
};
use jiff::Timestamp;
use protocol::{
    api::{
        AccessRecord, Action, Change, ChangePage, ChangesQuery, DocumentDetails, Entity, ErrandRecord, KnownEntity,
        Operation, OperationBatch, OperationOutcome, OperationOutcomes, OperationResult, Revision, ShareRequestRecord,
    },
    problem::ErrorCode,
};
use thiserror::Error;

use super::{
    access, consents, errands, organisations,
    profile::{self, FieldValue},
    requests,
    sessions::Caller,
};
use crate::{
    city::City,
    fault::Fault,
    store::{
        self, Access, Tx,
        documents::{ObjectState, Paper, PaperState},
        sync::{FeedItem, note},
    },
};

/// Operations in one request.
pub const MAX_OPERATIONS: usize = 100;
/// Changes in one page when the device does not say.
const DEFAULT_PAGE: u32 = 200;
/// The most changes in one page.
const MAX_PAGE: u32 = 500;

/// Why a request for changes, or a batch, can't be served.
#[derive(Debug, Error)]
pub enum SyncError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A field does not fit.
    #[error("the field {0} does not fit")]
    Field(&'static str),
}

/// What changed after a revision.
///
/// # Errors
/// [`SyncError`].
pub async fn pull(city: &City, caller: &Caller, query: ChangesQuery) -> Result<ChangePage, SyncError> {
    let limit = query.limit.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(SyncError::Field("limit"));
    }
    let citizen = caller.citizen;
    let mut items = store::sync::feed_after(&city.store, citizen, query.after, u64::from(limit) + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let changes = load(city, citizen, items).await?;
    let next = changes.last().map_or(query.after, |change| change.revision);
    Ok(ChangePage { changes, next, more })
}

/// The items in their latest form. One that changed again while this ran is told in its newer form here and once more in
/// its new place: a device that applies it twice ends up the same.
async fn load(city: &City, citizen: CitizenId, items: Vec<(Revision, FeedItem)>) -> Result<Vec<Change>, Fault> {
    let on = &city.store;
    let mut things = Things::load(on, citizen, &items, city.now()).await?;
    let mut changes = Vec::with_capacity(items.len());
    for (revision, item) in items {
        let entity = match item {
            FeedItem::Profile => Some(KnownEntity::Profile(profile::record(on, citizen).await?)),
            FeedItem::PersonalCode => store::profile::code(on, citizen).await?.map(KnownEntity::PersonalCode),
            FeedItem::Document(id) => things.papers.remove(&id).map(|(revision, state)| match state {
                PaperState::There(paper) => KnownEntity::Document(paper.record(id, revision)),
                PaperState::Removed => KnownEntity::DocumentRemoved(id),
            }),
            FeedItem::Request(id) => things
                .requests
                .remove(&id)
                .map(|request| KnownEntity::ShareRequest(Box::new(request))),
            FeedItem::Access(id) => things
                .entries
                .remove(&id)
                .map(|entry| KnownEntity::Access(Box::new(entry))),
            FeedItem::Remembered(purpose) => Some(match store::sharing::remembered(on, citizen, purpose).await? {
                Some(consent) => KnownEntity::Remembered(consent),
                None => KnownEntity::Forgotten(purpose),
            }),
            FeedItem::Roles => Some(KnownEntity::Roles(organisations::roles_of(on, citizen).await?)),
            FeedItem::Errand(id) => Some(match errand(city, citizen, id).await? {
                Some(errand) => KnownEntity::Errand(Box::new(errand)),
                None => KnownEntity::ErrandRemoved(id),
            }),
        };
        let entity = entity.ok_or(Fault::Corrupt("feed"))?;
        changes.push(Change {
            revision,
            entity: Entity::Known(entity),
        });
    }
    Ok(changes)
}

async fn errand(city: &City, citizen: CitizenId, id: ErrandId) -> Result<Option<ErrandRecord>, Fault> {
    match store::errands::find(&city.store, id).await? {
        Some(errand) => errands::record(&city.store, city, &errand, citizen).await,
        None => Ok(None),
    }
}

/// What a page tells of that there may be much of, read at once.
struct Things {
    papers: HashMap<DocumentId, (Revision, PaperState)>,
    requests: HashMap<RequestId, ShareRequestRecord>,
    entries: HashMap<AccessId, AccessRecord>,
}

impl Things {
    async fn load(
        on: &impl Access,
        citizen: CitizenId,
        items: &[(Revision, FeedItem)],
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let (mut papers, mut asked, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (_, item) in items {
            match item {
                FeedItem::Document(id) => papers.push(*id),
                FeedItem::Request(id) => asked.push(*id),
                FeedItem::Access(id) => entries.push(*id),
                FeedItem::Profile
                | FeedItem::PersonalCode
                | FeedItem::Remembered(_)
                | FeedItem::Roles
                | FeedItem::Errand(_) => {}
            }
        }
        let asked = store::sharing::find_many(on, citizen, &asked).await?;
        let entries = store::access::find_many(on, citizen, &entries).await?;
        Ok(Self {
            papers: store::documents::find_many(on, citizen, &papers).await?,
            requests: asked
                .into_iter()
                .map(|request| (request.id, requests::resident_record(request, now)))
                .collect(),
            entries: entries.into_iter().map(|entry| (entry.id, entry.record())).collect(),
        })
    }
}

/// Applies a batch, in order.
///
/// # Errors
/// [`SyncError`].
pub async fn push(city: &City, caller: &Caller, batch: OperationBatch) -> Result<OperationOutcomes, SyncError> {
    if batch.operations.len() > MAX_OPERATIONS {
        return Err(SyncError::Field("operations"));
    }
    let mut outcomes = Vec::with_capacity(batch.operations.len());
    for operation in batch.operations {
        let id = operation.id;
        let (result, dead) = apply_once(city, caller, operation).await?;
        if let Some(object) = dead {
            // After the commit: a content that is gone while its paper is still there would be a loss.
            super::documents::erase(city, &object).await;
        }
        outcomes.push(OperationOutcome { id, result });
    }
    Ok(OperationOutcomes { outcomes })
}

/// What an operation came to, and the object that nothing holds any more.
type Applied = (OperationResult, Option<String>);

async fn apply_once(city: &City, caller: &Caller, operation: Operation) -> Result<Applied, Fault> {
    let citizen = caller.citizen;
    let now = city.now();
    let tx = city.store.begin().await?;
    store::account::lock(&tx, citizen).await?;
    if let Some(result) = store::sync::outcome(&tx, citizen, operation.id).await? {
        return Ok((result, None));
    }
    let id = operation.id;
    let officer = match &operation.action {
        Action::AgreeToShare { request, .. } | Action::RefuseToShare { request, .. } | Action::TakeBack { request } => {
            consents::officer_of(&tx, *request).await?
        }
        _ => None,
    };
    let (result, dead) = apply(&tx, city, caller, operation, now).await?;
    store::sync::keep_outcome(&tx, citizen, id, result, now).await?;
    tx.commit().await?;
    if matches!(result, OperationResult::Applied { .. }) {
        city.watchers.changed(citizen);
        city.watchers.changed_all(officer);
    }
    Ok((result, dead))
}

async fn apply(tx: &Tx, city: &City, caller: &Caller, operation: Operation, now: Timestamp) -> Result<Applied, Fault> {
    let citizen = caller.citizen;
    let base = operation.base;
    let keep = |result| Ok((result, None));
    match operation.action {
        Action::DeclareField { field, value } => {
            // Without a key in use, what no code carries can be changed all the same.
            let signer = if profile::is_in_code(field) {
                Some(super::city::signer(tx, &city.settings.issuer, now).await?)
            } else {
                None
            };
            keep(declare(tx, signer.as_ref(), citizen, base, field, &value, now).await?)
        }
        Action::AddDocument { document, details } => keep(add(tx, citizen, document, details, now).await?),
        Action::EditDocument { document, details } => keep(edit(tx, citizen, base, document, details).await?),
        Action::RemoveDocument { document } => remove(tx, citizen, base, document, now).await,
        Action::AgreeToShare {
            request,
            fields,
            documents,
            remember,
            proof,
        } => {
            let answer = consents::Answer {
                request,
                fields,
                documents,
                remember,
                proof,
            };
            keep(consents::agree(tx, caller, answer, now).await?)
        }
        Action::RefuseToShare { request, words } => keep(consents::refuse(tx, citizen, request, words, now).await?),
        Action::TakeBack { request } => keep(consents::take_back(tx, citizen, request, now).await?),
        Action::ForgetConsent { purpose } => keep(consents::forget(tx, citizen, purpose).await?),
        Action::ContestAccess { access: entry, words } => keep(access::contest(tx, citizen, entry, words, now).await?),
    }
}

fn refused(code: ErrorCode) -> OperationResult {
    OperationResult::Refused { code }
}

/// Whether the device had not seen the present form.
fn is_stale(base: Revision, present: Revision) -> bool {
    base < present
}

async fn declare(
    tx: &Tx,
    signer: Option<&CitySigner>,
    citizen: CitizenId,
    base: Revision,
    field: ProfileField,
    value: &str,
    now: Timestamp,
) -> Result<OperationResult, Fault> {
    if !field.is_declarable() {
        return Ok(refused(ErrorCode::NotYours));
    }
    let Ok(value) = field.check(value) else {
        return Ok(refused(ErrorCode::InvalidField));
    };
    let in_future = |born: BirthDate| BirthDate::checked(born.date(), local_date(now)).is_err();
    if field == ProfileField::BirthDate && value.as_str().parse().is_ok_and(in_future) {
        return Ok(refused(ErrorCode::InvalidField));
    }
    if let Some(present) = store::profile::field(tx, citizen, field).await? {
        if present.source.is_verified() {
            return Ok(refused(ErrorCode::NotYours));
        }
        if is_stale(base, present.revision) {
            return Ok(OperationResult::Conflict);
        }
    }
    let values = vec![FieldValue {
        field,
        value,
        source: Source::Declared,
    }];
    let revision = profile::set_fields(tx, signer, citizen, values, None, now).await?;
    Ok(OperationResult::Applied { revision })
}

/// Sets a paper and tells the feed.
pub(super) async fn put_paper(
    tx: &Tx,
    citizen: CitizenId,
    id: DocumentId,
    state: &PaperState,
) -> Result<Revision, Fault> {
    let revision = store::account::advance(tx, citizen).await?;
    store::documents::put(tx, citizen, id, revision, state).await?;
    note(tx, citizen, FeedItem::Document(id), revision).await?;
    Ok(revision)
}

async fn add(
    tx: &Tx,
    citizen: CitizenId,
    id: DocumentId,
    details: DocumentDetails,
    now: Timestamp,
) -> Result<OperationResult, Fault> {
    if store::documents::find(tx, citizen, id).await?.is_some() {
        return Ok(OperationResult::Conflict);
    }
    let paper = Paper {
        origin: DocumentOrigin::Uploaded,
        issuer: None,
        added_at: now,
        details,
        content: None,
    };
    let revision = put_paper(tx, citizen, id, &PaperState::There(Box::new(paper))).await?;
    Ok(OperationResult::Applied { revision })
}

/// The uploaded paper that an operation means, or how the operation ends without it.
async fn own_paper(
    tx: &Tx,
    citizen: CitizenId,
    base: Revision,
    id: DocumentId,
) -> Result<Result<Box<Paper>, OperationResult>, Fault> {
    Ok(match store::documents::find(tx, citizen, id).await? {
        None => Err(refused(ErrorCode::NotFound)),
        Some((_, PaperState::Removed)) => Err(OperationResult::Conflict),
        Some((_, PaperState::There(paper))) if paper.origin == DocumentOrigin::Issued => {
            Err(refused(ErrorCode::NotYours))
        }
        Some((present, PaperState::There(_))) if is_stale(base, present) => Err(OperationResult::Conflict),
        Some((_, PaperState::There(paper))) => Ok(paper),
    })
}

async fn edit(
    tx: &Tx,
    citizen: CitizenId,
    base: Revision,
    id: DocumentId,
    details: DocumentDetails,
) -> Result<OperationResult, Fault> {
    let paper = match own_paper(tx, citizen, base, id).await? {
        Ok(paper) => paper,
        Err(result) => return Ok(result),
    };
    let edited = Paper { details, ..*paper };
    let revision = put_paper(tx, citizen, id, &PaperState::There(Box::new(edited))).await?;
    Ok(OperationResult::Applied { revision })
}

async fn remove(tx: &Tx, citizen: CitizenId, base: Revision, id: DocumentId, now: Timestamp) -> Result<Applied, Fault> {
    let paper = match own_paper(tx, citizen, base, id).await? {
        Ok(paper) => paper,
        Err(result) => return Ok((result, None)),
    };
    let object = paper.content.map(|content| content.object);
    if let Some(key) = &object {
        store::documents::put_object(tx, key, ObjectState::Dead, now).await?;
    }
    let revision = put_paper(tx, citizen, id, &PaperState::Removed).await?;
    Ok((OperationResult::Applied { revision }, object))
}
