//! Asking: by a check or an offer, within a purpose, one of many.

use domain::{ProfileField, RequestId, Scope, limits};
use protocol::{
    api::{self, Action, OfferOrder, RequestState},
    problem::ErrorCode,
};
use server::{
    service::housekeeping::end_what_ends,
    testing::{CityOptions, SignedIn, TestCity},
};

use super::{is_applied, kind, refused};
use crate::{
    code, fresh_id, hoa, minutes,
    office::{
        Office, act, agree, ask, birth_certificate, check, enrol, events, live, new_uuid, purpose_form, requests,
        scope, state,
    },
    postgres::Postgres,
};

#[tokio::test]
async fn nothing_beyond_the_purpose_is_asked() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let found = office.check(&live(&city, &hoa).await).await;
    let beyond = Scope {
        fields: vec![ProfileField::Email],
        papers: Vec::new(),
    };
    assert_eq!(code(office.ask(found.id, beyond).await), ErrorCode::BeyondPurpose);
    assert_eq!(
        code(office.ask(found.id, Scope::default()).await),
        ErrorCode::BeyondPurpose
    );
    let used = office.check("xin chào").await;
    assert_eq!(code(office.ask(used.id, scope()).await), ErrorCode::BeyondPurpose);
    assert_eq!(
        code(office.ask(domain::CheckId(new_uuid()), scope()).await),
        ErrorCode::NotFound
    );
    let (second, _) = office.second(&city).await;
    let stolen = ask(&second, found.id, office.purpose, scope()).await;
    assert_eq!(code(stolen), ErrorCode::NotFound, "another officer's check");
    let retired = api::PurposeForm {
        retired: true,
        ..purpose_form()
    };
    office.put_purpose(office.purpose, &retired).await.unwrap();
    assert_eq!(code(office.ask(found.id, scope()).await), ErrorCode::NotFound);
    assert_eq!(requests(&hoa).await, []);
}

#[tokio::test]
async fn a_check_is_a_ground_to_ask_for_half_an_hour() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let found = office.check(&live(&city, &hoa).await).await;
    for _ in 0..8 {
        city.clock().advance(minutes(4));
        office
            .officer
            .call::<api::ListChecks>(&())
            .answer()
            .await
            .map_err(|problem| problem.code)
            .ok();
    }
    // The access token has ended meanwhile; the shift goes on in the refreshed session.
    let grant = office
        .officer
        .device
        .refresh(&office.officer.grant, fresh_id())
        .await
        .unwrap();
    let order = api::AskOrder {
        id: RequestId(new_uuid()),
        check: found.id,
        purpose: office.purpose,
        scope: scope(),
    };
    let late = office
        .officer
        .device
        .call::<api::AskToShare>(&())
        .bearer(&grant.access_token)
        .json(&order)
        .answer()
        .await;
    assert!(
        matches!(code(late), ErrorCode::BeyondPurpose | ErrorCode::ShiftLocked),
        "too late to ask"
    );
}

#[tokio::test]
async fn what_nobody_answers_expires() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    city.clock().advance(limits::REQUEST_LIFETIME - minutes(1));
    // The next in the queue keeps the shift from locking.
    office.check("a code of no city").await;
    city.clock().advance(minutes(1));
    assert_eq!(agree(&hoa, asked.id, document).await, refused(ErrorCode::RequestOver));
    assert_eq!(state(&hoa, asked.id).await, RequestState::Expired);
    end_what_ends(city.city()).await.unwrap();
    end_what_ends(city.city()).await.unwrap();
    let kinds: Vec<&str> = events(&hoa).await.iter().map(kind).collect();
    assert_eq!(kinds, ["checked", "asked", "expired"], "told once");
    let list = office
        .officer
        .call::<api::ListRequests>(&())
        .answer()
        .await
        .unwrap()
        .requests;
    assert_eq!(list[0].state, RequestState::Expired);
}

#[tokio::test]
async fn two_officers_ask_at_once_and_each_reads_only_their_own() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (second, _) = office.second(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let first = office.meet(&city, &hoa).await;
    let found = check(&second, &live(&city, &hoa).await).await.unwrap();
    let other = ask(&second, found.id, office.purpose, scope()).await.unwrap();
    assert_eq!(state(&hoa, first.id).await, RequestState::Waiting, "both wait");
    agree(&hoa, other.id, document).await;
    assert_eq!(
        code(office.read(other.id).await),
        ErrorCode::NotFound,
        "not the colleague's"
    );
    second.call::<api::ReadShare>(&other.id).answer().await.unwrap();
    assert_eq!(code(office.read(first.id).await), ErrorCode::NotFound);
    // Asking the same person again at the same counter takes the earlier request back.
    let again = office.meet(&city, &hoa).await;
    assert!(matches!(state(&hoa, first.id).await, RequestState::Withdrawn { .. }));
    assert_eq!(state(&hoa, again.id).await, RequestState::Waiting);
}

