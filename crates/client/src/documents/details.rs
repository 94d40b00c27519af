//! What the resident says of a paper, from the form to its checked shape.

use domain::{DocumentNumber, DocumentTitle};
use protocol::{
    api::DocumentDetails,
    app::{AppError, DocumentInput, InputField},
};

use super::dates;

/// Checks all fields at once.
pub(super) fn read(typed: &DocumentInput) -> Result<DocumentDetails, AppError> {
    let title = typed.title.parse::<DocumentTitle>().ok();
    let number = optional(&typed.number, |text| text.parse::<DocumentNumber>().ok());
    let issued_on = optional(&typed.issued_on, dates::parse);
    let expires_on = optional(&typed.expires_on, dates::parse);
    // The last day may not lie before the first.
    let ordered = match (issued_on, expires_on) {
        (Some(Some(first)), Some(Some(last))) => first <= last,
        _ => true,
    };
    let wrong: Vec<InputField> = [
        (title.is_none(), InputField::Title),
        (number.is_none(), InputField::Number),
        (issued_on.is_none(), InputField::IssuedOn),
        (expires_on.is_none() || !ordered, InputField::ExpiresOn),
    ]
    .into_iter()
    .filter_map(|(is_wrong, field)| is_wrong.then_some(field))
    .collect();
    match (title, number, issued_on, expires_on) {
        (Some(title), Some(number), Some(issued_on), Some(expires_on)) if ordered => Ok(DocumentDetails {
            kind: typed.kind,
            title,
            number,
            issued_on,
            expires_on,
        }),
        _ => Err(AppError::InvalidInput { fields: wrong }),
    }
}

/// `Some(None)` for an empty text, `None` for one that can't be read.
pub(crate) fn optional<T>(typed: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if typed.trim().is_empty() {
        Some(None)
    } else {
        parse(typed).map(Some)
    }
}
