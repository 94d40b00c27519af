//! Printed cards: issued, printed, cancelled.

use codes::{
    revocation::RevocationList,
    standard::{SignatureVerdict, StandardCode},
};
use domain::{CardSerial, OperationId, limits};
use hayro::{
    RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf,
    vello_cpu::color::palette::css::WHITE,
};
use jiff::SignedDuration;
use protocol::{
    api::{self, CardOrder, CardRecord},
    problem::{ErrorCode, Problem},
};
use sea_orm::ConnectionTrait as _;
use server::{
    service::{
        cards::{self, CardError},
        devices::DeviceError,
        sessions::{AccessError, Caller},
    },
    store::Access as _,
    testing::{CityOptions, Fault, SignedIn, TestCity, TestDevice},
};

use crate::{
    NUMBER, PHONE, code, fresh_id, hoa,
    issuing::{declare, revocations, trust},
    minh, minutes,
    postgres::Postgres,
};

/// Orders a card; the card and the attempt.
pub(crate) async fn issue(me: &SignedIn, attempt: OperationId) -> Result<(CardRecord, OperationId), Problem> {
    let order = CardOrder { attempt };
    let card = me.call::<api::IssueCard>(&()).json(&order).answer().await?;
    Ok((card, attempt))
}

/// A card's file.
pub(crate) async fn pdf(me: &SignedIn, card: CardSerial) -> Vec<u8> {
    let response = me.call::<api::PrintCard>(&card).send().await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/pdf");
    assert_eq!(response.headers()["cache-control"], "no-store");
    response.bytes().await.unwrap().to_vec()
}

/// Prints the file at 300 dots an inch and scans it.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    assert_eq!(pdf.pages().len(), 1);
    let page = &pdf.pages()[0];
    let settings = hayro::PixmapSettings {
        x_scale: 300.0 / 72.0,
        y_scale: 300.0 / 72.0,
        bg_color: WHITE,
    };
    let interpreter = InterpreterSettings::default();
    let picture = hayro::render(
        page,
        &RenderCache::new(),
        &interpreter,
        &RenderSettings::default(),
        &settings,
    );
    let gray: Vec<u8> = picture.data_as_u8_slice().chunks(4).map(|pixel| pixel[1]).collect();
    let found = codes::scan::read_gray(picture.width().into(), picture.height().into(), &gray);
    assert_eq!(found.len(), 1, "the card shows one code");
    found[0].text.clone()
}

async fn list(me: &SignedIn) -> Vec<CardRecord> {
    me.call::<api::ListCards>(&()).answer().await.unwrap().cards
}

async fn revoke(me: &SignedIn, card: CardSerial) -> Result<(), Problem> {
    me.call::<api::RevokeCard>(&card).answer().await.map(|_| ())
}

async fn is_revoked(city: &TestCity, card: CardSerial) -> bool {
    let list: RevocationList = revocations(city).await;
    list.is_revoked(card.0)
}

#[tokio::test]
async fn a_card_is_printed_with_a_code_that_names_its_serial() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (card, _) = issue(&me, fresh_id()).await.unwrap();
    assert_eq!(list(&me).await, [card]);
    let text = text_of(&pdf(&me, card.serial).await);
    let code = StandardCode::parse(&text).unwrap();
    assert_eq!(
        (code.document_number.as_str(), code.name.as_str()),
        (NUMBER, "NGUYEN THI ANH HOA")
    );
    assert_eq!(
        (code.extension.phone.as_ref(), code.extension.health_insurance.as_ref()),
        (None, None)
    );
    let trust = trust(&city).await;
    let signed = SignatureVerdict::Signed {
        key: trust.keys[0].id,
        card: Some(card.serial),
    };
    assert_eq!(code.verify(&trust), signed);
    assert!(!is_revoked(&city, card.serial).await);
    assert_eq!(
        text_of(&pdf(&me, card.serial).await),
        text,
        "printed again it is the same"
    );
}

#[tokio::test]
async fn a_cancelled_card_is_in_the_list_and_is_not_printed_again() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (lost, _) = issue(&me, fresh_id()).await.unwrap();
    let (kept, _) = issue(&me, fresh_id()).await.unwrap();
    for _ in 0..2 {
        revoke(&me, lost.serial).await.unwrap();
    }
    assert!(is_revoked(&city, lost.serial).await && !is_revoked(&city, kept.serial).await);
    assert_eq!(
        code(me.call::<api::PrintCard>(&lost.serial).answer().await.map(|_| ())),
        ErrorCode::CardRevoked
    );
    let listed = list(&me).await;
    assert_eq!(listed[0], kept);
    assert!(listed[1].serial == lost.serial && listed[1].revoked_at.is_some());
    // Paper does not end: years later the serial is still revoked, and nobody has got it again.
    city.clock().advance(SignedDuration::from_hours(24 * 500));
    let other = TestDevice::new(&city).sign_in(&city, PHONE).await;
    let credential = other.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let place = codes::live::read_credential(&credential.credential.0)
        .unwrap()
        .status_index;
    assert!(![lost.serial.0, kept.serial.0].contains(&place));
    assert!(is_revoked(&city, lost.serial).await && !is_revoked(&city, kept.serial).await);
}

