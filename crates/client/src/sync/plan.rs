//! What a page of the city's changes does to this device: a pure function from records to
//! records. One transaction carries it out, with the cursor.

use domain::{DocumentId, OperationId, ProfileField};
use protocol::{
    api::{
        Action, Change, ChangePage, DocumentDetails, DocumentRecord, Entity, KnownEntity, ProfileRecord, RequestState,
        Revision, ShareRequestRecord,
    },
    app::Part,
    problem::ErrorCode,
};

use super::merge::{DetailsMerge, FieldMerge, merge_details, merge_field};
use crate::{
    port::{Collection, VaultError},
    store::{
        Cursor, DocumentEntry, Draft, EntryState, OutboxEntry, ProfileState, RolesState, Skipped, StandardCodeState,
        Target, Upload,
    },
};

/// What a plan did, for the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) received: u32,
    pub(crate) conflicts: u32,
    pub(crate) refused: u32,
}

/// Names new operations.
pub(crate) type NewId<'a> = &'a mut (dyn FnMut() -> OperationId + Send);

/// Papers a page is about: what the draft has to hold before [`plan`].
pub(crate) fn documents_of(page: &ChangePage) -> Vec<DocumentId> {
    page.changes
        .iter()
        .filter_map(|change| match &change.entity {
            Entity::Known(KnownEntity::Document(record)) => Some(record.id),
            Entity::Known(KnownEntity::DocumentRemoved(id)) => Some(*id),
            Entity::Known(
                KnownEntity::Profile(_)
                | KnownEntity::PersonalCode(_)
                | KnownEntity::ShareRequest(_)
                | KnownEntity::Access(_)
                | KnownEntity::Remembered(_)
                | KnownEntity::Forgotten(_)
                | KnownEntity::Roles(_)
                | KnownEntity::Errand(_)
                | KnownEntity::ErrandRemoved(_),
            )
            | Entity::Unknown(_) => None,
        })
        .collect()
}

/// Puts a page into the draft, merges what waits in the outbox, moves the cursor.
pub(crate) fn plan(
    draft: &mut Draft,
    cursor: &Cursor,
    page: &ChangePage,
    app_version: &str,
    ids: NewId<'_>,
) -> Result<Tally, VaultError> {
    let mut tally = Tally::default();
    let mut cursor = cursor.clone();
    for change in &page.changes {
        match &change.entity {
            Entity::Known(entity) => {
                tally.received += 1;
                take(draft, entity, &mut tally, ids)?;
            }
            Entity::Unknown(_) => skip(&mut cursor, change, app_version),
        }
    }
    cursor.after = cursor.after.max(page.next);
    draft.put_single(&cursor)?;
    Ok(tally)
}

fn take(draft: &mut Draft, entity: &KnownEntity, tally: &mut Tally, ids: NewId<'_>) -> Result<(), VaultError> {
    match entity {
        KnownEntity::Profile(record) => take_profile(draft, record, tally),
        KnownEntity::PersonalCode(record) => {
            draft.put_single(&StandardCodeState { record: record.clone() })?;
            draft.mark(Part::Codes);
            Ok(())
        }
        KnownEntity::Document(record) => take_document(draft, record, tally, ids),
        KnownEntity::DocumentRemoved(id) => take_removal(draft, *id, tally),
        KnownEntity::ShareRequest(record) => take_request(draft, record),
        KnownEntity::Access(record) => {
            if record.contest.is_some() {
                forget_operations(draft, Target::Access(record.id));
            }
            draft.put(Collection::Access, record.id.to_string(), record, Part::History)
        }
        KnownEntity::Remembered(consent) => draft.put(
            Collection::Remembered,
            consent.purpose.to_string(),
            consent,
            Part::Requests,
        ),
        KnownEntity::Forgotten(purpose) => {
            forget_operations(draft, Target::Consent(*purpose));
            draft.delete(Collection::Remembered, purpose.to_string(), Part::Requests);
            Ok(())
        }
        KnownEntity::Roles(list) => {
            let list = list.clone();
            draft.put_single(&RolesState {
                list,
                extra: serde_json::Map::new(),
            })?;
            draft.mark(Part::Roles);
            Ok(())
        }
        KnownEntity::Errand(record) => draft.put(Collection::Errand, record.id.to_string(), record, Part::Errands),
        KnownEntity::ErrandRemoved(id) => {
            draft.delete(Collection::Errand, id.to_string(), Part::Errands);
            Ok(())
        }
    }
}

