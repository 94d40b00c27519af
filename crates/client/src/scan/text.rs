//! A code's text, as pasted.

use protocol::app::{AppError, ScanText, ScanView};

use super::{ScanContext, view::look_at};
use crate::app::App;

/// Says what the text is.
pub(crate) async fn run(app: &App, input: ScanText) -> Result<ScanView, AppError> {
    if input.text.trim().is_empty() {
        return Err(AppError::NoCode);
    }
    let context = ScanContext::of(app).await?;
    Ok(look_at(&input.text, &context))
}
