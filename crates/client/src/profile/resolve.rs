//! Ending a conflict between this device's edit and a newer value from elsewhere.

use protocol::{
    api::Revision,
    app::{AppError, ProfileView, ResolveConflict},
};

use super::get;
use crate::{
    app::App,
    host::new_operation,
    store::{EntryState, OutboxEntry, Target},
};

/// Keeps one of the two values. Also takes a refused edit off the screen, or tries it again.
pub(crate) async fn run(app: &App, input: ResolveConflict) -> Result<ProfileView, AppError> {
    let person = app.person()?;
    let parts = {
        let _writing = person.store.writing().await;
        let mut draft = person.store.draft(&[]).await?;
        let base = draft
            .profile()
            .record
            .field(input.field)
            .map_or(Revision(0), |known| known.revision);
        for (key, mut entry) in draft.outbox().on(Target::Field(input.field)) {
            if entry.is_waiting() {
                continue;
            }
            if input.keep_mine {
                // Based on the value the resident has now seen, so it is another request.
                entry.operation.base = base;
                entry.operation.id = new_operation(&*app.ports.random, app.city.now());
                let entry = OutboxEntry {
                    state: EntryState::Waiting,
                    sent: false,
                    clashed: false,
                    ..entry
                };
                draft.set_operation(key, entry)?;
            } else {
                draft.remove_operation(&key);
            }
        }
        let parts = draft.parts();
        person.store.apply(draft.into_steps()).await?;
        parts
    };
    if !parts.is_empty() {
        app.changed(parts);
        app.engine.request();
    }
    get::view(&person).await
}
