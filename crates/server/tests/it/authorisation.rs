//! One table for every endpoint: without a session, with one that ended, and with another citizen's things.

use domain::{
    AccessId, CardSerial, CheckId, CounterId, DeviceId, DocumentId, DocumentKind, ErrandId, MemberId, OrganisationId,
    Permission::{
        self, AnswerContests, AskToShare, CheckCodes, ExportSeen, ManageCounters, ManageMembers, ManagePurposes,
        ReadShared, SeeOrganisation, WatchPatterns,
    },
    PurposeId, RequestId, Role, SessionId, limits,
};
use protocol::{
    api::{
        self, Access, Action, CardOrder, DocumentDetails, ENDPOINTS, EndpointInfo, Operation, OperationBatch, Revision,
    },
    problem::{ErrorCode, Problem},
};
use reqwest::Response;
use server::testing::{SignedIn, TestCity, TestDevice};

use crate::{
    errands, fresh_id, hoa, minh, minutes,
    office::{
        Office, act, agree, birth_certificate, counter_form, history, new_uuid, organisation, purpose_form, scope,
        worker,
    },
};

/// What an endpoint's path names, and so what another citizen must not reach.
#[derive(Clone, Copy, Debug)]
enum Names {
    /// Nothing of anybody's.
    Nothing,
    Session,
    Device,
    Document,
    Card,
    Organisation,
    OrganisationAndCounter,
    OrganisationAndPurpose,
    OrganisationAndMember,
    OrganisationAndAccess,
    Member,
    Counter,
    Request,
    RequestAndDocument,
    /// A request that any resident may take on.
    Offer,
    Errand,
    /// Something that whoever asks names anew.
    New,
}

/// Every endpoint there is, and who may call it: one that is missing here, or opened, fails the first test.
const TABLE: &[(&str, Access, Names)] = &[
    ("GetCity", Access::Public, Names::Nothing),
    ("GetTrust", Access::Public, Names::Nothing),
    ("GetRevocations", Access::Public, Names::Nothing),
    ("StartEnrolment", Access::Public, Names::Nothing),
    ("StartSignIn", Access::Public, Names::Nothing),
    ("ResendCode", Access::Public, Names::Nothing),
    ("OpenSession", Access::Public, Names::Nothing),
    ("RefreshSession", Access::Public, Names::Nothing),
    ("ResumeSession", Access::Public, Names::Nothing),
    ("ListSessions", Access::Session, Names::Nothing),
    ("EndSession", Access::Session, Names::Session),
    ("EndCurrentSession", Access::Session, Names::Nothing),
    ("ListDevices", Access::Session, Names::Nothing),
    ("RevokeDevice", Access::Session, Names::Device),
    ("OrderWipe", Access::Session, Names::Device),
    ("IssueCredential", Access::Session, Names::Nothing),
    ("PullChanges", Access::Session, Names::Nothing),
    ("PushOperations", Access::Session, Names::Nothing),
    ("PutContent", Access::Session, Names::Document),
    ("GetContent", Access::Session, Names::Document),
    ("IssueCard", Access::Session, Names::Nothing),
    ("ListCards", Access::Session, Names::Nothing),
    ("RevokeCard", Access::Session, Names::Card),
    ("PrintCard", Access::Session, Names::Card),
    ("GetOrganisation", Access::Member(SeeOrganisation), Names::Organisation),
    (
        "PutCounter",
        Access::Member(ManageCounters),
        Names::OrganisationAndCounter,
    ),
    (
        "PutPurpose",
        Access::Member(ManagePurposes),
        Names::OrganisationAndPurpose,
    ),
    ("ListMembers", Access::Member(ManageMembers), Names::Organisation),
    ("InviteMember", Access::Member(ManageMembers), Names::Organisation),
    (
        "RemoveMember",
        Access::Member(ManageMembers),
        Names::OrganisationAndMember,
    ),
    ("AcceptRole", Access::Session, Names::Member),
    ("LeaveRole", Access::Session, Names::Member),
    ("ListPatterns", Access::Member(WatchPatterns), Names::Organisation),
    ("ExportSeen", Access::Member(ExportSeen), Names::Organisation),
    ("ListContests", Access::Member(AnswerContests), Names::Organisation),
    (
        "AnswerContest",
        Access::Member(AnswerContests),
        Names::OrganisationAndAccess,
    ),
    ("StartShift", Access::Session, Names::Counter),
    ("OpenShift", Access::Session, Names::Nothing),
    ("GetShift", Access::Session, Names::Nothing),
    ("UnlockShift", Access::Session, Names::Nothing),
    ("EndShift", Access::Session, Names::Nothing),
    ("CheckCode", Access::Duty(CheckCodes), Names::Nothing),
    ("ListChecks", Access::Duty(CheckCodes), Names::Nothing),
    ("ReconcileChecks", Access::Duty(CheckCodes), Names::Nothing),
    ("AskToShare", Access::Duty(AskToShare), Names::Nothing),
    ("ListRequests", Access::Duty(AskToShare), Names::Nothing),
    ("WithdrawRequest", Access::Duty(AskToShare), Names::Request),
    ("OfferRequest", Access::Duty(AskToShare), Names::Nothing),
    ("TakeRequest", Access::Session, Names::Offer),
    ("ReadShare", Access::Duty(ReadShared), Names::Request),
    ("ReadSharedPaper", Access::Duty(ReadShared), Names::RequestAndDocument),
    ("WatchChanges", Access::Session, Names::Nothing),
    ("ListOrganisations", Access::Session, Names::Nothing),
    ("GiveErrand", Access::Session, Names::New),
    ("EndErrand", Access::Session, Names::Errand),
    ("CheckErrand", Access::Duty(CheckCodes), Names::Nothing),
    ("HandOverErrand", Access::Duty(CheckCodes), Names::Nothing),
];

