//! Where the app stands, and what it is.

use domain::PersonId;
use serde::{Deserialize, Serialize};

use super::{Settings, SignInStage};
use crate::api::Platform;

/// Where the app stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppState {
    /// Who has a vault on this device.
    pub people: Vec<PersonCard>,
    /// Who is unlocked.
    pub unlocked: Option<UnlockedPerson>,
    /// The sign-in under way.
    pub sign_in: Option<SignInStage>,
    /// Settings of this device.
    pub settings: Settings,
    /// What this host can do.
    pub capabilities: Capabilities,
    /// The city's clock as this device last knew it, for the countdown of codes: the device's
    /// clock plus this many seconds.
    pub clock_offset_seconds: i64,
}

/// A person on this device, before their vault is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    /// The vault.
    pub person: PersonId,
    /// What the person chose to show here.
    pub label: String,
}

/// The person whose vault is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockedPerson {
    /// The vault.
    pub person: PersonId,
    /// Full name, empty before the first sync.
    pub full_name: String,
    /// Given name, empty before the first sync.
    pub given_name: String,
    /// Whether the session at the city is over, so that syncing needs a one-time password.
    pub session_ended: bool,
    /// Whether the vault's key needs the operating system's keyring too.
    pub keyring: bool,
}

/// What this host can do; the UI leaves out the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Papers and codes stay on the device between runs.
    pub offline_store: bool,
    /// There is a camera interface (whether a camera is there shows when it starts).
    pub camera: bool,
    /// The operating system's keyring answers.
    pub keyring: bool,
    /// Several people can have vaults here.
    pub several_people: bool,
}

/// What this app is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutView {
    /// Its version.
    pub version: String,
    /// Where it runs.
    pub platform: Platform,
    /// The city's address.
    pub city_url: String,
    /// The city's name, once known.
    pub city_name: Option<String>,
    /// Whether the city is a demonstration.
    pub demo: bool,
}
