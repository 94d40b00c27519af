//! Errand passes: given, borne, checked beside the bearer's live code, over once the result is handed over.

use domain::{CheckId, ErrandId, OrganisationId, limits, local_date};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use protocol::{
    api::{
        self, AccessEvent, ErrandCheck, ErrandOrder, ErrandRecord, ErrandShown, ErrandSide, ErrandState, ErrandVerdict,
        Shown, SignInIdentifier, errand_proof,
    },
    problem::{ErrorCode, Problem},
};
use server::testing::{Fault, SignedIn, TestCity, TestDevice};

use crate::{
    checks::{offline, reconcile, shift},
    code, hoa, minutes,
    office::{self, OFFICER_PHONE, Office, enrol, errands, events, live, new_uuid, open_shift, organisation},
};

const BEARER: &str = "048201000045";
const BEARER_PHONE: &str = "0907000045";

async fn an(city: &TestCity) -> SignedIn {
    enrol(city, BEARER, "Lê Văn An", BEARER_PHONE).await
}

pub(crate) fn order(city: &TestCity, organisation: OrganisationId) -> ErrandOrder {
    ErrandOrder {
        organisation,
        bearer: BEARER.parse().unwrap(),
        bearer_name: "Cháu An".parse().unwrap(),
        title: "Giấy chứng nhận kết hôn".parse().unwrap(),
        dossier: Some("H17.12-260301-0042".parse().unwrap()),
        day: local_date(city.city().now()),
        proof: protocol::Blob(Vec::new()),
    }
}

async fn give_as(giver: &SignedIn, id: ErrandId, mut order: ErrandOrder) -> Result<ErrandRecord, Problem> {
    order.proof = giver.device.sign(&errand_proof(id, &order));
    giver.call::<api::GiveErrand>(&id).json(&order).answer().await
}

pub(crate) async fn give(giver: &SignedIn, order: ErrandOrder) -> Result<ErrandRecord, Problem> {
    give_as(giver, ErrandId(new_uuid()), order).await
}

/// The one pass that somebody sees.
async fn pass(who: &SignedIn) -> ErrandRecord {
    let mut all = errands(who).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn shown(check: CheckId, text: &str) -> ErrandShown {
    ErrandShown {
        check,
        text: text.to_owned(),
        offline_at: None,
    }
}

async fn check(officer: &SignedIn, shown: &ErrandShown) -> Result<ErrandCheck, Problem> {
    officer.call::<api::CheckErrand>(&()).json(shown).answer().await
}

async fn hand_over(officer: &SignedIn, shown: &ErrandShown) -> Result<ErrandCheck, Problem> {
    officer.call::<api::HandOverErrand>(&()).json(shown).answer().await
}

/// Somebody's live code, checked by the officer of the office.
async fn stands_there(city: &TestCity, office: &Office, who: &SignedIn) -> CheckId {
    office.check(&live(city, who).await).await.id
}

#[tokio::test]
async fn a_pass_is_given_borne_and_handed_over_once() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, an) = (hoa(&city).await, an(&city).await);
    let given = give(&hoa, order(&city, office.organisation)).await.unwrap();
    assert_eq!((given.side, given.code.as_ref()), (ErrandSide::Giver, None));
    let borne = pass(&an).await;
    assert_eq!(borne.side, ErrandSide::Bearer);
    assert_eq!(borne.giver.as_str(), "Nguyễn Thị Ánh Hoa");
    let text = borne.code.expect("whoever bears it has the code");
    let shown = shown(stands_there(&city, &office, &an).await, &text);
    let checked = check(&office.officer, &shown).await.unwrap();
    assert_eq!((checked.verdict, checked.handed_over_at), (ErrandVerdict::Valid, None));
    let says = checked.pass.unwrap();
    assert_eq!(
        (says.errand, says.bearer.as_str(), says.dossier.unwrap().as_str()),
        (given.id, "Cháu An", "H17.12-260301-0042")
    );
    let handed = hand_over(&office.officer, &shown).await.unwrap();
    assert_eq!(
        (handed.verdict, handed.handed_over_at.is_some()),
        (ErrandVerdict::Valid, true)
    );
    assert_eq!(
        hand_over(&office.officer, &shown).await.unwrap(),
        handed,
        "told twice, done once"
    );
    for who in [&hoa, &an] {
        let over = pass(who).await;
        assert!(matches!(&over.state, ErrandState::HandedOver { counter, .. } if counter.as_str() == "Quầy 3"));
        assert_eq!(over.code, None);
    }
    let again = check(&office.officer, &shown).await.unwrap();
    assert_eq!(
        (again.verdict, again.handed_over_at),
        (ErrandVerdict::HandedOver, handed.handed_over_at)
    );
    let seen: Vec<_> = events(&hoa).await;
    assert!(
        matches!(
            &seen[..],
            [
                AccessEvent::Errand {
                    verdict: ErrandVerdict::Valid,
                    handed_over: false,
                    ..
                },
                AccessEvent::Errand {
                    verdict: ErrandVerdict::Valid,
                    handed_over: true,
                    told_at: None,
                    ..
                },
                AccessEvent::Errand {
                    verdict: ErrandVerdict::HandedOver,
                    handed_over: false,
                    ..
                },
            ]
        ),
        "{seen:?}"
    );
    // Whoever bears it has the check of their own code besides.
    assert_eq!(events(&an).await.len(), 4);
}