/// What waits to be answered, or can be taken back, may have an operation; what is over has none.
fn take_request(draft: &mut Draft, record: &ShareRequestRecord) -> Result<(), VaultError> {
    let open = matches!(record.state, RequestState::Waiting | RequestState::Agreed { .. });
    if !open {
        forget_operations(draft, Target::Request(record.id));
    }
    draft.put(Collection::Request, record.id.to_string(), record, Part::Requests)
}

fn forget_operations(draft: &mut Draft, target: Target) {
    for (key, _) in draft.outbox().on(target) {
        draft.remove_operation(&key);
    }
}

/// Remembers that this version left something out.
fn skip(cursor: &mut Cursor, change: &Change, app_version: &str) {
    let before = Revision(change.revision.0.saturating_sub(1));
    let after = cursor.skipped.as_ref().map_or(before, |known| known.after.min(before));
    cursor.skipped = Some(Skipped {
        after,
        app_version: app_version.to_owned(),
    });
}

fn take_profile(draft: &mut Draft, record: &ProfileRecord, tally: &mut Tally) -> Result<(), VaultError> {
    if record.revision < draft.profile().record.revision {
        return Ok(());
    }
    draft.set_profile(ProfileState { record: record.clone() })?;
    for field in ProfileField::ALL {
        merge_profile_field(draft, field, tally)?;
    }
    Ok(())
}

/// Merges the edits of one field with the city's value as the draft has it.
fn merge_profile_field(draft: &mut Draft, field: ProfileField, tally: &mut Tally) -> Result<(), VaultError> {
    let theirs = draft.profile().record.field(field).cloned();
    let mut entries = draft.outbox().on(Target::Field(field));
    let Some((key, newest)) = entries.pop() else {
        return Ok(());
    };
    let mut newest = newest;
    // Edits before the newest were sent and their answers lost. If the city has one of their
    // values it took it, and the newest stands on that; else they have been overtaken.
    for (earlier_key, earlier) in entries {
        match merge_field(earlier.operation.base, declared(&earlier), theirs.as_ref()) {
            FieldMerge::Untouched => return Ok(()),
            FieldMerge::Done => newest.operation.base = theirs.as_ref().map_or(Revision(0), |field| field.revision),
            FieldMerge::Verified | FieldMerge::Conflict(_) => {}
        }
        draft.remove_operation(&earlier_key);
    }
    match merge_field(newest.operation.base, declared(&newest), theirs.as_ref()) {
        FieldMerge::Untouched => {}
        FieldMerge::Done => {
            draft.remove_operation(&key);
            return Ok(());
        }
        FieldMerge::Verified => refuse(&mut newest, ErrorCode::NotYours, tally),
        FieldMerge::Conflict(theirs) if !matches!(newest.state, EntryState::Refused { .. }) => {
            if newest.is_waiting() {
                tally.conflicts += 1;
            }
            newest.state = EntryState::Conflict { theirs };
            newest.clashed = false;
        }
        FieldMerge::Conflict(_) => {}
    }
    draft.set_operation(key, newest)
}

fn take_document(
    draft: &mut Draft,
    record: &DocumentRecord,
    tally: &mut Tally,
    ids: NewId<'_>,
) -> Result<(), VaultError> {
    let known = draft.document(record.id).cloned();
    if known
        .as_ref()
        .is_some_and(|known| known.record.revision > record.revision)
    {
        return Ok(());
    }
    let former = known.as_ref().and_then(|known| known.record.content.clone());
    let known = known.unwrap_or_else(|| DocumentEntry::of_record(record.clone()));
    let entry = DocumentEntry {
        record: record.clone(),
        ..known
    };
    // A paper added here whose answer was lost: its content is still to go up.
    if let Some(content) = draft.outbox().adds(record.id).and_then(|added| added.content.clone()) {
        draft.set_upload(record.id, Some(Upload { content, refused: None }))?;
    }
    if let Some(content) = &record.content {
        let former = draft.upload(record.id).map(|upload| upload.content.clone()).or(former);
        draft.set_upload(record.id, None)?;
        // Another content than before: what is here of that is no longer the paper's.
        if former.is_some_and(|former| former.sha256 != content.sha256) {
            draft.remove_content(record.id);
        }
    }
    draft.set_document(entry)?;
    merge_document(draft, record, tally, ids)
}

