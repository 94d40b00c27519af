//! Errand passes: a resident lets one named person collect one result, at one organisation, on one day.
//!
//! The pass travels to both by the change feed ([`ErrandRecord`]). Whoever bears it shows it beside their own live code;
//! the counter checks both. It hands over a result once, and nothing else: it shares no field and no paper.

use domain::{
    CheckId, CounterName, DossierCode, ErrandId, ErrandTitle, OrganisationId, OrganisationKind, OrganisationName,
    PersonName, PersonalNumber,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Nothing, endpoint::endpoint};
use crate::Blob;

endpoint! {
    /// The organisations of the city, by name: where something can be collected.
    ListOrganisations: Get "/v1/organisations", Session, Nothing => OrganisationList
}

endpoint! {
    /// Gives an errand pass. The same id again gives the same pass. The answer is the same whether or not the city knows
    /// the person who is to bear it: whoever enrols later with the personal number has the pass then.
    GiveErrand: Put "/v1/errands/{errand}", Session, params ErrandId, ErrandOrder => ErrandRecord
}

endpoint! {
    /// Takes a pass back, or declines one; by whoever gave it or bears it. One that is over stays as it is.
    EndErrand: Delete "/v1/errands/{errand}", Session, params ErrandId, Nothing => Nothing
}

endpoint! {
    /// Checks a pass that the person of a check shows. An entry of the access history of both residents.
    CheckErrand: Post "/v1/counter/errands", Duty(CheckCodes), ErrandShown => ErrandCheck
}

endpoint! {
    /// The result was handed over to the person of a check. From then on the pass is over. The same check again changes
    /// nothing. A hand-over without a network is told later and counts whatever became of the pass since.
    HandOverErrand: Post "/v1/counter/errands/handovers", Duty(CheckCodes), ErrandShown => ErrandCheck
}

/// Organisations as residents see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationList {
    /// By name.
    pub organisations: Vec<OrganisationCard>,
}

/// An organisation as residents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationCard {
    /// The organisation.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// What it is called.
    pub name: OrganisationName,
}

/// What a pass lets whom collect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrandOrder {
    /// Where.
    pub organisation: OrganisationId,
    /// Whose personal number it is who collects; not one's own.
    pub bearer: PersonalNumber,
    /// What the giver calls them.
    pub bearer_name: PersonName,
    /// What.
    pub title: ErrandTitle,
    /// Of which dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<DossierCode>,
    /// On which day in Viet Nam: today or at most [`domain::limits::ERRAND_DAYS`] ahead.
    pub day: Date,
    /// The device key's signature over [`errand_proof`].
    pub proof: Blob,
}

/// What somebody is to a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrandSide {
    /// Whose result it is.
    Giver,
    /// Who collects it.
    Bearer,
}

/// An errand pass, as whoever gave it or bears it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrandRecord {
    /// The pass.
    pub id: ErrandId,
    /// What the account is to it.
    pub side: ErrandSide,
    /// Where.
    pub organisation: OrganisationCard,
    /// Whose result it is.
    pub giver: PersonName,
    /// Who collects it, as the giver calls them.
    pub bearer: PersonName,
    /// What.
    pub title: ErrandTitle,
    /// Of which dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<DossierCode>,
    /// On which day in Viet Nam.
    pub day: Date,
    /// When it was given.
    pub given_at: Timestamp,
    /// The code to show at the counter; only to whoever bears it, while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// How it stands.
    #[serde(flatten)]
    pub state: ErrandState,
}

/// How a pass stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ErrandState {
    /// It counts on its day.
    Open,
    /// Its day is over, and nothing was handed over.
    Missed,
    /// The result was handed over.
    HandedOver {
        /// When.
        at: Timestamp,
        /// At which counter.
        counter: CounterName,
    },
    /// It was taken back or declined.
    Ended {
        /// When.
        at: Timestamp,
        /// By whom.
        by: ErrandSide,
    },
}

impl ErrandState {
    /// How a pass for `day` stands on the day that is today, also when nobody has noted yet that its day is over.
    #[must_use]
    pub fn as_of(&self, day: Date, today: Date) -> Self {
        match self {
            Self::Open if today > day => Self::Missed,
            state => state.clone(),
        }
    }
}

/// A pass that is shown at a counter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrandShown {
    /// The check of the person who shows it: of a live code, or of the number under one.
    pub check: CheckId,
    /// What was scanned.
    pub text: String,
    /// When, by the counter's clock, if it was without a network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_at: Option<Timestamp>,
}

impl std::fmt::Debug for ErrandShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ErrandShown")
            .field("check", &self.check)
            .field("offline_at", &self.offline_at)
            .finish_non_exhaustive()
    }
}

/// What a pass is worth at a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrandVerdict {
    /// Signed by the city, for this person, this organisation and today, and open.
    Valid,
    /// It is somebody else's to bear.
    OtherPerson,
    /// It is for another organisation.
    OtherOrganisation,
    /// Its day is still to come.
    TooEarly,
    /// Its day is over.
    TooLate,
    /// It was taken back or declined.
    Ended,
    /// The result was handed over before.
    HandedOver,
    /// The signature does not fit.
    Forged,
    /// Signed by somebody the verifier has no key of.
    UnknownIssuer,
    /// The verifier can't tell: no keys of the city, or nothing that says who stands there.
    CannotTell,
}

/// A check of a pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrandCheck {
    /// What it is worth. After a hand-over: what it was worth then.
    pub verdict: ErrandVerdict,
    /// What it says; none when the city did not sign it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<ErrandPass>,
    /// When the result was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over_at: Option<Timestamp>,
}

/// What a pass says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrandPass {
    /// The pass.
    pub errand: ErrandId,
    /// Where.
    pub organisation_name: OrganisationName,
    /// Whose result it is.
    pub giver: PersonName,
    /// Who collects it, as the giver calls them.
    pub bearer: PersonName,
    /// What.
    pub title: ErrandTitle,
    /// Of which dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<DossierCode>,
    /// On which day in Viet Nam.
    pub day: Date,
}

/// What a device key signs to give a pass: a fixed label, the pass, and what it says. The signature is kept with it.
pub fn errand_proof(errand: ErrandId, order: &ErrandOrder) -> Vec<u8> {
    let mut proof = b"congdanso/give-errand/1\0".to_vec();
    proof.extend_from_slice(errand.0.as_bytes());
    proof.extend_from_slice(order.organisation.0.as_bytes());
    let day = order.day.to_string();
    let dossier = order.dossier.as_ref().map_or("", DossierCode::as_str);
    for part in [
        order.bearer.as_str(),
        order.bearer_name.as_str(),
        order.title.as_str(),
        dossier,
        &day,
    ] {
        proof.extend_from_slice(part.as_bytes());
        proof.push(0);
    }
    proof
}
