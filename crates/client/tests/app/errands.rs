//! Errand passes: given, borne, ended, scanned.

use std::sync::Arc;

use client::testing::{FakeCity, Fault, TestDevice};
use domain::ErrandId;
use jiff::SignedDuration;
use protocol::{
    api::{ErrandRecord, ErrandSide, ErrandState},
    app::{
        AppError, EndErrand, ErrandInput, ErrandScan, ErrandView, ErrandsView, GetErrand, GetHome, GiveErrand, Handler,
        InputField, ListErrands, ListOrganisations, Lock, ScanText, ScanView, Secret, Task, Verdict,
    },
    problem::ErrorCode,
};

use crate::{enrolled, sync};

async fn form(device: &TestDevice, day: &str) -> ErrandInput {
    let listed = device.app.list_organisations(ListOrganisations {}).await.unwrap();
    ErrandInput {
        organisation: Some(listed.organisations[0].id),
        bearer: "0481 9000 0002".to_owned(),
        bearer_name: " Trần Văn  Minh".to_owned(),
        title: "Giấy chứng nhận kết hôn".to_owned(),
        dossier: "H17.12-260301-0042".to_owned(),
        day: day.to_owned(),
    }
}

async fn give_with(device: &TestDevice, form: ErrandInput, pin: &str) -> Result<ErrandView, AppError> {
    let pin = Secret(pin.to_owned());
    device.app.give_errand(GiveErrand { form, pin }).await
}

async fn give(device: &TestDevice, day: &str) -> Result<ErrandRecord, AppError> {
    let given = give_with(device, form(device, day).await, TestDevice::PIN).await?;
    assert_eq!(given.qr, None, "only whoever bears it shows it");
    Ok(given.record)
}

async fn list(device: &TestDevice) -> ErrandsView {
    device.app.list_errands(ListErrands {}).await.unwrap()
}

async fn end(device: &TestDevice, errand: ErrandId) -> Result<ErrandRecord, AppError> {
    Ok(device.app.end_errand(EndErrand { errand }).await?.record)
}

async fn scan(device: &TestDevice, text: String) -> ErrandScan {
    match device.app.scan_text(ScanText { text }).await.unwrap() {
        ScanView::Errand(scan) => scan,
        other => panic!("{other:?}"),
    }
}

async fn tasks(device: &TestDevice) -> Vec<ErrandId> {
    let tasks = device.app.get_home(GetHome {}).await.unwrap().tasks;
    let errands = tasks.into_iter().filter_map(|task| match task {
        Task::Errand { errand, .. } => Some(errand),
        _ => None,
    });
    errands.collect()
}

fn ids(records: &[ErrandRecord]) -> Vec<ErrandId> {
    records.iter().map(|record| record.id).collect()
}

/// A city, whoever gives passes, and whoever bears them.
async fn two() -> (Arc<FakeCity>, TestDevice, TestDevice) {
    let (city, giver) = enrolled().await;
    let bearer = TestDevice::new(&city, 2);
    bearer.enrol(TestDevice::form(2)).await;
    (city, giver, bearer)
}

fn days_later(city: &FakeCity, devices: [&TestDevice; 2], days: i64) {
    later(city, devices, SignedDuration::from_hours(24 * days));
}

fn later(city: &FakeCity, devices: [&TestDevice; 2], by: SignedDuration) {
    city.clock.advance(by);
    devices.iter().for_each(|device| device.clock.advance(by));
}

