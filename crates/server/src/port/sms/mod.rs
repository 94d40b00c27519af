//! Sending SMS: over a gateway's HTTP interface, or into the outbox that a developer reads.

mod brand;
mod http;
mod outbox;
mod template;

use async_trait::async_trait;
use domain::Phone;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

pub use brand::{BrandName, BrandNameError};
pub use http::{HttpGateway, HttpGatewaySettings};
pub use outbox::OutboxGateway;
pub use template::{BodyTemplate, TemplateError};

/// The longest text of one SMS without accents (3GPP TS 23.038, GSM 7-bit alphabet).
pub const SMS_CHARS: usize = 160;

/// Why a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmsPurpose {
    /// A one-time password to open a profile.
    Enrolment,
    /// A one-time password to sign in.
    SignIn,
    /// A one-time password to open a shift at a counter.
    Shift,
    /// News about the account, without a password.
    Notice,
}

impl SmsPurpose {
    /// The form in logs and metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enrolment => "enrolment",
            Self::SignIn => "sign_in",
            Self::Shift => "shift",
            Self::Notice => "notice",
        }
    }
}

/// A message on its way to a phone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsMessage {
    /// Names the message, so that a gateway can drop a second copy.
    pub id: Uuid,
    /// To whom.
    pub to: Phone,
    /// At most [`SMS_CHARS`] characters without accents.
    pub text: String,
    /// Why.
    pub purpose: SmsPurpose,
}

impl std::fmt::Debug for SmsMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmsMessage")
            .field("id", &self.id)
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

/// Why a message was not taken.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SmsError {
    /// No answer, or one that asks to come again, in spite of the retries.
    #[error("the gateway can't be reached")]
    Unreachable,
    /// The gateway refused the message, and would again.
    #[error("the gateway refused the message with status {0}")]
    Refused(u16),
    /// The outbox could not be written.
    #[error("the outbox could not be written: {0}")]
    Outbox(String),
}

/// Sends messages.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Hands a message over; returns when the gateway has taken it.
    ///
    /// # Errors
    /// [`SmsError`].
    async fn send(&self, message: &SmsMessage) -> Result<(), SmsError>;
}
