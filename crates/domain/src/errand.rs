//! Errands: one resident collects a result for another.

use crate::short_text::short_text;

short_text!(
    /// What is to be collected (`Giấy chứng nhận kết hôn`); 1 to 120 characters.
    ErrandTitle,
    ErrandTitleError,
    120
);
short_text!(
    /// The code on the receipt of a dossier (`H17.12-260301-0042`); 1 to 40 characters.
    DossierCode,
    DossierCodeError,
    40
);
