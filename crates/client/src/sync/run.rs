//! One whole sync.

use protocol::app::SyncReport;

use super::{SyncError, content, keys, pull, push};
use crate::{app::App, counter, person::Person, session::AccountError, store::LastSync};

/// Pulls, sends, pulls again what came of it, looks after the codes, and sends contents last:
/// they take long, and one that does not get through holds up nothing else.
pub(super) async fn run(app: &App, person: &Person) -> Result<SyncReport, SyncError> {
    let data = sync_records(app, person).await;
    let reached = !matches!(&data, Err(SyncError::Account(AccountError::City(error))) if error.is_passing());
    if reached {
        let answered = keys::refresh_public_lists(app, person).await;
        person.trust_asked.set(Some((app.ports.clock.now(), answered)));
    }
    let mut report = data?;
    match keys::refresh_credential(app, person).await {
        Ok(()) => {}
        Err(AccountError::City(error)) => tracing::info!(%error, "the credential stays as it is"),
        Err(error) => return Err(error.into()),
    }
    counter::reconcile::run(app, person).await;
    app.learn_city().await;
    app.engine.records_came(&report);
    let sent = content::upload(app, person).await?;
    if sent {
        pull::pull(app, person, &mut report).await?;
    }
    Ok(report)
}

async fn sync_records(app: &App, person: &Person) -> Result<SyncReport, SyncError> {
    let mut report = SyncReport::default();
    pull::pull(app, person, &mut report).await?;
    if push::push(app, person, &mut report).await? {
        pull::pull(app, person, &mut report).await?;
    }
    pull::settle_clashes(app, person, &mut report).await?;
    person.store.put_single(&LastSync { at: app.city.now() }).await?;
    Ok(report)
}
