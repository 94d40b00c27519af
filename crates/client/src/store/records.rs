//! What lies in the vault, as the client writes it. Every record keeps fields it does not know,
//! so that an older app does not lose what a newer one wrote.

use std::{collections::BTreeMap, fmt};

use codes::trust::TrustStore;
use domain::{CheckId, CitizenId, DeviceId, DocumentId, ErrandId, OperationId, OrganisationId, SessionId};
use jiff::Timestamp;
use protocol::{
    Blob,
    api::{
        ContentRecord, DocumentRecord, ErrandOrder, OrganisationRecord, PersonalCodeRecord, ProfileRecord, Revision,
        RoleList, SessionGrant, ShiftRecord, SignInIdentifier,
    },
    problem::ErrorCode,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::device_key::DeviceKey;

/// A record of which a vault has one.
pub(crate) trait Single: Serialize + DeserializeOwned {
    /// Its key; never changes.
    const KEY: &'static str;
}

/// The session at the city.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SessionState {
    pub(crate) citizen: CitizenId,
    pub(crate) device: DeviceId,
    pub(crate) session: SessionId,
    pub(crate) access_token: String,
    pub(crate) access_expires_at: Timestamp,
    pub(crate) refresh_token: String,
    pub(crate) session_ends_at: Timestamp,
    /// The refresh that was begun and has no answer yet.
    #[serde(default)]
    pub(crate) attempt: Option<OperationId>,
    /// The city said that it is over.
    #[serde(default)]
    pub(crate) ended: bool,
    /// By what the person signed in; not known of a session that a page took up again.
    #[serde(default)]
    pub(crate) identifier: Option<SignInIdentifier>,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl SessionState {
    pub(crate) fn of_grant(grant: SessionGrant, identifier: Option<SignInIdentifier>) -> Self {
        Self {
            citizen: grant.citizen,
            device: grant.device,
            session: grant.session,
            access_token: grant.access_token,
            access_expires_at: grant.access_expires_at,
            refresh_token: grant.refresh_token,
            session_ends_at: grant.session_ends_at,
            attempt: None,
            ended: false,
            identifier,
            extra: Map::new(),
        }
    }
}

impl Single for SessionState {
    const KEY: &'static str = "session";
}

impl Single for DeviceKey {
    const KEY: &'static str = "device_key";
}

/// What makes the device's live codes count.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct CredentialState {
    pub(crate) credential: Blob,
    pub(crate) not_after: Timestamp,
    /// What the six digits under live codes are made from.
    #[serde(default)]
    pub(crate) number_secret: Option<Blob>,
    /// Another was asked for and no answer has arrived: the city may have taken this one back.
    #[serde(default)]
    pub(crate) doubtful: bool,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Single for CredentialState {
    const KEY: &'static str = "credential";
}

/// What the person is to organisations, as the city has it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct RolesState {
    pub(crate) list: RoleList,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Single for RolesState {
    const KEY: &'static str = "roles";
}

/// The shift that is open on this device, and its organisation as it was then: what a counter
/// works with when there is no network.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ShiftState {
    pub(crate) shift: ShiftRecord,
    pub(crate) organisation: OrganisationRecord,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Single for ShiftState {
    const KEY: &'static str = "shift";
}

/// The standard code in the city's form.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StandardCodeState {
    pub(crate) record: PersonalCodeRecord,
}

impl Single for StandardCodeState {
    const KEY: &'static str = "standard_code";
}

/// The order of a printed card that was begun and has no answer yet.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct CardAttempt {
    pub(crate) attempt: OperationId,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Single for CardAttempt {
    const KEY: &'static str = "card_attempt";
}

/// The giving of an errand pass that was begun and has no answer yet.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ErrandAttempt {
    pub(crate) errand: ErrandId,
    /// What it was to be, without its proof.
    pub(crate) order: ErrandOrder,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Single for ErrandAttempt {
    const KEY: &'static str = "errand_attempt";
}

/// A hand-over that was made without a network and that the city does not know of yet.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Handover {
    pub(crate) errand: ErrandId,
    /// Whose counter it was.
    pub(crate) organisation: OrganisationId,
    /// The check of the person to whom it was handed over.
    pub(crate) check: CheckId,
    /// The pass as it was scanned.
    pub(crate) text: String,
    pub(crate) at: Timestamp,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Handover {
    /// Its key among the others.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}", self.check, self.errand)
    }
}

/// The profile in the city's form; edits that wait are operations.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct ProfileState {
    pub(crate) record: ProfileRecord,
}

impl Single for ProfileState {
    const KEY: &'static str = "profile";
}

/// How far the change feed was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    pub(crate) after: Revision,
    /// Where to go back to when a newer version of the app can read what this one skipped.
    #[serde(default)]
    pub(crate) skipped: Option<Skipped>,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

/// Something that a version of the app could not read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Skipped {
    /// The revision before the first of it.
    pub(crate) after: Revision,
    /// The version that skipped.
    pub(crate) app_version: String,
}

impl Single for Cursor {
    const KEY: &'static str = "cursor";
}

/// When the last whole sync ended, by the city's clock.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct LastSync {
    pub(crate) at: Timestamp,
}

