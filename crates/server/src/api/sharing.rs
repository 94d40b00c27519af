//! `/v1/counter/requests`, `/v1/counter/offers`, `/v1/offers` and `/v1/events`.

use std::{convert::Infallible, time::Duration};

use axum::{
    http::{HeaderValue, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::{MediaType, limits};
use futures::{Stream, StreamExt as _};
use jiff::SignedDuration;
use protocol::{
    api::{
        AskToShare, ListRequests, Nothing, OfferRequest, ReadShare, ReadSharedPaper, TakeRequest, WatchChanges,
        WithdrawRequest,
    },
    problem::ErrorCode,
};
use tokio::sync::watch;

use super::{
    call::{Answer, Body, Signed},
    problem::Failure,
};
use crate::service::{requests, shares};

/// Keeps proxies from ending a stream on which nothing happens.
const STILL_THERE: Duration = Duration::from_secs(20);

pub(super) async fn ask_to_share(
    call: Signed<AskToShare>,
    Body(order): Body<AskToShare>,
) -> Result<Answer<AskToShare>, Failure> {
    Ok(Answer(requests::ask(&call.city, &call.caller, order).await?))
}

pub(super) async fn list_requests(call: Signed<ListRequests>) -> Result<Answer<ListRequests>, Failure> {
    Ok(Answer(requests::list(&call.city, &call.caller).await?))
}

pub(super) async fn withdraw_request(call: Signed<WithdrawRequest>) -> Result<Answer<WithdrawRequest>, Failure> {
    requests::withdraw(&call.city, &call.caller, call.params).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn offer_request(
    call: Signed<OfferRequest>,
    Body(order): Body<OfferRequest>,
) -> Result<Answer<OfferRequest>, Failure> {
    Ok(Answer(requests::offer(&call.city, &call.caller, order).await?))
}

pub(super) async fn take_request(call: Signed<TakeRequest>) -> Result<Answer<TakeRequest>, Failure> {
    Ok(Answer(requests::take(&call.city, &call.caller, call.params).await?))
}

pub(super) async fn read_share(call: Signed<ReadShare>) -> Result<Answer<ReadShare>, Failure> {
    Ok(Answer(shares::read(&call.city, &call.caller, call.params).await?))
}

pub(super) async fn read_shared_paper(call: Signed<ReadSharedPaper>) -> Result<Response, Failure> {
    let page = shares::read_paper(&call.city, &call.caller, call.params).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(MediaType::Pdf.as_str())),
        // It is a resident's paper: no cache on the way may keep it.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, page).into_response())
}

pub(super) async fn watch_changes(call: Signed<WatchChanges>) -> Result<Response, Failure> {
    let too_many = || Failure::later(ErrorCode::TooManyRequests, SignedDuration::from_secs(30));
    let changes = call.city.watchers.watch(call.caller.citizen).ok_or_else(too_many)?;
    let end = tokio::time::sleep(limits::ACCESS_TOKEN_LIFETIME.unsigned_abs());
    let events = told(changes).take_until(end);
    let alive = KeepAlive::new().interval(STILL_THERE);
    Ok(Sse::new(events).keep_alive(alive).into_response())
}

/// One event at once, for what changed before somebody listened, and one for every change.
fn told(changes: watch::Receiver<()>) -> impl Stream<Item = Result<Event, Infallible>> {
    futures::stream::unfold((changes, true), |(mut changes, first)| async move {
        if !first {
            changes.changed().await.ok()?;
        }
        // The standard drops an event without data.
        Some((Ok(Event::default().event("changed").data("{}")), (changes, false)))
    })
}
