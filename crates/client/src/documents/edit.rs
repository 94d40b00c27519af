//! Saying other things of an uploaded paper.

use protocol::app::{AppError, DocumentView, EditDocument};

use super::{
    change::{Change, change},
    details, get,
};
use crate::{app::App, host::new_operation};

/// Puts the change into the outbox; it is shown at once and goes to the city at the next sync.
pub(crate) async fn run(app: &App, input: EditDocument) -> Result<DocumentView, AppError> {
    let person = app.person()?;
    let details = details::read(&input.details)?;
    let paper = get::find(&person, input.document).await?;
    if !paper.editable() {
        return Err(AppError::NotYours);
    }
    let parts = {
        let _writing = person.store.writing().await;
        let mut draft = person.store.draft(&[input.document]).await?;
        let now = app.city.now();
        let id = new_operation(&*app.ports.random, now);
        change(&mut draft, input.document, Change::Edit(details), id, now)?;
        let parts = draft.parts();
        person.store.apply(draft.into_steps()).await?;
        parts
    };
    app.changed(parts);
    app.engine.request();
    get::run(app, input.document).await
}
