//! What a resident answers: agrees, refuses, takes back, agrees once and for all. All of it comes by the outbox
//! ([`super::sync`]), each at most once.

use codes::trust::verify_signature;
use domain::{CitizenId, DocumentId, DocumentKind, ProfileField, PurposeId, RefusalWords, RequestId, Scope};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    Blob,
    api::{
        AccessEvent, OperationResult, OverReason, RememberedConsent, RequestState, Revision, SharedField, SharedPaper,
        agreement_proof,
    },
    problem::ErrorCode,
};

use super::{
    requests::{self, settle},
    sessions::Caller,
};
use crate::{
    fault::Fault,
    store::{
        self, Tx,
        documents::Paper,
        sharing::{Agreement, Request, Shared},
        sync::{FeedItem, note},
    },
};

/// What a resident agrees to.
pub(super) struct Answer {
    pub(super) request: RequestId,
    pub(super) fields: Vec<ProfileField>,
    pub(super) documents: Vec<DocumentId>,
    pub(super) remember: bool,
    pub(super) proof: Blob,
}

fn refused(code: ErrorCode) -> OperationResult {
    OperationResult::Refused { code }
}

/// The request, if it is the citizen's and waits for an answer.
async fn waiting(
    tx: &Tx,
    citizen: CitizenId,
    id: RequestId,
    now: Timestamp,
) -> Result<Result<Request, OperationResult>, Fault> {
    let request = store::sharing::locked(tx, id).await?;
    let Some(request) = request.filter(|request| request.citizen == Some(citizen)) else {
        return Ok(Err(refused(ErrorCode::NotFound)));
    };
    Ok(if requests::state_at(&request.told, now) == RequestState::Waiting {
        Ok(request)
    } else {
        Err(refused(ErrorCode::RequestOver))
    })
}

/// Agrees. The account's transaction lock is held.
pub(super) async fn agree(tx: &Tx, caller: &Caller, answer: Answer, now: Timestamp) -> Result<OperationResult, Fault> {
    let citizen = caller.citizen;
    let mut request = match waiting(tx, citizen, answer.request, now).await? {
        Ok(request) => request,
        Err(result) => return Ok(result),
    };
    let device = store::devices::by_id(tx, caller.device)
        .await?
        .ok_or(Fault::Corrupt("device"))?;
    let signed = agreement_proof(request.id, &answer.fields, &answer.documents, answer.remember);
    if !verify_signature(&device.public_key, &signed, &answer.proof.0) {
        return Ok(refused(ErrorCode::ProofInvalid));
    }
    if answer.remember && !request.told.asked.remember {
        return Ok(refused(ErrorCode::NotWhatIsAsked));
    }
    let Some(shared) = gather(tx, citizen, &request, answer.fields, &answer.documents).await? else {
        return Ok(refused(ErrorCode::NotWhatIsAsked));
    };
    request.told.agreement = Some(Agreement {
        device_key: Blob(device.public_key.to_vec()),
        proof: answer.proof,
        remember: answer.remember,
    });
    if answer.remember {
        remember(tx, citizen, &request, now).await?;
    }
    share(tx, &mut request, &shared, false, now).await?;
    applied(tx, citizen).await
}

async fn applied(tx: &Tx, citizen: CitizenId) -> Result<OperationResult, Fault> {
    let revision: Revision = store::account::revision(tx, citizen).await?;
    Ok(OperationResult::Applied { revision })
}

/// What is shared, as it is now; `None` when it is not what is asked: too much, or too little where a part won't do.
async fn gather(
    tx: &Tx,
    citizen: CitizenId,
    request: &Request,
    fields: Vec<ProfileField>,
    documents: &[DocumentId],
) -> Result<Option<Shared>, Fault> {
    let asked = &request.told.asked;
    let mut shared = Shared::default();
    if !fields.iter().all(|field| asked.scope.fields.contains(field)) {
        return Ok(None);
    }
    for field in &asked.scope.fields {
        let record = store::profile::field(tx, citizen, *field).await?;
        let Some(record) = record.filter(|record| !record.value.as_str().is_empty()) else {
            continue;
        };
        if fields.contains(field) {
            shared.fields.push(SharedField {
                field: *field,
                value: record.value,
                source: record.source,
                at: record.at,
            });
        } else if !asked.partial {
            return Ok(None);
        }
    }
    let papers = store::documents::of_citizen(tx, citizen).await?;
    for id in documents {
        let known = papers.iter().find(|(known, _)| known == id);
        match known.filter(|(_, paper)| asked.scope.papers.contains(&paper.details.kind)) {
            Some((id, paper)) => shared.papers.push(shared_paper(*id, paper)),
            None => return Ok(None),
        }
    }
    let lacks = |kind: &DocumentKind| {
        papers.iter().any(|(_, paper)| paper.details.kind == *kind)
            && !shared.papers.iter().any(|(paper, _)| paper.kind == *kind)
    };
    if !asked.partial && asked.scope.papers.iter().any(lacks) {
        return Ok(None);
    }
    let nothing = shared.fields.is_empty() && shared.papers.is_empty();
    Ok((!nothing).then_some(shared))
}

