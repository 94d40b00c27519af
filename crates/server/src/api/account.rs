//! `/v1/enrolments`, `/v1/sign-ins`, `/v1/challenges/…/sends`.

use protocol::api::{ResendCode, StartEnrolment, StartSignIn};

use super::{
    call::{Answer, Body, Public},
    problem::Failure,
};
use crate::service::account;

pub(super) async fn start_enrolment(
    call: Public<StartEnrolment>,
    Body(form): Body<StartEnrolment>,
) -> Result<Answer<StartEnrolment>, Failure> {
    Ok(Answer(account::start_enrolment(&call.city, form, call.from).await?))
}

pub(super) async fn start_sign_in(
    call: Public<StartSignIn>,
    Body(form): Body<StartSignIn>,
) -> Result<Answer<StartSignIn>, Failure> {
    Ok(Answer(account::start_sign_in(&call.city, form, call.from).await?))
}

pub(super) async fn resend_code(call: Public<ResendCode>) -> Result<Answer<ResendCode>, Failure> {
    Ok(Answer(account::resend(&call.city, call.params, call.from).await?))
}
