//! The content of papers: stored as a sealed stream, read in any part.
//!
//! An object becomes a paper's content only in the transaction that names it, after its digest was checked; until then
//! it is `pending`, and what stays pending is swept away ([`super::housekeeping`]).

use std::ops::Range;

use bytes::Bytes;
use domain::{CitizenId, DocumentId, DocumentOrigin, MediaType, limits};
use futures::{Stream, StreamExt as _};
use protocol::api::ContentRecord;
use seal::{Layout, Opener, STREAM_HEADER_LEN};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::{sessions::Caller, sync::put_paper};
use crate::{
    city::City,
    fault::Fault,
    port::{ObjectError, objects::ObjectWriter},
    store::{
        self, Tx,
        documents::{Content, ObjectState, Paper, PaperState},
    },
};

/// Bytes looked at to tell what content is.
const SNIFF_BYTES: usize = 1024;
/// Content opened and sent at once.
const READ_BYTES: u64 = 1024 * 1024;

/// Why content was not stored.
#[derive(Debug, Error)]
pub enum PutError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The account has no such paper.
    #[error("no such paper")]
    NoDocument,
    /// The paper was issued, not uploaded.
    #[error("issued papers can't be changed by the resident")]
    NotYours,
    /// The paper has other content.
    #[error("the paper has other content")]
    Conflict,
    /// More than a paper may have.
    #[error("the content is too large")]
    TooLarge,
    /// Not what was announced, or of no kind that the store keeps.
    #[error("the content is of another kind than announced")]
    WrongKind,
    /// The content's digest is not what was announced.
    #[error("the content does not match its digest")]
    DigestMismatch,
    /// The content stopped coming.
    #[error("the content stopped coming")]
    Interrupted,
}

/// What was announced of content that is about to come.
#[derive(Clone, Debug)]
pub struct Announced {
    /// Its kind.
    pub media_type: MediaType,
    /// Its SHA-256.
    pub sha256: [u8; 32],
    /// Its length, when told.
    pub length: Option<u64>,
}

