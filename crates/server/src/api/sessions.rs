//! `/v1/sessions`.

use protocol::api::{EndCurrentSession, EndSession, ListSessions, Nothing, OpenSession, RefreshSession};

use super::{
    call::{Answer, Body, Public, Signed},
    problem::Failure,
};
use crate::service::sessions;

pub(super) async fn open_session(
    call: Public<OpenSession>,
    Body(request): Body<OpenSession>,
) -> Result<Answer<OpenSession>, Failure> {
    Ok(Answer(sessions::open(&call.city, request).await?))
}

pub(super) async fn refresh_session(
    call: Public<RefreshSession>,
    Body(request): Body<RefreshSession>,
) -> Result<Answer<RefreshSession>, Failure> {
    Ok(Answer(sessions::refresh(&call.city, request).await?))
}

pub(super) async fn list_sessions(call: Signed<ListSessions>) -> Result<Answer<ListSessions>, Failure> {
    Ok(Answer(sessions::list(&call.city, &call.caller).await?))
}

pub(super) async fn end_session(call: Signed<EndSession>) -> Result<Answer<EndSession>, Failure> {
    sessions::end(&call.city, &call.caller, call.params).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn end_current_session(call: Signed<EndCurrentSession>) -> Result<Answer<EndCurrentSession>, Failure> {
    sessions::end(&call.city, &call.caller, call.caller.session).await?;
    Ok(Answer(Nothing {}))
}
