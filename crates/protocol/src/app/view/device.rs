//! Devices and sessions of the account.

use domain::{DeviceId, SessionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api::{DeviceState, Platform};

/// Devices and sessions of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DevicesView {
    /// This device first.
    pub devices: Vec<DeviceView>,
}

/// A device of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceView {
    /// The device.
    pub id: DeviceId,
    /// What the resident calls it.
    pub name: String,
    /// What it runs.
    pub platform: Platform,
    /// Its last contact.
    pub last_seen_at: Timestamp,
    /// How it stands.
    pub state: DeviceState,
    /// Whether it is this one.
    pub current: bool,
    /// Its open sessions.
    pub sessions: Vec<SessionView>,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The session.
    pub id: SessionId,
    /// When its one-time password was answered.
    pub opened_at: Timestamp,
    /// Its last request.
    pub last_used_at: Timestamp,
    /// Whether it is this one.
    pub current: bool,
}
