//! The papers that fit a search.

use domain::local_date;
use protocol::app::{AppError, DocumentList, ListDocuments};

use super::shown;
use crate::{app::App, store::LastSync};

/// Lists them, newest first.
pub(crate) async fn run(app: &App, input: ListDocuments) -> Result<DocumentList, AppError> {
    let person = app.person()?;
    let today = local_date(app.city.now());
    let all = shown(&person).await?;
    let fits = all
        .iter()
        .filter(|paper| input.origin.is_none_or(|origin| origin == paper.origin))
        .filter(|paper| paper.fits(&input.query));
    Ok(DocumentList {
        documents: fits.map(|paper| paper.card(today)).collect(),
        total: u32::try_from(all.len()).unwrap_or(u32::MAX),
        as_of: person.store.single::<LastSync>().await?.map(|last| last.at),
    })
}