#[tokio::test]
async fn a_lost_answer_gives_one_pass() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let hoa = hoa(&city).await;
    let id = ErrandId(new_uuid());
    city.faults().next(Fault::DropAfter);
    let lost = hoa
        .call::<api::GiveErrand>(&id)
        .json(&ErrandOrder {
            proof: hoa.device.sign(&errand_proof(id, &order(&city, office.organisation))),
            ..order(&city, office.organisation)
        })
        .try_send()
        .await;
    assert!(lost.is_err());
    let given = give_as(&hoa, id, order(&city, office.organisation)).await.unwrap();
    assert_eq!(pass(&hoa).await, given);
    let (stranger, other) = (an(&city).await, order(&city, office.organisation));
    let mine = ErrandOrder {
        bearer: crate::NUMBER.parse().unwrap(),
        ..other
    };
    assert_eq!(code(give_as(&stranger, id, mine).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_by_name() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let hoa = hoa(&city).await;
    let good = order(&city, office.organisation);
    let today = good.day;
    let wrong = [
        (
            "day",
            ErrandOrder {
                day: today.yesterday().unwrap(),
                ..good.clone()
            },
        ),
        (
            "day",
            ErrandOrder {
                day: today.saturating_add((limits::ERRAND_DAYS + 1).days()),
                ..good.clone()
            },
        ),
        (
            "bearer",
            ErrandOrder {
                bearer: crate::NUMBER.parse().unwrap(),
                ..good.clone()
            },
        ),
        (
            "organisation",
            ErrandOrder {
                organisation: OrganisationId(new_uuid()),
                ..good.clone()
            },
        ),
    ];
    for (field, order) in wrong {
        let problem = give(&hoa, order).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.fields[0].path.as_str()),
            (ErrorCode::InvalidField, field)
        );
    }
    let id = ErrandId(new_uuid());
    let signed_otherwise = ErrandOrder {
        proof: hoa.device.sign(&errand_proof(ErrandId(new_uuid()), &good)),
        ..good.clone()
    };
    let refused = hoa.call::<api::GiveErrand>(&id).json(&signed_otherwise).answer().await;
    assert_eq!(code(refused), ErrorCode::ProofInvalid);
    let last = ErrandOrder {
        day: today.saturating_add(limits::ERRAND_DAYS.days()),
        ..good
    };
    give(&hoa, last).await.unwrap();
    assert_eq!(errands(&hoa).await.len(), 1, "nothing of what was refused is there");
}

