//! Papers as the person has them: the city's form with the changes made here upon it.

use std::collections::HashMap;

use domain::{DocumentId, DocumentOrigin, Validity, text};
use jiff::{Timestamp, civil::Date};
use protocol::{
    api::{Action, ContentRecord, DocumentDetails},
    app::{ContentState, DocumentCard, DocumentView},
};

use crate::{
    person::Person,
    port::{ContentStatus, VaultError},
    store::{DocumentEntry, EntryState, LastSync, Outbox, OutboxEntry, Upload, Uploads},
};

/// A paper as the person has it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) id: DocumentId,
    pub(crate) details: DocumentDetails,
    pub(crate) origin: DocumentOrigin,
    pub(crate) issuer: Option<String>,
    pub(crate) added_at: Timestamp,
    /// Its last change, the newest largest; changes that wait are newer than all others.
    pub(crate) order: u64,
    pub(crate) content: Option<ContentRecord>,
    pub(crate) state: ContentState,
    pub(crate) waiting: bool,
    pub(crate) refused: bool,
}

/// Every paper of the person, newest first.
pub(crate) async fn shown(person: &Person) -> Result<Vec<Shown>, VaultError> {
    let documents = person.store.documents().await?;
    let outbox = person.store.outbox().await?;
    let uploads = person.store.uploads().await?;
    let contents = person.store.vault().contents().await?;
    Ok(overlay(documents, &outbox, &uploads, &contents))
}

/// Puts the changes that wait upon the city's form.
fn overlay(
    documents: Vec<DocumentEntry>,
    outbox: &Outbox,
    uploads: &Uploads,
    contents: &HashMap<DocumentId, ContentStatus>,
) -> Vec<Shown> {
    let mut all: HashMap<DocumentId, Shown> = documents
        .into_iter()
        .map(|entry| {
            let (upload, status) = (uploads.contents.get(&entry.record.id), contents.get(&entry.record.id));
            (entry.record.id, Shown::of_entry(entry, upload, status))
        })
        .collect();
    for (_, entry) in outbox.iter() {
        lay(&mut all, entry);
    }
    let mut all: Vec<Shown> = all.into_values().collect();
    all.sort_by_key(|paper| (std::cmp::Reverse(paper.added_at), paper.id));
    all
}

fn lay(all: &mut HashMap<DocumentId, Shown>, entry: &OutboxEntry) {
    let waits = entry.is_waiting();
    match &entry.operation.action {
        Action::DeclareField { .. }
        | Action::AgreeToShare { .. }
        | Action::RefuseToShare { .. }
        | Action::TakeBack { .. }
        | Action::ForgetConsent { .. }
        | Action::ContestAccess { .. } => {}
        Action::AddDocument { document, details } => {
            all.entry(*document)
                .or_insert_with(|| Shown::of_addition(*document, details, entry));
        }
        Action::EditDocument { document, details } => {
            if let Some(paper) = all.get_mut(document) {
                paper.mark(entry);
                if waits {
                    paper.details = details.clone();
                }
            }
        }
        Action::RemoveDocument { document } if waits => {
            all.remove(document);
        }
        Action::RemoveDocument { document } => {
            if let Some(paper) = all.get_mut(document) {
                paper.mark(entry);
            }
        }
    }
}

impl Shown {
    fn of_entry(entry: DocumentEntry, upload: Option<&Upload>, status: Option<&ContentStatus>) -> Self {
        let content = upload.map(|upload| upload.content.clone()).or(entry.record.content);
        let state = match (&content, status) {
            (None, _) => ContentState::None,
            (Some(_), None) => ContentState::Remote,
            (Some(content), Some(status)) if status.record.sha256 != content.sha256 => ContentState::Remote,
            (Some(_), Some(status)) if status.is_whole() => ContentState::Here,
            (Some(_), Some(status)) if status.have > 0 => ContentState::Partial,
            (Some(_), Some(_)) => ContentState::Remote,
        };
        let refused = upload.is_some_and(|upload| upload.refused.is_some());
        Self {
            id: entry.record.id,
            details: entry.record.details,
            origin: entry.record.origin,
            issuer: entry.record.issuer,
            added_at: entry.record.added_at,
            order: entry.record.revision.0,
            content,
            state,
            waiting: upload.is_some() && !refused,
            refused,
        }
    }

    /// A paper that is only here. Its content was written before its record.
    fn of_addition(id: DocumentId, details: &DocumentDetails, entry: &OutboxEntry) -> Self {
        let mut paper = Self {
            id,
            details: details.clone(),
            origin: DocumentOrigin::Uploaded,
            issuer: None,
            added_at: entry.made_at,
            order: u64::MAX,
            content: entry.content.clone(),
            state: if entry.content.is_some() {
                ContentState::Here
            } else {
                ContentState::None
            },
            waiting: false,
            refused: false,
        };
        paper.mark(entry);
        paper
    }

    fn mark(&mut self, entry: &OutboxEntry) {
        match entry.state {
            EntryState::Waiting => {
                self.waiting = true;
                self.order = u64::MAX;
            }
            EntryState::Conflict { .. } | EntryState::Refused { .. } => self.refused = true,
        }
    }

    /// How it stands today.
    pub(crate) fn validity(&self, today: Date) -> Validity {
        Validity::on(self.details.expires_on, today)
    }

    /// Whether the resident may change or remove it.
    pub(crate) fn editable(&self) -> bool {
        self.origin == DocumentOrigin::Uploaded
    }

    /// Whether every word of a search begins a word of what the paper says of itself.
    pub(crate) fn fits(&self, query: &str) -> bool {
        let kind = serde_json::to_value(self.details.kind).ok();
        let words = [
            Some(self.details.title.as_str()),
            self.details.number.as_ref().map(domain::DocumentNumber::as_str),
            self.issuer.as_deref(),
            kind.as_ref().and_then(serde_json::Value::as_str),
        ];
        let said: Vec<&str> = words.into_iter().flatten().collect();
        text::matches(&said.join(" ").replace('_', " "), query)
    }

    /// As in lists.
    pub(crate) fn card(&self, today: Date) -> DocumentCard {
        DocumentCard {
            id: self.id,
            kind: self.details.kind,
            title: self.details.title.as_str().to_owned(),
            number: self.details.number.as_ref().map(|number| number.as_str().to_owned()),
            origin: self.origin,
            issuer: self.issuer.clone(),
            expires_on: self.details.expires_on,
            validity: self.validity(today),
            content: self.state,
            waiting: self.waiting,
        }
    }

    /// The whole paper.
    pub(super) fn view(&self, today: Date, as_of: Option<LastSync>) -> DocumentView {
        DocumentView {
            card: self.card(today),
            issued_on: self.details.issued_on,
            added_at: self.added_at,
            media_type: self.content.as_ref().map(|content| content.media_type),
            bytes: self.content.as_ref().map(|content| content.bytes),
            editable: self.editable(),
            refused: self.refused,
            as_of: as_of.map(|last| last.at),
        }
    }
}
