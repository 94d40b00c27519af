//! What this app is.

use std::time::Duration;

use protocol::app::{AboutView, AppError};

use crate::app::App;

/// The screen waits so long for the city's name when it is not known yet.
const PATIENCE: Duration = Duration::from_secs(2);

/// Says it.
pub(crate) async fn run(app: &App) -> Result<AboutView, AppError> {
    app.patiently(app.learn_city(), PATIENCE).await;
    let info = app.city_info.get();
    Ok(AboutView {
        version: app.host.app_version.clone(),
        platform: app.host.platform,
        city_url: app.host.city_url.clone(),
        demo: info.as_ref().is_some_and(|info| info.demo),
        city_name: info.map(|info| info.name),
    })
}
