//! Closing the open vault.

use protocol::app::{AppError, AppState};

use crate::app::App;

/// Locks: syncs and transfers stop, keys leave the memory, the camera goes off.
pub(crate) async fn run(app: &App) -> Result<AppState, AppError> {
    app.close().await;
    app.state().await
}
