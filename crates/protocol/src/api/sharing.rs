//! Asking and agreeing: what a counter asks of a resident, what the resident shares, and the history of both.
//!
//! The resident's side travels by the change feed ([`ShareRequestRecord`], [`AccessRecord`], [`RememberedConsent`],
//! [`RoleList`]) and the outbox ([`super::Action`]), like everything of the account; the counter's side has endpoints
//! of its own.

use domain::{
    AccessId, AccessWords, CheckId, CounterName, CounterPlace, DeskWord, DocumentId, DocumentKind, DocumentNumber,
    DocumentOrigin, DocumentTitle, ErrandTitle, FieldText, MediaType, MemberId, OrganisationId, OrganisationKind,
    OrganisationName, ProfileField, PurposeId, PurposeReason, PurposeTitle, RefusalWords, RequestId, Role, Scope,
    Source,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Binary, ErrandVerdict, Nothing, Revision, ShownKind, Verdict, endpoint::endpoint};

endpoint! {
    /// Asks the person of a check to share. The same id again gives the same request. One request to one person at a
    /// counter waits at a time: an earlier one is taken back.
    AskToShare: Post "/v1/counter/requests", Duty(AskToShare), AskOrder => CounterRequest
}

endpoint! {
    /// The officer's requests of the last 24 hours, newest first. Listing keeps no shift from locking.
    ListRequests: Get "/v1/counter/requests", Duty(AskToShare), Nothing => CounterRequestList
}

endpoint! {
    /// Takes a request back that waits, or gives back early what was shared.
    WithdrawRequest: Delete "/v1/counter/requests/{request}", Duty(AskToShare), params RequestId, Nothing => Nothing
}

endpoint! {
    /// Shows a request as a code that any resident may scan and answer, instead of asking a person who was checked.
    OfferRequest: Post "/v1/counter/offers", Duty(AskToShare), OfferOrder => CounterRequest
}

endpoint! {
    /// A resident takes an offered request on, and is asked by it. Who was first has it.
    TakeRequest: Post "/v1/offers/{request}/taking", Session, params RequestId, Nothing => ShareRequestRecord
}

endpoint! {
    /// What a resident shared. Every call is an entry of the resident's access history.
    ReadShare: Get "/v1/counter/requests/{request}/share", Duty(ReadShared), params RequestId, Nothing => Share
}

endpoint! {
    /// A paper that a resident shared, as a PDF that says on every page who opened it, when and what for. Every call is
    /// an entry of the resident's access history.
    ReadSharedPaper: Get "/v1/counter/requests/{request}/papers/{document}", Duty(ReadShared),
        params (RequestId, DocumentId), Nothing => Binary
}

endpoint! {
    /// Server-sent events (HTML standard, section 9.2): `changed` whenever something of the account, or of the officer's
    /// counter, may have changed, and once at the start. It carries nothing: what changed is asked for. Ends when the
    /// access token does.
    WatchChanges: Get "/v1/events", Session, Nothing => Binary
}

/// Asks the person of a check to share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskOrder {
    /// The request.
    pub id: RequestId,
    /// The check that found the person.
    pub check: CheckId,
    /// What for.
    pub purpose: PurposeId,
    /// What; within the purpose.
    pub scope: Scope,
}

/// Offers a request to whoever scans it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferOrder {
    /// The request.
    pub id: RequestId,
    /// What for.
    pub purpose: PurposeId,
    /// What; within the purpose.
    pub scope: Scope,
}

/// Who asks: the organisation and the counter, as they were when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asker {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What it is.
    pub organisation_kind: OrganisationKind,
    /// Its name.
    pub organisation_name: OrganisationName,
    /// What stands on the counter's sign.
    pub counter: CounterName,
    /// Where the counter is.
    pub place: CounterPlace,
}