impl Single for LastSync {
    const KEY: &'static str = "last_sync";
}

/// The city's keys.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TrustState {
    pub(crate) store: TrustStore,
    #[serde(default)]
    pub(crate) etag: Option<String>,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Single for TrustState {
    const KEY: &'static str = "trust";
}

/// The revocation list as the city signed it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RevocationState {
    pub(crate) token: Blob,
    #[serde(default)]
    pub(crate) etag: Option<String>,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Single for RevocationState {
    const KEY: &'static str = "revocations";
}

/// A paper in the city's form and what this device knows besides.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DocumentEntry {
    pub(crate) record: DocumentRecord,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

/// The contents that are here and not yet at the city. One record, so that asking for them does
/// not mean reading every paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Uploads {
    pub(crate) contents: BTreeMap<DocumentId, Upload>,
}

impl Single for Uploads {
    const KEY: &'static str = "uploads";
}

impl Uploads {
    /// Contents that go out by themselves.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = (DocumentId, &ContentRecord)> {
        let waiting = self.contents.iter().filter(|(_, upload)| upload.refused.is_none());
        waiting.map(|(id, upload)| (*id, &upload.content))
    }
}

/// A content on its way to the city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) content: ContentRecord,
    /// The city refused it and will refuse it again.
    #[serde(default)]
    pub(crate) refused: Option<ErrorCode>,
}

impl fmt::Debug for DocumentEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DocumentEntry")
            .field("id", &self.record.id)
            .field("revision", &self.record.revision)
            .finish_non_exhaustive()
    }
}

impl DocumentEntry {
    pub(crate) fn of_record(record: DocumentRecord) -> Self {
        Self {
            record,
            extra: Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::store::OutboxEntry;

    /// Reads what version 0.1.0 wrote, with a field of a version to come, and writes it again.
    fn survives<T: Serialize + DeserializeOwned>(written: Value) {
        let record: T = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(record).unwrap(), written);
    }

    const ID: &str = "0192d3a4-0000-7000-8000-000000000001";
    const AT: &str = "2026-03-02T01:10:00Z";

    #[test]
    fn the_session_keeps_what_it_does_not_know() {
        survives::<SessionState>(json!({
            "citizen": ID, "device": ID, "session": ID,
            "access_token": "a", "access_expires_at": AT, "refresh_token": "r", "session_ends_at": AT,
            "attempt": null, "ended": false, "identifier": { "kind": "phone", "value": "+84905000001" },
            "new": 1
        }));
    }

    #[test]
    fn keys_and_lists_keep_what_they_do_not_know() {
        survives::<CredentialState>(json!({
            "credential": "AQI", "not_after": AT, "number_secret": "AQI", "doubtful": false, "new": 1
        }));
        survives::<RolesState>(json!({ "list": { "roles": [] }, "new": 1 }));
        survives::<CardAttempt>(json!({ "attempt": ID, "new": 1 }));
        survives::<ErrandAttempt>(json!({
            "errand": ID,
            "order": {
                "organisation": ID, "bearer": "048190000002", "bearer_name": "Trần Văn Minh",
                "title": "Giấy chứng nhận kết hôn", "day": "2026-03-02", "proof": ""
            },
            "new": 1
        }));
        survives::<Handover>(json!({
            "errand": ID, "organisation": ID, "check": ID, "text": "CDSE1:", "at": AT, "new": 1
        }));
        survives::<RevocationState>(json!({ "token": "AQI", "etag": "\"a\"", "new": 1 }));
        survives::<TrustState>(json!({
            "store": { "issuer": "danang.gov.vn", "keys": [], "as_of": AT }, "etag": null, "new": 1
        }));
        survives::<Cursor>(json!({ "after": 7, "skipped": { "after": 3, "app_version": "0.1.0" }, "new": 1 }));
    }

    #[test]
    fn papers_and_changes_keep_what_they_do_not_know() {
        let details = json!({ "kind": "diploma", "title": "Bằng", "issued_on": "2020-06-01" });
        let content = json!({ "media_type": "application/pdf", "bytes": 9, "sha256": "00" });
        survives::<DocumentEntry>(json!({
            "record": {
                "id": ID, "revision": 4, "origin": "issued", "issuer": "Sở Tư pháp", "added_at": AT,
                "details": details, "content": content, "seal": "red"
            },
            "new": 1
        }));
        survives::<Uploads>(json!({ "contents": { ID: { "content": content, "refused": "conflict" } } }));
        survives::<OutboxEntry>(json!({
            "operation": {
                "id": ID, "base": 4,
                "action": { "kind": "edit_document", "document": ID, "details": details }
            },
            "state": { "state": "refused", "code": "conflict" },
            "sent": true, "clashed": false, "made_at": AT, "before": details, "content": null, "new": 1
        }));
    }

    #[test]
    fn the_profile_keeps_what_it_does_not_know() {
        let field = json!({ "value": "Hoa", "source": { "kind": "declared" }, "at": AT, "revision": 2 });
        survives::<ProfileState>(json!({
            "record": { "revision": 2, "fields": { "full_name": field, "blood_group": field }, "mismatches": [], "new": 1 }
        }));
    }
}
