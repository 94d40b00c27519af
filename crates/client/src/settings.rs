//! The settings of this device.

use protocol::app::{AppError, AppState, SetSettings, Settings};

use crate::app::App;

/// The idle times a person can choose, in minutes.
const IDLE_MINUTES: [u8; 5] = [1, 2, 5, 10, 15];

/// Keeps them. An idle time that is not to choose becomes the next shorter one.
pub(crate) async fn run(app: &App, input: SetSettings) -> Result<AppState, AppError> {
    let wanted = input.settings.idle_minutes;
    let idle_minutes = IDLE_MINUTES
        .into_iter()
        .rfind(|minutes| *minutes <= wanted)
        .unwrap_or(IDLE_MINUTES[0]);
    app.ports.settings.save(&Settings {
        idle_minutes,
        ..input.settings
    })?;
    app.state().await
}