/// What Hoa and an office have, or what nobody has.
#[derive(Clone, Copy)]
struct Things {
    session: SessionId,
    device: DeviceId,
    document: DocumentId,
    card: CardSerial,
    organisation: OrganisationId,
    counter: CounterId,
    purpose: PurposeId,
    member: MemberId,
    access: AccessId,
    request: RequestId,
    check: CheckId,
    errand: ErrandId,
}

impl Things {
    fn nobodys() -> Self {
        Self {
            session: SessionId(new_uuid()),
            device: DeviceId(new_uuid()),
            document: DocumentId(new_uuid()),
            card: CardSerial(4_000_000_000),
            organisation: OrganisationId(new_uuid()),
            counter: CounterId(new_uuid()),
            purpose: PurposeId(new_uuid()),
            member: MemberId(new_uuid()),
            access: AccessId(new_uuid()),
            request: RequestId(new_uuid()),
            check: CheckId(new_uuid()),
            errand: ErrandId(new_uuid()),
        }
    }
}

fn row(endpoint: &EndpointInfo) -> (Access, Names) {
    let found = TABLE.iter().find(|(name, ..)| *name == endpoint.name);
    let (_, access, names) = found.unwrap_or_else(|| panic!("{} is missing from the table", endpoint.name));
    (*access, *names)
}

/// By this table, not by what the endpoints say of themselves.
fn with_session() -> impl Iterator<Item = &'static EndpointInfo> {
    ENDPOINTS.iter().filter(|endpoint| row(endpoint).0 != Access::Public)
}

