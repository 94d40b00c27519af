//! An office for tests: an organisation with an administrator, an officer and a counter.

use domain::{
    CheckId, CounterId, DocumentId, DocumentKind, MemberId, OrganisationId, OrganisationKind, ProfileField, PurposeId,
    RequestId, Role, Scope,
};
use protocol::{
    api::{
        self, AccessEvent, AccessRecord, Action, AskOrder, CheckOrder, CheckRecord, CounterForm, CounterRequest,
        Entity, InvitationForm, KnownEntity, Operation, OperationResult, PurposeForm, RequestState, Revision,
        ShareRequestRecord, ShiftRecord, ShiftRequest, Shown, agreement_proof,
    },
    problem::Problem,
};
use server::{
    service::organisations,
    testing::{SignedIn, TestCity, TestDevice, enrolment_form},
};

use crate::{fresh_id, sync::push};

pub(crate) const OFFICER: &str = "048085004567";
pub(crate) const OFFICER_PHONE: &str = "0913234567";
const ADMINISTRATOR: &str = "048080000002";

pub(crate) struct Office {
    pub(crate) organisation: OrganisationId,
    pub(crate) counter: CounterId,
    pub(crate) purpose: PurposeId,
    pub(crate) administrator: SignedIn,
    pub(crate) officer: SignedIn,
    pub(crate) member: MemberId,
}

pub(crate) fn new_uuid() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

pub(crate) fn counter_form(name: &str) -> CounterForm {
    CounterForm {
        name: name.parse().unwrap(),
        place: "Tầng 1, 24 Trần Phú".parse().unwrap(),
        open: true,
    }
}

pub(crate) fn scope() -> Scope {
    Scope {
        fields: vec![ProfileField::FullName, ProfileField::Address],
        papers: vec![DocumentKind::BirthCertificate],
    }
}

pub(crate) fn purpose_form() -> PurposeForm {
    PurposeForm {
        title: "Đăng ký thường trú".parse().unwrap(),
        procedure: Some("1.004222".to_owned()),
        reason: "Để lập hồ sơ đăng ký thường trú theo Luật Cư trú.".parse().unwrap(),
        scope: Scope {
            fields: vec![ProfileField::FullName, ProfileField::Address, ProfileField::Phone],
            papers: vec![DocumentKind::BirthCertificate, DocumentKind::IdentityCard],
        },
        read_minutes: 30,
        partial: false,
        remember: false,
        retired: false,
    }
}

/// Somebody who works for an organisation, and their role.
pub(crate) async fn worker(
    city: &TestCity,
    organisation: OrganisationId,
    (number, name, phone): (&str, &str, &str),
    role: Role,
) -> (SignedIn, MemberId) {
    let me = TestDevice::new(city)
        .enrol(city, &enrolment_form(number, name, phone))
        .await;
    let number = number.parse().unwrap();
    let member = organisations::appoint(city.city(), organisation, &number, name.parse().unwrap(), role)
        .await
        .unwrap();
    me.call::<api::AcceptRole>(&member).answer().await.unwrap();
    (me, member)
}

pub(crate) async fn organisation(city: &TestCity, name: &str) -> OrganisationId {
    let kind = OrganisationKind::PublicOffice;
    organisations::add(city.city(), kind, name.parse().unwrap(), None)
        .await
        .unwrap()
        .id
}

impl Office {
    pub(crate) async fn open(city: &TestCity) -> Self {
        let organisation = organisation(city, "UBND phường Hải Châu").await;
        let boss = (ADMINISTRATOR, "Võ Thị Lan", "0907000002");
        let (administrator, _) = worker(city, organisation, boss, Role::Administrator).await;
        let clerk = (OFFICER, "Trần Văn Minh", OFFICER_PHONE);
        let (officer, member) = worker(city, organisation, clerk, Role::Officer).await;
        let (counter, purpose) = (CounterId(new_uuid()), PurposeId(new_uuid()));
        administrator
            .call::<api::PutCounter>(&(organisation, counter))
            .json(&counter_form("Quầy 3"))
            .answer()
            .await
            .unwrap();
        let office = Self {
            organisation,
            counter,
            purpose,
            administrator,
            officer,
            member,
        };
        office.put_purpose(purpose, &purpose_form()).await.unwrap();
        office
    }

