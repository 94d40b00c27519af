//! Printed cards as screens show them.

use domain::CardSerial;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The cards of the person that are in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardsView {
    /// Newest first; at most [`domain::limits::CARDS`].
    pub cards: Vec<CardView>,
}

/// A printed card in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    /// Its serial.
    pub serial: CardSerial,
    /// When it was issued.
    pub issued_at: Timestamp,
}

/// A file that was handed to the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFile {
    /// Where it lies; none where the browser says so itself.
    pub place: Option<String>,
}

/// What a scan says of the printed card that a code stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardScan {
    /// The card's serial.
    pub serial: CardSerial,
    /// When the revocation list was made in which the serial was looked up; none when this device
    /// has none.
    pub list_as_of: Option<Timestamp>,
    /// Whether it was checked without asking the city just now.
    pub offline: bool,
}
