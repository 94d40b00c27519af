//! How the sync stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::AppError;

/// How the sync stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// What it does.
    pub phase: SyncPhase,
    /// When the last whole sync ended.
    pub as_of: Option<Timestamp>,
    /// Changes made here that the city does not have yet.
    pub waiting: u32,
}

/// What the sync does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum SyncPhase {
    /// Nothing at the moment.
    Idle,
    /// Under way.
    Running,
    /// The last try failed; another follows by itself.
    Failed {
        /// Why.
        error: AppError,
        /// When it tries again; none when only the resident can help.
        retry_at: Option<Timestamp>,
    },
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReport {
    /// Things that arrived.
    pub received: u32,
    /// Changes that the city took.
    pub sent: u32,
    /// Fields changed here and elsewhere.
    pub conflicts: u32,
    /// Changes that the city refused.
    pub refused: u32,
}
