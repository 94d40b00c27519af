//! Enrolment, sign-in, the person's vault on this device, and opening an ended session again.

pub(crate) mod abandon;
mod admit;
pub(crate) mod create_vault;
pub(crate) mod enrol;
mod pending;
pub(crate) mod renew;
pub(crate) mod resend;
pub(crate) mod resume;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod submit_code;

pub(crate) use pending::PendingSignIn;
