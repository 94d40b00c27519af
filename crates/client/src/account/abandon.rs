//! Giving up a sign-in.

use protocol::app::{AppError, AppState};

use super::{
    pending::{PendingSignIn, Purpose},
    sign_out,
};
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
        sign_out::end_by_token(app, grant.access_token).await;
    }
    app.state().await
}
