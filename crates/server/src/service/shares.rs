//! Reading what a resident shared. Nothing is given out before the entry of the resident's access history is lasting.

use domain::{DocumentId, Permission, RequestId};
use jiff::Timestamp;
use protocol::api::{AccessEvent, RequestState, Share};
use thiserror::Error;

use super::{
    access, documents, requests,
    sessions::Caller,
    shifts::{DutyError, OnDuty, on_duty},
};
use crate::{
    city::City,
    fault::Fault,
    print::{
        PrintError,
        watermark::{self, Marked},
    },
    store::{
        self, Access, Tx,
        sharing::{Request, Shared},
    },
};

/// Why nothing can be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The officer is not at work.
    #[error(transparent)]
    Duty(#[from] DutyError),
    /// The officer has no such request, or it was not agreed to, or has no such paper.
    #[error("no such share")]
    NotFound,
    /// What was shared can't be read any more.
    #[error("what was shared can't be read any more")]
    Over,
    /// The paper's content can't be drawn.
    #[error("the content can't be drawn")]
    Damaged,
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        Self::Duty(fault.into())
    }
}

/// What may be read now, and by whom.
struct Readable {
    tx: Tx,
    duty: OnDuty,
    request: Request,
    read_until: Timestamp,
    shared: Shared,
}

/// Finds what may be read. An attempt to read what can't be read any more is an entry too.
async fn readable(city: &City, caller: &Caller, id: RequestId, now: Timestamp) -> Result<Readable, ReadError> {
    let tx = city.store.begin().await?;
    let duty = on_duty(&tx, caller, Permission::ReadShared, now).await?;
    let request = requests::locked(&tx, id)
        .await?
        .filter(|request| requests::is_own(request, &duty))
        .ok_or(ReadError::NotFound)?;
    match requests::state_at(&request.told, now) {
        RequestState::Agreed { read_until, .. } => {
            let shared = store::sharing::shared(&tx, id).await?.ok_or(Fault::Corrupt("share"))?;
            Ok(Readable {
                tx,
                duty,
                request,
                read_until,
                shared,
            })
        }
        RequestState::Over { .. } => {
            note(&tx, &request, AccessEvent::ReadRefused, now).await?;
            tx.commit().await?;
            city.watchers.changed_all(request.citizen);
            Err(ReadError::Over)
        }
        RequestState::Offered
        | RequestState::Waiting
        | RequestState::Refused { .. }
        | RequestState::Expired
        | RequestState::Withdrawn { .. } => Err(ReadError::NotFound),
    }
}

async fn note(tx: &Tx, request: &Request, event: AccessEvent, now: Timestamp) -> Result<(), Fault> {
    let citizen = request.citizen.ok_or(Fault::Corrupt("request"))?;
    access::note(
        tx,
        citizen,
        &requests::actor(request),
        event,
        requests::about(request),
        now,
    )
    .await?;
    Ok(())
}

/// What a resident shared.
///
/// # Errors
/// [`ReadError`].
pub async fn read(city: &City, caller: &Caller, id: RequestId) -> Result<Share, ReadError> {
    let now = city.now();
    let found = readable(city, caller, id, now).await?;
    let fields = found.shared.fields.iter().map(|field| field.field).collect();
    note(&found.tx, &found.request, AccessEvent::ReadFields { fields }, now).await?;
    let watermark = watermark_of(&found.tx, &found.duty, now).await?;
    found.tx.commit().await?;
    city.watchers.changed_all(found.request.citizen);
    city.metrics.event("share_read");
    Ok(Share {
        request: id,
        read_until: found.read_until,
        fields: found.shared.fields,
        papers: found.shared.papers.into_iter().map(|(paper, _)| paper).collect(),
        watermark,
    })
}

/// A paper that a resident shared: a PDF with the watermark on every page.
///
/// # Errors
/// [`ReadError`].
pub async fn read_paper(
    city: &City,
    caller: &Caller,
    (id, document): (RequestId, DocumentId),
) -> Result<Vec<u8>, ReadError> {
    let now = city.now();
    let found = readable(city, caller, id, now).await?;
    let (paper, content) = found
        .shared
        .papers
        .into_iter()
        .find(|(paper, _)| paper.id == document)
        .ok_or(ReadError::NotFound)?;
    let content = content.ok_or(ReadError::NotFound)?;
    let event = AccessEvent::ReadPaper {
        paper: paper.kind,
        title: paper.title.clone(),
    };
    note(&found.tx, &found.request, event, now).await?;
    let watermark = watermark_of(&found.tx, &found.duty, now).await?;
    found.tx.commit().await?;
    city.watchers.changed_all(found.request.citizen);
    city.metrics.event("shared_paper_read");
    let marked = Marked {
        media_type: content.record.media_type,
        watermark,
        title: paper.title.as_str().to_owned(),
    };
    // The resident may have removed the paper meanwhile: then its content is gone, and that is right.
    let bytes = documents::read_whole(city, content).await?.ok_or(ReadError::NotFound)?;
    let drawn = tokio::task::spawn_blocking(move || watermark::draw(&marked, bytes)).await;
    match drawn.map_err(|_| ReadError::Damaged)? {
        Ok(page) => Ok(page),
        Err(PrintError::Content) => Err(ReadError::Damaged),
        Err(error) => Err(Fault::from(error).into()),
    }
}

/// Organisation, counter, officer and time.
async fn watermark_of(on: &impl Access, duty: &OnDuty, now: Timestamp) -> Result<String, Fault> {
    let member = store::members::find(on, duty.shift.member)
        .await?
        .ok_or(Fault::Corrupt("member"))?;
    let local = now.to_zoned_datetime(domain::local_time_zone());
    Ok(format!(
        "{} · {} · {} · {:02}/{:02}/{} {:02}:{:02}",
        duty.organisation.name.as_str(),
        duty.counter.name.as_str(),
        member.name.as_str(),
        local.day(),
        local.month(),
        local.year(),
        local.hour(),
        local.minute(),
    ))
}
