//! Codes in a picture file.

use bytes::Bytes;
use protocol::app::{AppError, ScannedCode};

use super::{ScanContext, view::scanned};
use crate::{app::App, port::ScannerError};

/// No more codes of one picture are shown.
const MOST: usize = 20;

/// Why a picture gives no codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PictureFailure {
    #[error(transparent)]
    Scanner(#[from] ScannerError),
    #[error("no code in the picture")]
    NoCode,
}

/// Finds the codes and says what each one is.
pub(crate) async fn run(app: &App, picture: Bytes) -> Result<Vec<ScannedCode>, AppError> {
    let texts = read(app, picture).await?;
    let context = ScanContext::of(app).await?;
    Ok(texts.into_iter().map(|text| scanned(text, &context)).collect())
}

async fn read(app: &App, picture: Bytes) -> Result<Vec<String>, PictureFailure> {
    let mut texts = app.ports.scanner.read_picture(picture).await?;
    texts.truncate(MOST);
    if texts.is_empty() {
        Err(PictureFailure::NoCode)
    } else {
        Ok(texts)
    }
}
