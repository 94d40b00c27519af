//! Signing in with a one-time password.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How far a sign-in is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum SignInStage {
    /// A one-time password was sent.
    Code {
        /// The challenge.
        challenge: ChallengeView,
    },
    /// The password was right; a vault with a PIN comes next.
    Pin {
        /// A proposal for what the device shows before it is unlocked.
        label: String,
    },
}

/// A one-time password was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChallengeView {
    /// The phone it went to, masked; none when the resident gave a personal number.
    pub phone: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// From when a new one may be asked for.
    pub resend_at: Timestamp,
    /// How many more may be sent.
    pub sends_left: u32,
}

/// The one-time password was right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum CodeAccepted {
    /// A vault with a PIN comes next.
    ChoosePin {
        /// A proposal for what the device shows before it is unlocked.
        label: String,
    },
    /// The unlocked person's session is open again.
    SessionOpen,
}