#[tokio::test]
async fn nobody_floods_another_with_passes() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let hoa = hoa(&city).await;
    let good = order(&city, office.organisation);
    let mut given = Vec::new();
    for _ in 0..limits::ERRANDS {
        given.push(give(&hoa, good.clone()).await.unwrap().id);
    }
    assert_eq!(code(give(&hoa, good.clone()).await), ErrorCode::TooManyErrands);
    for id in given {
        hoa.call::<api::EndErrand>(&id).answer().await.unwrap();
    }
    for _ in limits::ERRANDS..limits::ERRANDS_GIVEN {
        let id = give(&hoa, good.clone()).await.unwrap().id;
        hoa.call::<api::EndErrand>(&id).answer().await.unwrap();
    }
    let refused = give(&hoa, good).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyRequests);
    assert!(refused.retry_after.is_some());
}

#[tokio::test]
async fn whoever_enrols_later_has_the_pass_then() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let unknown = give(&hoa, order(&city, office.organisation)).await.unwrap();
    let an = an(&city).await;
    let borne = pass(&an).await;
    assert_eq!((borne.id, borne.side), (unknown.id, ErrandSide::Bearer));
    let text = borne.code.unwrap();
    let shown = shown(stands_there(&city, &office, &an).await, &text);
    let checked = check(&office.officer, &shown).await.unwrap();
    assert_eq!(checked.verdict, ErrandVerdict::Valid);
}

#[tokio::test]
async fn both_may_end_it_and_nobody_else() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, an) = (hoa(&city).await, an(&city).await);
    let stranger = enrol(&city, "048201000046", "Phạm Thị Bích", "0907000046").await;
    for (who, by) in [(&hoa, ErrandSide::Giver), (&an, ErrandSide::Bearer)] {
        let given = give(&hoa, order(&city, office.organisation)).await.unwrap();
        let code_text = errands(&an)
            .await
            .into_iter()
            .find(|pass| pass.id == given.id)
            .and_then(|pass| pass.code)
            .unwrap();
        let theirs = stranger.call::<api::EndErrand>(&given.id).answer().await;
        assert_eq!(code(theirs), ErrorCode::NotFound);
        for _ in 0..2 {
            who.call::<api::EndErrand>(&given.id).answer().await.unwrap();
        }
        let ended = errands(&hoa).await.into_iter().find(|pass| pass.id == given.id);
        assert!(matches!(ended.unwrap().state, ErrandState::Ended { by: told, .. } if told == by));
        let shown = shown(stands_there(&city, &office, &an).await, &code_text);
        for answer in [
            check(&office.officer, &shown).await,
            hand_over(&office.officer, &shown).await,
        ] {
            let answer = answer.unwrap();
            assert_eq!((answer.verdict, answer.handed_over_at), (ErrandVerdict::Ended, None));
        }
    }
    assert_eq!(errands(&stranger).await, []);
}

