//! At a counter: the real city, and two apps over its HTTP interface. The resident and the officer are people of the
//! demonstration.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod device;
mod errands;
mod office;

use client::testing::read_symbol;
use domain::{DocumentKind, MediaType, ProfileField, Scope};
use jiff::SignedDuration;
use protocol::{
    api::{AccessEvent, OverReason, RequestState, Verdict},
    app::*,
    problem::ErrorCode,
};
use server::{demo, service::housekeeping, testing::TestCity};

use device::{Device, HOA, MINH, pin};

async fn city_with_people() -> (TestCity, Device, Device) {
    let city = TestCity::start().await;
    demo::seed(city.city()).await.unwrap();
    let resident = Device::of(&city, HOA, 1).await;
    let officer = Device::of(&city, MINH, 2).await;
    (city, resident, officer)
}

fn code<T: std::fmt::Debug>(answer: Result<T, AppError>) -> ErrorCode {
    match answer.unwrap_err() {
        AppError::City { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

/// The first purpose of the demonstration's office that asks for papers.
fn purpose(counter: &CounterView) -> protocol::api::PurposeRecord {
    let purposes = counter.organisation.clone().unwrap().purposes;
    let with_papers =
        |purpose: &&protocol::api::PurposeRecord| purpose.terms.scope.papers.contains(&DocumentKind::BirthCertificate);
    purposes.iter().find(with_papers).unwrap().clone()
}

fn agreement(request: &RequestView) -> AgreeToShare {
    AgreeToShare {
        request: request.record.id,
        fields: request.fields.iter().map(|asked| asked.field).collect(),
        documents: request
            .papers
            .iter()
            .flat_map(|asked| asked.documents.iter().map(|paper| paper.id))
            .collect(),
        remember: false,
        pin: pin(),
    }
}

#[tokio::test]
async fn from_the_code_to_the_paper_and_what_the_resident_sees_of_it() {
    let (city, resident, officer) = city_with_people().await;
    let counter = officer.open_shift(&city).await;
    let purpose = purpose(&counter);
    let (text, _) = resident.live().await;
    let check = officer.check(&text).await;
    assert_eq!((check.record.verdict, check.waiting), (Verdict::Valid, false));
    let ask = AskToShare {
        check: check.record.id,
        purpose: purpose.id,
        scope: Scope {
            fields: vec![ProfileField::FullName, ProfileField::Address],
            papers: vec![DocumentKind::BirthCertificate],
        },
    };
    let asked = officer.app.ask_to_share(ask).await.unwrap();
    // The resident's side.
    let request = resident.request().await;
    assert_eq!(request.record.desk_word, asked.request.desk_word);
    let home = resident.app.get_home(GetHome {}).await.unwrap();
    assert!(matches!(&home.tasks[0], Task::Request { request: id, .. } if *id == request.record.id));
    assert_eq!(request.fields[0].value.as_deref(), Some("Nguyễn Thị Ánh Hoa"));
    assert!(request.fields[0].verified && request.papers[0].documents.len() == 1);
    let wrong = AgreeToShare {
        pin: Secret("918273".to_owned()),
        ..agreement(&request)
    };
    let refused = resident.app.agree_to_share(wrong).await;
    assert!(
        matches!(refused, Err(AppError::WrongPin { attempts_left: 19, .. })),
        "{refused:?}"
    );
    let agreed = resident.app.agree_to_share(agreement(&request)).await.unwrap();
    assert!(matches!(agreed.record.state, RequestState::Agreed { .. }));
    assert_eq!((agreed.answering, agreed.refused), (false, None));
    // The officer's side.
    let share = officer
        .app
        .read_share(ReadShare {
            request: request.record.id,
        })
        .await
        .unwrap();
    assert_eq!(share.fields[1].value.as_str(), "24 Bạch Đằng");
    assert_eq!(share.papers[0].kind, DocumentKind::BirthCertificate);
    let paper = officer.app.shared_paper(request.record.id, share.papers[0].id).await;
    assert_eq!(MediaType::sniff(&paper.unwrap()), Some(MediaType::Pdf));
    // Its time goes by; the shift locks meanwhile and the PIN unlocks it.
    let half = SignedDuration::from_mins(i64::from(purpose.terms.read_minutes / 2));
    for _ in 0..2 {
        city.clock().advance(half);
        officer.app.get_counter(GetCounter {}).await.unwrap();
        resident.sync().await;
    }
    housekeeping::end_what_ends(city.city()).await.unwrap();
    let read = async || {
        officer
            .app
            .read_share(ReadShare {
                request: request.record.id,
            })
            .await
    };
    assert_eq!(code(read().await), ErrorCode::ShiftLocked);
    let wrong = Secret("918273".to_owned());
    assert!(officer.app.unlock_shift(UnlockShift { pin: wrong }).await.is_err());
    let unlocked = officer.app.unlock_shift(UnlockShift { pin: pin() }).await.unwrap();
    assert!(!unlocked.shift.unwrap().locked);
    assert_eq!(code(read().await), ErrorCode::ShareOver);
    // All of it is in the resident's history, newest first, and can be contested from there.
    let events = resident.events().await;
    assert!(
        matches!(
            &events[..],
            [
                AccessEvent::ReadRefused,
                AccessEvent::Over {
                    reason: OverReason::TimeOver
                },
                AccessEvent::ReadPaper { .. },
                AccessEvent::ReadFields { .. },
                AccessEvent::Agreed { remembered: false, .. },
                AccessEvent::Asked { .. },
                AccessEvent::Checked {
                    verdict: Verdict::Valid,
                    ..
                },
            ]
        ),
        "{events:?}"
    );
    let history = resident.app.get_history(GetHistory {}).await.unwrap();
    let contest = ContestAccess {
        access: history.entries[2].record.id,
        words: "Tôi chỉ đến hỏi đường".to_owned(),
    };
    let history = resident.app.contest_access(contest).await.unwrap();
    assert_eq!(
        history.entries[2].record.contest.as_ref().unwrap().words.as_str(),
        "Tôi chỉ đến hỏi đường"
    );
    assert_eq!(history.entries[2].contesting, None, "the city has it");
    officer.app.end_shift(EndShift {}).await.unwrap();
    let counter = officer.app.get_counter(GetCounter {}).await.unwrap();
    assert_eq!((counter.shift, counter.offline), (None, false));
}

#[tokio::test]
async fn without_a_network_up_to_the_verdict_and_reconciled_later() {
    let (city, resident, officer) = city_with_people().await;
    officer.open_shift(&city).await;
    resident.cut(true);
    officer.cut(true);
    let (text, _) = resident.live().await;
    let check = officer.check(&text).await;
    assert_eq!((check.record.verdict, check.waiting), (Verdict::Valid, true));
    assert_eq!(check.record.holder.as_deref(), Some("N. T. Á. Hoa"));
    assert!(check.record.offline.unwrap().list_as_of.is_some() && check.keys_as_of.is_some());
    let again = officer.check(&text).await;
    assert_eq!(again.record.verdict, Verdict::Used, "this counter remembers");
    assert_eq!(officer.check("xin chào").await.record.verdict, Verdict::UnknownIssuer);
    let counter = officer.app.get_counter(GetCounter {}).await.unwrap();
    assert!(counter.offline && counter.shift.is_some());
    assert_eq!(counter.waiting, 2);
    let list = officer.app.list_checks(ListChecks {}).await.unwrap();
    assert!(list.offline && list.checks.len() == 2 && list.checks.iter().all(|check| check.waiting));
    let number = CheckNumber {
        holder: HOA.to_owned(),
        digits: "123456".to_owned(),
    };
    let number = officer.app.check_number(number).await;
    assert!(
        matches!(number, Err(AppError::Offline)),
        "only the city knows numbers: {number:?}"
    );
    // The network is back.
    officer.cut(false);
    officer.sync().await;
    let list = officer.app.list_checks(ListChecks {}).await.unwrap();
    assert!(!list.offline && list.checks.len() == 2 && list.checks.iter().all(|check| !check.waiting));
    assert_eq!(officer.app.get_counter(GetCounter {}).await.unwrap().waiting, 0);
    let verdicts: Vec<Verdict> = list.checks.iter().map(|check| check.record.verdict).collect();
    assert_eq!(verdicts, [Verdict::Used, Verdict::Valid]);
    resident.cut(false);
    let events = resident.events().await;
    assert_eq!(events.len(), 2);
    assert!(
        events
            .iter()
            .all(|event| matches!(event, AccessEvent::Checked { told_at: Some(_), .. }))
    );
}

#[tokio::test]
async fn an_answer_without_a_network_waits_and_may_come_too_late() {
    let (city, resident, officer) = city_with_people().await;
    let purpose = purpose(&officer.open_shift(&city).await);
    let (text, _) = resident.live().await;
    let check = officer.check(&text).await.record.id;
    let ask = AskToShare {
        check,
        purpose: purpose.id,
        scope: purpose.terms.scope.clone(),
    };
    officer.app.ask_to_share(ask).await.unwrap();
    let request = resident.request().await;
    resident.cut(true);
    let waiting = resident.app.agree_to_share(agreement(&request)).await.unwrap();
    assert!(waiting.answering && waiting.record.state == RequestState::Waiting);
    city.clock().advance(domain::limits::REQUEST_LIFETIME);
    housekeeping::end_what_ends(city.city()).await.unwrap();
    resident.cut(false);
    let late = resident.request().await;
    assert_eq!((late.record.state, late.answering), (RequestState::Expired, false));
    let again = resident.app.agree_to_share(agreement(&request)).await;
    assert_eq!(code(again), ErrorCode::RequestOver);
}

#[tokio::test]
async fn the_six_digits_do_without_a_scanner() {
    let (city, resident, officer) = city_with_people().await;
    officer.open_shift(&city).await;
    let (_, digits) = resident.live().await;
    let check = |holder: &str, digits: &str| CheckNumber {
        holder: holder.to_owned(),
        digits: digits.to_owned(),
    };
    let spaced = format!("{} {}", &digits[..3], &digits[3..]);
    let valid = officer.app.check_number(check("0905 123 456", &spaced)).await.unwrap();
    assert_eq!(valid.record.verdict, Verdict::Valid);
    let refused = officer.app.check_number(check("hoa", "12")).await;
    let fields = vec![InputField::Identifier, InputField::CodeNumber];
    assert!(matches!(refused, Err(AppError::InvalidInput { fields: told }) if told == fields));
}

#[tokio::test]
async fn a_verifiers_code_is_taken_on_and_refused() {
    let (city, resident, officer) = city_with_people().await;
    let purpose = purpose(&officer.open_shift(&city).await);
    let offer = OfferRequest {
        purpose: purpose.id,
        scope: purpose.terms.scope.clone(),
    };
    let shown = officer.app.offer_request(offer).await.unwrap();
    let text = read_symbol(&shown.qr.unwrap());
    let ScanView::Offer(scan) = resident.app.scan_text(ScanText { text: text.clone() }).await.unwrap() else {
        panic!("a verifier's code");
    };
    assert_eq!(scan.verdict, Verdict::Valid);
    let offer = scan.offer.unwrap();
    assert_eq!(offer.purpose, purpose.terms.title.as_str());
    let request = offer.request;
    let taken = resident.app.take_offer(TakeOffer { request }).await.unwrap();
    assert_eq!(taken.record.state, RequestState::Waiting);
    let refuse = RefuseToShare {
        request,
        words: "  Để tôi hỏi người nhà  ".to_owned(),
    };
    let refused = resident.app.refuse_to_share(refuse).await.unwrap();
    assert!(
        matches!(&refused.record.state, RequestState::Refused { words: Some(words), .. } if words.as_str() == "Để tôi hỏi người nhà")
    );
    let list = officer.app.list_counter_requests(ListCounterRequests {}).await.unwrap();
    assert!(matches!(list[0].request.state, RequestState::Refused { .. }));
    let ScanView::Offer(printed) = resident
        .app
        .scan_text(ScanText {
            text: text.replace("CDSR1:", "CDSR1:A"),
        })
        .await
        .unwrap()
    else {
        panic!("a verifier's code");
    };
    assert_eq!((printed.verdict, printed.offer), (Verdict::Forged, None));
}

/// The request shows by itself: the city tells the app that something changed.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_shows_without_asking() {
    let (city, resident, officer) = city_with_people().await;
    let purpose = purpose(&officer.open_shift(&city).await);
    let background = tokio::spawn(resident.app.clone().background());
    let (text, _) = resident.live().await;
    let check = officer.check(&text).await.record.id;
    let ask = AskToShare {
        check,
        purpose: purpose.id,
        scope: purpose.terms.scope.clone(),
    };
    officer.app.ask_to_share(ask).await.unwrap();
    loop {
        let view = resident.app.list_requests(ListRequests {}).await.unwrap();
        if view
            .requests
            .iter()
            .any(|request| request.record.state == RequestState::Waiting)
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    background.abort();
}
