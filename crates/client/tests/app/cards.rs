//! Printed cards: made, saved, cancelled, scanned.

use client::{
    port::SaveError,
    testing::{FakeCity, Fault, TestDevice},
};
use domain::{CardSerial, limits};
use jiff::SignedDuration;
use protocol::{
    app::{
        AppError, CancelCard, CardView, Handler, ListCards, MakeCard, SaveCard, ScanText, ScanView, SignatureView,
        StandardScan,
    },
    problem::ErrorCode,
};

use crate::{enrolled, second_device, sync};

async fn list(device: &TestDevice) -> Vec<CardView> {
    device.app.list_cards(ListCards {}).await.unwrap().cards
}

async fn make(device: &TestDevice) -> Result<CardSerial, AppError> {
    Ok(device.app.make_card(MakeCard {}).await?.cards[0].serial)
}

async fn cancel(device: &TestDevice, card: CardSerial) -> Vec<CardView> {
    device.app.cancel_card(CancelCard { card }).await.unwrap().cards
}

/// The text of a card's code, from the file that the person got.
async fn printed(device: &TestDevice, card: CardSerial) -> String {
    let saved = device.app.save_card(SaveCard { card }).await.unwrap();
    let files = device.files.take();
    let [(name, file)] = &files[..] else { panic!() };
    assert_eq!(saved.place.as_deref(), Some(format!("Downloads/{name}").as_str()));
    assert_eq!(*name, format!("the-cong-dan-so-{}.pdf", card.digits()));
    std::str::from_utf8(file)
        .unwrap()
        .strip_prefix("%PDF-1.7\n")
        .unwrap()
        .to_owned()
}

async fn scan(device: &TestDevice, text: &str) -> StandardScan {
    match device.app.scan_text(ScanText { text: text.to_owned() }).await.unwrap() {
        ScanView::Standard(scan) => scan,
        other => panic!("{other:?}"),
    }
}

