//! Changes to a paper, as they enter the outbox: records to records.

use domain::{DocumentId, OperationId};
use jiff::Timestamp;
use protocol::api::{Action, DocumentDetails, Operation, Revision};

use crate::{
    port::VaultError,
    store::{Draft, EntryState, OutboxEntry, Target},
};

/// What the resident does to a paper.
pub(super) enum Change {
    Edit(DocumentDetails),
    Remove,
}

/// Puts a change into the outbox. What waits and cannot have reached the city is replaced; what
/// may have reached it stays before the new change, which then builds on its outcome.
pub(super) fn change(
    draft: &mut Draft,
    document: DocumentId,
    change: Change,
    id: OperationId,
    now: Timestamp,
) -> Result<(), VaultError> {
    let entries = draft.outbox().on(Target::Document(document));
    if let Some((key, addition)) = entries.first()
        && matches!(addition.operation.action, Action::AddDocument { .. })
        && !may_be_there(addition)
    {
        // What waited for the addition was made on its old form.
        for (later, _) in &entries[1..] {
            draft.remove_operation(later);
        }
        return change_addition(draft, key, addition.clone(), change, id);
    }
    let mut base = draft
        .document(document)
        .map(|known| (known.record.revision, known.record.details.clone()));
    let unchanged = matches!((&change, &base), (Change::Edit(new), Some((_, old))) if new == old);
    let mut follows = false;
    for (key, entry) in entries {
        if entry.clashed || may_be_there(&entry) {
            base = anchor(&entry).or(base);
        }
        if may_be_there(&entry) {
            follows = true;
        } else {
            draft.remove_operation(&key);
        }
    }
    if unchanged && !follows {
        return Ok(());
    }
    let action = match change {
        Change::Edit(details) => Action::EditDocument { document, details },
        Change::Remove => Action::RemoveDocument { document },
    };
    let (base, before) = base.map_or((Revision(0), None), |(base, before)| (base, Some(before)));
    let operation = Operation { id, base, action };
    draft.enqueue(OutboxEntry {
        before,
        ..OutboxEntry::waiting(operation, now)
    })
}

/// Whether the city may have carried it out, though no answer arrived.
fn may_be_there(entry: &OutboxEntry) -> bool {
    entry.sent && !entry.clashed && entry.state == EntryState::Waiting
}

/// The revision and form that the next change on the same paper builds on.
fn anchor(entry: &OutboxEntry) -> Option<(Revision, DocumentDetails)> {
    match &entry.operation.action {
        Action::AddDocument { details, .. } => Some((Revision(0), details.clone())),
        Action::EditDocument { .. } | Action::RemoveDocument { .. } => {
            Some((entry.operation.base, entry.before.clone()?))
        }
        _ => None,
    }
}

/// A paper that is only here is changed in place, or is gone.
fn change_addition(
    draft: &mut Draft,
    key: &str,
    addition: OutboxEntry,
    change: Change,
    id: OperationId,
) -> Result<(), VaultError> {
    match change {
        Change::Edit(details) => {
            let Target::Document(document) = addition.target() else {
                return Ok(());
            };
            // Another id: the city would answer the old one with what became of the old form.
            let operation = Operation {
                id,
                base: Revision(0),
                action: Action::AddDocument { document, details },
            };
            let entry = OutboxEntry {
                operation,
                state: EntryState::Waiting,
                sent: false,
                clashed: false,
                ..addition
            };
            draft.set_operation(key.to_owned(), entry)
        }
        Change::Remove => {
            draft.remove_operation(key);
            match addition.target() {
                Target::Document(document) => draft.remove_document(document),
                Target::Field(_) | Target::Request(_) | Target::Consent(_) | Target::Access(_) => Ok(()),
            }
        }
    }
}
