//! Records as they will be: changes to them and the steps of the transaction that makes them so.

use std::collections::{BTreeMap, BTreeSet};

use domain::DocumentId;
use protocol::app::Part;

use super::{
    Outbox, OutboxEntry, encode,
    records::{DocumentEntry, ProfileState, Upload, Uploads},
};
use crate::port::{Collection, VaultError, VaultOp};

/// The profile, the outbox and some papers, with what is to be changed. Nothing happens until
/// the steps are carried out together.
#[derive(Clone)]
pub(crate) struct Draft {
    profile: ProfileState,
    documents: BTreeMap<DocumentId, DocumentEntry>,
    outbox: Outbox,
    uploads: Uploads,
    changes: BTreeMap<(Collection, String), Option<Vec<u8>>>,
    contents: BTreeSet<DocumentId>,
    parts: BTreeSet<Part>,
}

impl Draft {
    pub(crate) fn new(profile: ProfileState, outbox: Outbox, uploads: Uploads) -> Self {
        Self {
            profile,
            documents: BTreeMap::new(),
            outbox,
            uploads,
            changes: BTreeMap::new(),
            contents: BTreeSet::new(),
            parts: BTreeSet::new(),
        }
    }

    /// Adds a paper as it stands in the vault.
    pub(crate) fn load(&mut self, entry: DocumentEntry) {
        self.documents.insert(entry.record.id, entry);
    }

    pub(crate) fn profile(&self) -> &ProfileState {
        &self.profile
    }

    pub(crate) fn document(&self, id: DocumentId) -> Option<&DocumentEntry> {
        self.documents.get(&id)
    }

    pub(crate) fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    pub(crate) fn set_profile(&mut self, profile: ProfileState) -> Result<(), VaultError> {
        if serde_json::to_value(&profile).ok() == serde_json::to_value(&self.profile).ok() {
            return Ok(());
        }
        self.put_single(&profile)?;
        self.profile = profile;
        self.parts.insert(Part::Profile);
        Ok(())
    }

    pub(crate) fn put_single<T: super::Single>(&mut self, record: &T) -> Result<(), VaultError> {
        self.changes
            .insert((Collection::State, T::KEY.to_owned()), Some(encode(record)?));
        Ok(())
    }

    /// Sets a record of a collection that no draft has to read before.
    pub(crate) fn put(
        &mut self,
        collection: Collection,
        key: String,
        record: &impl serde::Serialize,
        part: Part,
    ) -> Result<(), VaultError> {
        self.changes.insert((collection, key), Some(encode(record)?));
        self.parts.insert(part);
        Ok(())
    }

    /// Removes such a record.
    pub(crate) fn delete(&mut self, collection: Collection, key: String, part: Part) {
        self.changes.insert((collection, key), None);
        self.parts.insert(part);
    }

    pub(crate) fn set_document(&mut self, entry: DocumentEntry) -> Result<(), VaultError> {
        let id = entry.record.id;
        if self.documents.get(&id) == Some(&entry) {
            return Ok(());
        }
        self.changes
            .insert((Collection::Document, id.to_string()), Some(encode(&entry)?));
        self.documents.insert(id, entry);
        self.parts.insert(Part::Documents);
        Ok(())
    }

    /// Removes a paper and its content.
    pub(crate) fn remove_document(&mut self, id: DocumentId) -> Result<(), VaultError> {
        self.changes.insert((Collection::Document, id.to_string()), None);
        self.documents.remove(&id);
        self.remove_content(id);
        self.parts.insert(Part::Documents);
        self.set_upload(id, None)
    }

    pub(crate) fn upload(&self, id: DocumentId) -> Option<&Upload> {
        self.uploads.contents.get(&id)
    }

    /// Sends a paper's content at the next sync, or no longer.
    pub(crate) fn set_upload(&mut self, id: DocumentId, upload: Option<Upload>) -> Result<(), VaultError> {
        if self.upload(id) == upload.as_ref() {
            return Ok(());
        }
        match upload {
            Some(upload) => self.uploads.contents.insert(id, upload),
            None => self.uploads.contents.remove(&id),
        };
        self.parts.insert(Part::Documents);
        let uploads = self.uploads.clone();
        self.put_single(&uploads)
    }

    pub(crate) fn remove_content(&mut self, id: DocumentId) {
        self.contents.insert(id);
    }

    /// Puts an entry behind all others.
    pub(crate) fn enqueue(&mut self, entry: OutboxEntry) -> Result<(), VaultError> {
        let key = self.outbox.next_key();
        self.set_operation(key, entry)
    }

    pub(crate) fn set_operation(&mut self, key: String, entry: OutboxEntry) -> Result<(), VaultError> {
        if self.outbox.get(&key) == Some(&entry) {
            return Ok(());
        }
        self.touch(&entry);
        self.changes
            .insert((Collection::Operation, key.clone()), Some(encode(&entry)?));
        self.outbox.put(key, entry);
        Ok(())
    }

    pub(crate) fn remove_operation(&mut self, key: &str) {
        if let Some(entry) = self.outbox.get(key).cloned() {
            self.touch(&entry);
            self.changes.insert((Collection::Operation, key.to_owned()), None);
            self.outbox.remove(key);
        }
    }

    pub(crate) fn mark(&mut self, part: Part) {
        self.parts.insert(part);
    }

    /// Which parts of the screens change.
    pub(crate) fn parts(&self) -> Vec<Part> {
        self.parts.iter().copied().collect()
    }

    /// The steps of the transaction.
    pub(crate) fn into_steps(self) -> Vec<VaultOp> {
        let records = self.changes.into_iter().map(|((collection, key), value)| match value {
            Some(value) => VaultOp::Put { collection, key, value },
            None => VaultOp::Delete { collection, key },
        });
        records
            .chain(self.contents.into_iter().map(VaultOp::DeleteContent))
            .collect()
    }

    fn touch(&mut self, entry: &OutboxEntry) {
        self.parts.insert(match entry.target() {
            super::Target::Field(_) => Part::Profile,
            super::Target::Document(_) => Part::Documents,
            super::Target::Request(_) | super::Target::Consent(_) => Part::Requests,
            super::Target::Access(_) => Part::History,
        });
    }
}
