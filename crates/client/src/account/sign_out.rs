//! Leaving a host that keeps nothing.

use std::time::Duration;

use protocol::api::{EndCurrentSession, Nothing};

use crate::{app::App, person::Person};

/// The city has so long to hear of it.
const FAREWELL: Duration = Duration::from_secs(5);

/// The person's data leave the memory at once; then the session is ended, as far as the city can
/// be reached, and the device's key forgotten. Without the key nobody carries the session on.
pub(crate) async fn run(app: &App) {
    let person = app.person().ok();
    app.close().await;
    if let Some(person) = person {
        app.patiently(end_session(&person), FAREWELL).await;
    }
    app.ports.keys.forget().await;
}

/// Ends a session of which only the access token is here, as far as the city can be reached.
pub(super) async fn end_by_token(app: &App, access_token: String) {
    let ended = app
        .city
        .call::<EndCurrentSession>(&(), &Nothing {}, &Nothing {}, Some(access_token))
        .await;
    if let Err(error) = ended {
        tracing::info!(%error, "a session stays open until it ends by itself");
    }
}

async fn end_session(person: &Person) {
    let ended = person
        .account
        .call::<EndCurrentSession>(&(), &Nothing {}, &Nothing {})
        .await;
    if let Err(error) = ended {
        tracing::info!(%error, "the session stays open until it ends by itself");
    }
}
