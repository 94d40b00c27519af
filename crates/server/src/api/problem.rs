//! From an operation's error to a problem (RFC 9457): the one place where codes are chosen. Every match is complete,
//! so a new cause does not compile without a code.

use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use protocol::problem::{ErrorCode, FieldProblem, Problem};

use crate::{
    fault::Fault,
    service::{
        access::AnswerError,
        account::AskError,
        cards::CardError,
        checks::CheckError,
        devices::DeviceError,
        documents::{GetError, PutError},
        errands::ErrandError,
        organisations::OrganisationError,
        requests,
        sessions::{AccessError, DeviceGone, EndError, OpenError, RefreshError, ResumeError},
        shares::ReadError,
        shifts::{DutyError, ShiftError},
        sync::SyncError,
    },
};

/// A problem on its way out. [`super::layers`] writes the body, when the request's id is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub Box<Problem>);

impl Failure {
    /// A problem of a code.
    pub fn new(code: ErrorCode) -> Self {
        Self(Box::new(Problem::new(code)))
    }

    /// A field that does not fit.
    pub fn field(path: &str) -> Self {
        let mut failure = Self::new(ErrorCode::InvalidField);
        failure.0.fields.push(FieldProblem { path: path.to_owned() });
        failure
    }

    /// A problem that passes with time.
    pub fn later(code: ErrorCode, wait: SignedDuration) -> Self {
        let mut failure = Self::new(code);
        // Rounded up: who comes exactly then must not be early.
        let seconds = wait.as_secs() + i64::from(wait.subsec_nanos() > 0);
        failure.0.retry_after = Some(u32::try_from(seconds).unwrap_or(u32::MAX).max(1));
        failure
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        let status = axum::http::StatusCode::from_u16(self.0.status);
        *response.status_mut() = status.unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        tracing::error!(kind = fault.kind(), %fault, "fault");
        if fault.passes() {
            Self::later(ErrorCode::Unavailable, SignedDuration::from_secs(5))
        } else {
            Self::new(ErrorCode::Internal)
        }
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Fault(fault) => fault.into(),
            AskError::Field(path) => Self::field(path),
            AskError::TooManySends(wait) => Self::later(ErrorCode::TooManySends, wait),
            AskError::TooManyFromAddress(wait) => Self::later(ErrorCode::TooManyRequests, wait),
            AskError::SmsUnavailable(wait) => Self::later(ErrorCode::SmsUnavailable, wait),
            AskError::NoChallenge => Self::new(ErrorCode::NotFound),
            AskError::Over => Self::new(ErrorCode::CodeVoid),
        }
    }
}

impl From<DeviceGone> for Failure {
    fn from(gone: DeviceGone) -> Self {
        match gone {
            DeviceGone::Removed => Self::new(ErrorCode::DeviceRevoked),
            DeviceGone::Wipe => Self::new(ErrorCode::DeviceWipeOrdered),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Fault(fault) => fault.into(),
            OpenError::Field(path) => Self::field(path),
            OpenError::Proof => Self::new(ErrorCode::ProofInvalid),
            OpenError::NoChallenge => Self::new(ErrorCode::NotFound),
            OpenError::CodeExpired => Self::new(ErrorCode::CodeExpired),
            OpenError::CodeWrong { left } => {
                let mut failure = Self::new(ErrorCode::CodeWrong);
                failure.0.attempts_left = Some(left);
                failure
            }
            OpenError::CodeVoid => Self::new(ErrorCode::CodeVoid),
            OpenError::Device(gone) => gone.into(),
        }
    }
}

impl From<RefreshError> for Failure {
    fn from(error: RefreshError) -> Self {
        match error {
            RefreshError::Fault(fault) => fault.into(),
            RefreshError::Unknown => Self::new(ErrorCode::Unauthenticated),
            RefreshError::Proof => Self::new(ErrorCode::ProofInvalid),
            RefreshError::Ended => Self::new(ErrorCode::SessionExpired),
            RefreshError::Reused => Self::new(ErrorCode::TokenReused),
            RefreshError::Device(gone) => gone.into(),
        }
    }
}

impl From<ResumeError> for Failure {
    fn from(error: ResumeError) -> Self {
        match error {
            ResumeError::Fault(fault) => fault.into(),
            ResumeError::Unknown => Self::new(ErrorCode::Unauthenticated),
            ResumeError::Ended => Self::new(ErrorCode::SessionExpired),
            ResumeError::Device(gone) => gone.into(),
        }
    }
}

impl From<AccessError> for Failure {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Fault(fault) => fault.into(),
            AccessError::Unknown => Self::new(ErrorCode::Unauthenticated),
            AccessError::Expired => Self::new(ErrorCode::AccessTokenExpired),
            AccessError::Ended => Self::new(ErrorCode::SessionExpired),
        }
    }
}

impl From<EndError> for Failure {
    fn from(error: EndError) -> Self {
        match error {
            EndError::Fault(fault) => fault.into(),
            EndError::NoSession => Self::new(ErrorCode::NotFound),
        }
    }
}

