//! An edit of a field, as it enters the outbox: records to records.

use domain::{FieldText, OperationId, ProfileField};
use jiff::Timestamp;
use protocol::api::{Action, Operation, Revision};

use crate::{
    port::VaultError,
    store::{Draft, EntryState, OutboxEntry, Target},
};

/// Puts an edit into the outbox. An edit that cannot have reached the city is replaced; one that
/// may have stays, and the new one builds on its outcome. Going back to the city's value leaves
/// nothing.
pub(super) fn declare(
    draft: &mut Draft,
    field: ProfileField,
    value: &FieldText,
    id: OperationId,
    now: Timestamp,
) -> Result<(), VaultError> {
    let city = draft.profile().record.field(field).cloned();
    let mut base = city.as_ref().map_or(Revision(0), |known| known.revision);
    let mut present = city.as_ref().map_or("", |known| known.value.as_str()).to_owned();
    for (key, entry) in draft.outbox().on(Target::Field(field)) {
        let may_be_there = entry.sent && !entry.clashed && entry.state == EntryState::Waiting;
        if may_be_there || entry.clashed {
            base = entry.operation.base;
        }
        if !may_be_there {
            draft.remove_operation(&key);
        } else if let Action::DeclareField { value, .. } = entry.operation.action {
            present = value;
        }
    }
    if present == value.as_str() {
        return Ok(());
    }
    let action = Action::DeclareField {
        field,
        value: value.as_str().to_owned(),
    };
    draft.enqueue(OutboxEntry::waiting(Operation { id, base, action }, now))
}
