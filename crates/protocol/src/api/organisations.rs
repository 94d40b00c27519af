//! Organisations: who works for them, their counters and purposes, and what their administrators watch over.

use domain::{
    AccessId, AccessWords, CounterId, CounterName, CounterPlace, MemberId, OrganisationId, OrganisationKind,
    OrganisationName, PersonName, PersonalNumber, PurposeId, PurposeReason, PurposeTitle, Role, Scope,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Binary, ContestRecord, Nothing, OfficerRole, endpoint::endpoint};

endpoint! {
    /// An organisation with its counters and purposes, for those who work for it.
    GetOrganisation: Get "/v1/organisations/{organisation}", Member(SeeOrganisation),
        params OrganisationId, Nothing => OrganisationRecord
}

endpoint! {
    /// Adds a counter, or changes one: the id is whoever adds it's own, so that asking twice adds one.
    PutCounter: Put "/v1/organisations/{organisation}/counters/{counter}", Member(ManageCounters),
        params (OrganisationId, CounterId), CounterForm => Nothing
}

endpoint! {
    /// Registers a purpose, or changes one. What was asked before under its earlier form stays as it was asked.
    PutPurpose: Put "/v1/organisations/{organisation}/purposes/{purpose}", Member(ManagePurposes),
        params (OrganisationId, PurposeId), PurposeForm => Nothing
}

endpoint! {
    /// Who works for the organisation, and who is invited.
    ListMembers: Get "/v1/organisations/{organisation}/members", Member(ManageMembers),
        params OrganisationId, Nothing => MemberList
}

endpoint! {
    /// Invites the citizen of a personal number. The answer is the same whether or not there is one; whoever is invited
    /// sees it in the app and accepts or declines. Inviting again changes nothing.
    InviteMember: Post "/v1/organisations/{organisation}/members", Member(ManageMembers),
        params OrganisationId, InvitationForm => MemberRecord
}

endpoint! {
    /// Takes a role or an invitation back. Shifts end at once. The last administrator can't be removed.
    RemoveMember: Delete "/v1/organisations/{organisation}/members/{member}", Member(ManageMembers),
        params (OrganisationId, MemberId), Nothing => Nothing
}

endpoint! {
    /// Accepts an invitation to work for an organisation.
    AcceptRole: Post "/v1/roles/{member}/acceptance", Session, params MemberId, Nothing => OfficerRole
}

endpoint! {
    /// Declines an invitation, or gives a role up.
    LeaveRole: Delete "/v1/roles/{member}", Session, params MemberId, Nothing => Nothing
}

endpoint! {
    /// Unusual patterns in the work of the organisation's officers during the last week, newest first.
    ListPatterns: Get "/v1/organisations/{organisation}/patterns", Member(WatchPatterns),
        params OrganisationId, Nothing => PatternList
}

endpoint! {
    /// What an officer did and saw, for an audit: CSV (RFC 4180) in UTF-8, a row for each entry of residents' access
    /// histories, oldest first, the residents' names masked. Taking it out is noted.
    ExportSeen: Get "/v1/organisations/{organisation}/seen", Member(ExportSeen),
        params OrganisationId, query SeenQuery, Nothing => Binary
}

endpoint! {
    /// What residents contest, those that wait longest first, then those that were answered.
    ListContests: Get "/v1/organisations/{organisation}/contests", Member(AnswerContests),
        params OrganisationId, Nothing => ContestList
}

endpoint! {
    /// Answers what a resident contests; once.
    AnswerContest: Post "/v1/organisations/{organisation}/contests/{access}/answer", Member(AnswerContests),
        params (OrganisationId, AccessId), ContestAnswer => Nothing
}

/// An organisation, for those who work for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationRecord {
    /// The organisation.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// What it is called.
    pub name: OrganisationName,
    /// Days in which it answers what residents contest.
    pub contest_days: u32,
    /// What the caller is to it.
    pub roles: Vec<Role>,
    /// Its counters, by name.
    pub counters: Vec<CounterRecord>,
    /// What it may ask for, by title.
    pub purposes: Vec<PurposeRecord>,
}