#[tokio::test]
async fn a_pass_that_is_given_is_borne() {
    let (_city, giver, bearer) = two().await;
    let given = give(&giver, "02/03/2026").await.unwrap();
    assert_eq!((given.side, &given.state), (ErrandSide::Giver, &ErrandState::Open));
    assert_eq!(given.bearer.as_str(), "Trần Văn Minh");
    assert_eq!(ids(&list(&giver).await.given), [given.id], "at once");
    assert_eq!(tasks(&giver).await, []);

    assert_eq!(list(&bearer).await.borne, []);
    sync(&bearer).await.unwrap();
    let listed = list(&bearer).await;
    assert_eq!((ids(&listed.borne), listed.given.len()), (vec![given.id], 0));
    assert_eq!(tasks(&bearer).await, [given.id]);
    let view = bearer.app.get_errand(GetErrand { errand: given.id }).await.unwrap();
    assert!(view.qr.is_some());
    let text = view.record.code.unwrap();
    let scanned = scan(&giver, text.clone()).await;
    assert_eq!(scanned.verdict, Verdict::Valid);
    assert_eq!(scanned.pass.map(|pass| pass.errand), Some(given.id));
    let forged = scan(&giver, text.replace("CDSE1:", "CDSE1:0")).await;
    assert_eq!((forged.verdict, forged.pass), (Verdict::Forged, None));
    giver.app.lock(Lock {}).await.unwrap();
    let unknown = scan(&giver, text).await;
    assert_eq!((unknown.verdict, unknown.pass), (Verdict::CannotTell, None));
}

#[tokio::test]
async fn every_field_that_does_not_fit_is_named() {
    let (city, device) = enrolled().await;
    let empty = ErrandInput {
        organisation: None,
        bearer: String::new(),
        bearer_name: " ".to_owned(),
        title: "t".repeat(121),
        dossier: "d".repeat(41),
        day: String::new(),
    };
    let all = vec![
        InputField::Organisation,
        InputField::BearerNumber,
        InputField::BearerName,
        InputField::ErrandTitle,
        InputField::Dossier,
        InputField::ErrandDay,
    ];
    let refused = give_with(&device, empty, "000000").await.unwrap_err();
    assert_eq!(refused, AppError::InvalidInput { fields: all });

    let mut own = form(&device, "02/03/2026").await;
    own.bearer = TestDevice::form(1).personal_number;
    let refused = give_with(&device, own, TestDevice::PIN).await.unwrap_err();
    let fields = vec![InputField::BearerNumber];
    assert_eq!(refused, AppError::InvalidInput { fields });

    for day in ["01/03/2026", "02/04/2026", "31/02/2026", "mai"] {
        let fields = vec![InputField::ErrandDay];
        assert_eq!(
            give(&device, day).await.unwrap_err(),
            AppError::InvalidInput { fields },
            "{day}"
        );
    }
    assert_eq!(city.errands(), 0);
    for day in ["2/3/2026", "2026-04-01"] {
        give(&device, day).await.unwrap();
    }
    assert_eq!(city.errands(), 2);
}

#[tokio::test]
async fn the_wrong_pin_gives_nothing() {
    let (city, device) = enrolled().await;
    let form = form(&device, "02/03/2026").await;
    let refused = give_with(&device, form.clone(), "111112").await.unwrap_err();
    assert!(matches!(refused, AppError::WrongPin { .. }), "{refused:?}");
    let refused = give_with(&device, form, "12").await.unwrap_err();
    let fields = vec![InputField::Pin];
    assert_eq!(refused, AppError::InvalidInput { fields });
    assert_eq!(city.errands(), 0);
}

/// Gives a pass, and the answers to both tries are lost.
async fn lose(city: &FakeCity, device: &TestDevice, day: &str) {
    let form = form(device, day).await;
    city.fail(0, Fault::AnswerLost);
    city.fail(1, Fault::AnswerLost);
    let lost = give_with(device, form, TestDevice::PIN).await;
    assert_eq!(lost.unwrap_err(), AppError::Offline);
}

#[tokio::test]
async fn a_lost_answer_gives_no_second_pass_even_after_a_restart() {
    let (city, mut device) = enrolled().await;
    let form = form(&device, "02/03/2026").await;
    city.fail(0, Fault::AnswerLost);
    give_with(&device, form, TestDevice::PIN).await.unwrap();
    assert_eq!(city.errands(), 1, "asked for again at once");

    lose(&city, &device, "03/03/2026").await;
    device.reopen().await;
    let given = give(&device, "03/03/2026").await.unwrap();
    assert_eq!(city.errands(), 2);
    // The next wish is another pass, and so is another order.
    assert_ne!(give(&device, "03/03/2026").await.unwrap().id, given.id);
    lose(&city, &device, "04/03/2026").await;
    give(&device, "05/03/2026").await.unwrap();
    assert_eq!(city.errands(), 5);
    sync(&device).await.unwrap();
    assert_eq!(list(&device).await.given.len(), 5);
}