#[tokio::test]
async fn another_citizen_finds_no_card() {
    let city = TestCity::start().await;
    let (hoa, minh) = (hoa(&city).await, minh(&city).await);
    let (card, attempt) = issue(&hoa, fresh_id()).await.unwrap();
    assert_eq!(code(revoke(&minh, card.serial).await), ErrorCode::NotFound);
    let printed = minh.call::<api::PrintCard>(&card.serial).answer().await;
    assert_eq!(code(printed.map(|_| ())), ErrorCode::NotFound);
    assert_eq!(list(&minh).await, []);
    let (others, _) = issue(&minh, attempt).await.unwrap();
    assert_ne!(others.serial, card.serial, "attempts are an account's own");
    assert!(!is_revoked(&city, card.serial).await);
}

#[tokio::test]
async fn a_lost_answer_costs_no_card() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let attempt = fresh_id();
    city.faults().next_on("POST /v1/cards", Fault::DropAfter);
    let order = CardOrder { attempt };
    me.call::<api::IssueCard>(&())
        .json(&order)
        .try_send()
        .await
        .unwrap_err();
    let (card, _) = issue(&me, attempt).await.unwrap();
    assert_eq!(list(&me).await, [card]);
    revoke(&me, card.serial).await.unwrap();
    let (again, _) = issue(&me, attempt).await.unwrap();
    assert!(
        again.serial == card.serial && again.revoked_at.is_some(),
        "as it stands now"
    );
}

#[tokio::test]
async fn five_are_in_force_and_ten_are_made_in_a_day() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let mut cards = Vec::new();
    for _ in 0..limits::CARDS {
        cards.push(issue(&me, fresh_id()).await.unwrap());
    }
    assert_eq!(code(issue(&me, fresh_id()).await), ErrorCode::TooManyCards);
    let (card, attempt) = cards[0];
    assert_eq!(
        issue(&me, attempt).await.unwrap().0,
        card,
        "an answer that was lost still comes"
    );
    for (card, _) in cards {
        revoke(&me, card.serial).await.unwrap();
    }
    for _ in limits::CARDS..limits::CARDS_MADE {
        let (card, _) = issue(&me, fresh_id()).await.unwrap();
        revoke(&me, card.serial).await.unwrap();
    }
    let refused = issue(&me, fresh_id()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyRequests);
    assert!(refused.retry_after.is_some_and(|wait| (1..=24 * 3600).contains(&wait)));
    city.clock().advance(limits::CARDS_WINDOW);
    let me = TestDevice::new(&city).sign_in(&city, PHONE).await;
    issue(&me, fresh_id()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_at_once_pass_no_limit() {
    at_once(CityOptions::default()).await;
    let postgres = Postgres::start();
    at_once(CityOptions::default().with("DATABASE_URL", &postgres.url())).await;
}

async fn at_once(options: CityOptions) {
    let mut city = TestCity::start_with(options).await;
    let me = hoa(&city).await;
    let attempt = fresh_id();
    let same = futures::future::try_join_all((0..5).map(|_| issue(&me, attempt)))
        .await
        .unwrap();
    assert!(same.iter().all(|(card, _)| *card == same[0].0), "{same:?}");
    let asked = futures::future::join_all((0..10).map(|_| issue(&me, fresh_id()))).await;
    assert_eq!(asked.iter().filter(|answer| answer.is_ok()).count(), limits::CARDS - 1);
    assert_eq!(list(&me).await.len(), limits::CARDS);
    city.stop().await;
}

/// The serial stands for the card, whatever the profile said when it was printed.
#[tokio::test]
async fn a_card_is_signed_over_the_profile_as_it_is_when_printed() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (card, _) = issue(&me, fresh_id()).await.unwrap();
    let first = text_of(&pdf(&me, card.serial).await);
    city.clock().advance(minutes(1));
    declare(&me, domain::ProfileField::FullName, "Nguyễn Thị Ánh Hoà").await;
    declare(&me, domain::ProfileField::HealthInsuranceNumber, "4801234567").await;
    assert_eq!(
        text_of(&pdf(&me, card.serial).await),
        first,
        "neither shows in the code of a card"
    );
    declare(&me, domain::ProfileField::FullName, "Nguyễn Thị Ánh Hồng").await;
    let second = text_of(&pdf(&me, card.serial).await);
    assert!(second.contains("ANH HONG") && first.contains("ANH HOA"));
    let trust = trust(&city).await;
    for text in [first, second] {
        let verdict = StandardCode::parse(&text).unwrap().verify(&trust);
        assert!(
            matches!(verdict, SignatureVerdict::Signed { card: Some(serial), .. } if serial == card.serial),
            "{verdict:?}"
        );
    }
}

#[tokio::test]
async fn no_card_is_given_that_would_be_revoked_from_the_start() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    issue(&me, fresh_id()).await.unwrap();
    let full = "UPDATE counters SET value = 16777215 WHERE name = 'credentials'";
    city.city().store.db().execute_unprepared(full).await.unwrap();
    let (last, _) = issue(&me, fresh_id()).await.unwrap();
    assert!(!is_revoked(&city, last.serial).await);
    assert_eq!(code(issue(&me, fresh_id()).await), ErrorCode::Internal);
    assert_eq!(list(&me).await.len(), 2);
}

/// What a request that was let in a moment before its session ended would get.
#[tokio::test]
async fn who_was_let_in_before_gets_no_card_after() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let other = TestDevice::new(&city).sign_in(&city, PHONE).await;
    let caller = Caller {
        citizen: other.grant.citizen,
        session: other.grant.session,
        device: other.grant.device,
    };
    other.call::<api::EndCurrentSession>(&()).answer().await.unwrap();
    let refused = cards::issue(city.city(), &caller, CardOrder { attempt: fresh_id() }).await;
    assert!(matches!(
        refused,
        Err(CardError::Device(DeviceError::Access(AccessError::Ended)))
    ));
    assert_eq!(list(&me).await, []);
}
