//! The camera.

use std::sync::Arc;

use async_trait::async_trait;
use protocol::app::CameraView;

/// Who gets the texts of the codes in each frame. The camera's host reads them, away from the
/// screen, and drops frames that come while one is looked at.
pub type CodeSink = Arc<dyn Fn(Result<Vec<String>, CameraError>) + Send + Sync>;

/// Why there are no pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CameraError {
    /// No camera, or another program holds it.
    #[error("no camera")]
    Absent,
    /// Its use is not allowed.
    #[error("camera not allowed")]
    Denied,
}

/// The host's camera. The preview goes to the screen by the host's own way.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait Camera: Send + Sync {
    /// Whether the host has an interface to cameras at all.
    fn is_supported(&self) -> bool;

    /// Starts, or goes on with a new sink.
    ///
    /// # Errors
    /// [`CameraError`].
    async fn start(&self, sink: CodeSink) -> Result<CameraView, CameraError>;

    /// Stops; nothing happens when it does not run.
    async fn stop(&self);
}