#[tokio::test]
async fn an_offer_is_taken_by_who_scans_it_first() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, lan) = (
        hoa(&city).await,
        enrol(&city, "048300000013", "Phan Thị Lan", "0907000013").await,
    );
    let document = birth_certificate(&hoa).await;
    let order = OfferOrder {
        id: RequestId(new_uuid()),
        purpose: office.purpose,
        scope: scope(),
    };
    let offer = office
        .officer
        .call::<api::OfferRequest>(&())
        .json(&order)
        .answer()
        .await
        .unwrap();
    assert_eq!((offer.state.clone(), offer.holder), (RequestState::Offered, None));
    let text = offer.code.unwrap();
    let trust = crate::issuing::trust(&city).await;
    let codes::offer::OfferVerdict::Valid(said) = codes::offer::verify(&text, &trust, city.city().now()) else {
        panic!("the city signs its offers");
    };
    assert_eq!((said.request, said.counter.as_str()), (offer.id, "Quầy 3"));
    let taken = hoa.call::<api::TakeRequest>(&offer.id).answer().await.unwrap();
    assert_eq!(taken.state, RequestState::Waiting);
    hoa.call::<api::TakeRequest>(&offer.id).answer().await.unwrap();
    assert_eq!(
        code(lan.call::<api::TakeRequest>(&offer.id).answer().await),
        ErrorCode::RequestOver
    );
    let list = office
        .officer
        .call::<api::ListRequests>(&())
        .answer()
        .await
        .unwrap()
        .requests;
    assert_eq!(
        (list[0].holder.as_deref(), list[0].code.as_deref()),
        (Some("N. T. Á. Hoa"), None)
    );
    agree(&hoa, offer.id, document).await;
    office.read(offer.id).await.unwrap();
    let late = OfferOrder {
        id: RequestId(new_uuid()),
        ..order
    };
    let late = office
        .officer
        .call::<api::OfferRequest>(&())
        .json(&late)
        .answer()
        .await
        .unwrap();
    city.clock().advance(limits::REQUEST_LIFETIME);
    assert_eq!(
        code(lan.call::<api::TakeRequest>(&late.id).answer().await),
        ErrorCode::RequestOver
    );
    end_what_ends(city.city()).await.unwrap();
    assert_eq!(
        code(lan.call::<api::TakeRequest>(&RequestId(new_uuid())).answer().await),
        ErrorCode::NotFound
    );
}

#[tokio::test]
async fn who_listens_hears_at_once() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let mut events = hoa.call::<api::WatchChanges>(&()).send().await;
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let mut heard = async || String::from_utf8(events.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert_eq!(heard().await, "event: changed\ndata: {}\n\n", "once at the start");
    let request = office.meet(&city, &hoa).await;
    assert!(heard().await.contains("changed"));
    let mut counter = office.officer.call::<api::WatchChanges>(&()).send().await;
    counter.chunk().await.unwrap().unwrap();
    let refuse = Action::RefuseToShare {
        request: request.id,
        words: None,
    };
    act(&hoa, refuse).await;
    assert!(counter.chunk().await.unwrap().is_some(), "the officer hears too");
}

/// Officers and residents at once on PostgreSQL: nothing waits for each other for ever, nothing is lost.
#[tokio::test(flavor = "multi_thread")]
async fn many_ask_and_answer_at_once() {
    let postgres = Postgres::start();
    for options in [
        CityOptions::default(),
        CityOptions::default().with("DATABASE_URL", &postgres.url()),
    ] {
        let mut city = TestCity::start_with(options).await;
        let office = Office::at_work(&city).await;
        let (second, _) = office.second(&city).await;
        let hoa = hoa(&city).await;
        let document = birth_certificate(&hoa).await;
        let rounds = async |officer: &SignedIn| {
            let mut agreed = 0;
            for _ in 0..5 {
                let credential = live(&city, &hoa).await;
                let Ok(found) = check(officer, &credential).await else {
                    continue;
                };
                let Ok(asked) = ask(officer, found.id, office.purpose, scope()).await else {
                    continue;
                };
                if is_applied(agree(&hoa, asked.id, document).await) {
                    officer.call::<api::ReadShare>(&asked.id).answer().await.unwrap();
                    agreed += 1;
                }
                officer.call::<api::WithdrawRequest>(&asked.id).answer().await.unwrap();
            }
            agreed
        };
        let (one, other) = futures::join!(rounds(&office.officer), rounds(&second));
        assert!(one + other > 0);
        let reads = events(&hoa)
            .await
            .iter()
            .filter(|event| kind(event) == "read fields")
            .count();
        assert_eq!(reads, one + other);
        city.stop().await;
    }
}
