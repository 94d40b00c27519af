//! The change feed and the outbox.

use std::collections::BTreeMap;

use domain::{
    AccessId, AccessWords, DocumentId, ErrandId, FieldText, NumberMismatch, OperationId, ProfileField, PurposeId, Qid,
    RefusalWords, RequestId, Source,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    AccessRecord, DocumentDetails, DocumentRecord, ErrandRecord, Nothing, RememberedConsent, Revision, RoleList,
    ShareRequestRecord, endpoint::endpoint,
};
use crate::{Blob, problem::ErrorCode};

endpoint! {
    /// What changed in the account after a revision, oldest first, each thing once in its
    /// latest form; removals as tombstones.
    PullChanges: Get "/v1/changes", Session, params (), query ChangesQuery, Nothing => ChangePage
}

endpoint! {
    /// Applies changes the device made, in order, each at most once by its id: an operation
    /// that comes again gets the outcome it got. At most 100 in one request.
    PushOperations: Post "/v1/outbox", Session, OperationBatch => OperationOutcomes
}

/// Where to go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct ChangesQuery {
    /// The last revision the device has; 0 for all.
    #[serde(default)]
    pub after: Revision,
    /// At most so many changes, 1 to 500; 200 when not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A page of changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePage {
    /// Oldest first.
    pub changes: Vec<Change>,
    /// Where to go on.
    pub next: Revision,
    /// Whether there is more at once.
    pub more: bool,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// The account's revision after it.
    pub revision: Revision,
    /// What changed.
    pub entity: Entity,
}

/// A thing in its latest form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Entity {
    /// A kind this version knows.
    Known(KnownEntity),
    /// A kind of a newer version: skipped, and asked for again after an update.
    Unknown(Value),
}

/// A thing of a kind this version knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", content = "record", rename_all = "snake_case")]
pub enum KnownEntity {
    /// The profile.
    Profile(ProfileRecord),
    /// The standard code.
    PersonalCode(PersonalCodeRecord),
    /// A paper.
    Document(DocumentRecord),
    /// A paper that was removed.
    DocumentRemoved(DocumentId),
    /// A request to share.
    ShareRequest(Box<ShareRequestRecord>),
    /// An entry of the access history.
    Access(Box<AccessRecord>),
    /// An agreement once and for all.
    Remembered(RememberedConsent),
    /// An agreement once and for all that was taken back.
    Forgotten(PurposeId),
    /// What the citizen is to organisations.
    Roles(RoleList),
    /// An errand pass that the citizen gave or bears.
    Errand(Box<ErrandRecord>),
    /// An errand pass that is there no more.
    ErrandRemoved(ErrandId),
}

/// The profile as the city has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileRecord {
    /// The account's revision when it last changed.
    pub revision: Revision,
    /// The fields by the names of [`ProfileField`]; names of a newer version are kept.
    pub fields: BTreeMap<String, FieldRecord>,
    /// What in the personal number's structure does not fit: warnings.
    #[serde(default)]
    pub mismatches: Vec<NumberMismatch>,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub extra: Map<String, Value>,
}

impl ProfileRecord {
    /// A field of the profile.
    pub fn field(&self, field: ProfileField) -> Option<&FieldRecord> {
        self.fields.get(field.as_str())
    }

    /// A field's value; `None` when absent or cleared.
    pub fn text(&self, field: ProfileField) -> Option<&str> {
        self.field(field)
            .map(|record| record.value.as_str())
            .filter(|text| !text.is_empty())
    }
}

/// A field with its provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldRecord {
    /// The value in its wire form; empty when cleared.
    pub value: FieldText,
    /// Who said it.
    pub source: Source,
    /// When.
    pub at: Timestamp,
    /// The account's revision when it was set: the base for the next edit.
    pub revision: Revision,
}

/// The standard code: the national personal QR (Quyết định 1405/QĐ-BTTTT).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalCodeRecord {
    /// The profile's QID.
    pub qid: Qid,
    /// The whole text of the code, signed by the city.
    pub text: String,
    /// When it was signed.
    pub signed_at: Timestamp,
}

/// Changes a device made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperationBatch {
    /// Oldest first.
    pub operations: Vec<Operation>,
}

/// One change a device made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Operation {
    /// Its idempotency key.
    pub id: OperationId,
    /// The revision of the field or paper it was based on; 0 for something new.
    pub base: Revision,
    /// What to do.
    pub action: Action,
}

/// What a device may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Declares a field's value; the empty text clears it.
    DeclareField {
        /// Which field.
        field: ProfileField,
        /// Its value, checked by [`ProfileField::check`] at both ends.
        value: String,
    },
    /// Adds a paper; its content follows by [`super::PutContent`].
    AddDocument {
        /// The new paper.
        document: DocumentId,
        /// What the resident says of it.
        details: DocumentDetails,
    },
    /// Says other things of an uploaded paper.
    EditDocument {
        /// The paper.
        document: DocumentId,
        /// What the resident says of it now.
        details: DocumentDetails,
    },
    /// Removes an uploaded paper and its content.
    RemoveDocument {
        /// The paper.
        document: DocumentId,
    },
    /// Agrees to share.
    AgreeToShare {
        /// The request.
        request: RequestId,
        /// The fields to share; within what is asked.
        fields: Vec<ProfileField>,
        /// The papers to share; of the kinds that are asked.
        documents: Vec<DocumentId>,
        /// Agrees once and for all.
        remember: bool,
        /// The device key's signature over [`super::agreement_proof`].
        proof: Blob,
    },
    /// Refuses to share.
    RefuseToShare {
        /// The request.
        request: RequestId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<RefusalWords>,
    },
    /// Takes back what was shared: it can't be read any more.
    TakeBack {
        /// The request.
        request: RequestId,
    },
    /// Takes back an agreement once and for all.
    ForgetConsent {
        /// The purpose.
        purpose: PurposeId,
    },
    /// Contests an entry of the access history; once.
    ContestAccess {
        /// The entry.
        access: AccessId,
        /// What is wrong with it.
        words: AccessWords,
    },
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperationOutcomes {
    /// One for each operation, in the same order.
    pub outcomes: Vec<OperationOutcome>,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperationOutcome {
    /// The operation.
    pub id: OperationId,
    /// How it ended.
    pub result: OperationResult,
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OperationResult {
    /// Done; the account has this revision now.
    Applied {
        /// The account's revision after it.
        revision: Revision,
    },
    /// The field or paper changed since `base`; the feed has its present form.
    Conflict,
    /// Not allowed or not possible, and never will be.
    Refused {
        /// Why.
        code: ErrorCode,
    },
}
