//! Removing an uploaded paper.

use domain::DocumentId;
use protocol::app::AppError;

use super::{
    change::{Change, change},
    get,
};
use crate::{app::App, host::new_operation};

/// Takes the paper off the screens; the city hears of it at the next sync, and only then is the
/// content erased here: until then a refusal can still bring it back.
pub(crate) async fn run(app: &App, document: DocumentId) -> Result<(), AppError> {
    let person = app.person()?;
    let paper = get::find(&person, document).await?;
    if !paper.editable() {
        return Err(AppError::NotYours);
    }
    person.transfers.cancel(document);
    let parts = {
        let _writing = person.store.writing().await;
        let mut draft = person.store.draft(&[document]).await?;
        let now = app.city.now();
        change(
            &mut draft,
            document,
            Change::Remove,
            new_operation(&*app.ports.random, now),
            now,
        )?;
        let parts = draft.parts();
        person.store.apply(draft.into_steps()).await?;
        parts
    };
    app.changed(parts);
    app.engine.request();
    Ok(())
}
