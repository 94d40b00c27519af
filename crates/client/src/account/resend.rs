//! Another one-time password for the open challenge.

use protocol::{
    api::{Nothing, ResendCode as Endpoint},
    app::{AppError, ChallengeView},
};

use crate::app::App;

/// Asks for it; the earlier password is void.
pub(crate) async fn run(app: &App) -> Result<ChallengeView, AppError> {
    let pending = app.sign_in.get().ok_or(AppError::NoSignIn)?;
    let asked = pending.ticket.challenge;
    let ticket = app
        .city
        .call::<Endpoint>(&asked, &Nothing {}, &Nothing {}, None)
        .await?;
    app.sign_in
        .with(|current| {
            let pending = current.as_mut().filter(|pending| pending.ticket.challenge == asked)?;
            pending.ticket = ticket;
            Some(pending.view())
        })
        .ok_or(AppError::NoSignIn)
}