/// A counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CounterRecord {
    /// The counter.
    pub id: CounterId,
    /// What stands on its sign.
    pub name: CounterName,
    /// Where it is.
    pub place: CounterPlace,
    /// Whether shifts may be opened at it.
    pub open: bool,
}

/// What an administrator says of a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CounterForm {
    /// What stands on its sign.
    pub name: CounterName,
    /// Where it is.
    pub place: CounterPlace,
    /// Whether shifts may be opened at it. Closing it ends the shift that is open.
    pub open: bool,
}

/// A purpose for which an organisation may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurposeRecord {
    /// The purpose.
    pub id: PurposeId,
    /// What it is, and what it may ask.
    #[serde(flatten)]
    pub terms: PurposeForm,
}

/// What a purpose is, and what may be asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurposeForm {
    /// What the resident comes for.
    pub title: PurposeTitle,
    /// The code of the procedure in the national catalogue (`1.004222`), when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// Why what is asked is needed.
    pub reason: PurposeReason,
    /// What may be asked.
    pub scope: Scope,
    /// How long what was shared may be read, in minutes.
    pub read_minutes: u32,
    /// Whether the resident may share a part of what is asked.
    pub partial: bool,
    /// Whether the resident may agree once and for all.
    pub remember: bool,
    /// Retired: nothing is asked under it any more.
    #[serde(default)]
    pub retired: bool,
}

/// Who works for an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberList {
    /// By name, the Vietnamese way.
    pub members: Vec<MemberRecord>,
}

/// Somebody who works for an organisation, or is invited to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberRecord {
    /// The role's own id.
    pub id: MemberId,
    /// As the administrator who invited wrote it.
    pub name: PersonName,
    /// What they are.
    pub role: Role,
    /// Whether they have accepted.
    pub accepted: bool,
    /// When they were invited, or accepted.
    pub since: Timestamp,
}

/// Invites somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationForm {
    /// Whom.
    pub personal_number: PersonalNumber,
    /// What the list calls them.
    pub name: PersonName,
    /// As what.
    pub role: Role,
}

/// Unusual patterns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PatternList {
    /// Newest first.
    pub patterns: Vec<Pattern>,
}

/// Something unusual in an officer's work on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pattern {
    /// The day in Viet Nam.
    pub day: Date,
    /// The officer, as the organisation's list has them.
    pub officer: PersonName,
    /// What.
    pub kind: PatternKind,
    /// How often.
    pub count: u32,
}

/// What is unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PatternKind {
    /// The daily cap of checks was nearly or wholly used.
    ManyChecks,
    /// Many people were checked and nothing was asked of them.
    CheckedWithoutAsking,
    /// The same person was checked again and again.
    SamePerson,
    /// Many people refused.
    ManyRefusals,
    /// Many wrong numbers were typed.
    WrongNumbers,
    /// Checks at night.
    AtNight,
    /// Codes that were redeemed at another counter as well.
    UsedElsewhere,
}

/// Whose work is taken out, and from when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct SeenQuery {
    /// The officer's role.
    pub member: MemberId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// What residents contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestList {
    /// Those that wait longest first, then those that were answered.
    pub contests: Vec<ContestedAccess>,
}

/// An entry of a resident's access history that the resident contests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestedAccess {
    /// The entry.
    pub access: AccessId,
    /// When it happened.
    pub at: Timestamp,
    /// The officer, as the organisation's list has them.
    pub officer: Option<PersonName>,
    /// The counter's sign.
    pub counter: CounterName,
    /// The resident's masked name.
    pub holder: String,
    /// What was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<PurposeTitle>,
    /// What the resident says, and what was answered.
    pub contest: ContestRecord,
}

/// Answers what a resident contests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContestAnswer {
    /// The answer.
    pub words: AccessWords,
}
