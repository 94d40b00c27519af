//! The city's public HTTP API, version 1.
//!
//! An endpoint is a type that carries its method, path, access and bodies. The server mounts its
//! handlers by these types and the client calls by them. JSON in UTF-8, times RFC 3339 in UTC,
//! dates ISO 8601, bytes base64url. Unknown fields are ignored by readers; records that travel
//! both ways keep them (`extra`).

mod account;
mod cards;
mod city;
mod counters;
mod documents;
mod endpoint;
mod errands;
mod organisations;
mod sessions;
mod sharing;
mod sync;

pub use account::*;
pub use cards::*;
pub use city::*;
pub use counters::*;
pub use documents::*;
pub use endpoint::{Access, Binary, Endpoint, EndpointInfo, Method, Nothing, PathParams};
pub use errands::*;
pub use organisations::*;
pub use sessions::*;
pub use sharing::*;
pub use sync::*;

endpoint::endpoints![
    GetCity,
    GetTrust,
    GetRevocations,
    StartEnrolment,
    StartSignIn,
    ResendCode,
    OpenSession,
    RefreshSession,
    ResumeSession,
    ListSessions,
    EndSession,
    EndCurrentSession,
    ListDevices,
    RevokeDevice,
    OrderWipe,
    IssueCredential,
    PullChanges,
    PushOperations,
    PutContent,
    GetContent,
    IssueCard,
    ListCards,
    RevokeCard,
    PrintCard,
    GetOrganisation,
    PutCounter,
    PutPurpose,
    ListMembers,
    InviteMember,
    RemoveMember,
    AcceptRole,
    LeaveRole,
    ListPatterns,
    ExportSeen,
    ListContests,
    AnswerContest,
    StartShift,
    OpenShift,
    GetShift,
    UnlockShift,
    EndShift,
    CheckCode,
    ListChecks,
    ReconcileChecks,
    AskToShare,
    ListRequests,
    WithdrawRequest,
    OfferRequest,
    TakeRequest,
    ReadShare,
    ReadSharedPaper,
    WatchChanges,
    ListOrganisations,
    GiveErrand,
    EndErrand,
    CheckErrand,
    HandOverErrand,
];
