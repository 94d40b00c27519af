//! `/v1/cards`.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::MediaType;
use protocol::api::{IssueCard, ListCards, Nothing, PrintCard, RevokeCard};

use super::{
    call::{Answer, Body, Signed},
    problem::Failure,
};
use crate::service::cards;

pub(super) async fn issue_card(
    call: Signed<IssueCard>,
    Body(order): Body<IssueCard>,
) -> Result<Answer<IssueCard>, Failure> {
    Ok(Answer(cards::issue(&call.city, &call.caller, order).await?))
}

pub(super) async fn list_cards(call: Signed<ListCards>) -> Result<Answer<ListCards>, Failure> {
    Ok(Answer(cards::list(&call.city, &call.caller).await?))
}

pub(super) async fn revoke_card(call: Signed<RevokeCard>) -> Result<Answer<RevokeCard>, Failure> {
    cards::revoke(&call.city, &call.caller, call.params).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn print_card(call: Signed<PrintCard>) -> Result<Response, Failure> {
    let page = cards::print(&call.city, &call.caller, call.params).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(MediaType::Pdf.as_str())),
        // It is a resident's paper: no cache on the way may keep it.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
    ];
    Ok((headers, page).into_response())
}