/// What is asked and on which terms, as it was when it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedFor {
    /// The purpose.
    pub purpose: PurposeId,
    /// What the resident comes for.
    pub title: PurposeTitle,
    /// Why it is needed.
    pub reason: PurposeReason,
    /// What is asked.
    pub scope: Scope,
    /// How long it may be read, in minutes from the agreement.
    pub read_minutes: u32,
    /// Whether a part may be shared.
    pub partial: bool,
    /// Whether the resident may agree once and for all.
    pub remember: bool,
}

/// How a request stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RequestState {
    /// Offered as a code; nobody has taken it on.
    Offered,
    /// Waits for the resident.
    Waiting,
    /// The resident agreed.
    Agreed {
        /// When.
        at: Timestamp,
        /// Until when it may be read.
        read_until: Timestamp,
        /// Fields that were shared.
        fields: Vec<ProfileField>,
        /// Papers that were shared.
        documents: Vec<DocumentId>,
        /// Whether an earlier agreement, once and for all, was answer enough.
        remembered: bool,
    },
    /// The resident refused.
    Refused {
        /// When.
        at: Timestamp,
        /// Why, when told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<RefusalWords>,
    },
    /// Nobody answered in time.
    Expired,
    /// The counter took it back, or the shift ended.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// It was shared, and can't be read any more.
    Over {
        /// When it ended.
        at: Timestamp,
        /// How it ended.
        reason: OverReason,
    },
}

impl RequestState {
    /// How a request that waits until `expires_at` stands at a time, also when nobody has noted yet that its time is over.
    #[must_use]
    pub fn as_of(&self, expires_at: Timestamp, now: Timestamp) -> Self {
        match self {
            Self::Offered | Self::Waiting if now >= expires_at => Self::Expired,
            Self::Agreed { read_until, .. } if now >= *read_until => Self::Over {
                at: *read_until,
                reason: OverReason::TimeOver,
            },
            state => state.clone(),
        }
    }
}

/// Why something shared can't be read any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OverReason {
    /// Its time is over.
    TimeOver,
    /// The resident took it back.
    TakenBack,
    /// The counter gave it back early.
    GivenBack,
}

/// A request to share, as the resident sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareRequestRecord {
    /// The request.
    pub id: RequestId,
    /// Who asks.
    pub asker: Asker,
    /// The word that the counter shows too.
    pub desk_word: DeskWord,
    /// What is asked.
    pub asked: AskedFor,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when it waits.
    pub expires_at: Timestamp,
    /// How it stands.
    #[serde(flatten)]
    pub state: RequestState,
}

/// A request to share, as the counter sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CounterRequest {
    /// The request.
    pub id: RequestId,
    /// The check that found the person; none for an offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckId>,
    /// The person's masked name; none while nobody has taken an offer on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// The word that the resident compares.
    pub desk_word: DeskWord,
    /// What is asked.
    pub asked: AskedFor,
    /// The code to show, for an offer that waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when it waits.
    pub expires_at: Timestamp,
    /// How it stands.
    #[serde(flatten)]
    pub state: RequestState,
}

/// Requests of an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CounterRequestList {
    /// Newest first.
    pub requests: Vec<CounterRequest>,
}

/// What a resident shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// By which request.
    pub request: RequestId,
    /// Until when it may be read.
    pub read_until: Timestamp,
    /// The fields, as they were when the resident agreed.
    pub fields: Vec<SharedField>,
    /// The papers.
    pub papers: Vec<SharedPaper>,
    /// What is to be written over whatever shows this: organisation, officer and time.
    pub watermark: String,
}

/// A field that was shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedField {
    /// Which.
    pub field: ProfileField,
    /// Its value; empty when the profile has none.
    pub value: FieldText,
    /// Who said it.
    pub source: Source,
    /// When.
    pub at: Timestamp,
}

/// A paper that was shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedPaper {
    /// The paper.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: DocumentTitle,
    /// The number printed on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<DocumentNumber>,
    /// Its date of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// How it came into the resident's store.
    pub origin: DocumentOrigin,
    /// Who issued it into the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What its content is; none while it has no content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<MediaType>,
}

