//! The changes made here that the city does not have yet, in their order.

use std::collections::{BTreeMap, HashSet};

use domain::{DocumentId, ProfileField};
use protocol::api::Action;

use super::{
    decode_or_skip,
    entry::{OutboxEntry, Target},
};

/// At most so many operations travel in one request.
const BATCH: usize = 100;

/// The outbox: entries by their key, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    entries: BTreeMap<String, OutboxEntry>,
    /// The key of the newest record, readable or not.
    last: Option<String>,
}

impl Outbox {
    pub(super) fn new(records: Vec<(String, Vec<u8>)>) -> Self {
        let last = records.last().map(|(key, _)| key.clone());
        let entries = records
            .into_iter()
            .filter_map(|(key, bytes)| Some((key, decode_or_skip(&bytes)?)))
            .collect();
        Self { entries, last }
    }

    /// Entries with their keys, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &OutboxEntry)> {
        self.entries.iter()
    }

    /// Entries on one target, oldest first.
    pub(crate) fn on(&self, target: Target) -> Vec<(String, OutboxEntry)> {
        self.iter()
            .filter(|(_, entry)| entry.target() == target)
            .map(|(key, entry)| (key.clone(), entry.clone()))
            .collect()
    }

    /// The newest entry on a field: what the resident last said of it.
    pub(crate) fn field(&self, field: ProfileField) -> Option<&OutboxEntry> {
        self.entries
            .values()
            .rev()
            .find(|entry| entry.target() == Target::Field(field))
    }

    /// The key of an operation.
    pub(crate) fn key_of(&self, id: domain::OperationId) -> Option<&String> {
        self.iter()
            .find(|(_, entry)| entry.operation.id == id)
            .map(|(key, _)| key)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&OutboxEntry> {
        self.entries.get(key)
    }

    /// Changes that go out by themselves.
    pub(crate) fn waiting(&self) -> usize {
        self.entries.values().filter(|entry| entry.is_waiting()).count()
    }

    /// What may go out now: of each target only the oldest, because the next depends on what
    /// becomes of it.
    pub(crate) fn batch(&self) -> Vec<(String, OutboxEntry)> {
        let mut seen = HashSet::new();
        self.iter()
            .filter(|(_, entry)| seen.insert(entry.target()) && entry.is_waiting() && !entry.clashed)
            .take(BATCH)
            .map(|(key, entry)| (key.clone(), entry.clone()))
            .collect()
    }

    /// Whether a new paper is only here.
    pub(crate) fn adds(&self, document: DocumentId) -> Option<&OutboxEntry> {
        self.entries.values().find(
            |entry| matches!(&entry.operation.action, Action::AddDocument { document: id, .. } if *id == document),
        )
    }

    /// Papers that the entries are about.
    pub(crate) fn documents(&self) -> HashSet<DocumentId> {
        self.entries
            .values()
            .filter_map(|entry| match entry.target() {
                Target::Document(id) => Some(id),
                Target::Field(_) | Target::Request(_) | Target::Consent(_) | Target::Access(_) => None,
            })
            .collect()
    }

    pub(super) fn put(&mut self, key: String, entry: OutboxEntry) {
        self.last = self.last.take().max(Some(key.clone()));
        self.entries.insert(key, entry);
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.entries.remove(key);
    }

    /// A key behind all others.
    pub(super) fn next_key(&self) -> String {
        let last = self.last.as_deref().and_then(|key| u64::from_str_radix(key, 16).ok());
        format!("{:016x}", last.map_or(0, |last| last.saturating_add(1)))
    }
}
