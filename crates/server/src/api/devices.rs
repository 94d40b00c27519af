//! `/v1/devices`.

use protocol::api::{IssueCredential, ListDevices, Nothing, OrderWipe, RevokeDevice};

use super::{
    call::{Answer, Signed},
    problem::Failure,
};
use crate::service::devices;

pub(super) async fn list_devices(call: Signed<ListDevices>) -> Result<Answer<ListDevices>, Failure> {
    Ok(Answer(devices::list(&call.city, &call.caller).await?))
}

pub(super) async fn revoke_device(call: Signed<RevokeDevice>) -> Result<Answer<RevokeDevice>, Failure> {
    devices::remove(&call.city, &call.caller, call.params, false).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn order_wipe(call: Signed<OrderWipe>) -> Result<Answer<OrderWipe>, Failure> {
    devices::remove(&call.city, &call.caller, call.params, true).await?;
    Ok(Answer(Nothing {}))
}

pub(super) async fn issue_credential(call: Signed<IssueCredential>) -> Result<Answer<IssueCredential>, Failure> {
    Ok(Answer(devices::issue(&call.city, &call.caller).await?))
}
