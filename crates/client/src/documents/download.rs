//! Fetching a content to this device, in pieces, going on where an earlier try stopped.

use std::ops::Range;

use bytes::Bytes;
use domain::DocumentId;
use protocol::{
    api::{ContentRecord, Endpoint, GetContent},
    app::{AppError, AppEvent, ContentState, Direction, DocumentView, Part, Transfer, TransferState},
};

use super::{TransferError, get, shown};
use crate::{
    app::App,
    person::Person,
    port::{CityRequest, CityResponse, PIECE, VaultError},
};

/// Bytes asked for at once.
const STEP: u64 = 4 * PIECE;

/// Fetches a paper's content; nothing happens when it is here.
pub(crate) async fn run(app: &App, document: DocumentId) -> Result<DocumentView, AppError> {
    let person = app.person()?;
    let fetched = fetch(app, &person, document).await;
    if let Err(error) = fetched {
        return Err(match error {
            TransferError::Account(error) => app.account_error(&person, error).await,
            other => other.into(),
        });
    }
    get::run(app, document).await
}

/// Fetches the issued papers that are not whole on this device, newest first, so that they are
/// read offline. Stops at the first silence of the city.
pub(crate) async fn fetch_issued(app: &App, person: &Person) -> Result<(), TransferError> {
    let missing = shown(person)
        .await?
        .into_iter()
        .filter(|paper| !paper.editable() && matches!(paper.state, ContentState::Remote | ContentState::Partial));
    for paper in missing {
        let fetched = fetch(app, person, paper.id).await;
        if person.transfers.are_closed() {
            return Err(TransferError::Cancelled);
        }
        match fetched {
            Ok(()) | Err(TransferError::Absent | TransferError::Cancelled | TransferError::Damaged) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Fetches one content and checks it against its digest.
pub(crate) async fn fetch(app: &App, person: &Person, document: DocumentId) -> Result<(), TransferError> {
    let fetched = person.transfers.run(document, fetch_alone(app, person, document)).await;
    if let Err(error) = &fetched
        && !person.transfers.are_closed()
        && let Some(record) = announced(person, document).await?
    {
        let done = person
            .store
            .vault()
            .contents()
            .await?
            .get(&document)
            .map_or(0, |status| status.have);
        tell(
            app,
            document,
            &record,
            done,
            TransferState::Stopped {
                error: error.clone().into(),
            },
        );
    }
    fetched
}

/// The content as the city announced it; nothing when it has none (yet).
async fn announced(person: &Person, document: DocumentId) -> Result<Option<ContentRecord>, VaultError> {
    Ok(person
        .store
        .document(document)
        .await?
        .and_then(|entry| entry.record.content))
}

async fn fetch_alone(app: &App, person: &Person, document: DocumentId) -> Result<(), TransferError> {
    if get::find(person, document).await.map(|paper| paper.state) == Ok(ContentState::Here) {
        return Ok(());
    }
    let record = announced(person, document).await?.ok_or(TransferError::Absent)?;
    let vault = person.store.vault();
    let mut status = vault.begin_content(document, &record).await?;
    while !status.is_whole() {
        tell(app, document, &record, status.have, TransferState::Running);
        let range = status.have..record.bytes.min(status.have + STEP);
        let is_last = range.end == record.bytes;
        let bytes = fetch_range(person, document, &record, range).await?;
        let appended = vault.append_content(document, status.have, bytes).await;
        // The vault compares the whole with its digest and throws away what does not fit.
        status = match appended {
            Err(VaultError::Damaged) if is_last => return Err(TransferError::Damaged),
            other => other?,
        };
    }
    tell(app, document, &record, record.bytes, TransferState::Done);
    app.changed(vec![Part::Documents]);
    Ok(())
}

/// Asks for a part of exactly the content that was announced (RFC 9110 section 13.1.5).
async fn fetch_range(
    person: &Person,
    document: DocumentId,
    record: &ContentRecord,
    range: Range<u64>,
) -> Result<Bytes, TransferError> {
    let etag = format!("\"{}\"", record.sha256);
    let request = CityRequest {
        method: GetContent::METHOD,
        path: GetContent::path(&document),
        bearer: None,
        headers: vec![
            ("range", format!("bytes={}-{}", range.start, range.end - 1)),
            ("if-range", etag.clone()),
            // Parts of a content are parts of its bytes, not of a compressed form.
            ("accept-encoding", "identity".to_owned()),
        ],
        body: Bytes::new(),
        progress: None,
    };
    let response = person.account.send(request).await?;
    cut(&response, &etag, range).ok_or(TransferError::Damaged)
}

/// The bytes asked for out of the answer: the part, or of the whole when the city has sent all.
fn cut(response: &CityResponse, etag: &str, range: Range<u64>) -> Option<Bytes> {
    let given = response.header("etag")?;
    if given.trim_start_matches("W/") != etag {
        return None;
    }
    let length = usize::try_from(range.end - range.start).ok()?;
    if response.status == 206 {
        let told = response.header("content-range")?.strip_prefix("bytes ")?;
        let start: u64 = told.split('-').next()?.parse().ok()?;
        return (start == range.start && response.body.len() == length).then(|| response.body.clone());
    }
    let start = usize::try_from(range.start).ok()?;
    let end = start.checked_add(length)?;
    (response.body.len() >= end).then(|| response.body.slice(start..end))
}

fn tell(app: &App, document: DocumentId, record: &ContentRecord, done: u64, state: TransferState) {
    app.emit(AppEvent::Transfer(Transfer {
        document,
        direction: Direction::Down,
        done,
        total: record.bytes,
        state,
    }));
}
