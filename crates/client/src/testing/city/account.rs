//! The fake city's accounts: enrolment, one-time passwords, and what happens to an account from
//! elsewhere.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use codes::standard::{DeclaredBy, Extension, StandardCode};
use domain::{
    ChallengeId, CitizenId, DocumentId, DocumentKind, DocumentOrigin, OperationId, Phone, ProfileField, Qid, Source,
    limits,
};
use jiff::{Timestamp, civil::Date};
use protocol::{
    api::{
        ChallengeTicket, ContentRecord, DocumentDetails, DocumentRecord, EnrolmentForm, Entity, FieldRecord,
        KnownEntity, OperationResult, PersonalCodeRecord, ProfileRecord, Revision, SignInForm, SignInIdentifier,
    },
    problem::{ErrorCode, Problem},
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{Answer, FakeCity, Inner, json};

pub(super) struct Account {
    pub(super) id: CitizenId,
    pub(super) revision: Revision,
    pub(super) profile: ProfileRecord,
    pub(super) code: PersonalCodeRecord,
    pub(super) documents: HashMap<DocumentId, DocumentRecord>,
    pub(super) contents: HashMap<DocumentId, Bytes>,
    /// What changed last at which revision.
    pub(super) feed: BTreeMap<String, (Revision, Entity)>,
    pub(super) outcomes: HashMap<OperationId, OperationResult>,
    /// Every value a field ever had.
    pub(super) history: Vec<(ProfileField, String)>,
}

pub(super) struct Challenge {
    pub(super) ticket: ChallengeTicket,
    pub(super) citizen: CitizenId,
    pub(super) code: String,
    pub(super) attempts: u32,
}

/// A paper that an organisation issues into a store.
#[derive(Clone, Debug)]
pub struct IssuedPaper {
    /// Its title.
    pub title: &'static str,
    /// Its last day.
    pub expires_on: Option<Date>,
    /// Its content.
    pub content: Bytes,
}

impl Account {
    /// Records that something changed.
    pub(super) fn change(&mut self, key: String, entity: impl FnOnce(Revision) -> KnownEntity) -> Revision {
        self.revision.0 += 1;
        let revision = self.revision;
        self.feed.insert(key, (revision, Entity::Known(entity(revision))));
        revision
    }

    pub(super) fn set_field(&mut self, field: ProfileField, value: &str, source: Source, at: Timestamp) -> Revision {
        let revision = Revision(self.revision.0 + 1);
        let value = field.check(value).unwrap();
        self.history.push((field, value.as_str().to_owned()));
        self.profile.fields.insert(
            field.as_str().to_owned(),
            FieldRecord {
                value,
                source,
                at,
                revision,
            },
        );
        self.profile.revision = revision;
        let record = self.profile.clone();
        self.change("profile".to_owned(), |_| KnownEntity::Profile(record))
    }

    pub(super) fn set_document(&mut self, mut record: DocumentRecord) -> Revision {
        record.revision = Revision(self.revision.0 + 1);
        self.documents.insert(record.id, record.clone());
        self.change(record.id.to_string(), |_| KnownEntity::Document(record))
    }

    pub(super) fn remove_document(&mut self, id: DocumentId) -> Revision {
        self.documents.remove(&id);
        self.contents.remove(&id);
        self.change(id.to_string(), |_| KnownEntity::DocumentRemoved(id))
    }
}

impl FakeCity {
    /// Another device of the first account declares a field.
    pub fn declare_elsewhere(&self, field: ProfileField, value: &str) {
        self.first(|account, now| account.set_field(field, value, Source::Declared, now));
    }

    /// An organisation verifies a field of the first account.
    pub fn verify(&self, field: ProfileField, value: &str) {
        let by = Source::Verified {
            by: "Công an phường".to_owned(),
        };
        self.first(|account, now| account.set_field(field, value, by, now));
    }

    /// The first account's field as the city has it.
    pub fn field(&self, field: ProfileField) -> Option<String> {
        self.first(|account, _| account.profile.text(field).map(str::to_owned))
    }

    /// Whether a field of the first account ever had that value.
    pub fn once_had(&self, field: ProfileField, value: &str) -> bool {
        self.first(|account, _| {
            account
                .history
                .iter()
                .any(|(known, had)| *known == field && had == value)
        })
    }

    /// Issues a paper into the first account.
    pub fn issue(&self, paper: IssuedPaper) -> DocumentId {
        let id = DocumentId(self.inner.with(Inner::uuid));
        self.first(|account, now| {
            let record = DocumentRecord {
                id,
                revision: Revision(0),
                origin: DocumentOrigin::Issued,
                issuer: Some("Sở Tư pháp".to_owned()),
                added_at: now,
                details: DocumentDetails {
                    kind: DocumentKind::BirthCertificate,
                    title: paper.title.parse().unwrap(),
                    number: None,
                    issued_on: None,
                    expires_on: paper.expires_on,
                },
                content: Some(content_record(&paper.content)),
                extra: Map::from_iter([("seal".to_owned(), Value::from("red"))]),
            };
            account.contents.insert(id, paper.content);
            account.set_document(record);
            id
        })
    }

    /// Another device of the first account changes what a paper says of itself.
    pub fn edit_elsewhere(&self, id: DocumentId, edit: impl FnOnce(&mut DocumentDetails)) {
        self.first(|account, _| {
            let mut record = account.documents[&id].clone();
            edit(&mut record.details);
            account.set_document(record)
        });
    }

    /// Another device of the first account removes a paper.
    pub fn remove_elsewhere(&self, id: DocumentId) {
        self.first(|account, _| account.remove_document(id));
    }

    /// Something changes that no app of today can read.
    pub fn change_unknown(&self, entity: Value) {
        self.first(|account, _| {
            account.revision.0 += 1;
            let revision = account.revision;
            account
                .feed
                .insert(format!("unknown-{}", revision.0), (revision, Entity::Unknown(entity)));
        });
    }

    /// Papers of the first account as the city has them, and whether their content is there.
    pub fn documents(&self) -> Vec<(DocumentRecord, bool)> {
        self.first(|account, _| {
            let contents = &account.contents;
            account
                .documents
                .values()
                .map(|record| (record.clone(), contents.contains_key(&record.id)))
                .collect()
        })
    }

    /// How many times something changed in the first account.
    pub fn revision(&self) -> u64 {
        self.first(|account, _| account.revision.0)
    }

    fn first<T>(&self, look: impl FnOnce(&mut Account, Timestamp) -> T) -> T {
        self.inner.with(|city| {
            let now = city.now;
            look(city.accounts.first_mut().unwrap(), now)
        })
    }
}

pub(super) fn content_record(content: &[u8]) -> ContentRecord {
    ContentRecord {
        media_type: domain::MediaType::sniff(content).unwrap(),
        bytes: content.len() as u64,
        sha256: hex::encode(Sha256::digest(content)),
    }
}

impl Inner {
    pub(super) fn enrol(&mut self, form: EnrolmentForm) -> Answer {
        let number = SignInIdentifier::PersonalNumber(form.personal_number.clone());
        let citizen = match self.find(&number) {
            Some(citizen) => citizen,
            None => self.create(form),
        };
        json(&self.challenge(citizen))
    }

    pub(super) fn start_sign_in(&mut self, form: SignInForm) -> Answer {
        let citizen = self.find(&form.identifier);
        // Nobody: the answer looks the same, and no password fits.
        let nobody = CitizenId(uuid::Uuid::nil());
        let ticket = self.challenge(citizen.unwrap_or(nobody));
        if citizen.is_none() {
            self.challenges.iter_mut().for_each(|known| {
                if known.citizen == nobody {
                    known.code = String::new();
                }
            });
        }
        json(&ticket)
    }

    pub(super) fn resend(&mut self, id: ChallengeId) -> Answer {
        let code = format!("{:06}", (self.next * 7919) % 1_000_000);
        let expires_at = self.now + limits::OTP_LIFETIME;
        let challenge = self
            .challenges
            .iter_mut()
            .find(|challenge| challenge.ticket.challenge == id);
        let challenge = challenge.ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        if challenge.ticket.sends_left == 0 {
            return Err(Problem::new(ErrorCode::TooManySends));
        }
        challenge.ticket.sends_left -= 1;
        challenge.ticket.expires_at = expires_at;
        challenge.attempts = 0;
        challenge.code.clone_from(&code);
        let ticket = challenge.ticket.clone();
        self.last_code = code;
        json(&ticket)
    }

    fn challenge(&mut self, citizen: CitizenId) -> ChallengeTicket {
        let ticket = ChallengeTicket {
            challenge: ChallengeId(self.uuid()),
            expires_at: self.now + limits::OTP_LIFETIME,
            resend_at: self.now + limits::OTP_RESEND_AFTER,
            sends_left: limits::OTP_SENDS - 1,
        };
        let code = format!("{:06}", (self.next * 7919) % 1_000_000);
        self.last_code.clone_from(&code);
        self.challenges.push(Challenge {
            ticket: ticket.clone(),
            citizen,
            code,
            attempts: 0,
        });
        ticket
    }

    pub(super) fn find(&self, identifier: &SignInIdentifier) -> Option<CitizenId> {
        let wanted = match identifier {
            SignInIdentifier::Phone(phone) => (ProfileField::Phone, phone.e164()),
            SignInIdentifier::PersonalNumber(number) => (ProfileField::PersonalNumber, number.as_str()),
        };
        let fits = |account: &&Account| account.profile.text(wanted.0) == Some(wanted.1);
        self.accounts.iter().find(fits).map(|account| account.id)
    }

    fn create(&mut self, form: EnrolmentForm) -> CitizenId {
        let id = CitizenId(self.uuid());
        let now = self.now;
        let qid = Qid::from_number(204_810_000_000_000_000 + u64::try_from(self.next).unwrap()).unwrap();
        let code = StandardCode {
            document_number: form.personal_number.as_str().to_owned(),
            name: form.full_name.clone(),
            born: form.birth_date,
            declared_by: DeclaredBy::SelfDeclared,
            qid: qid.clone(),
            extension: Extension {
                sex: form.sex,
                phone: Some(form.phone.clone()),
                ..Extension::default()
            },
        };
        let text = code.sign(&self.signer).to_text();
        let mut account = Account {
            id,
            revision: Revision(0),
            profile: ProfileRecord::default(),
            code: PersonalCodeRecord {
                qid,
                text,
                signed_at: now,
            },
            documents: HashMap::new(),
            contents: HashMap::new(),
            feed: BTreeMap::new(),
            outcomes: HashMap::new(),
            history: Vec::new(),
        };
        account.profile.extra.insert("blood".to_owned(), Value::from("O"));
        let fields = [
            (ProfileField::PersonalNumber, form.personal_number.as_str().to_owned()),
            (ProfileField::FullName, form.full_name.as_str().to_owned()),
            (ProfileField::BirthDate, form.birth_date.date().to_string()),
            (ProfileField::Sex, form.sex.as_str().to_owned()),
            (ProfileField::Phone, Phone::e164(&form.phone).to_owned()),
            (ProfileField::Ward, form.ward.as_str().to_owned()),
            (ProfileField::Address, form.address),
        ];
        for (field, value) in fields {
            account.set_field(field, &value, Source::Declared, now);
        }
        let record = account.code.clone();
        account.change("code".to_owned(), |_| KnownEntity::PersonalCode(record));
        self.accounts.push(account);
        id
    }
}
