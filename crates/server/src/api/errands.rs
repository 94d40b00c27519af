//! `/v1/organisations` as residents see them, `/v1/errands` and `/v1/counter/errands`.

use protocol::api::{CheckErrand, EndErrand, GiveErrand, HandOverErrand, ListOrganisations, Nothing};

use super::{
    call::{Answer, Body, Signed},
    problem::Failure,
};
use crate::service::errands;

pub(super) async fn list_organisations(call: Signed<ListOrganisations>) -> Result<Answer<ListOrganisations>, Failure> {
    Ok(Answer(errands::organisations(&call.city).await?))
}

pub(super) async fn give_errand(
    call: Signed<GiveErrand>,
    Body(order): Body<GiveErrand>,
) -> Result<Answer<GiveErrand>, Failure> {
    Ok(Answer(
        errands::give(&call.city, &call.caller, call.params, order).await?,
    ))
}

pub(super) async fn end_errand(call: Signed<EndErrand>) -> Result<Answer<EndErrand>, Failure> {
    errands::end(&call.city, &call.caller, call.params).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn check_errand(
    call: Signed<CheckErrand>,
    Body(shown): Body<CheckErrand>,
) -> Result<Answer<CheckErrand>, Failure> {
    Ok(Answer(errands::check(&call.city, &call.caller, shown).await?))
}

pub(super) async fn hand_over_errand(
    call: Signed<HandOverErrand>,
    Body(shown): Body<HandOverErrand>,
) -> Result<Answer<HandOverErrand>, Failure> {
    Ok(Answer(errands::hand_over(&call.city, &call.caller, shown).await?))
}
