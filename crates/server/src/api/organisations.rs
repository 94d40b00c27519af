//! `/v1/organisations` and `/v1/roles`.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use protocol::api::{
    AcceptRole, AnswerContest, ExportSeen, GetOrganisation, InviteMember, LeaveRole, ListContests, ListMembers,
    ListPatterns, Nothing, PutCounter, PutPurpose, RemoveMember,
};

use super::{
    call::{Answer, Body, Signed},
    problem::Failure,
};
use crate::service::{access, organisations, patterns};

pub(super) async fn get_organisation(call: Signed<GetOrganisation>) -> Result<Answer<GetOrganisation>, Failure> {
    Ok(Answer(organisations::get(&call.city, &call.caller, call.params).await?))
}

pub(super) async fn put_counter(
    call: Signed<PutCounter>,
    Body(form): Body<PutCounter>,
) -> Result<Answer<PutCounter>, Failure> {
    organisations::put_counter(&call.city, &call.caller, call.params, form).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn put_purpose(
    call: Signed<PutPurpose>,
    Body(form): Body<PutPurpose>,
) -> Result<Answer<PutPurpose>, Failure> {
    organisations::put_purpose(&call.city, &call.caller, call.params, form).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn list_members(call: Signed<ListMembers>) -> Result<Answer<ListMembers>, Failure> {
    Ok(Answer(
        organisations::members(&call.city, &call.caller, call.params).await?,
    ))
}

pub(super) async fn invite_member(
    call: Signed<InviteMember>,
    Body(form): Body<InviteMember>,
) -> Result<Answer<InviteMember>, Failure> {
    Ok(Answer(
        organisations::invite(&call.city, &call.caller, call.params, form).await?,
    ))
}

pub(super) async fn remove_member(call: Signed<RemoveMember>) -> Result<Answer<RemoveMember>, Failure> {
    organisations::remove(&call.city, &call.caller, call.params).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn accept_role(call: Signed<AcceptRole>) -> Result<Answer<AcceptRole>, Failure> {
    Ok(Answer(
        organisations::accept(&call.city, &call.caller, call.params).await?,
    ))
}

pub(super) async fn leave_role(call: Signed<LeaveRole>) -> Result<Answer<LeaveRole>, Failure> {
    organisations::leave(&call.city, &call.caller, call.params).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn list_patterns(call: Signed<ListPatterns>) -> Result<Answer<ListPatterns>, Failure> {
    Ok(Answer(patterns::list(&call.city, &call.caller, call.params).await?))
}

pub(super) async fn export_seen(call: Signed<ExportSeen>) -> Result<Response, Failure> {
    let list = patterns::export(&call.city, &call.caller, call.params, call.query).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
    ];
    Ok((headers, list).into_response())
}

pub(super) async fn list_contests(call: Signed<ListContests>) -> Result<Answer<ListContests>, Failure> {
    Ok(Answer(access::contests(&call.city, &call.caller, call.params).await?))
}

pub(super) async fn answer_contest(
    call: Signed<AnswerContest>,
    Body(answer): Body<AnswerContest>,
) -> Result<Answer<AnswerContest>, Failure> {
    access::answer(&call.city, &call.caller, call.params, answer).await?;
    Ok(Answer(Nothing {}))
}
