//! Papers.

use domain::{DocumentId, DocumentKind, DocumentOrigin, MediaType, Validity};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Papers that fit a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentList {
    /// Newest first.
    pub documents: Vec<DocumentCard>,
    /// How many papers there are in all.
    pub total: u32,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// A paper in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentCard {
    /// The paper.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// The number printed on it.
    pub number: Option<String>,
    /// How it came into the store.
    pub origin: DocumentOrigin,
    /// Who issued it into the store.
    pub issuer: Option<String>,
    /// Its last day.
    pub expires_on: Option<Date>,
    /// How it stands today.
    pub validity: Validity,
    /// Where its content is.
    pub content: ContentState,
    /// Whether a change made here waits to be synced.
    pub waiting: bool,
}

/// Where a paper's content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentState {
    /// It has none.
    None,
    /// At the city only.
    Remote,
    /// Partly on this device.
    Partial,
    /// On this device.
    Here,
}

/// One paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentView {
    /// As in lists.
    pub card: DocumentCard,
    /// Its date of issue.
    pub issued_on: Option<Date>,
    /// When it came into the store.
    pub added_at: Timestamp,
    /// What kind of content.
    pub media_type: Option<MediaType>,
    /// The content's length in bytes.
    pub bytes: Option<u64>,
    /// Whether the resident may change or remove it.
    pub editable: bool,
    /// Whether the city refused the change that waits.
    pub refused: bool,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}
