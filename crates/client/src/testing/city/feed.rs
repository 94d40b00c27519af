//! The fake city's change feed, outbox and contents.

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{CitizenId, DocumentId, DocumentOrigin, Source};
use jiff::Timestamp;
use protocol::{
    api::{
        Action, Change, ChangePage, DocumentRecord, Operation, OperationBatch, OperationOutcome, OperationOutcomes,
        OperationResult, Revision,
    },
    problem::{ErrorCode, Problem},
};
use serde_json::Map;
use sha2::{Digest, Sha256};

use super::{
    Answer, Inner,
    account::{Account, content_record},
    header, json, nothing, plain,
};
use crate::port::CityRequest;

impl Inner {
    pub(super) fn changes(&mut self, citizen: CitizenId, path: &str) -> Answer {
        let after = path
            .split(['?', '&'])
            .find_map(|pair| pair.strip_prefix("after=")?.parse().ok());
        let after = Revision(after.unwrap_or_default());
        let page = self.page;
        let account = self.account(citizen);
        let mut newer: Vec<Change> = account
            .feed
            .values()
            .filter(|(revision, _)| *revision > after)
            .map(|(revision, entity)| Change {
                revision: *revision,
                entity: entity.clone(),
            })
            .collect();
        newer.sort_by_key(|change| change.revision);
        let more = newer.len() > page;
        newer.truncate(page);
        let next = newer.last().map_or(after, |last| last.revision);
        json(&ChangePage {
            changes: newer,
            next,
            more,
        })
    }

    pub(super) fn push(&mut self, citizen: CitizenId, batch: OperationBatch) -> Answer {
        let now = self.now;
        let account = self.account(citizen);
        let outcomes = batch.operations.into_iter().map(|operation| {
            let id = operation.id;
            let known = account.outcomes.get(&id).copied();
            let result = known.unwrap_or_else(|| account.carry_out(operation, now));
            account.outcomes.insert(id, result);
            OperationOutcome { id, result }
        });
        let outcomes = outcomes.collect();
        json(&OperationOutcomes { outcomes })
    }

    pub(super) fn put_content(&mut self, citizen: CitizenId, id: DocumentId, request: &CityRequest) -> Answer {
        let account = self.account(citizen);
        let mut record = account
            .documents
            .get(&id)
            .cloned()
            .ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        let told = header(request, "content-digest").unwrap_or_default();
        if told != format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(&request.body))) {
            return Err(Problem::new(ErrorCode::DigestMismatch));
        }
        let content = content_record(&request.body);
        match &record.content {
            Some(known) if *known == content => return nothing(),
            Some(_) => return Err(Problem::new(ErrorCode::Conflict)),
            None => record.content = Some(content),
        }
        account.contents.insert(id, request.body.clone());
        account.set_document(record);
        nothing()
    }

    pub(super) fn get_content(&mut self, citizen: CitizenId, id: DocumentId, request: &CityRequest) -> Answer {
        let account = self.account(citizen);
        let whole = account
            .contents
            .get(&id)
            .cloned()
            .ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        let etag = format!("\"{}\"", hex::encode(Sha256::digest(&whole)));
        let range = header(request, "range")
            .filter(|_| header(request, "if-range").is_none_or(|tag| tag == etag))
            .and_then(|range| range.strip_prefix("bytes=")?.split_once('-'))
            .and_then(|(start, end)| Some((start.parse::<usize>().ok()?, end.parse::<usize>().ok()?)));
        let mut response = match range {
            None => plain(200, whole.clone()),
            Some((start, end)) => {
                let end = end.min(whole.len() - 1);
                let mut part = plain(206, whole.slice(start..=end));
                let told = format!("bytes {start}-{end}/{}", whole.len());
                part.headers.push(("content-range".to_owned(), told));
                part
            }
        };
        response.headers.push(("etag".to_owned(), etag));
        Ok(response)
    }
}

impl Account {
    fn carry_out(&mut self, operation: Operation, now: Timestamp) -> OperationResult {
        let refused = |code| OperationResult::Refused { code };
        match operation.action {
            Action::DeclareField { field, value } => {
                let known = self.profile.field(field);
                if known.is_some_and(|known| known.source.is_verified()) || !field.is_declarable() {
                    return refused(ErrorCode::NotYours);
                }
                if known.map_or(Revision(0), |known| known.revision) != operation.base {
                    return OperationResult::Conflict;
                }
                if field.check(&value).is_err() {
                    return refused(ErrorCode::InvalidField);
                }
                OperationResult::Applied {
                    revision: self.set_field(field, &value, Source::Declared, now),
                }
            }
            Action::AddDocument { document, details } => {
                if self.documents.contains_key(&document) {
                    return OperationResult::Conflict;
                }
                let record = DocumentRecord {
                    id: document,
                    revision: Revision(0),
                    origin: DocumentOrigin::Uploaded,
                    issuer: None,
                    added_at: now,
                    details,
                    content: None,
                    extra: Map::new(),
                };
                OperationResult::Applied {
                    revision: self.set_document(record),
                }
            }
            Action::EditDocument { document, details } => match self.check(document, operation.base) {
                Err(result) => result,
                Ok(mut record) => {
                    record.details = details;
                    OperationResult::Applied {
                        revision: self.set_document(record),
                    }
                }
            },
            Action::RemoveDocument { document } => match self.check(document, operation.base) {
                Err(result) => result,
                Ok(_) => OperationResult::Applied {
                    revision: self.remove_document(document),
                },
            },
            // Counters are tried against the real city.
            Action::AgreeToShare { .. }
            | Action::RefuseToShare { .. }
            | Action::TakeBack { .. }
            | Action::ForgetConsent { .. }
            | Action::ContestAccess { .. } => OperationResult::Refused {
                code: ErrorCode::NotFound,
            },
        }
    }

    fn check(&self, document: DocumentId, base: Revision) -> Result<DocumentRecord, OperationResult> {
        let refused = |code| OperationResult::Refused { code };
        let record = self.documents.get(&document).ok_or(refused(ErrorCode::NotFound))?;
        if record.origin == DocumentOrigin::Issued {
            return Err(refused(ErrorCode::NotYours));
        }
        if record.revision != base {
            return Err(OperationResult::Conflict);
        }
        Ok(record.clone())
    }
}
