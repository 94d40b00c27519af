//! `/v1/changes`, `/v1/outbox`.

use protocol::api::{PullChanges, PushOperations};

use super::{
    call::{Answer, Body, Signed},
    problem::Failure,
};
use crate::service::sync;

pub(super) async fn pull_changes(call: Signed<PullChanges>) -> Result<Answer<PullChanges>, Failure> {
    Ok(Answer(sync::pull(&call.city, &call.caller, call.query).await?))
}

pub(super) async fn push_operations(
    call: Signed<PushOperations>,
    Body(batch): Body<PushOperations>,
) -> Result<Answer<PushOperations>, Failure> {
    Ok(Answer(sync::push(&call.city, &call.caller, batch).await?))
}
