//! What scanned codes are.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{CodeLines, ErrandScan, OfferScan};
pub use crate::api::Verdict;
use crate::app::{CardScan, EnrolmentInput};

/// A code that was found in a picture or before the camera.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ScannedCode {
    /// What it says, letter by letter: what a counter shows the city.
    pub text: String,
    /// What it is.
    pub scan: ScanView,
}

impl std::fmt::Debug for ScannedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScannedCode")
            .field("scan", &self.scan)
            .finish_non_exhaustive()
    }
}

/// What a scanned code is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScanView {
    /// A live code.
    Live(LiveScan),
    /// A standard code.
    Standard(StandardScan),
    /// A verifier's code: somebody asks.
    Offer(OfferScan),
    /// An errand pass.
    Errand(ErrandScan),
    /// A chip card's code.
    ChipCard(ChipCardScan),
    /// A VietQR payment code; shown, never paid.
    Payment(PaymentScan),
    /// A link; nothing opens by itself.
    Link(LinkScan),
    /// Anything else.
    Text {
        /// What the code says.
        text: String,
    },
}

/// A live code and how it was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveScan {
    /// The verdict.
    pub verdict: Verdict,
    /// The holder's masked name, when the city vouches for it.
    pub holder: Option<String>,
    /// When the holder's device made it.
    pub made_at: Option<Timestamp>,
    /// When the city's keys were last fetched.
    pub keys_as_of: Option<Timestamp>,
    /// When the revocation list was made.
    pub list_as_of: Option<Timestamp>,
    /// Whether it was checked without asking the city just now.
    pub offline: bool,
}

/// A standard code and what its signature is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandardScan {
    /// What the signature is worth.
    pub signature: SignatureView,
    /// The printed card that it stands on, when the city signed it for one.
    pub card: Option<CardScan>,
    /// What it says, masked: it locates the person and grants nothing.
    pub lines: CodeLines,
    /// When the city's keys were last fetched.
    pub keys_as_of: Option<Timestamp>,
}

/// What a standard code's signature is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureView {
    /// The city signed it.
    Signed,
    /// The city signed it for a printed card that was cancelled since.
    CardCancelled,
    /// Nobody signed it.
    Unsigned,
    /// It was altered.
    Forged,
    /// Signed by somebody this device has no key of.
    UnknownIssuer,
}

/// A chip card's code: it prefills, it proves nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChipCardScan {
    /// What an enrolment form takes from it; phone and ward are empty.
    pub form: EnrolmentInput,
    /// The card's date of issue.
    pub issued_on: Option<Date>,
}

/// A VietQR payment code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentScan {
    /// The bank's short name, when its number is known.
    pub bank: Option<String>,
    /// The bank's number (BIN).
    pub bin: String,
    /// The payee's account.
    pub account: String,
    /// The amount in đồng, when the code fixes one.
    pub amount: Option<u64>,
    /// The note.
    pub note: Option<String>,
    /// Whether it is for one payment only.
    pub one_time: bool,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkScan {
    /// The whole address.
    pub url: String,
    /// The host that would really be opened, in its ASCII form (RFC 5891).
    pub host: String,
    /// Whether it goes over TLS.
    pub secure: bool,
    /// Whether something about it tries to look like somebody else.
    pub suspicious: bool,
}

/// The camera runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameraView {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}
