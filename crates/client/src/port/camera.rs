//! The camera.

use std::sync::Arc;

use async_trait::async_trait;
use protocol::app::CameraView;

/// A picture of the camera for reading codes.
#[derive(Clone, Debug)]
pub struct CameraFrame {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Brightness, one byte a pixel, row by row.
    pub gray: Vec<u8>,
}

/// Who gets the frames, on the camera's own thread; the camera drops frames that come while
/// one is looked at.
pub type FrameSink = Arc<dyn Fn(Result<CameraFrame, CameraError>) + Send + Sync>;

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
    async fn start(&self, sink: FrameSink) -> Result<CameraView, CameraError>;

    /// Stops; nothing happens when it does not run.
    async fn stop(&self);
}
