//! `/v1/sessions`.

use axum::http::HeaderMap;
use protocol::{
    api::{EndCurrentSession, EndSession, ListSessions, Nothing, OpenSession, RefreshSession, ResumeSession},
    problem::ErrorCode,
};

use super::{
    call::{Answer, Body, Public, Signed},
    page,
    problem::Failure,
};
use crate::service::sessions;

/// An answer beside what a page's browser is to keep or to forget.
type WithCookies<E> = (HeaderMap, Answer<E>);

pub(super) async fn open_session(
    call: Public<OpenSession>,
    Body(request): Body<OpenSession>,
) -> Result<WithCookies<OpenSession>, Failure> {
    let grant = sessions::open(&call.city, request).await?;
    let (cookies, grant) = page::hand_over(call.page, grant);
    Ok((cookies, Answer(grant)))
}

pub(super) async fn refresh_session(
    call: Public<RefreshSession>,
    Body(request): Body<RefreshSession>,
) -> Result<WithCookies<RefreshSession>, Failure> {
    let token = match &call.page {
        Some(page) => page.refresh_token(&request.refresh_token)?,
        None => &request.refresh_token,
    };
    let grant = sessions::refresh(&call.city, &request, token).await?;
    let (cookies, grant) = page::hand_over(call.page, grant);
    Ok((cookies, Answer(grant)))
}

pub(super) async fn resume_session(call: Public<ResumeSession>) -> Result<Answer<ResumeSession>, Failure> {
    let page = call.page.ok_or_else(|| Failure::new(ErrorCode::Unauthenticated))?;
    let (refresh, access) = page.kept_tokens()?;
    let resumed = sessions::resume(&call.city, refresh, access).await?;
    Ok(Answer(page.resumed(resumed)?))
}

pub(super) async fn list_sessions(call: Signed<ListSessions>) -> Result<Answer<ListSessions>, Failure> {
    Ok(Answer(sessions::list(&call.city, &call.caller).await?))
}

pub(super) async fn end_session(call: Signed<EndSession>) -> Result<Answer<EndSession>, Failure> {
    sessions::end(&call.city, &call.caller, call.params).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn end_current_session(
    call: Signed<EndCurrentSession>,
) -> Result<WithCookies<EndCurrentSession>, Failure> {
    sessions::end(&call.city, &call.caller, call.caller.session).await?;
    Ok((page::forget(call.page), Answer(Nothing {})))
}