/// Merges the edits of one paper with the city's form.
fn merge_document(
    draft: &mut Draft,
    record: &DocumentRecord,
    tally: &mut Tally,
    ids: NewId<'_>,
) -> Result<(), VaultError> {
    let mut entries = draft.outbox().on(Target::Document(record.id));
    // The paper is at the city, so it was added.
    if let Some((key, added)) = entries.first().cloned()
        && matches!(added.operation.action, Action::AddDocument { .. })
    {
        draft.remove_operation(&key);
        entries.remove(0);
        if let Some((_, next)) = entries.first_mut() {
            next.before = details(&added).cloned();
            next.operation.base = Revision(0);
        }
    }
    let Some((key, newest)) = entries.pop() else {
        return Ok(());
    };
    let mut newest = newest;
    for (earlier_key, earlier) in entries {
        if earlier.operation.base >= record.revision {
            return Ok(());
        }
        if details(&earlier) == Some(&record.details) {
            newest.before = Some(record.details.clone());
        }
        draft.remove_operation(&earlier_key);
    }
    if newest.operation.base >= record.revision {
        return Ok(());
    }
    let before = newest.before.clone().unwrap_or_else(|| record.details.clone());
    let merged = match &newest.operation.action {
        Action::EditDocument { details, .. } => merge_details(&before, details, &record.details),
        // A paper that says something else by now may be wanted after all.
        Action::RemoveDocument { .. } if before == record.details => DetailsMerge::Merged(Box::new(before)),
        _ => DetailsMerge::Conflict,
    };
    match merged {
        DetailsMerge::Done => {
            draft.remove_operation(&key);
            return Ok(());
        }
        DetailsMerge::Conflict => refuse(&mut newest, ErrorCode::Conflict, tally),
        DetailsMerge::Merged(merged) => rebase(&mut newest, record, *merged, ids),
    }
    draft.set_operation(key, newest)
}

/// Puts an edit upon the city's present form. It is another request now, so it gets another id:
/// the city answers the old id with the old outcome.
fn rebase(entry: &mut OutboxEntry, record: &DocumentRecord, merged: DocumentDetails, ids: NewId<'_>) {
    entry.operation.id = ids();
    entry.operation.base = record.revision;
    if let Action::EditDocument { details, .. } = &mut entry.operation.action {
        *details = merged;
    }
    entry.before = Some(record.details.clone());
    entry.sent = false;
    entry.clashed = false;
}

/// A removal counts more than edits of what was removed.
fn take_removal(draft: &mut Draft, id: DocumentId, tally: &mut Tally) -> Result<(), VaultError> {
    for (key, entry) in draft.outbox().on(Target::Document(id)) {
        if entry.is_waiting() && matches!(entry.operation.action, Action::EditDocument { .. }) {
            tally.refused += 1;
        }
        draft.remove_operation(&key);
    }
    draft.remove_document(id)
}

/// Ends what the city called a conflict although its feed shows none, so that it does not go
/// back and forth for ever.
pub(crate) fn settle(draft: &mut Draft) -> Result<Tally, VaultError> {
    let mut tally = Tally::default();
    let clashed: Vec<_> = draft
        .outbox()
        .iter()
        .filter(|(_, entry)| entry.clashed && entry.is_waiting())
        .map(|(key, entry)| (key.clone(), entry.clone()))
        .collect();
    for (key, mut entry) in clashed {
        match entry.target() {
            Target::Field(field) => {
                let theirs = draft
                    .profile()
                    .record
                    .field(field)
                    .map(|known| known.value.as_str().to_owned());
                entry.state = EntryState::Conflict {
                    theirs: theirs.unwrap_or_default(),
                };
                entry.clashed = false;
                tally.conflicts += 1;
            }
            Target::Document(_) | Target::Request(_) | Target::Consent(_) | Target::Access(_) => {
                refuse(&mut entry, ErrorCode::Conflict, &mut tally);
            }
        }
        draft.set_operation(key, entry)?;
    }
    Ok(tally)
}

fn refuse(entry: &mut OutboxEntry, code: ErrorCode, tally: &mut Tally) {
    if !matches!(entry.state, EntryState::Refused { .. }) {
        tally.refused += 1;
    }
    entry.state = EntryState::Refused { code };
    entry.clashed = false;
}

fn declared(entry: &OutboxEntry) -> &str {
    match &entry.operation.action {
        Action::DeclareField { value, .. } => value,
        _ => "",
    }
}

fn details(entry: &OutboxEntry) -> Option<&DocumentDetails> {
    match &entry.operation.action {
        Action::AddDocument { details, .. } | Action::EditDocument { details, .. } => Some(details),
        _ => None,
    }
}
