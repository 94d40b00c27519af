//! Errand passes, for whoever gives or bears them and for the counter.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{QrView, Verdict};
use crate::api::{ErrandCheck, ErrandPass, ErrandRecord};

/// Errand passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrandsView {
    /// Those that the person bears: open ones by their day, then the rest, newest first.
    pub borne: Vec<ErrandRecord>,
    /// Those that the person gave, in the same order.
    pub given: Vec<ErrandRecord>,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// An errand pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrandView {
    /// The pass, as it stands today.
    pub record: ErrandRecord,
    /// Its code, to whoever bears it, while it is open.
    pub qr: Option<QrView>,
}

/// A check of a pass at the counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrandCheckView {
    /// The check.
    pub check: ErrandCheck,
    /// Whether this device made it without asking the city just now.
    pub offline: bool,
    /// When the city's keys on this device were fetched, for a check without a network.
    pub keys_as_of: Option<Timestamp>,
}

/// An errand pass that was scanned elsewhere than at a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrandScan {
    /// What the signature is worth.
    pub verdict: Verdict,
    /// What it says; only of a code that the city signed.
    pub pass: Option<ErrandPass>,
}
