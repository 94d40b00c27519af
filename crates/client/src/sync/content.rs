//! Sending the contents of new papers.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::DocumentId;
use protocol::{
    api::{ContentRecord, Endpoint, PutContent},
    app::{AppEvent, Direction, Part, Transfer, TransferState},
    problem::ErrorCode,
};

use super::SyncError;
use crate::{
    app::App,
    city::CityError,
    documents::TransferError,
    person::Person,
    port::{CityRequest, Progress, VaultError},
    session::AccountError,
    store::Upload,
};

/// A city that gave no answer to so many contents in a row is not there: the rest waits.
const SILENCES: u32 = 2;

/// Sends every content that is here and not at the city. A content that was cut off is sent
/// again from its start: the city keeps whole contents only. Whether any was sent.
///
/// One that fails does not hold up the next; the first failure is told at the end.
pub(super) async fn upload(app: &App, person: &Person) -> Result<bool, SyncError> {
    let mut sent = false;
    let mut failed = None;
    let mut silences = 0;
    let uploads = person.store.uploads().await?;
    for (document, content) in uploads.waiting() {
        let transfer = person
            .transfers
            .run(document, send(app, person, document, content))
            .await;
        let state = match &transfer {
            Ok(()) => TransferState::Done,
            Err(error) => TransferState::Stopped {
                error: error.clone().into(),
            },
        };
        tell(
            app,
            document,
            content,
            if transfer.is_ok() { content.bytes } else { 0 },
            state,
        );
        match transfer {
            Ok(()) => {
                (sent, silences) = (true, 0);
                record(app, person, document, None).await?;
            }
            // The resident stopped it: it goes at the next sync.
            Err(TransferError::Cancelled) => {}
            Err(TransferError::Account(AccountError::City(error))) if refuses(error.code()) => {
                record(app, person, document, error.code()).await?;
            }
            // Removed elsewhere: the feed will say so. Or damaged on the way: next time.
            Err(TransferError::Account(AccountError::City(error))) if !error.is_passing() => {}
            Err(TransferError::Absent) => {}
            // No other try makes it whole.
            Err(TransferError::Damaged) => record(app, person, document, Some(ErrorCode::DigestMismatch)).await?,
            Err(TransferError::Account(AccountError::City(error))) => {
                silences = if error.code().is_none() { silences + 1 } else { 0 };
                failed.get_or_insert(SyncError::from(error));
            }
            Err(TransferError::Account(error)) => return Err(error.into()),
        }
        if silences == SILENCES {
            break;
        }
    }
    failed.map_or(Ok(sent), Err)
}

/// What the city says of a content that it will never take.
fn refuses(code: Option<ErrorCode>) -> bool {
    matches!(
        code,
        Some(
            ErrorCode::PayloadTooLarge
                | ErrorCode::UnsupportedMediaType
                | ErrorCode::InvalidField
                | ErrorCode::InvalidRequest
                | ErrorCode::NotYours
                | ErrorCode::Conflict
        )
    )
}

async fn send(app: &App, person: &Person, document: DocumentId, content: &ContentRecord) -> Result<(), TransferError> {
    let read = person.store.vault().read_content(document, 0..content.bytes).await;
    let body = match read {
        Err(VaultError::Damaged) => return Err(TransferError::Damaged),
        other => other?,
    };
    let digest = hex::decode(&content.sha256).map_err(|_| TransferError::Damaged)?;
    tell(app, document, content, 0, TransferState::Running);
    let response = person
        .account
        .send(CityRequest {
            method: PutContent::METHOD,
            path: PutContent::path(&document),
            bearer: None,
            headers: vec![
                ("content-type", content.media_type.as_str().to_owned()),
                // RFC 9530 section 2.
                (
                    "content-digest",
                    format!("sha-256=:{}:", BASE64_STANDARD.encode(digest)),
                ),
            ],
            body,
            progress: Some(progress(app, document, content)),
        })
        .await?;
    // Only the city answers 204; a hotel's portal says 200 to everything.
    if response.status == 204 {
        Ok(())
    } else {
        Err(AccountError::City(CityError::Incomprehensible).into())
    }
}

fn progress(app: &App, document: DocumentId, content: &ContentRecord) -> Progress {
    let events = app.ports.events.clone();
    let total = content.bytes;
    Arc::new(move |done| {
        let transfer = Transfer {
            document,
            direction: Direction::Up,
            done,
            total,
            state: TransferState::Running,
        };
        events.emit(AppEvent::Transfer(transfer));
    })
}

fn tell(app: &App, document: DocumentId, content: &ContentRecord, done: u64, state: TransferState) {
    let transfer = Transfer {
        document,
        direction: Direction::Up,
        done,
        total: content.bytes,
        state,
    };
    app.emit(AppEvent::Transfer(transfer));
}

/// Remembers that the city has the content, or why it never will.
async fn record(app: &App, person: &Person, document: DocumentId, refused: Option<ErrorCode>) -> Result<(), SyncError> {
    let _writing = person.store.writing().await;
    let mut draft = person.store.draft(&[document]).await?;
    let Some(upload) = draft.upload(document).cloned() else {
        return Ok(());
    };
    match (refused, draft.document(document).cloned()) {
        (None, Some(mut entry)) => {
            entry.record.content = Some(upload.content);
            draft.set_document(entry)?;
            draft.set_upload(document, None)?;
        }
        (None, None) => draft.set_upload(document, None)?,
        (Some(_), _) => draft.set_upload(document, Some(Upload { refused, ..upload }))?,
    }
    person.store.apply(draft.into_steps()).await?;
    app.changed(vec![Part::Documents]);
    Ok(())
}
