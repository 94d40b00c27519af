//! Telling the city of checks and hand-overs that were made without a network.

use protocol::{
    api::{ErrandShown, HandOverErrand, Nothing, OfflineCheck, OfflineChecks, ReconcileChecks},
    app::Part,
    problem::ErrorCode,
};

use super::errand::handovers;
use crate::{
    app::App,
    person::Person,
    port::{Collection, VaultOp},
    session::AccountError,
    store::{Handover, ShiftState},
};

/// So many in one request.
const BATCH: usize = 100;

/// Tells of what waits. Without an open shift it waits on: the city takes it from an officer at work.
pub(crate) async fn run(app: &App, person: &Person) {
    match tell(app, person).await {
        Ok(()) => {}
        Err(error) => tracing::info!(%error, "what happened at the counter waits on"),
    }
}

async fn tell(app: &App, person: &Person) -> Result<(), AccountError> {
    tell_checks(app, person).await?;
    tell_handovers(app, person).await
}

async fn tell_checks(app: &App, person: &Person) -> Result<(), AccountError> {
    loop {
        let mut checks: Vec<OfflineCheck> = person.store.records(Collection::Check).await?;
        if checks.is_empty() {
            return Ok(());
        }
        checks.sort_by_key(|check| (check.at, check.id));
        checks.truncate(BATCH);
        let batch = OfflineChecks { checks };
        let answered = person
            .account
            .call::<ReconcileChecks>(&(), &Nothing {}, &batch)
            .await?
            .checks;
        let known: Vec<VaultOp> = answered
            .iter()
            .filter(|check| batch.checks.iter().any(|sent| sent.id == check.id))
            .map(|check| VaultOp::Delete {
                collection: Collection::Check,
                key: check.id.to_string(),
            })
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        person.store.apply(known).await?;
        app.changed(vec![Part::Counter]);
    }
}

/// Tells of each hand-over, oldest first. The city judges it by its check and takes it at work for the same
/// organisation: one whose check waits on waits with it.
async fn tell_handovers(app: &App, person: &Person) -> Result<(), AccountError> {
    let Some(open) = person.store.single::<ShiftState>().await? else {
        return Ok(());
    };
    for handover in handovers(person).await? {
        let check = handover.check.to_string();
        let check_waits = person.store.vault().get(Collection::Check, &check).await?.is_some();
        if check_waits || handover.organisation != open.shift.organisation {
            continue;
        }
        tell_handover(person, &handover).await?;
        let known = VaultOp::Delete {
            collection: Collection::Handover,
            key: handover.key(),
        };
        person.store.apply(vec![known]).await?;
        app.changed(vec![Part::Counter]);
    }
    Ok(())
}

/// An error when the city may yet take it. What it will never take is over too, whatever it was worth.
async fn tell_handover(person: &Person, handover: &Handover) -> Result<(), AccountError> {
    let shown = ErrandShown {
        check: handover.check,
        text: handover.text.clone(),
        offline_at: Some(handover.at),
    };
    match person.account.call::<HandOverErrand>(&(), &Nothing {}, &shown).await {
        Ok(_) => Ok(()),
        Err(AccountError::City(error)) if error.code().is_some_and(is_final) => {
            tracing::warn!(%error, "the city does not take a hand-over");
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Whether the city will never take a hand-over that it refused so. Another shift, role, session or version of the app
/// may help, and so may time.
fn is_final(code: ErrorCode) -> bool {
    let may_help = matches!(
        code,
        ErrorCode::NoShift | ErrorCode::ShiftLocked | ErrorCode::NotAllowed | ErrorCode::AppTooOld
    );
    (400..500).contains(&code.status()) && !matches!(code.status(), 401 | 429) && !may_help
}