/// A request of the right form, except for who asks and whose things it names.
async fn request(city: &TestCity, endpoint: &EndpointInfo, token: Option<&str>, things: &Things) -> Response {
    let organisation = things.organisation.to_string();
    let ids = match row(endpoint).1 {
        Names::Nothing => vec![],
        Names::Session => vec![things.session.to_string()],
        Names::Device => vec![things.device.to_string()],
        Names::Document => vec![things.document.to_string()],
        Names::Card => vec![things.card.to_string()],
        Names::Organisation => vec![organisation],
        Names::OrganisationAndCounter => vec![organisation, things.counter.to_string()],
        Names::OrganisationAndPurpose => vec![organisation, things.purpose.to_string()],
        Names::OrganisationAndMember => vec![organisation, things.member.to_string()],
        Names::OrganisationAndAccess => vec![organisation, things.access.to_string()],
        Names::Member => vec![things.member.to_string()],
        Names::Counter => vec![things.counter.to_string()],
        Names::Request | Names::Offer => vec![things.request.to_string()],
        Names::RequestAndDocument => vec![things.request.to_string(), things.document.to_string()],
        Names::Errand => vec![things.errand.to_string()],
        Names::New => vec![new_uuid().to_string()],
    };
    let path = ids.iter().fold(endpoint.path.to_owned(), |path, id| {
        let (before, rest) = path.split_once('{').unwrap();
        format!("{before}{id}{}", rest.split_once('}').unwrap().1)
    });
    let path = match endpoint.name {
        "ExportSeen" => format!("{path}?member={}&from=2026-01-01&to=2026-01-02", things.member),
        _ => path,
    };
    let method = endpoint.method.as_str().parse().unwrap();
    let mut request = TestDevice::new(city)
        .http()
        .request(method, format!("{}{path}", city.url()));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request = match endpoint.name {
        "PushOperations" => request.json(&OperationBatch { operations: Vec::new() }),
        "IssueCard" => request.json(&CardOrder { attempt: fresh_id() }),
        "PutContent" => request
            .header("content-type", "application/pdf")
            .header("content-digest", crate::content::digest(b"%PDF-1.7 x"))
            .body("%PDF-1.7 x"),
        "PutCounter" => request.json(&counter_form("Quầy 3")),
        "PutPurpose" => request.json(&purpose_form()),
        "InviteMember" => request.json(&api::InvitationForm {
            personal_number: "048300000077".parse().unwrap(),
            name: "Ai Đó".parse().unwrap(),
            role: Role::Officer,
        }),
        "AnswerContest" => request.json(&api::ContestAnswer {
            words: "Đã xem lại".parse().unwrap(),
        }),
        "OpenShift" => request.json(&api::ShiftRequest {
            challenge: domain::ChallengeId(new_uuid()),
            code: "000000".to_owned(),
        }),
        "UnlockShift" => request.json(&api::ShiftUnlocking {
            attempt: fresh_id(),
            proof: protocol::Blob(vec![0; 64]),
        }),
        "CheckCode" => request.json(&api::CheckOrder {
            id: CheckId(new_uuid()),
            shown: api::Shown::Code {
                text: "xin chào".to_owned(),
            },
        }),
        "ReconcileChecks" => request.json(&api::OfflineChecks { checks: Vec::new() }),
        "AskToShare" => request.json(&api::AskOrder {
            id: RequestId(new_uuid()),
            check: things.check,
            purpose: things.purpose,
            scope: scope(),
        }),
        "OfferRequest" => request.json(&api::OfferOrder {
            id: RequestId(new_uuid()),
            purpose: things.purpose,
            scope: scope(),
        }),
        "GiveErrand" => request.json(&api::ErrandOrder {
            organisation: things.organisation,
            bearer: "048300000077".parse().unwrap(),
            bearer_name: "Ai Đó".parse().unwrap(),
            title: "Kết quả".parse().unwrap(),
            dossier: None,
            day: domain::local_date(city.city().now()),
            proof: protocol::Blob(vec![0; 64]),
        }),
        "CheckErrand" | "HandOverErrand" => request.json(&api::ErrandShown {
            check: things.check,
            text: "xin chào".to_owned(),
            offline_at: None,
        }),
        _ => request,
    };
    request.send().await.unwrap()
}

async fn code_of(response: Response) -> ErrorCode {
    response.json::<Problem>().await.expect("a problem").code
}

/// Hoa with a session, a device, a paper with content, a card and an errand pass that she gave.
async fn things_of(city: &TestCity, me: &SignedIn) -> Things {
    let document = DocumentId(uuid::Uuid::now_v7());
    let details = DocumentDetails {
        kind: DocumentKind::Other,
        title: "Giấy của Hoa".parse().unwrap(),
        number: None,
        issued_on: None,
        expires_on: None,
    };
    let action = Action::AddDocument { document, details };
    let batch = OperationBatch {
        operations: vec![Operation {
            id: fresh_id(),
            base: Revision(0),
            action,
        }],
    };
    me.call::<api::PushOperations>(&()).json(&batch).answer().await.unwrap();
    crate::content::put(me, document, b"%PDF-1.7 Hoa").await.unwrap();
    let order = CardOrder { attempt: fresh_id() };
    let card = me.call::<api::IssueCard>(&()).json(&order).answer().await.unwrap();
    let order = errands::order(city, organisation(city, "UBND phường Hòa Vang").await);
    let errand = errands::give(me, order).await.unwrap().id;
    Things {
        session: me.grant.session,
        device: me.grant.device,
        document,
        card: card.serial,
        errand,
        ..Things::nobodys()
    }
}

