//! The personal codes of the unlocked person.

pub(crate) mod live;
pub(crate) mod standard;

use codes::symbol::{Level, encode};
use protocol::app::{AppError, QrView};

/// A symbol as screens draw it.
pub(crate) fn draw(text: &str) -> Result<QrView, AppError> {
    let symbol = encode(text, Level::Medium).map_err(|_| AppError::Internal)?;
    Ok(QrView {
        size: symbol.size,
        path: symbol.path,
    })
}
