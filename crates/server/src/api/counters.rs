//! `/v1/counters`, `/v1/shifts` and `/v1/counter/checks`.

use protocol::api::{
    CheckCode, EndShift, GetShift, ListChecks, Nothing, OpenShift, ReconcileChecks, StartShift, UnlockShift,
};

use super::{
    call::{Answer, Body, Signed},
    problem::Failure,
};
use crate::service::{checks, shifts};

pub(super) async fn start_shift(call: Signed<StartShift>) -> Result<Answer<StartShift>, Failure> {
    Ok(Answer(shifts::start(&call.city, &call.caller, call.params).await?))
}

pub(super) async fn open_shift(
    call: Signed<OpenShift>,
    Body(request): Body<OpenShift>,
) -> Result<Answer<OpenShift>, Failure> {
    Ok(Answer(shifts::open(&call.city, &call.caller, request).await?))
}

pub(super) async fn get_shift(call: Signed<GetShift>) -> Result<Answer<GetShift>, Failure> {
    Ok(Answer(shifts::current(&call.city, &call.caller).await?))
}

pub(super) async fn unlock_shift(
    call: Signed<UnlockShift>,
    Body(request): Body<UnlockShift>,
) -> Result<Answer<UnlockShift>, Failure> {
    Ok(Answer(shifts::unlock(&call.city, &call.caller, request).await?))
}

pub(super) async fn end_shift(call: Signed<EndShift>) -> Result<Answer<EndShift>, Failure> {
    shifts::end(&call.city, &call.caller).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn check_code(
    call: Signed<CheckCode>,
    Body(order): Body<CheckCode>,
) -> Result<Answer<CheckCode>, Failure> {
    Ok(Answer(checks::check(&call.city, &call.caller, order).await?))
}

pub(super) async fn list_checks(call: Signed<ListChecks>) -> Result<Answer<ListChecks>, Failure> {
    Ok(Answer(checks::list(&call.city, &call.caller).await?))
}

pub(super) async fn reconcile_checks(
    call: Signed<ReconcileChecks>,
    Body(checks): Body<ReconcileChecks>,
) -> Result<Answer<ReconcileChecks>, Failure> {
    Ok(Answer(checks::reconcile(&call.city, &call.caller, checks).await?))
}
