//! The changes made here, as they lie in the vault.

use std::fmt;

use domain::{AccessId, DocumentId, ProfileField, PurposeId, RequestId};
use jiff::Timestamp;
use protocol::{
    api::{Action, ContentRecord, DocumentDetails, Operation},
    problem::ErrorCode,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A change made here that the city does not have yet.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OutboxEntry {
    pub(crate) operation: Operation,
    pub(crate) state: EntryState,
    /// It may have reached the city: its outcome has to be asked for, it can't be taken back.
    #[serde(default)]
    pub(crate) sent: bool,
    /// The city said that its base is old; the feed has to say what changed.
    #[serde(default)]
    pub(crate) clashed: bool,
    pub(crate) made_at: Timestamp,
    /// What the paper said of itself at `base`.
    #[serde(default)]
    pub(crate) before: Option<DocumentDetails>,
    /// The content of a new paper.
    #[serde(default)]
    pub(crate) content: Option<ContentRecord>,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

/// How a change made here stands.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum EntryState {
    /// It goes out at the next sync.
    Waiting,
    /// The field has another new value at the city; the resident chooses.
    Conflict {
        /// The city's value.
        theirs: String,
    },
    /// The city will never take it; kept so that the resident is told.
    Refused {
        /// Why.
        code: ErrorCode,
    },
}

/// What an operation is about. Operations on one target happen in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Field(ProfileField),
    Document(DocumentId),
    Request(RequestId),
    Consent(PurposeId),
    Access(AccessId),
}

impl OutboxEntry {
    pub(crate) fn waiting(operation: Operation, made_at: Timestamp) -> Self {
        Self {
            operation,
            state: EntryState::Waiting,
            sent: false,
            clashed: false,
            made_at,
            before: None,
            content: None,
            extra: Map::new(),
        }
    }

    pub(crate) fn target(&self) -> Target {
        match self.operation.action {
            Action::DeclareField { field, .. } => Target::Field(field),
            Action::AddDocument { document, .. }
            | Action::EditDocument { document, .. }
            | Action::RemoveDocument { document } => Target::Document(document),
            Action::AgreeToShare { request, .. }
            | Action::RefuseToShare { request, .. }
            | Action::TakeBack { request } => Target::Request(request),
            Action::ForgetConsent { purpose } => Target::Consent(purpose),
            Action::ContestAccess { access, .. } => Target::Access(access),
        }
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.state == EntryState::Waiting
    }
}

impl fmt::Debug for OutboxEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxEntry")
            .field("id", &self.operation.id)
            .field("base", &self.operation.base)
            .field("target", &self.target())
            .field("state", &self.state)
            .field("sent", &self.sent)
            .field("clashed", &self.clashed)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for EntryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting => f.write_str("Waiting"),
            Self::Conflict { .. } => f.write_str("Conflict(…)"),
            Self::Refused { code } => write!(f, "Refused({code:?})"),
        }
    }
}
