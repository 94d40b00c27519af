//! Opening a file.

use domain::MediaType;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::{ViewerError, limits};

/// An opened PDF.
pub struct Paper {
    pdf: Pdf,
}

/// The size of a page as it is shown, its own rotation applied; one unit is 1/72 inch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// Across.
    pub width: f32,
    /// Down.
    pub height: f32,
}

impl Paper {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is no PDF, needs a password, is damaged or larger than [`limits`] allow.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ViewerError> {
        if u64::try_from(bytes.len()).map_or(true, |length| length > limits::BYTES) {
            return Err(ViewerError::TooLarge);
        }
        if MediaType::sniff(&bytes) != Some(MediaType::Pdf) {
            return Err(ViewerError::NotPdf);
        }
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
                ViewerError::Encrypted
            }
            LoadPdfError::Decryption(DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption)
            | LoadPdfError::Invalid => ViewerError::Damaged,
        })?;
        let paper = Self { pdf };
        match paper.pdf.pages().len() {
            0 => Err(ViewerError::Damaged),
            count if count > limits::PAGES => Err(ViewerError::TooLarge),
            _ => Ok(paper),
        }
    }

    /// The pages' sizes, in their order; never empty.
    pub fn sizes(&self) -> Vec<PageSize> {
        self.pdf.pages().iter().map(size_of).collect()
    }

    pub(crate) fn pdf(&self) -> &Pdf {
        &self.pdf
    }
}

/// A page's size; A4 when the file tells none that makes sense.
pub(crate) fn size_of(page: &hayro::hayro_syntax::page::Page<'_>) -> PageSize {
    let (width, height) = page.render_dimensions();
    let sensible = |side: f32| side.is_finite() && side >= 1.0;
    if sensible(width) && sensible(height) {
        PageSize { width, height }
    } else {
        PageSize {
            width: 595.0,
            height: 842.0,
        }
    }
}