#[tokio::test]
async fn each_thing_that_does_not_fit_has_its_verdict() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, an) = (hoa(&city).await, an(&city).await);
    let officer = &office.officer;
    let today = local_date(city.city().now());
    let elsewhere = organisation(&city, "Bệnh viện Đà Nẵng").await;
    for order in [
        order(&city, office.organisation),
        order(&city, elsewhere),
        ErrandOrder {
            day: today.tomorrow().unwrap(),
            ..order(&city, office.organisation)
        },
    ] {
        give(&hoa, order).await.unwrap();
    }
    let codes: Vec<String> = errands(&an).await.into_iter().filter_map(|pass| pass.code).collect();
    let [good, elsewhere, tomorrow] = &codes[..] else {
        panic!("three passes");
    };
    let by_an = stands_there(&city, &office, &an).await;
    let by_hoa = stands_there(&city, &office, &hoa).await;
    // Its last letters are of the signature.
    let (said, last) = good.split_at(good.len() - 2);
    let forged = format!("{said}{}", if last == "00" { "11" } else { "00" });
    for (by, text, verdict) in [
        (by_an, good.as_str(), ErrandVerdict::Valid),
        (by_hoa, good, ErrandVerdict::OtherPerson),
        (by_an, elsewhere, ErrandVerdict::OtherOrganisation),
        (by_an, tomorrow, ErrandVerdict::TooEarly),
        (by_an, &forged, ErrandVerdict::Forged),
        (by_an, "xin chào", ErrandVerdict::UnknownIssuer),
    ] {
        assert_eq!(
            check(officer, &shown(by, text)).await.unwrap().verdict,
            verdict,
            "{verdict:?}"
        );
        if verdict != ErrandVerdict::Valid {
            let handed = hand_over(officer, &shown(by, text)).await.unwrap();
            assert_eq!((handed.verdict, handed.handed_over_at), (verdict, None), "{verdict:?}");
        }
    }
    let refused = events(&hoa).await.into_iter();
    assert!(
        refused.clone().any(|event| matches!(
            event,
            AccessEvent::Errand {
                verdict: ErrandVerdict::OtherPerson,
                ..
            }
        )),
        "she sees that somebody else showed it"
    );
}

#[tokio::test]
async fn its_day_ends() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let (hoa, an) = (hoa(&city).await, an(&city).await);
    give(&hoa, order(&city, office.organisation)).await.unwrap();
    let text = pass(&an).await.code.unwrap();
    city.clock().advance(SignedDuration::from_hours(24));
    let officer = TestDevice::new(&city).sign_in(&city, OFFICER_PHONE).await;
    open_shift(&city, &officer, office.counter, OFFICER_PHONE)
        .await
        .unwrap();
    let an = TestDevice::new(&city).sign_in(&city, BEARER_PHONE).await;
    let missed = pass(&an).await;
    assert_eq!((missed.state, missed.code), (ErrandState::Missed, None));
    let by_an = office::check(&officer, &live(&city, &an).await).await.unwrap().id;
    let late = check(&officer, &shown(by_an, &text)).await.unwrap();
    assert_eq!(late.verdict, ErrandVerdict::TooLate);
}

#[tokio::test]
async fn only_who_stands_there_now_bears_it() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, an) = (hoa(&city).await, an(&city).await);
    give(&hoa, order(&city, office.organisation)).await.unwrap();
    let text = pass(&an).await.code.unwrap();
    let page = an.call::<api::PullChanges>(&()).answer().await.unwrap();
    let standard = page.changes.into_iter().find_map(|change| match change.entity {
        api::Entity::Known(api::KnownEntity::PersonalCode(code)) => Some(code.text),
        _ => None,
    });
    let printed = office.check(&standard.unwrap()).await;
    assert_eq!(
        code(check(&office.officer, &shown(printed.id, &text)).await),
        ErrorCode::CheckFirst,
        "paper lies about"
    );
    let live = live(&city, &an).await;
    office.check(&live).await;
    let copied = office.check(&live).await;
    assert_eq!(
        code(check(&office.officer, &shown(copied.id, &text)).await),
        ErrorCode::CheckFirst
    );
    let nobodys = check(&office.officer, &shown(CheckId(new_uuid()), &text)).await;
    assert_eq!(code(nobodys), ErrorCode::NotFound);
    let (second, _) = office.second(&city).await;
    let mine = stands_there(&city, &office, &an).await;
    assert_eq!(code(check(&second, &shown(mine, &text)).await), ErrorCode::NotFound);
    let number = CheckId(new_uuid());
    let wrong = api::CheckOrder {
        id: number,
        shown: Shown::Number {
            holder: SignInIdentifier::Phone(BEARER_PHONE.parse().unwrap()),
            digits: "00000x".to_owned(),
        },
    };
    office
        .officer
        .call::<api::CheckCode>(&())
        .json(&wrong)
        .answer()
        .await
        .unwrap();
    assert_eq!(
        code(check(&office.officer, &shown(number, &text)).await),
        ErrorCode::CheckFirst
    );
}