    /// With the officer at work.
    pub(crate) async fn at_work(city: &TestCity) -> Self {
        let office = Self::open(city).await;
        open_shift(city, &office.officer, office.counter, OFFICER_PHONE)
            .await
            .unwrap();
        office
    }

    pub(crate) async fn put_purpose(&self, id: PurposeId, form: &PurposeForm) -> Result<(), Problem> {
        self.administrator
            .call::<api::PutPurpose>(&(self.organisation, id))
            .json(form)
            .answer()
            .await
            .map(drop)
    }

    /// A second officer, at work at a second counter.
    pub(crate) async fn second(&self, city: &TestCity) -> (SignedIn, CounterId) {
        let clerk = ("048090000009", "Hồ Thị Mai", "0907000009");
        let (officer, _) = worker(city, self.organisation, clerk, Role::Officer).await;
        let counter = CounterId(new_uuid());
        self.administrator
            .call::<api::PutCounter>(&(self.organisation, counter))
            .json(&counter_form("Quầy 4"))
            .answer()
            .await
            .unwrap();
        open_shift(city, &officer, counter, "0907000009").await.unwrap();
        (officer, counter)
    }

    pub(crate) async fn check(&self, text: &str) -> CheckRecord {
        check(&self.officer, text).await.unwrap()
    }

    pub(crate) async fn ask(&self, check: CheckId, scope: Scope) -> Result<CounterRequest, Problem> {
        ask(&self.officer, check, self.purpose, scope).await
    }

    /// Checks the resident's live code and asks.
    pub(crate) async fn meet(&self, city: &TestCity, resident: &SignedIn) -> CounterRequest {
        let check = self.check(&live(city, resident).await).await;
        self.ask(check.id, scope()).await.unwrap()
    }

    pub(crate) async fn read(&self, request: RequestId) -> Result<api::Share, Problem> {
        self.officer.call::<api::ReadShare>(&request).answer().await
    }
}

pub(crate) async fn open_shift(
    city: &TestCity,
    officer: &SignedIn,
    counter: CounterId,
    phone: &str,
) -> Result<ShiftRecord, Problem> {
    let ticket = officer.call::<api::StartShift>(&counter).answer().await?;
    let request = ShiftRequest {
        challenge: ticket.challenge,
        code: city.last_code(phone).await,
    };
    officer.call::<api::OpenShift>(&()).json(&request).answer().await
}

/// A live code of the resident's device, made now.
pub(crate) async fn live(city: &TestCity, resident: &SignedIn) -> String {
    let credential = resident.call::<api::IssueCredential>(&()).answer().await.unwrap();
    resident.device.present(&credential.credential.0, city.city().now())
}

pub(crate) async fn check(officer: &SignedIn, text: &str) -> Result<CheckRecord, Problem> {
    let order = CheckOrder {
        id: CheckId(new_uuid()),
        shown: Shown::Code { text: text.to_owned() },
    };
    officer.call::<api::CheckCode>(&()).json(&order).answer().await
}

pub(crate) async fn ask(
    officer: &SignedIn,
    check: CheckId,
    purpose: PurposeId,
    scope: Scope,
) -> Result<CounterRequest, Problem> {
    let order = AskOrder {
        id: RequestId(new_uuid()),
        check,
        purpose,
        scope,
    };
    officer.call::<api::AskToShare>(&()).json(&order).answer().await
}

/// Everything that the resident's devices know.
async fn known(resident: &SignedIn) -> Vec<KnownEntity> {
    let page = crate::sync::pull(resident, 0).await;
    page.changes
        .into_iter()
        .filter_map(|change| match change.entity {
            Entity::Known(known) => Some(known),
            Entity::Unknown(_) => None,
        })
        .collect()
}

/// The requests that the resident sees.
pub(crate) async fn requests(resident: &SignedIn) -> Vec<ShareRequestRecord> {
    let all = known(resident).await.into_iter();
    all.filter_map(|known| match known {
        KnownEntity::ShareRequest(request) => Some(*request),
        _ => None,
    })
    .collect()
}

pub(crate) async fn state(resident: &SignedIn, id: RequestId) -> RequestState {
    let all = requests(resident).await;
    let found = all.into_iter().find(|request| request.id == id);
    found.expect("the resident sees the request").state
}

