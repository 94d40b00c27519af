//! Errand passes: given on one device, shown on another, handed over at the counter, with and without a network.

use client::testing::read_symbol;
use domain::{CheckId, local_date};
use protocol::{
    api::{AccessEvent, ErrandSide, ErrandState, ErrandVerdict, Verdict},
    app::*,
};
use server::testing::TestCity;

use crate::{
    city_with_people,
    device::{Device, NGOC, pin},
};

async fn form(city: &TestCity, giver: &Device) -> ErrandInput {
    let offered = giver.app.list_organisations(ListOrganisations {}).await.unwrap();
    ErrandInput {
        organisation: Some(offered.organisations[0].id),
        bearer: "049303001234".to_owned(),
        bearer_name: "Chị Ngọc".to_owned(),
        title: "Giấy chứng nhận kết hôn".to_owned(),
        dossier: "H17.12-260301-0042".to_owned(),
        day: local_date(city.city().now()).strftime("%d/%m/%Y").to_string(),
    }
}

/// Hoa lets Ngọc collect something today; the pass's code as a scanner reads it off Ngọc's screen.
async fn given(city: &TestCity, hoa: &Device, ngoc: &Device) -> (ErrandView, String) {
    let form = form(city, hoa).await;
    let given = hoa.app.give_errand(GiveErrand { form, pin: pin() }).await.unwrap();
    assert_eq!((given.record.side, given.qr.as_ref()), (ErrandSide::Giver, None));
    ngoc.sync().await;
    let errand = given.record.id;
    let borne = ngoc.app.get_errand(GetErrand { errand }).await.unwrap();
    (given, read_symbol(&borne.qr.unwrap()))
}

async fn check(officer: &Device, check: CheckId, text: &str) -> ErrandCheckView {
    let text = text.to_owned();
    officer.app.check_errand(CheckErrand { check, text }).await.unwrap()
}

async fn hand_over(officer: &Device, check: CheckId, text: &str) -> ErrandCheckView {
    let text = text.to_owned();
    officer
        .app
        .hand_over_errand(HandOverErrand { check, text })
        .await
        .unwrap()
}

async fn state(device: &Device, view: &ErrandView) -> ErrandState {
    device.sync().await;
    let errand = view.record.id;
    device.app.get_errand(GetErrand { errand }).await.unwrap().record.state
}

#[tokio::test]
async fn one_gives_another_shows_and_the_counter_hands_over() {
    let (city, hoa, minh) = city_with_people().await;
    let ngoc = Device::of(&city, NGOC, 3).await;
    minh.open_shift(&city).await;
    let (pass, text) = given(&city, &hoa, &ngoc).await;
    let tasks = ngoc.app.get_home(GetHome {}).await.unwrap().tasks;
    assert!(
        tasks
            .iter()
            .any(|task| matches!(task, Task::Errand { errand, .. } if *errand == pass.record.id)),
        "{tasks:?}"
    );
    let ScanView::Errand(scanned) = hoa.app.scan_text(ScanText { text: text.clone() }).await.unwrap() else {
        panic!("an errand pass");
    };
    assert_eq!(scanned.verdict, Verdict::Valid);

    let hers = minh.check(&hoa.live().await.0).await.record.id;
    let other = check(&minh, hers, &text).await;
    assert_eq!(other.check.verdict, ErrandVerdict::OtherPerson);
    let bearers = minh.check(&ngoc.live().await.0).await.record.id;
    let valid = check(&minh, bearers, &text).await;
    assert_eq!((valid.check.verdict, valid.offline), (ErrandVerdict::Valid, false));
    assert_eq!(valid.check.pass.unwrap().giver.as_str(), "Nguyễn Thị Ánh Hoa");
    let done = hand_over(&minh, bearers, &text).await;
    assert!(done.check.handed_over_at.is_some());
    for device in [&hoa, &ngoc] {
        assert!(matches!(state(device, &pass).await, ErrandState::HandedOver { .. }));
    }
    let tasks = ngoc.app.get_home(GetHome {}).await.unwrap().tasks;
    assert!(!tasks.iter().any(|task| matches!(task, Task::Errand { .. })));
    let events = hoa.events().await;
    assert!(
        matches!(
            &events[..],
            [
                AccessEvent::Errand { handed_over: true, .. },
                AccessEvent::Errand {
                    verdict: ErrandVerdict::Valid,
                    ..
                },
                AccessEvent::Errand {
                    verdict: ErrandVerdict::OtherPerson,
                    ..
                },
                AccessEvent::Checked { .. },
                ..
            ]
        ),
        "{events:?}"
    );
}

#[tokio::test]
async fn without_a_network_it_is_handed_over_and_told_later() {
    let (city, hoa, minh) = city_with_people().await;
    let ngoc = Device::of(&city, NGOC, 3).await;
    minh.open_shift(&city).await;
    let (pass, text) = given(&city, &hoa, &ngoc).await;
    let live = ngoc.live().await.0;
    minh.cut(true);
    let bearers = minh.check(&live).await.record.id;
    let alone = check(&minh, bearers, &text).await;
    assert_eq!((alone.check.verdict, alone.offline), (ErrandVerdict::Valid, true));
    assert!(alone.keys_as_of.is_some());
    let done = hand_over(&minh, bearers, &text).await;
    assert!(done.offline && done.check.handed_over_at.is_some());
    assert_eq!(
        hand_over(&minh, bearers, &text).await.check.handed_over_at,
        done.check.handed_over_at,
        "once"
    );
    let counter = minh.app.get_counter(GetCounter {}).await.unwrap();
    assert_eq!(counter.waiting, 2, "a check and a hand-over");
    assert_eq!(state(&hoa, &pass).await, ErrandState::Open, "nobody knows yet");

    minh.cut(false);
    minh.sync().await;
    assert_eq!(minh.app.get_counter(GetCounter {}).await.unwrap().waiting, 0);
    assert!(matches!(state(&hoa, &pass).await, ErrandState::HandedOver { .. }));
    let events = hoa.events().await;
    assert!(
        matches!(
            &events[..],
            [
                AccessEvent::Errand {
                    verdict: ErrandVerdict::Valid,
                    handed_over: true,
                    told_at: Some(_),
                    ..
                },
                ..
            ]
        ),
        "{events:?}"
    );
}

#[tokio::test]
async fn what_was_taken_back_or_declined_is_over_for_both() {
    let (city, hoa, _) = city_with_people().await;
    let ngoc = Device::of(&city, NGOC, 3).await;
    for (ends, by) in [(&hoa, ErrandSide::Giver), (&ngoc, ErrandSide::Bearer)] {
        let (pass, _) = given(&city, &hoa, &ngoc).await;
        let errand = pass.record.id;
        let ended = ends.app.end_errand(EndErrand { errand }).await.unwrap();
        assert!(matches!(ended.record.state, ErrandState::Ended { by: told, .. } if told == by));
        for device in [&hoa, &ngoc] {
            assert!(matches!(state(device, &pass).await, ErrandState::Ended { by: told, .. } if told == by));
        }
    }
    hoa.cut(true);
    let form = ErrandInput {
        bearer: "049303001234".to_owned(),
        ..form_of_nothing()
    };
    let wrong = hoa.app.give_errand(GiveErrand { form, pin: pin() }).await;
    assert!(matches!(wrong, Err(AppError::InvalidInput { fields }) if fields.len() == 4));
}

fn form_of_nothing() -> ErrandInput {
    ErrandInput {
        organisation: None,
        bearer: String::new(),
        bearer_name: String::new(),
        title: String::new(),
        dossier: String::new(),
        day: String::new(),
    }
}
