//! Organisations that serve residents, and their counters.

use serde::{Deserialize, Serialize};

use crate::short_text::short_text;

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Cơ quan nhà nước.
    PublicOffice,
    /// Điện, nước, môi trường.
    Utility,
    /// Y tế.
    Health,
    /// Giáo dục.
    School,
    /// Ngân hàng.
    Bank,
    /// Người sử dụng lao động.
    Employer,
    /// Hội, đoàn thể.
    Association,
}

impl OrganisationKind {
    /// Every kind, in the order of choice lists.
    pub const ALL: [Self; 7] = [
        Self::PublicOffice,
        Self::Utility,
        Self::Health,
        Self::School,
        Self::Bank,
        Self::Employer,
        Self::Association,
    ];
}

short_text!(
    /// An organisation's name, as residents see it; 1 to 120 characters.
    OrganisationName,
    OrganisationNameError,
    120
);
short_text!(
    /// What stands on a counter's sign (`Quầy 3`); 1 to 40 characters.
    CounterName,
    CounterNameError,
    40
);
short_text!(
    /// Where a counter is (`Tầng 1, 24 Trần Phú`); 1 to 120 characters.
    CounterPlace,
    CounterPlaceError,
    120
);
