//! One table for every endpoint: without a session, with one that ended, and with another citizen's things.

use domain::{CardSerial, DeviceId, DocumentId, DocumentKind, SessionId, limits};
use protocol::{
    api::{
        self, Access, Action, CardOrder, DocumentDetails, ENDPOINTS, EndpointInfo, Operation, OperationBatch, Revision,
    },
    problem::{ErrorCode, Problem},
};
use reqwest::Response;
use server::testing::{SignedIn, TestCity, TestDevice};

use crate::{fresh_id, hoa, minh, minutes};

/// What an endpoint's path names, and so what another citizen must not reach.
#[derive(Clone, Copy, Debug)]
enum Names {
    /// Nothing of anybody's.
    Nothing,
    Session,
    Device,
    Document,
    Card,
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
];

/// What Hoa has, or what nobody has.
#[derive(Clone, Copy)]
struct Things {
    session: SessionId,
    device: DeviceId,
    document: DocumentId,
    card: CardSerial,
}

fn row(endpoint: &EndpointInfo) -> (Access, Names) {
    let found = TABLE.iter().find(|(name, ..)| *name == endpoint.name);
    let (_, access, names) = found.unwrap_or_else(|| panic!("{} is missing from the table", endpoint.name));
    (*access, *names)
}

/// By this table, not by what the endpoints say of themselves.
fn with_session() -> impl Iterator<Item = &'static EndpointInfo> {
    ENDPOINTS.iter().filter(|endpoint| row(endpoint).0 == Access::Session)
}

/// A request of the right form, except for who asks and whose things it names.
async fn request(city: &TestCity, endpoint: &EndpointInfo, token: Option<&str>, things: &Things) -> Response {
    let id = match row(endpoint).1 {
        Names::Nothing => String::new(),
        Names::Session => things.session.to_string(),
        Names::Device => things.device.to_string(),
        Names::Document => things.document.to_string(),
        Names::Card => things.card.to_string(),
    };
    let path = match endpoint.path.split_once('{') {
        Some((before, rest)) => format!("{before}{id}{}", rest.split_once('}').unwrap().1),
        None => endpoint.path.to_owned(),
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
        _ => request,
    };
    request.send().await.unwrap()
}

async fn code_of(response: Response) -> ErrorCode {
    response.json::<Problem>().await.expect("a problem").code
}

/// Hoa with a session, a device and a paper with content.
async fn things_of(me: &SignedIn) -> Things {
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
    Things {
        session: me.grant.session,
        device: me.grant.device,
        document,
        card: card.serial,
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
    let things = things_of(&hoa(&city).await).await;
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
    let things = things_of(&me).await;
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
    let things = things_of(&me).await;
    for endpoint in with_session() {
        let response = request(&city, endpoint, Some(&me.grant.refresh_token), &things).await;
        assert_eq!(response.status(), 401, "{endpoint}");
    }
}

#[tokio::test]
async fn another_citizens_things_look_like_things_that_are_not_there() {
    let city = TestCity::start().await;
    let hoa = hoa(&city).await;
    let hers = things_of(&hoa).await;
    let minh = minh(&city).await;
    let nobodys = Things {
        session: SessionId(uuid::Uuid::now_v7()),
        device: DeviceId(uuid::Uuid::now_v7()),
        document: DocumentId(uuid::Uuid::now_v7()),
        card: CardSerial(4_000_000_000),
    };
    for endpoint in with_session().filter(|endpoint| !matches!(row(endpoint).1, Names::Nothing)) {
        let token = Some(minh.grant.access_token.as_str());
        let of_hoa = request(&city, endpoint, token, &hers).await;
        let of_nobody = request(&city, endpoint, token, &nobodys).await;
        assert_eq!(of_hoa.status(), 404, "{endpoint}");
        assert_eq!(of_nobody.status(), 404, "{endpoint}");
        assert_eq!(code_of(of_hoa).await, code_of(of_nobody).await, "{endpoint}");
    }
    // Nothing of hers was touched.
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
    let hers = things_of(&hoa).await;
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
