//! The first screen.

use domain::{DocumentId, ErrandId, MemberId, ProfileField, RequestId, Role, Validity};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{DocumentCard, SyncStatus};

/// The first screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HomeView {
    /// Given name; empty before the first sync.
    pub given_name: String,
    /// What needs doing, most pressing first.
    pub tasks: Vec<Task>,
    /// The papers added or changed last, newest first, at most six.
    pub recent: Vec<DocumentCard>,
    /// How many papers there are in all.
    pub documents: u32,
    /// How the sync stands.
    pub sync: SyncStatus,
}

/// Something that needs doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// The session ended: a one-time password is needed to sync.
    SignIn,
    /// Somebody asks the person to share.
    Request {
        /// The request.
        request: RequestId,
        /// Who asks.
        organisation: String,
        /// What for.
        title: String,
        /// Until when it waits.
        expires_at: Timestamp,
    },
    /// The person is to collect something for somebody else, today or soon.
    Errand {
        /// The pass.
        errand: ErrandId,
        /// What.
        title: String,
        /// Where.
        organisation: String,
        /// On which day.
        day: Date,
    },
    /// An organisation invites the person to work for it.
    Invitation {
        /// The role's own id.
        member: MemberId,
        /// Which organisation.
        organisation: String,
        /// As what.
        role: Role,
    },
    /// A field was edited here and elsewhere.
    Conflict {
        /// Which field.
        field: ProfileField,
    },
    /// The city refused a change made here.
    Refused {
        /// The paper, when it was about one.
        document: Option<DocumentId>,
        /// The field, when it was about one.
        field: Option<ProfileField>,
    },
    /// A paper is about to expire or has expired.
    Expiring {
        /// The paper.
        document: DocumentId,
        /// Its title.
        title: String,
        /// Its last day.
        expires_on: Date,
        /// How it stands today.
        validity: Validity,
    },
    /// Changes wait to be synced.
    Waiting {
        /// How many.
        changes: u32,
    },
}
