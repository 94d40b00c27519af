//! What is asked of the person, what they shared, and who looked.

use domain::{DocumentKind, ProfileField, RequestId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DocumentCard;
use crate::{
    api::{AccessRecord, RememberedConsent, ShareRequestRecord, Verdict},
    problem::ErrorCode,
};

/// Requests to share, and agreements once and for all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestsView {
    /// Those that wait first, then those that can be read now, then the rest; each newest first.
    pub requests: Vec<RequestView>,
    /// Agreements once and for all, newest first.
    pub remembered: Vec<RememberedConsent>,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// A request to share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestView {
    /// The request as the city has it.
    pub record: ShareRequestRecord,
    /// The fields that are asked, with what would be shared of each.
    pub fields: Vec<AskedField>,
    /// The kinds of papers that are asked, with the papers that would do.
    pub papers: Vec<AskedPaper>,
    /// Whether an answer waits to reach the city.
    pub answering: bool,
    /// Why the city did not take the answer.
    pub refused: Option<ErrorCode>,
}

/// A field that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedField {
    /// Which.
    pub field: ProfileField,
    /// Its value in its wire form; none when the profile has none.
    pub value: Option<String>,
    /// Whether somebody other than the person vouches for it.
    pub verified: bool,
}

/// A kind of paper that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPaper {
    /// Which kind.
    pub kind: DocumentKind,
    /// The papers of this kind that the city has, newest first.
    pub documents: Vec<DocumentCard>,
}

/// Who looked, and at what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryView {
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// An entry of the access history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The entry as the city has it.
    pub record: AccessRecord,
    /// What the person contests in it, while it waits to reach the city.
    pub contesting: Option<String>,
}

/// A verifier's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferScan {
    /// What it is worth.
    pub verdict: Verdict,
    /// What it offers; only of a code that the city signed.
    pub offer: Option<OfferView>,
}

/// What a verifier's code offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// The request to take on.
    pub request: RequestId,
    /// Who asks.
    pub organisation: String,
    /// At which counter.
    pub counter: String,
    /// What for.
    pub purpose: String,
    /// Until when it may be answered.
    pub expires_at: Timestamp,
}
