//! One paper.

use domain::{DocumentId, local_date};
use protocol::app::{AppError, DocumentView};

use super::{Shown, shown};
use crate::{app::App, person::Person};

/// Everything about it but the content.
pub(crate) async fn run(app: &App, document: DocumentId) -> Result<DocumentView, AppError> {
    let person = app.person()?;
    let paper = find(&person, document).await?;
    Ok(paper.view(local_date(app.city.now()), person.store.single().await?))
}

/// The paper, or [`AppError::NotFound`].
pub(super) async fn find(person: &Person, document: DocumentId) -> Result<Shown, AppError> {
    let all = shown(person).await?;
    all.into_iter()
        .find(|paper| paper.id == document)
        .ok_or(AppError::NotFound)
}
