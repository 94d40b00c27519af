//! What is over is forgotten: one-time passwords, sessions, messages, outcomes, objects that nothing holds.

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;

use crate::{
    city::City,
    config::CONTENT_TIMEOUT_MAX,
    fault::Fault,
    store::{self, documents::ObjectState},
};

const ROUND: Duration = Duration::from_secs(600);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const _: () = assert!(
    CONTENT_TIMEOUT_MAX.as_secs() < 3600,
    "an upload that goes on must not be swept"
);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Sweeps every ten minutes until the city is dropped or the task is aborted.
pub async fn run(city: Arc<City>) {
    let mut round = tokio::time::interval(ROUND);
    round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        round.tick().await;
        if let Err(fault) = sweep(&city).await {
            tracing::warn!(kind = fault.kind(), %fault, "housekeeping stopped half way");
        }
    }
}

/// Sweeps once.
///
/// # Errors
/// [`Fault`].
pub async fn sweep(city: &City) -> Result<(), Fault> {
    let now = city.now();
    // An hour: a late answer still hears "expired". Two days: the longest cap looks one day back.
    let passwords = store::account::forget_old(&city.store, now - HOUR, now - DAY * 2).await?;
    let sessions = store::sessions::forget_ended(&city.store, now - DAY).await?;
    let messages = store::outbox::forget_before(&city.store, now - DAY * 7).await?;
    // A device that slept for a year starts from the feed.
    let outcomes = store::sync::forget_outcomes(&city.store, now - DAY * 365).await?;
    // An upload may take minutes; an hour later it is not going on any more.
    let pending = store::documents::objects(&city.store, ObjectState::Pending, now - HOUR).await?;
    for key in &pending {
        super::documents::discard(city, key).await;
    }
    let dead = store::documents::objects(&city.store, ObjectState::Dead, now).await?;
    for key in &dead {
        super::documents::erase(city, key).await;
    }
    tracing::debug!(
        passwords,
        sessions,
        messages,
        outcomes,
        objects = pending.len() + dead.len(),
        "swept"
    );
    Ok(())
}
