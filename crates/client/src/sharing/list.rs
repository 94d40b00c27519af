//! Requests to share, with what would be shared.

use domain::{DocumentKind, ProfileField, local_date};
use jiff::Timestamp;
use protocol::{
    api::{ProfileRecord, RememberedConsent, RequestState, ShareRequestRecord},
    app::{AppError, AskedField, AskedPaper, ContentState, GetRequest, RequestView, RequestsView},
};

use super::known;
use crate::{
    app::App,
    documents::{Shown, shown},
    person::Person,
    port::Collection,
    store::{EntryState, LastSync, Outbox, Target},
};

/// Requests are shown for so long after they were asked; their entries in the access history stay.
const SHOWN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 30);

/// Lists them.
pub(crate) async fn run(app: &App) -> Result<RequestsView, AppError> {
    let person = app.person()?;
    let now = app.city.now();
    let ground = Ground::of(&person).await?;
    let records: Vec<ShareRequestRecord> = person.store.records(Collection::Request).await?;
    let mut requests: Vec<RequestView> = records
        .into_iter()
        .filter(|record| record.asked_at >= now - SHOWN || matches!(record.state, RequestState::Agreed { .. }))
        .map(|record| ground.view(record, now))
        .collect();
    requests.sort_by_key(|request| (rank(&request.record.state), std::cmp::Reverse(request.record.asked_at)));
    let mut remembered: Vec<RememberedConsent> = person.store.records(Collection::Remembered).await?;
    remembered.sort_by_key(|consent| std::cmp::Reverse(consent.since));
    Ok(RequestsView {
        requests,
        remembered,
        as_of: person.store.single::<LastSync>().await?.map(|last| last.at),
    })
}

/// One of them.
pub(crate) async fn get(app: &App, input: GetRequest) -> Result<RequestView, AppError> {
    let person = app.person()?;
    let record = known(&person, input.request).await?;
    Ok(Ground::of(&person).await?.view(record, app.city.now()))
}

fn rank(state: &RequestState) -> u8 {
    match state {
        RequestState::Waiting | RequestState::Offered => 0,
        RequestState::Agreed { .. } => 1,
        RequestState::Refused { .. }
        | RequestState::Expired
        | RequestState::Withdrawn { .. }
        | RequestState::Over { .. } => 2,
    }
}

/// What requests are shown with.
struct Ground {
    profile: ProfileRecord,
    papers: Vec<Shown>,
    outbox: Outbox,
}

impl Ground {
    async fn of(person: &Person) -> Result<Self, AppError> {
        Ok(Self {
            profile: person.store.profile().await?.record,
            papers: shown(person).await?,
            outbox: person.store.outbox().await?,
        })
    }

    fn view(&self, mut record: ShareRequestRecord, now: Timestamp) -> RequestView {
        // The city tells it at the next sync; the clock tells it now.
        record.state = record.state.as_of(record.expires_at, now);
        let entries = self.outbox.on(Target::Request(record.id));
        let newest = entries.last().map(|(_, entry)| entry);
        RequestView {
            fields: record
                .asked
                .scope
                .fields
                .iter()
                .map(|field| self.field(*field))
                .collect(),
            papers: record
                .asked
                .scope
                .papers
                .iter()
                .map(|kind| self.paper(*kind, now))
                .collect(),
            answering: newest.is_some_and(|entry| entry.is_waiting()),
            refused: newest.and_then(|entry| match entry.state {
                EntryState::Refused { code } => Some(code),
                EntryState::Waiting | EntryState::Conflict { .. } => None,
            }),
            record,
        }
    }

    /// What the city would share: its own value, not an edit that waits.
    fn field(&self, field: ProfileField) -> AskedField {
        AskedField {
            field,
            value: self.profile.text(field).map(str::to_owned),
            verified: self
                .profile
                .field(field)
                .is_some_and(|known| known.source.is_verified()),
        }
    }

    /// Papers that are only here the city does not have.
    fn paper(&self, kind: DocumentKind, now: Timestamp) -> AskedPaper {
        let fits = |paper: &&Shown| {
            let at_city = !paper.waiting && !paper.refused && paper.state != ContentState::None;
            paper.details.kind == kind && at_city
        };
        let today = local_date(now);
        AskedPaper {
            kind,
            documents: self.papers.iter().filter(fits).map(|paper| paper.card(today)).collect(),
        }
    }
}