/// The resident's access history, oldest first.
pub(crate) async fn history(resident: &SignedIn) -> Vec<AccessRecord> {
    let all = known(resident).await.into_iter();
    let mut entries: Vec<AccessRecord> = all
        .filter_map(|known| match known {
            KnownEntity::Access(entry) => Some(*entry),
            _ => None,
        })
        .collect();
    entries.sort_by_key(|entry| (entry.at, entry.id));
    entries
}

pub(crate) async fn events(resident: &SignedIn) -> Vec<AccessEvent> {
    history(resident).await.into_iter().map(|entry| entry.event).collect()
}

/// The errand passes that somebody gave or bears, oldest first.
pub(crate) async fn errands(who: &SignedIn) -> Vec<api::ErrandRecord> {
    let all = known(who).await.into_iter();
    let mut errands: Vec<api::ErrandRecord> = all
        .filter_map(|known| match known {
            KnownEntity::Errand(errand) => Some(*errand),
            _ => None,
        })
        .collect();
    errands.sort_by_key(|errand| (errand.given_at, errand.id));
    errands
}

pub(crate) async fn remembered(resident: &SignedIn) -> Vec<api::RememberedConsent> {
    let all = known(resident).await.into_iter();
    all.filter_map(|known| match known {
        KnownEntity::Remembered(consent) => Some(consent),
        _ => None,
    })
    .collect()
}

pub(crate) async fn roles(me: &SignedIn) -> Vec<api::OfficerRole> {
    let all = known(me).await.into_iter();
    all.filter_map(|known| match known {
        KnownEntity::Roles(roles) => Some(roles.roles),
        _ => None,
    })
    .flatten()
    .collect()
}

/// Does something by the outbox.
pub(crate) async fn act(resident: &SignedIn, action: Action) -> OperationResult {
    let operation = Operation {
        id: fresh_id(),
        base: Revision(0),
        action,
    };
    push(resident, vec![operation]).await[0]
}

pub(crate) fn agreement(
    resident: &SignedIn,
    request: RequestId,
    fields: &[ProfileField],
    documents: &[DocumentId],
    remember: bool,
) -> Action {
    let proof = agreement_proof(request, fields, documents, remember);
    Action::AgreeToShare {
        request,
        fields: fields.to_vec(),
        documents: documents.to_vec(),
        remember,
        proof: resident.device.sign(&proof),
    }
}

/// Agrees to name, address and a birth certificate.
pub(crate) async fn agree(resident: &SignedIn, request: RequestId, document: DocumentId) -> OperationResult {
    let fields = [ProfileField::FullName, ProfileField::Address];
    act(resident, agreement(resident, request, &fields, &[document], false)).await
}

/// A birth certificate of the resident with a page of PDF.
pub(crate) async fn birth_certificate(resident: &SignedIn) -> DocumentId {
    let document = DocumentId(new_uuid());
    let details = api::DocumentDetails {
        kind: DocumentKind::BirthCertificate,
        title: "Giấy khai sinh".parse().unwrap(),
        number: Some("012/2020".parse().unwrap()),
        issued_on: None,
        expires_on: None,
    };
    act(resident, Action::AddDocument { document, details }).await;
    crate::content::put(resident, document, &one_page()).await.unwrap();
    document
}

/// A whole PDF of one empty page.
fn one_page() -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let objects = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<<>>>>endobj\n",
    ];
    let mut places = Vec::new();
    for object in objects {
        places.push(pdf.len());
        pdf.extend_from_slice(object.as_bytes());
    }
    let start = pdf.len();
    pdf.extend_from_slice(b"xref\n0 4\n0000000000 65535 f \n");
    for place in places {
        pdf.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    pdf.extend_from_slice(format!("trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    pdf
}

pub(crate) async fn enrol(city: &TestCity, number: &str, name: &str, phone: &str) -> SignedIn {
    let form = enrolment_form(number, name, phone);
    TestDevice::new(city).enrol(city, &form).await
}

pub(crate) async fn invite(
    office: &Office,
    number: &str,
    name: &str,
    role: Role,
) -> Result<api::MemberRecord, Problem> {
    let form = InvitationForm {
        personal_number: number.parse().unwrap(),
        name: name.parse().unwrap(),
        role,
    };
    office
        .administrator
        .call::<api::InviteMember>(&office.organisation)
        .json(&form)
        .answer()
        .await
}