/// A check that the officer made without a network, told to the city now.
async fn met_offline(city: &TestCity, office: &Office, who: &SignedIn, at: Timestamp) -> CheckId {
    let text = live(city, who).await;
    let check = offline(&text, shift(&office.officer).await, at, Some(at));
    let id = check.id;
    reconcile(&office.officer, vec![check]).await;
    id
}

#[tokio::test]
async fn a_hand_over_without_a_network_is_told_later_and_counts() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, an) = (hoa(&city).await, an(&city).await);
    let given = give(&hoa, order(&city, office.organisation)).await.unwrap();
    let text = pass(&an).await.code.unwrap();
    let at = city.city().now();
    let check = met_offline(&city, &office, &an, at).await;
    city.clock().advance(minutes(2));
    // Taken back after it was handed over and before the city heard of that.
    hoa.call::<api::EndErrand>(&given.id).answer().await.unwrap();
    let told = ErrandShown {
        offline_at: Some(at + minutes(1)),
        ..shown(check, &text)
    };
    let handed = hand_over(&office.officer, &told).await.unwrap();
    assert_eq!(handed.verdict, ErrandVerdict::Valid);
    assert_eq!(handed.handed_over_at, Some(at + minutes(1)));
    assert_eq!(hand_over(&office.officer, &told).await.unwrap(), handed);
    assert!(matches!(pass(&hoa).await.state, ErrandState::HandedOver { at: then, .. } if then == at + minutes(1)));
    let seen = events(&hoa).await;
    assert!(
        matches!(
            &seen[..],
            [AccessEvent::Errand {
                handed_over: true,
                told_at: Some(_),
                ..
            }]
        ),
        "{seen:?}"
    );
    let (check, asked) = (self::check(&office.officer, &told).await, ErrorCode::InvalidField);
    assert_eq!(code(check), asked, "a check without a network is not asked of the city");
}

#[tokio::test]
async fn a_hand_over_without_a_network_after_the_end_is_told_as_such() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, an) = (hoa(&city).await, an(&city).await);
    let given = give(&hoa, order(&city, office.organisation)).await.unwrap();
    let text = pass(&an).await.code.unwrap();
    hoa.call::<api::EndErrand>(&given.id).answer().await.unwrap();
    city.clock().advance(minutes(1));
    let at = city.city().now();
    let check = met_offline(&city, &office, &an, at).await;
    let told = ErrandShown {
        offline_at: Some(at),
        ..shown(check, &text)
    };
    let handed = hand_over(&office.officer, &told).await.unwrap();
    assert_eq!(handed.verdict, ErrandVerdict::Ended);
    assert!(
        matches!(pass(&hoa).await.state, ErrandState::HandedOver { .. }),
        "it is gone all the same"
    );
    assert!(events(&hoa).await.iter().any(|event| matches!(
        event,
        AccessEvent::Errand {
            verdict: ErrandVerdict::Ended,
            handed_over: true,
            ..
        }
    )));
    let online = office.check(&live(&city, &an).await).await.id;
    let invented = ErrandShown {
        offline_at: Some(city.city().now()),
        ..shown(online, &text)
    };
    assert_eq!(
        code(hand_over(&office.officer, &invented).await),
        ErrorCode::CheckFirst,
        "the check was made with the city"
    );
}

#[tokio::test]
async fn residents_see_where_something_can_be_collected() {
    let city = TestCity::start().await;
    organisation(&city, "Ủy ban phường Sơn Trà").await;
    organisation(&city, "Bệnh viện Đà Nẵng").await;
    let hoa = hoa(&city).await;
    let list = hoa.call::<api::ListOrganisations>(&()).answer().await.unwrap();
    let names: Vec<&str> = list.organisations.iter().map(|card| card.name.as_str()).collect();
    assert_eq!(names, ["Bệnh viện Đà Nẵng", "Ủy ban phường Sơn Trà"]);
}