#[test]
fn the_table_has_every_endpoint_and_no_other() {
    for endpoint in ENDPOINTS {
        assert_eq!(endpoint.access, row(endpoint).0, "{endpoint}");
    }
    for (name, ..) in TABLE {
        assert!(
            ENDPOINTS.iter().any(|endpoint| endpoint.name == *name),
            "{name} is no endpoint"
        );
    }
}

#[tokio::test]
async fn without_a_session_nothing_personal_is_served() {
    let city = TestCity::start().await;
    let things = things_of(&city, &hoa(&city).await).await;
    for endpoint in with_session() {
        for token in [None, Some(""), Some("invented"), Some("a b c")] {
            let response = request(&city, endpoint, token, &things).await;
            assert_eq!(response.status(), 401, "{endpoint}");
            assert!(response.headers().contains_key("www-authenticate"), "{endpoint}");
            assert_eq!(code_of(response).await, ErrorCode::Unauthenticated, "{endpoint}");
        }
    }
}

#[tokio::test]
async fn an_expired_session_is_no_session() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let things = things_of(&city, &me).await;
    city.clock().advance(limits::ACCESS_TOKEN_LIFETIME + minutes(1));
    for endpoint in with_session() {
        let response = request(&city, endpoint, Some(&me.grant.access_token), &things).await;
        assert_eq!(response.status(), 401, "{endpoint}");
        assert_eq!(code_of(response).await, ErrorCode::AccessTokenExpired, "{endpoint}");
    }
    city.clock().advance(limits::SESSION_IDLE);
    for endpoint in with_session() {
        let response = request(&city, endpoint, Some(&me.grant.access_token), &things).await;
        assert_eq!(response.status(), 401, "{endpoint}");
        assert_eq!(code_of(response).await, ErrorCode::SessionExpired, "{endpoint}");
    }
}

#[tokio::test]
async fn a_refresh_token_is_no_access_token() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let things = things_of(&city, &me).await;
    for endpoint in with_session() {
        let response = request(&city, endpoint, Some(&me.grant.refresh_token), &things).await;
        assert_eq!(response.status(), 401, "{endpoint}");
    }
}

#[tokio::test]
async fn another_citizens_things_look_like_things_that_are_not_there() {
    let city = TestCity::start().await;
    let hoa = hoa(&city).await;
    let hers = things_of(&city, &hoa).await;
    let minh = minh(&city).await;
    let nobodys = Things::nobodys();
    let of_account = |endpoint: &&EndpointInfo| {
        let (access, names) = row(endpoint);
        access == Access::Session && !matches!(names, Names::Nothing | Names::New)
    };
    for endpoint in with_session().filter(of_account) {
        let token = Some(minh.grant.access_token.as_str());
        let of_hoa = request(&city, endpoint, token, &hers).await;
        let of_nobody = request(&city, endpoint, token, &nobodys).await;
        assert_eq!(of_hoa.status(), 404, "{endpoint}");
        assert_eq!(of_nobody.status(), 404, "{endpoint}");
        assert_eq!(code_of(of_hoa).await, code_of(of_nobody).await, "{endpoint}");
    }
    // Nothing of hers was touched.
    let pass = crate::office::errands(&hoa).await.remove(0);
    assert_eq!((pass.id, pass.state), (hers.errand, api::ErrandState::Open));
    hoa.call::<api::ListSessions>(&()).answer().await.unwrap();
    let response = hoa.call::<api::GetContent>(&hers.document).send().await;
    assert_eq!(response.bytes().await.unwrap().as_ref(), b"%PDF-1.7 Hoa");
    let cards = hoa.call::<api::ListCards>(&()).answer().await.unwrap().cards;
    assert!(matches!(&cards[..], [card] if card.serial == hers.card && card.revoked_at.is_none()));
}

#[tokio::test]
async fn operations_on_another_citizens_papers_find_nothing() {
    let city = TestCity::start().await;
    let hoa = hoa(&city).await;
    let hers = things_of(&city, &hoa).await;
    let minh = minh(&city).await;
    let action = Action::RemoveDocument {
        document: hers.document,
    };
    let batch = OperationBatch {
        operations: vec![Operation {
            id: fresh_id(),
            base: Revision(99),
            action,
        }],
    };
    let outcomes = minh
        .call::<api::PushOperations>(&())
        .json(&batch)
        .answer()
        .await
        .unwrap()
        .outcomes;
    assert_eq!(
        outcomes[0].result,
        api::OperationResult::Refused {
            code: ErrorCode::NotFound
        }
    );
    let page = minh.call::<api::PullChanges>(&()).answer().await.unwrap();
    assert!(!serde_json::to_string(&page).unwrap().contains("Hoa"));
}