/// An entry of a resident's access history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessRecord {
    /// The entry.
    pub id: AccessId,
    /// The account's revision when it last changed.
    pub revision: Revision,
    /// When it happened.
    pub at: Timestamp,
    /// Who, and at which counter.
    pub asker: Asker,
    /// In which role.
    pub role: Role,
    /// What.
    pub event: AccessEvent,
    /// What for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<PurposeTitle>,
    /// The request it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
    /// What the resident contests in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contest: Option<ContestRecord>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccessEvent {
    /// A code was checked.
    Checked {
        /// What was shown.
        shown: ShownKind,
        /// What it was worth.
        verdict: Verdict,
        /// When the city learnt of it, for a check without a network.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told_at: Option<Timestamp>,
        /// Whether the same live code was redeemed at another counter as well.
        #[serde(default)]
        elsewhere: bool,
    },
    /// Something was asked.
    Asked {
        /// What.
        scope: Scope,
    },
    /// The resident agreed.
    Agreed {
        /// What was shared.
        scope: Scope,
        /// Whether an earlier agreement, once and for all, was answer enough.
        remembered: bool,
    },
    /// The resident refused.
    Refused,
    /// Nobody answered in time.
    Expired,
    /// The counter took the request back.
    Withdrawn,
    /// The fields that were shared were read.
    ReadFields {
        /// Which.
        fields: Vec<ProfileField>,
    },
    /// A paper that was shared was opened.
    ReadPaper {
        /// What it is.
        paper: DocumentKind,
        /// What it is called.
        title: DocumentTitle,
    },
    /// Somebody tried to read what could not be read any more.
    ReadRefused,
    /// What was shared can't be read any more.
    Over {
        /// How it ended.
        reason: OverReason,
    },
    /// An errand pass was shown. Whoever gave it and whoever showed it each have the entry.
    Errand {
        /// What was to be collected; none when the city knows no such pass.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<ErrandTitle>,
        /// What it was worth.
        verdict: ErrandVerdict,
        /// Whether the result was handed over.
        handed_over: bool,
        /// When the city learnt of it, for a hand-over without a network.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told_at: Option<Timestamp>,
    },
}

/// What a resident contests, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestRecord {
    /// What the resident says.
    pub words: AccessWords,
    /// When.
    pub at: Timestamp,
    /// Until when the organisation answers.
    pub due: Timestamp,
    /// What it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnsweredContest>,
}

/// What an organisation answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnsweredContest {
    /// The answer.
    pub words: AccessWords,
    /// When.
    pub at: Timestamp,
}

/// An agreement once and for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RememberedConsent {
    /// For which purpose, and so for which organisation.
    pub purpose: PurposeId,
    /// The organisation's name.
    pub organisation_name: OrganisationName,
    /// What for.
    pub title: PurposeTitle,
    /// What may be shared.
    pub scope: Scope,
    /// Since when.
    pub since: Timestamp,
}

/// What a citizen is to organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleList {
    /// By organisation.
    pub roles: Vec<OfficerRole>,
}

/// What a citizen is to an organisation, or is invited to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficerRole {
    /// The role's own id.
    pub member: MemberId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: OrganisationName,
    /// What it is.
    pub organisation_kind: OrganisationKind,
    /// As what.
    pub role: Role,
    /// Whether it was accepted.
    pub accepted: bool,
}

/// What a device key signs to agree: a fixed label, the request, and what is shared, in the order of the agreement. The
/// signature is kept with the agreement.
pub fn agreement_proof(
    request: RequestId,
    fields: &[ProfileField],
    documents: &[DocumentId],
    remember: bool,
) -> Vec<u8> {
    let mut proof = b"congdanso/agree-to-share/1\0".to_vec();
    proof.extend_from_slice(request.0.as_bytes());
    proof.push(u8::from(remember));
    for field in fields {
        proof.extend_from_slice(field.as_str().as_bytes());
        proof.push(0);
    }
    proof.push(0);
    for document in documents {
        proof.extend_from_slice(document.0.as_bytes());
    }
    proof
}
