//! Telling the city of checks that were made without a network.

use protocol::{
    api::{Nothing, OfflineCheck, OfflineChecks, ReconcileChecks},
    app::Part,
};

use crate::{
    app::App,
    person::Person,
    port::{Collection, VaultOp},
    session::AccountError,
};

/// So many in one request.
const BATCH: usize = 100;

/// Tells of what waits. Without an open shift it waits on: the city takes it from an officer at work.
pub(crate) async fn run(app: &App, person: &Person) {
    match tell(app, person).await {
        Ok(()) => {}
        Err(error) => tracing::info!(%error, "checks at the counter wait on"),
    }
}

async fn tell(app: &App, person: &Person) -> Result<(), AccountError> {
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
