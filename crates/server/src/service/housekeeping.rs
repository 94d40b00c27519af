//! What is over is forgotten: one-time passwords, sessions, messages, outcomes, objects that nothing holds.

use std::{sync::Arc, time::Duration};

use domain::limits;
use jiff::SignedDuration;

use crate::{
    city::City,
    config::CONTENT_TIMEOUT_MAX,
    fault::Fault,
    store::{self, documents::ObjectState},
};

const ROUND: Duration = Duration::from_secs(600);
const MOMENT: Duration = Duration::from_secs(5);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const _: () = assert!(
    CONTENT_TIMEOUT_MAX.as_secs() < 3600,
    "an upload that goes on must not be swept"
);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Until the city is dropped or the task is aborted: sweeps every ten minutes, and ends every few seconds what ends by
/// itself at a counter.
pub async fn run(city: Arc<City>) {
    let (mut round, mut moment) = (tokio::time::interval(ROUND), tokio::time::interval(MOMENT));
    round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    moment.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let done = tokio::select! {
            _ = round.tick() => sweep(&city).await,
            _ = moment.tick() => end_what_ends(&city).await,
        };
        if let Err(fault) = done {
            tracing::warn!(kind = fault.kind(), %fault, "housekeeping stopped half way");
        }
    }
}

/// Ends shifts, requests and shares whose time is over. Whoever asks before sees them as over already.
///
/// # Errors
/// [`Fault`].
pub async fn end_what_ends(city: &City) -> Result<(), Fault> {
    super::shifts::end_overdue(city).await?;
    super::requests::end_due(city).await
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
    let redeemed = store::checks::forget_redeemed(&city.store, now - limits::RECONCILE_WITHIN - DAY).await?;
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
        redeemed,
        objects = pending.len() + dead.len(),
        "swept"
    );
    Ok(())
}
