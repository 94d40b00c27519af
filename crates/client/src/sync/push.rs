//! Sending the outbox.

use protocol::{
    api::{Operation, OperationBatch, OperationOutcome, OperationResult, PushOperations},
    app::SyncReport,
    problem::ErrorCode,
};

use super::{SyncError, outcome::record_outcome};
use crate::{
    app::App,
    city::CityError,
    person::Person,
    session::AccountError,
    store::{OutboxEntry, Target},
};

/// Sends all that can go out, in batches. Whether anything was sent.
pub(super) async fn push(app: &App, person: &Person, report: &mut SyncReport) -> Result<bool, SyncError> {
    let mut sent = false;
    loop {
        let batch = take_batch(person).await?;
        if batch.is_empty() {
            return Ok(sent);
        }
        sent = true;
        let outcomes = send(person, &batch).await?;
        if !record(app, person, &batch, &outcomes, report).await? {
            // Not one of the operations was answered: asking again would go on for ever.
            return Err(CityError::Incomprehensible.into());
        }
    }
}

/// What may go out now, marked as gone before it goes: from here on it may be at the city.
async fn take_batch(person: &Person) -> Result<Vec<Operation>, SyncError> {
    let _writing = person.store.writing().await;
    let mut draft = person.store.draft(&[]).await?;
    let batch = draft.outbox().batch();
    let mut operations = Vec::with_capacity(batch.len());
    for (key, entry) in batch {
        operations.push(entry.operation.clone());
        draft.set_operation(key, OutboxEntry { sent: true, ..entry })?;
    }
    person.store.apply(draft.into_steps()).await?;
    Ok(operations)
}

/// Sends a batch. When the city can't read it as a whole, its operations are sent one by one, so
/// that one of them does not hold up the others.
async fn send(person: &Person, batch: &[Operation]) -> Result<Vec<OperationOutcome>, SyncError> {
    let error = match send_together(person, batch.to_vec()).await {
        Ok(outcomes) => return Ok(outcomes),
        Err(error) => error,
    };
    if refusal(&error).is_none() {
        return Err(error.into());
    }
    let mut outcomes = Vec::new();
    for operation in batch {
        match send_together(person, vec![operation.clone()]).await {
            Ok(answer) => outcomes.extend(answer),
            Err(error) => match refusal(&error) {
                Some(code) => {
                    outcomes.push(OperationOutcome {
                        id: operation.id,
                        result: OperationResult::Refused { code },
                    });
                }
                None => return Err(error.into()),
            },
        }
    }
    Ok(outcomes)
}

async fn send_together(person: &Person, operations: Vec<Operation>) -> Result<Vec<OperationOutcome>, AccountError> {
    let batch = OperationBatch { operations };
    let query = protocol::api::Nothing {};
    Ok(person
        .account
        .call::<PushOperations>(&(), &query, &batch)
        .await?
        .outcomes)
}

/// The city's reason, when the request itself is what it will never take.
fn refusal(error: &AccountError) -> Option<ErrorCode> {
    match error {
        AccountError::City(error) => error.code().filter(|code| {
            matches!(
                code,
                ErrorCode::InvalidRequest | ErrorCode::InvalidField | ErrorCode::PayloadTooLarge
            )
        }),
        _ => None,
    }
}

/// Records what became of each operation; in one transaction it leaves the outbox and its effect
/// is in the records. Whether there was an answer to any.
async fn record(
    app: &App,
    person: &Person,
    batch: &[Operation],
    outcomes: &[OperationOutcome],
    report: &mut SyncReport,
) -> Result<bool, SyncError> {
    let outcomes: Vec<&OperationOutcome> = outcomes
        .iter()
        .filter(|outcome| batch.iter().any(|operation| operation.id == outcome.id))
        .collect();
    let _writing = person.store.writing().await;
    let outbox = person.store.outbox().await?;
    let entries: Vec<_> = outcomes
        .iter()
        .filter_map(|outcome| Some((outbox.key_of(outcome.id)?.clone(), outcome.result)))
        .collect();
    let documents: Vec<_> = entries
        .iter()
        .filter_map(|(key, _)| match outbox.get(key)?.target() {
            Target::Document(id) => Some(id),
            Target::Field(_) | Target::Request(_) | Target::Consent(_) | Target::Access(_) => None,
        })
        .collect();
    let mut draft = person.store.draft(&documents).await?;
    for (key, result) in &entries {
        record_outcome(&mut draft, key, *result, app.city.now())?;
        match result {
            OperationResult::Applied { .. } => report.sent += 1,
            OperationResult::Refused { .. } => report.refused += 1,
            // Counted when the feed shows what changed.
            OperationResult::Conflict => {}
        }
    }
    let parts = draft.parts();
    person.store.apply(draft.into_steps()).await?;
    if !parts.is_empty() {
        app.changed(parts);
    }
    Ok(!outcomes.is_empty())
}
