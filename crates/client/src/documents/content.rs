//! The bytes of a content that is here, for the viewer.

use std::{fmt, ops::Range};

use bytes::Bytes;
use domain::{DocumentId, MediaType};
use protocol::app::{AppError, ContentState, Part};

use super::get;
use crate::{
    app::App,
    person::Person,
    port::{VaultError, VaultOp},
};

/// A part of a content.
#[derive(Clone)]
pub struct ContentPart {
    /// What kind of content.
    pub media_type: MediaType,
    /// The length of the whole.
    pub total: u64,
    /// The part that was asked for, cut to the content's length.
    pub range: Range<u64>,
    /// Its bytes.
    pub bytes: Bytes,
}

impl fmt::Debug for ContentPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentPart")
            .field("media_type", &self.media_type)
            .field("total", &self.total)
            .field("range", &self.range)
            .finish_non_exhaustive()
    }
}

/// Reads a part; all of it when no range is given.
pub(crate) async fn run(app: &App, document: DocumentId, range: Option<Range<u64>>) -> Result<ContentPart, AppError> {
    let person = app.person()?;
    let paper = get::find(&person, document).await?;
    let record = paper.content.ok_or(AppError::ContentAbsent)?;
    if paper.state != ContentState::Here {
        return Err(AppError::ContentAbsent);
    }
    let range = range.unwrap_or(0..record.bytes);
    let end = range.end.min(record.bytes);
    let range = range.start.min(end)..end;
    let read = person.store.vault().read_content(document, range.clone()).await;
    if read == Err(VaultError::Damaged) && drop_if_at_city(&person, document).await? {
        app.changed(vec![Part::Documents]);
        app.engine.request_fetch();
        return Err(AppError::ContentDamaged);
    }
    let bytes = read?;
    Ok(ContentPart {
        media_type: record.media_type,
        total: record.bytes,
        range,
        bytes,
    })
}

/// Makes place for another copy of a damaged content; whether there is one to be had. Of what only
/// this device has, even a damaged copy is kept.
async fn drop_if_at_city(person: &Person, document: DocumentId) -> Result<bool, VaultError> {
    let _writing = person.store.writing().await;
    let announced = person.store.document(document).await?;
    let at_city = announced.is_some_and(|entry| entry.record.content.is_some())
        && !person.store.uploads().await?.contents.contains_key(&document);
    if at_city {
        person.store.apply(vec![VaultOp::DeleteContent(document)]).await?;
    }
    Ok(at_city)
}