fn code_of(error: AppError) -> ErrorCode {
    match error {
        AppError::City { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_card_is_made_saved_and_cancelled() {
    let (_city, device) = enrolled().await;
    assert_eq!(list(&device).await, []);
    let (first, second) = (make(&device).await.unwrap(), make(&device).await.unwrap());
    let serials: Vec<_> = list(&device).await.iter().map(|card| card.serial).collect();
    assert_eq!(serials, [second, first], "newest first");
    assert!(printed(&device, first).await.starts_with("048190000001|"));
    let left = cancel(&device, first).await;
    assert!(matches!(&left[..], [card] if card.serial == second));
    assert_eq!(cancel(&device, first).await, left, "cancelled once and for all");
    let refused = device.app.save_card(SaveCard { card: first }).await.unwrap_err();
    assert_eq!(code_of(refused), ErrorCode::CardRevoked);
    assert!(device.files.take().is_empty());
}

#[tokio::test]
async fn a_sixth_card_is_refused_until_one_is_cancelled() {
    let (_city, device) = enrolled().await;
    for _ in 0..limits::CARDS {
        make(&device).await.unwrap();
    }
    assert_eq!(code_of(make(&device).await.unwrap_err()), ErrorCode::TooManyCards);
    let cards = list(&device).await;
    assert_eq!(cards.len(), limits::CARDS);
    cancel(&device, cards[0].serial).await;
    make(&device).await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_card_even_after_a_restart() {
    let (city, mut device) = enrolled().await;
    city.fail(0, Fault::AnswerLost);
    assert_eq!(make(&device).await.unwrap_err(), AppError::Offline);
    device.reopen().await;
    let card = make(&device).await.unwrap();
    assert_eq!((city.cards(), list(&device).await.len()), (1, 1));
    // The next wish is another card.
    assert_ne!(make(&device).await.unwrap(), card);
    assert_eq!(city.cards(), 2);
}

#[tokio::test]
async fn a_card_whose_answer_was_lost_and_that_was_cancelled_since_is_made_anew() {
    let (city, device) = enrolled().await;
    city.fail(0, Fault::AnswerLost);
    make(&device).await.unwrap_err();
    city.cancel_cards_elsewhere();
    make(&device).await.unwrap();
    assert_eq!((city.cards(), list(&device).await.len()), (2, 1));
}

#[tokio::test]
async fn without_the_city_nothing_is_pretended() {
    let (city, device) = enrolled().await;
    let card = make(&device).await.unwrap();
    city.set_offline(true);
    let asked = [
        device.app.list_cards(ListCards {}).await.map(|_| ()),
        device.app.make_card(MakeCard {}).await.map(|_| ()),
        device.app.cancel_card(CancelCard { card }).await.map(|_| ()),
        device.app.save_card(SaveCard { card }).await.map(|_| ()),
    ];
    assert!(asked.iter().all(|asked| *asked == Err(AppError::Offline)), "{asked:?}");
    city.set_offline(false);
    city.fail(0, Fault::Portal);
    let saved = device.app.save_card(SaveCard { card }).await;
    assert_eq!(saved.unwrap_err(), AppError::CityIncomprehensible);
    assert!(device.files.take().is_empty());
}

#[tokio::test]
async fn a_file_that_can_not_be_saved_is_said() {
    let (_city, device) = enrolled().await;
    let card = make(&device).await.unwrap();
    for (fault, told) in [
        (SaveError::DiskFull, AppError::DiskFull),
        (SaveError::Failed, AppError::NotSaved),
    ] {
        device.files.set_fault(Some(fault));
        assert_eq!(device.app.save_card(SaveCard { card }).await.unwrap_err(), told);
    }
    device.files.set_fault(None);
    printed(&device, card).await;
}

fn later(city: &FakeCity, devices: [&TestDevice; 2]) {
    let by = SignedDuration::from_mins(1);
    city.clock.advance(by);
    devices.iter().for_each(|device| device.clock.advance(by));
}

#[tokio::test]
async fn a_scan_says_that_it_is_a_card_and_when_it_was_cancelled() {
    let (city, device) = enrolled().await;
    let other = second_device(&city).await;
    let serial = make(&device).await.unwrap();
    let text = printed(&device, serial).await;
    let scanned = scan(&other, &text).await;
    assert_eq!(scanned.signature, SignatureView::Signed);
    let card = scanned.card.unwrap();
    assert_eq!((card.serial, card.offline), (serial, false));
    assert!(card.list_as_of.is_some());

    cancel(&device, serial).await;
    city.set_offline(true);
    later(&city, [&device, &other]);
    let scanned = scan(&other, &text).await;
    assert_eq!(scanned.signature, SignatureView::Signed, "an old list does not know");
    assert!(scanned.card.unwrap().offline, "and that is said");

    city.set_offline(false);
    later(&city, [&device, &other]);
    let scanned = scan(&other, &text).await;
    assert_eq!(scanned.signature, SignatureView::CardCancelled);
    assert_eq!(
        scanned.card.map(|card| (card.serial, card.offline)),
        Some((serial, false))
    );

    // Known from now on, without a network too.
    city.set_offline(true);
    later(&city, [&device, &other]);
    let scanned = scan(&other, &text).await;
    assert_eq!(scanned.signature, SignatureView::CardCancelled);
}

#[tokio::test]
async fn only_what_the_city_signed_for_a_card_is_one() {
    let (city, device) = enrolled().await;
    let other = second_device(&city).await;
    sync(&other).await.unwrap();
    let serial = make(&device).await.unwrap();
    let text = printed(&device, serial).await;
    let forged = text.replace("1990-05-01", "1991-05-01");
    let scanned = scan(&other, &forged).await;
    assert_eq!((scanned.signature, scanned.card), (SignatureView::Forged, None));
    other.app.lock(protocol::app::Lock {}).await.unwrap();
    let scanned = scan(&other, &text).await;
    assert_eq!((scanned.signature, scanned.card), (SignatureView::UnknownIssuer, None));
}