fn shared_paper(id: DocumentId, paper: &Paper) -> (SharedPaper, Option<store::documents::Content>) {
    let details = paper.details.clone();
    let content = paper.content.clone();
    let shared = SharedPaper {
        id,
        kind: details.kind,
        title: details.title,
        number: details.number,
        issued_on: details.issued_on,
        expires_on: details.expires_on,
        origin: paper.origin,
        issuer: paper.issuer.clone(),
        media_type: content.as_ref().map(|content| content.record.media_type),
    };
    (shared, content)
}

/// Makes what was gathered readable.
async fn share(tx: &Tx, request: &mut Request, shared: &Shared, remembered: bool, now: Timestamp) -> Result<(), Fault> {
    let minutes = i64::from(request.told.asked.read_minutes);
    request.told.state = RequestState::Agreed {
        at: now,
        read_until: now + SignedDuration::from_mins(minutes),
        fields: shared.fields.iter().map(|field| field.field).collect(),
        documents: shared.papers.iter().map(|(paper, _)| paper.id).collect(),
        remembered,
    };
    let scope = Scope {
        fields: shared.fields.iter().map(|field| field.field).collect(),
        papers: shared.papers.iter().map(|(paper, _)| paper.kind).collect(),
    };
    let event = AccessEvent::Agreed {
        scope: scope.tidied(),
        remembered,
    };
    settle(tx, request, event, now).await?;
    store::sharing::put_shared(tx, request.id, shared).await
}

async fn remember(tx: &Tx, citizen: CitizenId, request: &Request, now: Timestamp) -> Result<(), Fault> {
    let asked = &request.told.asked;
    let consent = RememberedConsent {
        purpose: asked.purpose,
        organisation_name: request.told.asker.organisation_name.clone(),
        title: asked.title.clone(),
        scope: asked.scope.clone(),
        since: now,
    };
    store::sharing::remember(tx, citizen, &consent).await?;
    let revision = store::account::advance(tx, citizen).await?;
    note(tx, citizen, FeedItem::Remembered(asked.purpose), revision).await
}

/// Answers a request by an earlier agreement once and for all, if there is one that covers it.
pub(super) async fn apply_remembered(tx: &Tx, request: &mut Request, now: Timestamp) -> Result<(), Fault> {
    let Some(citizen) = request.citizen else {
        return Ok(());
    };
    let asked = request.told.asked.clone();
    let consent = store::sharing::remembered(tx, citizen, asked.purpose).await?;
    if !asked.remember || !consent.is_some_and(|consent| consent.scope.covers(&asked.scope)) {
        return Ok(());
    }
    let papers = store::documents::of_citizen(tx, citizen).await?;
    let documents: Vec<DocumentId> = papers
        .into_iter()
        .filter(|(_, paper)| asked.scope.papers.contains(&paper.details.kind))
        .map(|(id, _)| id)
        .collect();
    if let Some(shared) = gather(tx, citizen, request, asked.scope.fields, &documents).await? {
        share(tx, request, &shared, true, now).await?;
    }
    Ok(())
}

/// Refuses.
pub(super) async fn refuse(
    tx: &Tx,
    citizen: CitizenId,
    id: RequestId,
    words: Option<RefusalWords>,
    now: Timestamp,
) -> Result<OperationResult, Fault> {
    let mut request = match waiting(tx, citizen, id, now).await? {
        Ok(request) => request,
        Err(result) => return Ok(result),
    };
    request.told.state = RequestState::Refused { at: now, words };
    settle(tx, &request, AccessEvent::Refused, now).await?;
    applied(tx, citizen).await
}

/// Takes back what was shared.
pub(super) async fn take_back(
    tx: &Tx,
    citizen: CitizenId,
    id: RequestId,
    now: Timestamp,
) -> Result<OperationResult, Fault> {
    let request = store::sharing::locked(tx, id).await?;
    let Some(mut request) = request.filter(|request| request.citizen == Some(citizen)) else {
        return Ok(refused(ErrorCode::NotFound));
    };
    if !matches!(requests::state_at(&request.told, now), RequestState::Agreed { .. }) {
        return Ok(refused(ErrorCode::ShareOver));
    }
    requests::end_share(tx, &mut request, OverReason::TakenBack, now).await?;
    applied(tx, citizen).await
}

/// Takes back an agreement once and for all.
pub(super) async fn forget(tx: &Tx, citizen: CitizenId, purpose: PurposeId) -> Result<OperationResult, Fault> {
    if !store::sharing::forget(tx, citizen, purpose).await? {
        return Ok(refused(ErrorCode::NotFound));
    }
    let revision = store::account::advance(tx, citizen).await?;
    note(tx, citizen, FeedItem::Remembered(purpose), revision).await?;
    Ok(OperationResult::Applied { revision })
}

/// The officer of a request, who waits to hear of it.
pub(super) async fn officer_of(tx: &Tx, id: RequestId) -> Result<Option<CitizenId>, Fault> {
    Ok(store::sharing::find(tx, id).await?.map(|request| request.officer))
}
