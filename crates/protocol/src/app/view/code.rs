//! The person's own codes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The standard code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandardCodeView {
    /// The code with everything in it.
    pub full: QrView,
    /// The code with document number and birthday masked.
    pub masked: QrView,
    /// What the full code says, for reading beside it.
    pub lines: CodeLines,
    /// The same, masked.
    pub masked_lines: CodeLines,
    /// When the city signed it.
    pub signed_at: Timestamp,
}

/// What a standard code says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeLines {
    /// The name in capitals without accents.
    pub name: String,
    /// The document number, in groups.
    pub number: String,
    /// The date of birth, `dd/MM/yyyy` or masked.
    pub born: String,
    /// The QID.
    pub qid: String,
}

/// A QR symbol (ISO/IEC 18004), drawn black on white with a quiet zone of 4 modules around.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrView {
    /// Modules on a side, without the quiet zone.
    pub size: u32,
    /// SVG path data of the dark modules; one unit is one module.
    pub path: String,
}

/// A live code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveCodeView {
    /// The code.
    pub qr: QrView,
    /// When it was made, by this device's clock.
    pub made_at: Timestamp,
    /// Seconds it lives.
    pub seconds: u32,
    /// When the device's credential ends.
    pub credential_ends_at: Timestamp,
    /// The six digits for a counter without a scanner; none when this device has not yet been given what they are made
    /// from.
    pub number: Option<String>,
}
