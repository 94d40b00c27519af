//! The profile and the edits made here.

use domain::{NumberMismatch, ProfileField, Source};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileView {
    /// Every field, in the order of screens.
    pub fields: Vec<FieldView>,
    /// What in the personal number's structure does not fit.
    pub mismatches: Vec<NumberMismatch>,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// A field of the profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldView {
    /// Which field.
    pub field: ProfileField,
    /// Its value in its wire form, the one typed here if one waits; empty when not told.
    pub value: String,
    /// Who said it; none when not told.
    pub source: Option<Source>,
    /// When.
    pub at: Option<Timestamp>,
    /// Whether the resident may declare another value.
    pub editable: bool,
    /// How an edit made here stands.
    pub edit: EditState,
}

/// How an edit made here stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EditState {
    /// No edit.
    None,
    /// It waits to be synced.
    Waiting,
    /// The field changed elsewhere too.
    Conflict {
        /// The city's value.
        theirs: String,
    },
    /// The city refused it.
    Refused,
}