#[tokio::test]
async fn a_pass_whose_answer_was_lost_and_that_was_declined_since_is_given_anew() {
    let (city, device) = enrolled().await;
    lose(&city, &device, "02/03/2026").await;
    city.decline_errands();
    assert_eq!(give(&device, "02/03/2026").await.unwrap().state, ErrandState::Open);
    assert_eq!(city.errands(), 2);
}

#[tokio::test]
async fn a_pass_is_taken_back_and_declined() {
    let (city, giver, bearer) = two().await;
    let first = give(&giver, "02/03/2026").await.unwrap().id;
    later(&city, [&giver, &bearer], SignedDuration::from_mins(1));
    let second = give(&giver, "03/03/2026").await.unwrap().id;
    sync(&bearer).await.unwrap();
    assert_eq!(tasks(&bearer).await, [first, second]);

    let by = ErrandSide::Giver;
    let ended = end(&giver, first).await.unwrap();
    assert!(matches!(ended.state, ErrandState::Ended { by: told, .. } if told == by));
    sync(&giver).await.unwrap();
    assert_eq!(ids(&list(&giver).await.given), [second, first], "open ones first");

    let declined = end(&bearer, second).await.unwrap();
    let by = ErrandSide::Bearer;
    assert!(matches!(declined.state, ErrandState::Ended { by: told, .. } if told == by));
    assert_eq!(declined.code, None);
    sync(&bearer).await.unwrap();
    assert_eq!(tasks(&bearer).await, []);
    assert_eq!(ids(&list(&bearer).await.borne), [second, first], "newest first");

    // Ended once, by whoever was first.
    assert_eq!(end(&giver, first).await.unwrap().state, ended.state);
    city.set_offline(true);
    assert_eq!(end(&giver, second).await.unwrap_err(), AppError::Offline);
    let nobodys = ErrandId(uuid::Uuid::nil());
    assert_eq!(end(&giver, nobodys).await.unwrap_err(), AppError::NotFound);
}

#[tokio::test]
async fn without_the_city_nothing_is_pretended() {
    let (city, device) = enrolled().await;
    let form = form(&device, "02/03/2026").await;
    city.set_offline(true);
    let asked = device.app.list_organisations(ListOrganisations {}).await.unwrap_err();
    assert_eq!(asked, AppError::Offline);
    let refused = give_with(&device, form.clone(), TestDevice::PIN).await.unwrap_err();
    assert_eq!((refused, list(&device).await.given), (AppError::Offline, vec![]));
    city.set_offline(false);
    city.fail(0, Fault::Problem(ErrorCode::TooManyErrands));
    let refused = give_with(&device, form, TestDevice::PIN).await.unwrap_err();
    assert!(matches!(
        refused,
        AppError::City {
            code: ErrorCode::TooManyErrands,
            ..
        }
    ));
}

#[tokio::test]
async fn a_pass_whose_day_is_over_was_missed_and_leaves_the_list_after_a_month() {
    let (city, giver, bearer) = two().await;
    let id = give(&giver, "03/03/2026").await.unwrap().id;
    sync(&bearer).await.unwrap();
    city.set_offline(true);
    days_later(&city, [&giver, &bearer], 1);
    assert_eq!(tasks(&bearer).await, [id], "on its day");
    days_later(&city, [&giver, &bearer], 1);
    assert_eq!(tasks(&bearer).await, []);
    let view = bearer.app.get_errand(GetErrand { errand: id }).await.unwrap();
    assert_eq!(
        (view.record.state, view.record.code, view.qr),
        (ErrandState::Missed, None, None)
    );
    days_later(&city, [&giver, &bearer], 29);
    assert_eq!(ids(&list(&giver).await.given), [id]);
    days_later(&city, [&giver, &bearer], 1);
    assert_eq!(list(&giver).await.given, []);
}
