//! The counter, for those who work at one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::QrView;
use crate::api::{CheckRecord, CounterRequest, OfficerRole, OrganisationRecord, ShiftRecord};

/// What the person is to organisations, and the shift that is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CounterView {
    /// Roles and invitations, by organisation.
    pub roles: Vec<OfficerRole>,
    /// The shift that is open on this device, as the city last told.
    pub shift: Option<ShiftRecord>,
    /// The shift's organisation, as it was when the shift was opened.
    pub organisation: Option<OrganisationRecord>,
    /// Checks that the city does not know of yet.
    pub waiting: u32,
    /// The date of the revocation list on this device.
    pub list_as_of: Option<Timestamp>,
    /// Whether the city was not reached just now.
    pub offline: bool,
}

/// A check at the counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// The check, as the city has it or as this device made it.
    pub record: CheckRecord,
    /// Whether the city does not know of it yet.
    pub waiting: bool,
    /// When the city's keys on this device were fetched, for a check without a network.
    pub keys_as_of: Option<Timestamp>,
}

/// Checks at the counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecksView {
    /// Newest first.
    pub checks: Vec<CheckView>,
    /// Whether the city was not reached just now.
    pub offline: bool,
}

/// A request that the counter made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CounterRequestView {
    /// The request as the city has it.
    pub request: CounterRequest,
    /// Its code, for an offer that waits.
    pub qr: Option<QrView>,
}
