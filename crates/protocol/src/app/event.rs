//! What the UI hears from the app without asking.

use domain::DocumentId;
use serde::{Deserialize, Serialize};

use super::{AppError, ScannedCode, SyncStatus};

/// Something happened in the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum AppEvent {
    /// Syncing began, ended or failed.
    Sync(SyncStatus),
    /// What the vault holds changed: screens ask again for what they show.
    Changed {
        /// Which parts.
        parts: Vec<Part>,
    },
    /// A content is on its way.
    Transfer(Transfer),
    /// The vault locked itself, or was erased.
    Locked {
        /// Why.
        reason: LockReason,
    },
    /// The camera saw codes.
    Scanned {
        /// In no particular order, never empty.
        codes: Vec<ScannedCode>,
    },
    /// The camera stopped by itself.
    CameraFailed {
        /// Why.
        error: AppError,
    },
}

/// A part of what the vault holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The profile.
    Profile,
    /// Papers.
    Documents,
    /// The codes.
    Codes,
    /// Requests to share and agreements once and for all.
    Requests,
    /// The access history.
    History,
    /// What the person is to organisations.
    Roles,
    /// What happens at the counter.
    Counter,
    /// Errand passes.
    Errands,
}

/// How far a content's way is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Whose content.
    pub document: DocumentId,
    /// To the city, or from it.
    pub direction: Direction,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Whether it goes on, is done or failed.
    pub state: TransferState,
}

/// Which way a content goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To the city.
    Up,
    /// From the city.
    Down,
}

/// How a transfer stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TransferState {
    /// Under way.
    Running,
    /// Whole.
    Done,
    /// Stopped; it can go on from here.
    Stopped {
        /// Why.
        error: AppError,
    },
}

/// Why the vault locked itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockReason {
    /// Not used for the time the person chose.
    Idle,
    /// The same on a host that keeps nothing: the person was signed out.
    IdleSignOut,
    /// The person ordered it from another device: the vault was erased.
    Wiped,
    /// Too many wrong PINs: the vault was erased.
    TooManyPins,
}
