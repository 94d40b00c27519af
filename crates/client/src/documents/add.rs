//! Keeping a new paper.

use bytes::Bytes;
use domain::{DocumentId, MediaType, limits};
use protocol::{
    api::{Action, ContentRecord, DocumentDetails, Operation, Revision},
    app::{AddDocument, AppError, DocumentView, Part},
};
use sha2::{Digest, Sha256};

use super::{details, get};
use crate::{
    app::App,
    host::{new_operation, new_uuid, work},
    person::Person,
    port::{PIECE, VaultError, VaultOp},
    store::OutboxEntry,
};

/// Bytes written to the vault at once.
const STEP: usize = 16 * PIECE as usize;

/// Why a file is not kept, said before anything of it is stored or sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FileError {
    #[error("the file is too large")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("the file is empty")]
    Empty,
    /// No PDF, JPEG, PNG or WebP, whatever its name says.
    #[error("the file's kind is not kept")]
    Kind,
}

/// Puts the paper into the vault and its addition into the outbox; it goes to the city at the
/// next sync.
pub(crate) async fn run(app: &App, input: AddDocument, content: Bytes) -> Result<DocumentView, AppError> {
    let person = app.person()?;
    let media_type = check(&content)?;
    let details = details::read(&input.details)?;
    let bytes = content.len() as u64;
    let digested = content.clone();
    let sha256 = work(&*app.ports.worker, move || hex::encode(Sha256::digest(&digested)))
        .await
        .ok_or(AppError::Internal)?;
    let record = ContentRecord {
        media_type,
        bytes,
        sha256,
    };
    let id = DocumentId(new_uuid(&*app.ports.random, app.ports.clock.now()));
    // The content first: a record always has its content. A content without a record is swept
    // away at the next unlock.
    if let Err(error) = keep(app, &person, id, details, record, content).await {
        let swept = person.store.apply(vec![VaultOp::DeleteContent(id)]).await;
        if let Err(error) = swept {
            tracing::warn!(%error, "a content stays until the next unlock");
        }
        return Err(error.into());
    }
    app.changed(vec![Part::Documents]);
    app.engine.request();
    get::run(app, id).await
}

fn check(content: &[u8]) -> Result<MediaType, FileError> {
    let bytes = content.len() as u64;
    if bytes == 0 {
        return Err(FileError::Empty);
    }
    if bytes > limits::DOCUMENT_BYTES {
        return Err(FileError::TooLarge {
            bytes,
            limit: limits::DOCUMENT_BYTES,
        });
    }
    MediaType::sniff(content).ok_or(FileError::Kind)
}

async fn keep(
    app: &App,
    person: &Person,
    document: DocumentId,
    details: DocumentDetails,
    record: ContentRecord,
    mut content: Bytes,
) -> Result<(), VaultError> {
    let vault = person.store.vault();
    vault.begin_content(document, &record).await?;
    let mut offset = 0;
    while !content.is_empty() {
        let step = content.split_to(content.len().min(STEP));
        let length = step.len() as u64;
        vault.append_content(document, offset, step).await?;
        offset += length;
    }
    let now = app.city.now();
    let action = Action::AddDocument { document, details };
    let operation = Operation {
        id: new_operation(&*app.ports.random, now),
        base: Revision(0),
        action,
    };
    let _writing = person.store.writing().await;
    let mut draft = person.store.draft(&[]).await?;
    draft.enqueue(OutboxEntry {
        content: Some(record),
        ..OutboxEntry::waiting(operation, now)
    })?;
    person.store.apply(draft.into_steps()).await
}
