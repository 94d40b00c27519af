//! Files for the person.

use async_trait::async_trait;
use bytes::Bytes;
use protocol::app::SavedFile;

/// Why a file did not reach the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The device is full.
    #[error("the device is full")]
    DiskFull,
    /// Anything else: no folder for such files, or no right to write there.
    #[error("the file can't be written")]
    Failed,
}

/// Where files go that the person takes out of the app. From then on they are the person's to keep.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait Files: Send + Sync {
    /// Writes a file under `name`, or one like it when there is such a file already; never over
    /// another.
    ///
    /// # Errors
    /// [`SaveError`].
    async fn save(&self, name: &str, content: Bytes) -> Result<SavedFile, SaveError>;
}