impl From<DeviceError> for Failure {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::Fault(fault) => fault.into(),
            DeviceError::NoDevice => Self::new(ErrorCode::NotFound),
            DeviceError::Access(error) => error.into(),
        }
    }
}

impl From<CardError> for Failure {
    fn from(error: CardError) -> Self {
        match error {
            CardError::Fault(fault) => fault.into(),
            CardError::Device(error) => error.into(),
            CardError::TooMany => Self::new(ErrorCode::TooManyCards),
            CardError::TooFast(wait) => Self::later(ErrorCode::TooManyRequests, wait),
            CardError::NoCard => Self::new(ErrorCode::NotFound),
            CardError::Revoked => Self::new(ErrorCode::CardRevoked),
        }
    }
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Fault(fault) => fault.into(),
            SyncError::Field(path) => Self::field(path),
        }
    }
}

impl From<PutError> for Failure {
    fn from(error: PutError) -> Self {
        match error {
            PutError::Fault(fault) => fault.into(),
            PutError::NoDocument => Self::new(ErrorCode::NotFound),
            PutError::NotYours => Self::new(ErrorCode::NotYours),
            PutError::Conflict => Self::new(ErrorCode::Conflict),
            PutError::TooLarge => Self::new(ErrorCode::PayloadTooLarge),
            PutError::WrongKind => Self::new(ErrorCode::UnsupportedMediaType),
            PutError::DigestMismatch => Self::new(ErrorCode::DigestMismatch),
            PutError::Interrupted => Self::new(ErrorCode::InvalidRequest),
        }
    }
}

impl From<GetError> for Failure {
    fn from(error: GetError) -> Self {
        match error {
            GetError::Fault(fault) => fault.into(),
            GetError::NoContent => Self::new(ErrorCode::NotFound),
        }
    }
}

impl From<OrganisationError> for Failure {
    fn from(error: OrganisationError) -> Self {
        match error {
            OrganisationError::Fault(fault) => fault.into(),
            OrganisationError::NotFound => Self::new(ErrorCode::NotFound),
            OrganisationError::NotAllowed => Self::new(ErrorCode::NotAllowed),
            OrganisationError::LastAdministrator => Self::new(ErrorCode::LastAdministrator),
            OrganisationError::Field(path) => Self::field(path),
        }
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Organisation(error) => error.into(),
            AnswerError::NoContest => Self::new(ErrorCode::NotFound),
            AnswerError::Answered => Self::new(ErrorCode::Conflict),
        }
    }
}

impl From<DutyError> for Failure {
    fn from(error: DutyError) -> Self {
        match error {
            DutyError::Fault(fault) => fault.into(),
            DutyError::NoShift => Self::new(ErrorCode::NoShift),
            DutyError::Locked => Self::new(ErrorCode::ShiftLocked),
            DutyError::NotAllowed => Self::new(ErrorCode::NotAllowed),
        }
    }
}

impl From<ShiftError> for Failure {
    fn from(error: ShiftError) -> Self {
        match error {
            ShiftError::Fault(fault) => fault.into(),
            ShiftError::NoCounter => Self::new(ErrorCode::NotFound),
            ShiftError::Ask(error) => error.into(),
            ShiftError::Answer(error) => error.into(),
            ShiftError::Proof => Self::new(ErrorCode::ProofInvalid),
            ShiftError::Duty(error) => error.into(),
        }
    }
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Duty(error) => error.into(),
            CheckError::TooMany(wait) => Self::later(ErrorCode::TooManyChecks, wait),
            CheckError::TooManyNumbers(wait) => Self::later(ErrorCode::TooManyRequests, wait),
            CheckError::Field(path) => Self::field(path),
            CheckError::Taken => Self::new(ErrorCode::NotFound),
        }
    }
}

impl From<requests::AskError> for Failure {
    fn from(error: requests::AskError) -> Self {
        match error {
            requests::AskError::Duty(error) => error.into(),
            requests::AskError::NotFound => Self::new(ErrorCode::NotFound),
            requests::AskError::BeyondPurpose => Self::new(ErrorCode::BeyondPurpose),
            requests::AskError::Over => Self::new(ErrorCode::RequestOver),
        }
    }
}

impl From<ErrandError> for Failure {
    fn from(error: ErrandError) -> Self {
        match error {
            ErrandError::Fault(fault) => fault.into(),
            ErrandError::Duty(error) => error.into(),
            ErrandError::Field(path) => Self::field(path),
            ErrandError::Proof => Self::new(ErrorCode::ProofInvalid),
            ErrandError::TooMany => Self::new(ErrorCode::TooManyErrands),
            ErrandError::TooFast(wait) => Self::later(ErrorCode::TooManyRequests, wait),
            ErrandError::NotFound => Self::new(ErrorCode::NotFound),
            ErrandError::NoGround => Self::new(ErrorCode::CheckFirst),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Duty(error) => error.into(),
            ReadError::NotFound => Self::new(ErrorCode::NotFound),
            ReadError::Over => Self::new(ErrorCode::ShareOver),
            ReadError::Damaged => Self::new(ErrorCode::ContentDamaged),
        }
    }
}