/// Stores content for a paper.
///
/// # Errors
/// [`PutError`].
pub async fn put_content<E>(
    city: &City,
    caller: &Caller,
    id: DocumentId,
    announced: Announced,
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<(), PutError> {
    if announced.length.is_some_and(|length| length > limits::DOCUMENT_BYTES) {
        return Err(PutError::TooLarge);
    }
    let found = store::documents::find(&city.store, caller.citizen, id).await?;
    if has_already(found.map(|(_, state)| state), &announced)? {
        return Ok(());
    }
    let key = begin_object(city).await?;
    match receive(city, &key, &announced, &mut body).await {
        Ok(bytes) => {
            city.metrics.content("in", bytes);
            let record = ContentRecord {
                media_type: announced.media_type,
                bytes,
                sha256: hex::encode(announced.sha256),
            };
            let stored = attach(
                city,
                caller.citizen,
                id,
                Content {
                    record,
                    object: key.clone(),
                },
                &announced,
            )
            .await;
            // After a fault nobody knows whether the commit arrived; the sweep, which reads the object's state, does.
            if !matches!(stored, Ok(true) | Err(PutError::Fault(_))) {
                discard(city, &key).await;
            }
            stored.map(drop)
        }
        Err(error) => {
            discard(city, &key).await;
            Err(error)
        }
    }
}

/// Whether the paper already has exactly this.
fn has_already(state: Option<PaperState>, announced: &Announced) -> Result<bool, PutError> {
    let Some(PaperState::There(paper)) = state else {
        return Err(PutError::NoDocument);
    };
    if paper.origin == DocumentOrigin::Issued {
        return Err(PutError::NotYours);
    }
    match paper.content {
        None => Ok(false),
        Some(content) if content.record.sha256 == hex::encode(announced.sha256) => Ok(true),
        Some(_) => Err(PutError::Conflict),
    }
}

/// Notes an object before its first byte is written, so that a crash leaves nothing that nobody knows of.
async fn begin_object(city: &City) -> Result<String, Fault> {
    let now = city.now();
    let name = city.random.id(now)?.simple().to_string();
    // The last characters are random: they spread objects over folders.
    let key = format!("content/{}/{name}", &name[name.len() - 2..]);
    let tx = city.store.begin().await?;
    store::documents::put_object(&tx, &key, ObjectState::Pending, now).await?;
    tx.commit().await?;
    Ok(key)
}

/// Writes the body as a sealed stream; gives its length.
async fn receive<E>(
    city: &City,
    key: &str,
    announced: &Announced,
    body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
) -> Result<u64, PutError> {
    let mut writer = city.objects.writer(key);
    match write_sealed(city, key, announced, body, &mut writer).await {
        Ok(bytes) => {
            writer.complete().await.map_err(Fault::from)?;
            Ok(bytes)
        }
        Err(error) => {
            writer.abort().await;
            Err(error)
        }
    }
}

async fn write_sealed<E>(
    city: &City,
    key: &str,
    announced: &Announced,
    body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    writer: &mut ObjectWriter,
) -> Result<u64, PutError> {
    let mut sealer = store::Access::sealing(&city.store).content_sealer(key)?;
    let (mut digest, mut head, mut length) = (Sha256::new(), Vec::new(), 0_u64);
    let mut sniffed = false;
    while let Some(part) = body.next().await {
        let part = part.map_err(|_| PutError::Interrupted)?;
        length += part.len() as u64;
        if length > limits::DOCUMENT_BYTES {
            return Err(PutError::TooLarge);
        }
        digest.update(&part);
        if !sniffed {
            head.extend_from_slice(&part[..part.len().min(SNIFF_BYTES - head.len())]);
            sniffed = head.len() == SNIFF_BYTES;
            if sniffed {
                check_kind(&head, announced)?;
            }
        }
        writer
            .write(&sealer.push(&part).map_err(Fault::from)?)
            .await
            .map_err(Fault::from)?;
    }
    if announced.length.is_some_and(|announced| announced != length) {
        return Err(PutError::Interrupted);
    }
    check_kind(&head, announced)?;
    if digest.finalize().as_slice() != announced.sha256 {
        return Err(PutError::DigestMismatch);
    }
    writer
        .write(&sealer.finish().map_err(Fault::from)?)
        .await
        .map_err(Fault::from)?;
    Ok(length)
}

fn check_kind(head: &[u8], announced: &Announced) -> Result<(), PutError> {
    if MediaType::sniff(head) == Some(announced.media_type) {
        Ok(())
    } else {
        Err(PutError::WrongKind)
    }
}

/// Gives the paper its content; says whether the object is now in use. It isn't when the same content came by another
/// request meanwhile.
async fn attach(
    city: &City,
    citizen: CitizenId,
    id: DocumentId,
    content: Content,
    announced: &Announced,
) -> Result<bool, PutError> {
    let now = city.now();
    let tx = city.store.begin().await?;
    store::account::lock(&tx, citizen).await?;
    let found = store::documents::find(&tx, citizen, id).await?.map(|(_, state)| state);
    if has_already(found.clone(), announced)? {
        return Ok(false);
    }
    let Some(PaperState::There(paper)) = found else {
        return Err(PutError::NoDocument);
    };
    attach_in(&tx, citizen, id, *paper, content, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Gives a paper its content inside a transaction.
async fn attach_in(
    tx: &Tx,
    citizen: CitizenId,
    id: DocumentId,
    paper: Paper,
    content: Content,
    now: jiff::Timestamp,
) -> Result<(), Fault> {
    let (pending, live) = (ObjectState::Pending, ObjectState::Live);
    if !store::documents::move_object(tx, &content.object, pending, live, now).await? {
        return Err(Fault::ObjectSwept);
    }
    let paper = Paper {
        content: Some(content),
        ..paper
    };
    put_paper(tx, citizen, id, &PaperState::There(Box::new(paper))).await?;
    Ok(())
}

/// Adds an issued paper with its content. For seeds, and later for organisations.
///
/// # Errors
/// [`PutError`].
pub async fn issue(
    city: &City,
    citizen: CitizenId,
    id: DocumentId,
    paper: Paper,
    media_type: MediaType,
    bytes: Bytes,
) -> Result<(), PutError> {
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    let announced = Announced {
        media_type,
        sha256,
        length: Some(bytes.len() as u64),
    };
    let key = begin_object(city).await?;
    let mut body = futures::stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    let length = receive(city, &key, &announced, &mut body).await?;
    let record = ContentRecord {
        media_type,
        bytes: length,
        sha256: hex::encode(sha256),
    };
    let now = city.now();
    let tx = city.store.begin().await?;
    store::account::lock(&tx, citizen).await?;
    attach_in(&tx, citizen, id, paper, Content { record, object: key }, now).await?;
    Ok(tx.commit().await?)
}

/// Gives an object up that no paper got. One that a paper got after all stays: the database decides, once. Best effort:
/// what stays is swept later.
pub(super) async fn discard(city: &City, key: &str) {
    match give_up(city, key).await {
        Ok(true) => erase(city, key).await,
        Ok(false) => {}
        Err(fault) => tracing::warn!(object = key, %fault, "an unused object could not be given up yet"),
    }
}

async fn give_up(city: &City, key: &str) -> Result<bool, Fault> {
    let tx = city.store.begin().await?;
    let (pending, dead) = (ObjectState::Pending, ObjectState::Dead);
    let given_up = store::documents::move_object(&tx, key, pending, dead, city.now()).await?;
    tx.commit().await?;
    Ok(given_up)
}

/// Removes a dead object. Best effort: what stays is swept later.
pub(super) async fn erase(city: &City, key: &str) {
    let gone = async {
        city.objects.remove(key).await?;
        store::documents::forget_object(&city.store, key).await
    };
    if let Err(fault) = gone.await {
        tracing::warn!(object = key, %fault, "an unused object could not be removed yet");
    }
}

/// Why there is no content to read.
#[derive(Debug, Error)]
pub enum GetError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The account has no such paper, or the paper no content.
    #[error("no such content")]
    NoContent,
}

/// Content that can be read in parts.
pub struct Readable {
    /// What it is.
    pub record: ContentRecord,
    object: String,
    opener: Opener,
}

/// Finds the content of a paper and makes sure that it is whole.
///
/// # Errors
/// [`GetError`].
pub async fn find_content(city: &City, caller: &Caller, id: DocumentId) -> Result<Readable, GetError> {
    let found = store::documents::find(&city.store, caller.citizen, id).await?;
    let content = match found {
        Some((_, PaperState::There(paper))) => paper.content.ok_or(GetError::NoContent)?,
        Some((_, PaperState::Removed)) | None => return Err(GetError::NoContent),
    };
    Ok(Readable::open(city, content).await?)
}

/// The whole content of a paper; `None` when it is gone.
pub(super) async fn read_whole(city: &City, content: Content) -> Result<Option<Vec<u8>>, Fault> {
    let length = content.record.bytes;
    let readable = match Readable::open(city, content).await {
        Ok(readable) => readable,
        Err(Fault::Objects(ObjectError::Missing)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    Ok(Some(readable.read(city, 0..length).await?.to_vec()))
}

impl Readable {
    async fn open(city: &City, Content { record, object }: Content) -> Result<Self, Fault> {
        let layout = Layout::of_plain(record.bytes).ok_or(Fault::Corrupt("content length"))?;
        let start = city.objects.read(&object, 0..STREAM_HEADER_LEN as u64).await?;
        let sealing = store::Access::sealing(&city.store);
        let opener = sealing.content_opener(&object, &start, layout.sealed_len())?;
        let last = opener
            .layout()
            .sealed_range(opener.layout().chunks() - 1)
            .ok_or(Fault::Corrupt("content"))?;
        opener.confirm_end(&city.objects.read(&object, last).await?)?;
        Ok(Self { record, object, opener })
    }

    /// A range of the content, piece by piece. The range lies within it.
    pub fn stream(self, city: std::sync::Arc<City>, range: Range<u64>) -> impl Stream<Item = Result<Bytes, Fault>> {
        futures::stream::try_unfold((self, city, range), |(content, city, rest)| async move {
            if rest.is_empty() {
                return Ok(None);
            }
            let end = rest.end.min(rest.start + READ_BYTES);
            let piece = content.read(&city, rest.start..end).await?;
            city.metrics.content("out", piece.len() as u64);
            Ok(Some((piece, (content, city, end..rest.end))))
        })
    }

    async fn read(&self, city: &City, range: Range<u64>) -> Result<Bytes, Fault> {
        let span = self
            .opener
            .layout()
            .span(range)
            .ok_or(Fault::Corrupt("content range"))?;
        let sealed = city.objects.read(&self.object, span.sealed.clone()).await?;
        if sealed.len() as u64 != span.sealed.end - span.sealed.start {
            return Err(ObjectError::Missing.into());
        }
        Ok(Bytes::copy_from_slice(&self.opener.open_span(&span, &sealed)?))
    }
}
