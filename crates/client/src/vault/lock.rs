//! Closing the open vault.

use protocol::app::{AppError, AppState};

use crate::app::App;

/// Locks: syncs and transfers stop, keys leave the memory, the camera goes off. Where nothing is
/// kept it signs out.
pub(crate) async fn run(app: &App) -> Result<AppState, AppError> {
    app.lock().await;
    app.state().await
}