/// Who asks, as the table of roles knows them.
struct Person {
    name: &'static str,
    who: SignedIn,
    /// What they are to the office.
    role: Option<Role>,
    /// Whether they are at work there now.
    at_work: bool,
}

impl Person {
    /// What the table in `domain` lets them do.
    fn may(&self, permission: Permission) -> bool {
        self.role.is_some_and(|role| role.may(permission))
    }
}

/// An office with everything in it, and everybody who may come to its door.
async fn office_with_everybody(city: &TestCity) -> (Things, Vec<Person>) {
    let office = Office::at_work(city).await;
    let hoa = hoa(city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(city, &hoa).await;
    agree(&hoa, asked.id, document).await;
    let entry = history(&hoa).await[0].id;
    let contest = Action::ContestAccess {
        access: entry,
        words: "Không phải tôi".parse().unwrap(),
    };
    act(&hoa, contest).await;
    let things = Things {
        document,
        organisation: office.organisation,
        counter: office.counter,
        purpose: office.purpose,
        member: office.member,
        access: entry,
        request: asked.id,
        check: asked.check.unwrap(),
        ..Things::nobodys()
    };
    let idle = ("048300000021", "Cao Thị Idle", "0907000021");
    let (resting, _) = worker(city, office.organisation, idle, Role::Officer).await;
    let other = organisation(city, "Bệnh viện Đà Nẵng").await;
    let nurse = ("048300000022", "Đỗ Thị Y Tá", "0907000022");
    let (stranger, _) = worker(city, other, nurse, Role::Officer).await;
    let boss = ("048300000023", "Bùi Văn Giám Đốc", "0907000023");
    let (strange_boss, _) = worker(city, other, boss, Role::Administrator).await;
    let person = |name, who, role, at_work| Person {
        name,
        who,
        role,
        at_work,
    };
    let people = vec![
        person("a resident", hoa, None, false),
        person("an officer of another organisation", stranger, None, false),
        person("an administrator of another organisation", strange_boss, None, false),
        person("an officer without a shift", resting, Some(Role::Officer), false),
        person("an officer at work", office.officer, Some(Role::Officer), true),
        // Last: this one removes people.
        person(
            "an administrator",
            office.administrator,
            Some(Role::Administrator),
            false,
        ),
    ];
    (things, people)
}

/// Every role and every route: what the declaration says, what the table of roles says, and what the city does agree.
#[tokio::test]
async fn every_role_meets_every_route() {
    for endpoint in with_session() {
        let access = row(endpoint).0;
        if !matches!(access, Access::Member(_) | Access::Duty(_)) {
            continue;
        }
        let city = TestCity::start().await;
        let (things, people) = office_with_everybody(&city).await;
        for person in &people {
            let token = Some(person.who.grant.access_token.as_str());
            let response = request(&city, endpoint, token, &things).await;
            let status = response.status();
            let told = format!("{} as {}: {status}", endpoint.name, person.name);
            let expected = match access {
                Access::Member(_) if person.role.is_none() => Some(ErrorCode::NotFound),
                Access::Member(permission) if !person.may(permission) => Some(ErrorCode::NotAllowed),
                Access::Duty(_) if !person.at_work => Some(ErrorCode::NoShift),
                Access::Duty(permission) if !person.may(permission) => Some(ErrorCode::NotAllowed),
                _ => None,
            };
            match expected {
                Some(expected) => assert_eq!(code_of(response).await, expected, "{told}"),
                None => assert!(status.is_success(), "{told}: {}", response.text().await.unwrap()),
            }
        }
    }
}

#[tokio::test]
async fn a_locked_shift_opens_no_route() {
    let city = TestCity::start().await;
    let (things, people) = office_with_everybody(&city).await;
    city.clock().advance(limits::SHIFT_IDLE);
    let officer = people.iter().find(|person| person.at_work).unwrap();
    let token = Some(officer.who.grant.access_token.as_str());
    for endpoint in with_session().filter(|endpoint| matches!(row(endpoint).0, Access::Duty(_))) {
        let response = request(&city, endpoint, token, &things).await;
        assert_eq!(code_of(response).await, ErrorCode::ShiftLocked, "{endpoint}");
    }
}
