//! Going on where the page was before it was loaded anew.

use protocol::{
    api::{Nothing, ResumeSession},
    app::AppError,
    problem::ErrorCode,
};

use super::{admit, sign_out};
use crate::{app::App, device_key::DeviceKey};

/// Takes up the browser's session, if there is one and this device's key is still here. A session
/// without its key is what a sign-out left that did not reach the city: it is ended now.
pub(crate) async fn run(app: &App) -> Result<(), AppError> {
    if app.host.offline_store || app.person().is_ok() {
        return Ok(());
    }
    let stand = app
        .city
        .call::<ResumeSession>(&(), &Nothing {}, &Nothing {}, None)
        .await;
    let grant = match stand {
        Ok(grant) => grant,
        Err(error) if is_over(error.code()) => {
            app.ports.keys.forget().await;
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    match app.ports.keys.kept().await {
        Some(public_key) => Ok(admit::run(app, grant, None, &DeviceKey::Host { public_key }).await?),
        None => {
            sign_out::end_by_token(app, grant.access_token).await;
            Ok(())
        }
    }
}

/// Whether the city says that there is no session to go on with.
fn is_over(code: Option<ErrorCode>) -> bool {
    matches!(
        code,
        Some(
            ErrorCode::Unauthenticated
                | ErrorCode::SessionExpired
                | ErrorCode::TokenReused
                | ErrorCode::DeviceRevoked
                | ErrorCode::DeviceWipeOrdered
        )
    )
}
