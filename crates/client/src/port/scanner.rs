//! Reading codes out of pictures.

use async_trait::async_trait;
use bytes::Bytes;

/// Why a picture was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScannerError {
    /// No picture, damaged, or beyond the limits of size.
    #[error("the picture can't be read")]
    Unreadable,
    /// The scanner itself has to be fetched and can't be.
    #[error("the scanner can't be fetched")]
    Unavailable,
}

/// Who finds codes in picture files. Heavy work on foreign input: a host runs it where it holds
/// up nothing and where a fault ends nothing else.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait Scanner: Send + Sync {
    /// The texts of all codes in a JPEG, PNG or WebP file; empty when there is none.
    ///
    /// # Errors
    /// [`ScannerError`].
    async fn read_picture(&self, picture: Bytes) -> Result<Vec<String>, ScannerError>;
}
