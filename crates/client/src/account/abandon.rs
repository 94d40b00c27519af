//! Giving up a sign-in.

use protocol::{
    api::{EndCurrentSession, Nothing},
    app::{AppError, AppState},
};

use super::pending::{PendingSignIn, Purpose};
use crate::app::App;

/// Forgets the sign-in under way. A session that is already open is ended, as far as the city
/// can be reached.
pub(crate) async fn run(app: &App) -> Result<AppState, AppError> {
    let pending = app.sign_in.with(Option::take);
    if let Some(PendingSignIn {
        purpose: Purpose::First { grant: Some(grant), .. },
        ..
    }) = pending
    {
        let bearer = Some(grant.access_token);
        let ended = app
            .city
            .call::<EndCurrentSession>(&(), &Nothing {}, &Nothing {}, bearer)
            .await;
        if let Err(error) = ended {
            tracing::info!(%error, "an abandoned session stays open until it ends by itself");
        }
    }
    app.state().await
}
