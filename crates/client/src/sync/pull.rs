//! Reading the change feed.

use protocol::{
    api::{ChangesQuery, Nothing, PullChanges},
    app::{Part, SyncReport},
};

use super::{
    SyncError,
    plan::{Tally, documents_of, plan, settle},
};
use crate::{app::App, city::CityError, host::new_operation, person::Person, store::Cursor};

/// Reads the feed to its end, a page a transaction.
pub(super) async fn pull(app: &App, person: &Person, report: &mut SyncReport) -> Result<(), SyncError> {
    loop {
        let cursor = cursor(app, person).await?;
        let query = ChangesQuery {
            after: cursor.after,
            limit: None,
        };
        let page = person.account.call::<PullChanges>(&(), &query, &Nothing {}).await?;
        let (tally, parts) = {
            let _writing = person.store.writing().await;
            let mut draft = person.store.draft(&documents_of(&page)).await?;
            let now = app.city.now();
            let mut ids = || new_operation(&*app.ports.random, now);
            let tally = plan(&mut draft, &cursor, &page, &app.host.app_version, &mut ids)?;
            let parts = draft.parts();
            person.store.apply(draft.into_steps()).await?;
            (tally, parts)
        };
        add(report, tally);
        tell(app, parts);
        if !page.more {
            return Ok(());
        }
        // A feed that says "more" and does not move would be read for ever.
        if page.next <= cursor.after {
            return Err(CityError::Incomprehensible.into());
        }
    }
}

/// Ends what the city called a conflict although its feed shows none.
pub(super) async fn settle_clashes(app: &App, person: &Person, report: &mut SyncReport) -> Result<(), SyncError> {
    let _writing = person.store.writing().await;
    let mut draft = person.store.draft(&[]).await?;
    add(report, settle(&mut draft)?);
    let parts = draft.parts();
    person.store.apply(draft.into_steps()).await?;
    tell(app, parts);
    Ok(())
}

/// Where to go on. A newer version of the app goes back to what an older one could not read.
async fn cursor(app: &App, person: &Person) -> Result<Cursor, SyncError> {
    let mut cursor: Cursor = person.store.single().await?.unwrap_or_default();
    if let Some(skipped) = cursor
        .skipped
        .take_if(|skipped| skipped.app_version != app.host.app_version)
    {
        cursor.after = cursor.after.min(skipped.after);
    }
    Ok(cursor)
}

fn add(report: &mut SyncReport, tally: Tally) {
    report.received += tally.received;
    report.conflicts += tally.conflicts;
    report.refused += tally.refused;
}

fn tell(app: &App, parts: Vec<Part>) {
    if !parts.is_empty() {
        app.changed(parts);
    }
}
