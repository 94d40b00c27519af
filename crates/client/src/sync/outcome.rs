//! What the city's answer to an operation does to this device: again records to records.

use domain::ProfileField;
use jiff::Timestamp;
use protocol::{
    api::{Action, FieldRecord, OperationResult, Revision},
    problem::ErrorCode,
};
use serde_json::Map;

use crate::{
    port::VaultError,
    store::{DocumentEntry, Draft, EntryState, OutboxEntry, Target, Upload},
};

/// Records how an operation ended. `at` is the city's clock.
pub(crate) fn record_outcome(
    draft: &mut Draft,
    key: &str,
    result: OperationResult,
    at: Timestamp,
) -> Result<(), VaultError> {
    let Some(entry) = draft.outbox().get(key).cloned() else {
        return Ok(());
    };
    let later = draft
        .outbox()
        .on(entry.target())
        .into_iter()
        .find(|(other, _)| other.as_str() > key);
    match (result, later) {
        (OperationResult::Applied { revision }, later) => {
            apply(draft, &entry, revision, at)?;
            draft.remove_operation(key);
            if let Some((key, mut next)) = later {
                next.operation.base = revision;
                if let Action::AddDocument { details, .. } | Action::EditDocument { details, .. } =
                    &entry.operation.action
                {
                    next.before = Some(details.clone());
                }
                draft.set_operation(key, next)?;
            }
            Ok(())
        }
        // Overtaken by a later edit of the same thing, which meets the same question itself.
        (OperationResult::Conflict, Some(_)) => {
            draft.remove_operation(key);
            Ok(())
        }
        (OperationResult::Refused { .. }, Some(_)) if !is_new(&entry) => {
            draft.remove_operation(key);
            Ok(())
        }
        // It was contested on another device.
        (OperationResult::Conflict, None) if matches!(entry.target(), Target::Access(_)) => {
            draft.remove_operation(key);
            Ok(())
        }
        (OperationResult::Conflict, None) => {
            draft.set_operation(key.to_owned(), OutboxEntry { clashed: true, ..entry })
        }
        (OperationResult::Refused { code }, _) => refuse(draft, key, entry, code),
    }
}

fn is_new(entry: &OutboxEntry) -> bool {
    matches!(entry.operation.action, Action::AddDocument { .. })
}

fn refuse(draft: &mut Draft, key: &str, entry: OutboxEntry, code: ErrorCode) -> Result<(), VaultError> {
    // What was to be taken back can't be read any more, and what was to be forgotten is forgotten.
    let is_so = matches!(
        (&entry.operation.action, code),
        (Action::TakeBack { .. }, ErrorCode::ShareOver) | (Action::ForgetConsent { .. }, ErrorCode::NotFound)
    );
    // What was to be removed is gone.
    if is_so {
        draft.remove_operation(key);
        return Ok(());
    }
    if code == ErrorCode::NotFound && matches!(entry.operation.action, Action::RemoveDocument { .. }) {
        draft.remove_operation(key);
        return Ok(());
    }
    draft.set_operation(
        key.to_owned(),
        OutboxEntry {
            state: EntryState::Refused { code },
            clashed: false,
            ..entry
        },
    )
}

/// Makes the records say what the city now has. The feed confirms it at the next pull.
fn apply(draft: &mut Draft, entry: &OutboxEntry, revision: Revision, at: Timestamp) -> Result<(), VaultError> {
    match &entry.operation.action {
        Action::DeclareField { field, value } => declare(draft, *field, value, revision, at),
        Action::AddDocument { document, details } => {
            let record = protocol::api::DocumentRecord {
                id: *document,
                revision,
                origin: domain::DocumentOrigin::Uploaded,
                issuer: None,
                added_at: entry.made_at,
                details: details.clone(),
                content: None,
                extra: Map::new(),
            };
            draft.set_upload(
                *document,
                entry.content.clone().map(|content| Upload { content, refused: None }),
            )?;
            draft.set_document(DocumentEntry::of_record(record))
        }
        Action::EditDocument { document, details } => match draft.document(*document).cloned() {
            Some(mut edited) => {
                edited.record.details = details.clone();
                edited.record.revision = revision;
                draft.set_document(edited)
            }
            None => Ok(()),
        },
        Action::RemoveDocument { document } => draft.remove_document(*document),
        // The feed tells what became of it at the pull that follows.
        Action::AgreeToShare { .. }
        | Action::RefuseToShare { .. }
        | Action::TakeBack { .. }
        | Action::ForgetConsent { .. }
        | Action::ContestAccess { .. } => Ok(()),
    }
}

fn declare(
    draft: &mut Draft,
    field: ProfileField,
    value: &str,
    revision: Revision,
    at: Timestamp,
) -> Result<(), VaultError> {
    let Ok(value) = field.check(value) else {
        return Ok(());
    };
    let mut profile = draft.profile().clone();
    let record = FieldRecord {
        value,
        source: domain::Source::Declared,
        at,
        revision,
    };
    profile.record.fields.insert(field.as_str().to_owned(), record);
    draft.set_profile(profile)
}
