//! The counter: shifts of officers, and checks of residents' codes.

use domain::{
    ChallengeId, CheckId, CounterId, CounterName, CounterPlace, OperationId, OrganisationId, OrganisationName, ShiftId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ChallengeTicket, Nothing, SignInIdentifier, endpoint::endpoint};
use crate::Blob;

endpoint! {
    /// Asks to open a shift at a counter: a one-time password goes to the officer's own phone.
    StartShift: Post "/v1/counters/{counter}/shifts", Session, params CounterId, Nothing => ChallengeTicket
}

endpoint! {
    /// Answers [`StartShift`] and opens the shift. An officer has one shift at a time: an earlier one ends. So does
    /// another officer's at the same counter.
    OpenShift: Post "/v1/shifts", Session, ShiftRequest => ShiftRecord
}

endpoint! {
    /// The officer's shift, also while it is locked. Asking does not count as doing something.
    GetShift: Get "/v1/shifts/current", Session, Nothing => ShiftRecord
}

endpoint! {
    /// Unlocks a shift that locked because nothing was done: by the device key, which the app opens only for the PIN.
    /// A page has no PIN and opens the shift anew.
    UnlockShift: Post "/v1/shifts/current/unlocking", Session, ShiftUnlocking => ShiftRecord
}

endpoint! {
    /// Ends the shift. Requests that wait are taken back.
    EndShift: Delete "/v1/shifts/current", Session, Nothing => Nothing
}

endpoint! {
    /// Checks a resident's code, and redeems a live one. The same id again gives the same verdict.
    CheckCode: Post "/v1/counter/checks", Duty(CheckCodes), CheckOrder => CheckRecord
}

endpoint! {
    /// The officer's checks of the last 24 hours, newest first; those of a live code that was redeemed at another
    /// counter as well say where. Listing keeps no shift from locking.
    ListChecks: Get "/v1/counter/checks", Duty(CheckCodes), Nothing => CheckList
}

endpoint! {
    /// Tells the city of checks that were made without a network, oldest first, at most 100 at once. Each is looked at
    /// again as of its own time; the same id again gives the same verdict.
    ReconcileChecks: Post "/v1/counter/reconciliations", Duty(CheckCodes), OfflineChecks => CheckList
}

/// Answers [`StartShift`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShiftRequest {
    /// The challenge.
    pub challenge: ChallengeId,
    /// The six digits.
    pub code: String,
}

/// Unlocks a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShiftUnlocking {
    /// Names this attempt: a proof serves once.
    pub attempt: OperationId,
    /// The device key's signature over [`unlock_shift_proof`].
    pub proof: Blob,
}

/// An officer's time at a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShiftRecord {
    /// The shift.
    pub id: ShiftId,
    /// For whom.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: OrganisationName,
    /// Where.
    pub counter: CounterId,
    /// What stands on the counter's sign.
    pub counter_name: CounterName,
    /// Where the counter is.
    pub counter_place: CounterPlace,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// When it locks if nothing is done.
    pub locks_at: Timestamp,
    /// Whether it is locked.
    pub locked: bool,
}

/// Asks for a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckOrder {
    /// Names this check; kept by the counter until an answer has arrived.
    pub id: CheckId,
    /// What the resident showed.
    pub shown: Shown,
}

/// What a resident shows at a counter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shown {
    /// A code.
    Code {
        /// What was scanned.
        text: String,
    },
    /// The six digits under a live code.
    Number {
        /// Whose, as the resident says it.
        holder: SignInIdentifier,
        /// The digits.
        digits: String,
    },
}

/// What was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShownKind {
    /// A live code.
    Live,
    /// The number under one.
    Number,
    /// A standard code, from a screen.
    Standard,
    /// A printed card.
    Card,
    /// Anything else.
    Other,
}

/// The verdict on a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Signed by the city, held by the device it was issued to, fresh, not revoked.
    Valid,
    /// Older than it may be, or its credential has ended.
    Expired,
    /// Made later than now: one of the two clocks is wrong.
    FromFuture,
    /// Its credential was revoked.
    Revoked,
    /// A signature does not fit; a number that is not the one under the resident's code.
    Forged,
    /// Redeemed before.
    Used,
    /// Signed by somebody the verifier has no key of, or no code of any city.
    UnknownIssuer,
    /// The verifier has no keys of the city yet, or its clock is behind, so it can't tell.
    CannotTell,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckRecord {
    /// The check.
    pub id: CheckId,
    /// When the code was shown.
    pub at: Timestamp,
    /// What it was.
    pub shown: ShownKind,
    /// What it is worth. A standard code or a card that is valid only locates the person.
    pub verdict: Verdict,
    /// The person's masked name, when the city vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// When the resident's device made the code, by its clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Timestamp>,
    /// Made without a network, by this revocation list; none while the counter had no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<OfflineGround>,
    /// Until when the person may be asked; none when the verdict allows no asking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_until: Option<Timestamp>,
    /// Where else the same live code was redeemed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_elsewhere: Vec<UsedElsewhere>,
}

/// What a check without a network rested on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineGround {
    /// What the counter said then.
    pub verdict: Verdict,
    /// The time of its revocation list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_as_of: Option<Timestamp>,
}

/// Where else a live code was redeemed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsedElsewhere {
    /// For whom.
    pub organisation: OrganisationName,
    /// The counter's sign.
    pub counter: CounterName,
    /// When.
    pub at: Timestamp,
}

/// Checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckList {
    /// In the order that the endpoint says.
    pub checks: Vec<CheckRecord>,
}

/// Checks that were made without a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineChecks {
    /// Oldest first.
    pub checks: Vec<OfflineCheck>,
}

/// A check that was made without a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineCheck {
    /// The check.
    pub id: CheckId,
    /// The shift in which it was made, which may have ended.
    pub shift: ShiftId,
    /// What was scanned.
    pub text: String,
    /// When, by the counter's clock.
    pub at: Timestamp,
    /// What it rested on.
    pub ground: OfflineGround,
}

/// What a device key signs to unlock a shift: a fixed label, the shift and the attempt.
pub fn unlock_shift_proof(shift: ShiftId, attempt: OperationId) -> Vec<u8> {
    [
        b"congdanso/unlock-shift/1\0".as_slice(),
        shift.0.as_bytes(),
        attempt.0.as_bytes(),
    ]
    .concat()
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Code { .. } => "Code(…)",
            Self::Number { .. } => "Number(…)",
        })
    }
}
