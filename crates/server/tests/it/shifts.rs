//! Shifts: a one-time password of their own, the lock, the end.

use domain::{CounterId, limits};
use protocol::{
    api::{self, RequestState, ShiftUnlocking, unlock_shift_proof},
    problem::ErrorCode,
};
use server::testing::{TestCity, TestDevice};

use crate::{
    code, fresh_id, hoa, minutes,
    office::{OFFICER_PHONE, Office, check, live, new_uuid, open_shift, state},
};

#[tokio::test]
async fn a_shift_wants_a_password_of_its_own() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let ticket = office
        .officer
        .call::<api::StartShift>(&office.counter)
        .answer()
        .await
        .unwrap();
    let sms = city.last_message(OFFICER_PHONE).await.unwrap();
    assert!(sms.contains("mo ca lam viec"), "{sms}");
    let code_sent = city.last_code(OFFICER_PHONE).await;
    // It opens no session, and a password to sign in opens no shift.
    let session = TestDevice::new(&city).open_session(ticket.challenge, &code_sent).await;
    assert_eq!(code(session), ErrorCode::NotFound);
    let answer = async |challenge, code: &str| {
        let request = api::ShiftRequest {
            challenge,
            code: code.to_owned(),
        };
        office.officer.call::<api::OpenShift>(&()).json(&request).answer().await
    };
    let wrong = if code_sent == "000000" { "000001" } else { "000000" };
    let problem = answer(ticket.challenge, wrong).await.unwrap_err();
    assert_eq!((problem.code, problem.attempts_left), (ErrorCode::CodeWrong, Some(4)));
    let shift = answer(ticket.challenge, &code_sent).await.unwrap();
    assert_eq!((shift.counter_name.as_str(), shift.locked), ("Quầy 3", false));
    assert_eq!(code(answer(ticket.challenge, &code_sent).await), ErrorCode::CodeVoid);
    city.clock().advance(minutes(11));
    let identifier = api::SignInIdentifier::Phone(OFFICER_PHONE.parse().unwrap());
    let other = TestDevice::new(&city).start_sign_in(identifier).await.unwrap();
    let code_sent = city.last_code(OFFICER_PHONE).await;
    assert_eq!(code(answer(other.challenge, &code_sent).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn anothers_challenge_opens_no_shift() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let (second, _) = office.second(&city).await;
    let ticket = office
        .officer
        .call::<api::StartShift>(&office.counter)
        .answer()
        .await
        .unwrap();
    let request = api::ShiftRequest {
        challenge: ticket.challenge,
        code: city.last_code(OFFICER_PHONE).await,
    };
    let opened = second.call::<api::OpenShift>(&()).json(&request).answer().await;
    assert_eq!(code(opened), ErrorCode::NotFound);
}

#[tokio::test]
async fn nobody_else_opens_a_shift() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let hoa = hoa(&city).await;
    for person in [&hoa, &office.administrator] {
        let refused = person.call::<api::StartShift>(&office.counter).answer().await;
        assert_eq!(code(refused), ErrorCode::NotFound);
    }
    let nowhere = office
        .officer
        .call::<api::StartShift>(&CounterId(new_uuid()))
        .answer()
        .await;
    assert_eq!(code(nowhere), ErrorCode::NotFound);
}

#[tokio::test]
async fn five_idle_minutes_lock_it_and_the_device_key_unlocks_it() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    city.clock().advance(limits::SHIFT_IDLE - minutes(1));
    office.check(&live(&city, &hoa).await).await;
    city.clock().advance(limits::SHIFT_IDLE);
    let officer = &office.officer;
    let refused = check(officer, &live(&city, &hoa).await).await;
    assert_eq!(code(refused), ErrorCode::ShiftLocked);
    let shift = officer.call::<api::GetShift>(&()).answer().await.unwrap();
    assert!(shift.locked);
    let unlock = async |attempt, proof| {
        let request = ShiftUnlocking { attempt, proof };
        officer.call::<api::UnlockShift>(&()).json(&request).answer().await
    };
    let attempt = fresh_id();
    let others = hoa.device.sign(&unlock_shift_proof(shift.id, attempt));
    assert_eq!(code(unlock(attempt, others).await), ErrorCode::ProofInvalid);
    let proof = officer.device.sign(&unlock_shift_proof(shift.id, attempt));
    for _ in 0..2 {
        assert!(
            !unlock(attempt, proof.clone()).await.unwrap().locked,
            "a lost answer costs nothing"
        );
    }
    check(officer, &live(&city, &hoa).await).await.unwrap();
    // A screen that looks by itself keeps nothing from locking.
    city.clock().advance(limits::SHIFT_IDLE - minutes(1));
    officer.call::<api::ListChecks>(&()).answer().await.unwrap();
    officer.call::<api::ListRequests>(&()).answer().await.unwrap();
    city.clock().advance(minutes(1));
    let listed = officer.call::<api::ListChecks>(&()).answer().await;
    assert_eq!(code(listed), ErrorCode::ShiftLocked);
    assert_eq!(
        code(unlock(attempt, proof).await),
        ErrorCode::ProofInvalid,
        "a proof serves once"
    );
}

#[tokio::test]
async fn one_shift_an_officer_and_one_a_counter() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (second, other_counter) = office.second(&city).await;
    // The second officer takes the first one's counter over.
    city.clock().advance(minutes(1));
    open_shift(&city, &second, office.counter, "0907000009").await.unwrap();
    let first = office.officer.call::<api::GetShift>(&()).answer().await;
    assert_eq!(code(first), ErrorCode::NoShift);
    let now = second.call::<api::GetShift>(&()).answer().await.unwrap();
    assert_eq!(now.counter, office.counter, "and left {other_counter}");
}

#[tokio::test]
async fn a_shift_belongs_to_its_session() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let elsewhere = TestDevice::new(&city).sign_in(&city, OFFICER_PHONE).await;
    let shift = elsewhere.call::<api::GetShift>(&()).answer().await;
    assert_eq!(code(shift), ErrorCode::NoShift);
    office.officer.call::<api::GetShift>(&()).answer().await.unwrap();
}

#[tokio::test]
async fn the_end_of_a_shift_takes_waiting_requests_back() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let request = office.meet(&city, &hoa).await;
    assert_eq!(state(&hoa, request.id).await, RequestState::Waiting);
    office.officer.call::<api::EndShift>(&()).answer().await.unwrap();
    assert!(matches!(state(&hoa, request.id).await, RequestState::Withdrawn { .. }));
    let late = crate::office::agree(&hoa, request.id, domain::DocumentId(new_uuid())).await;
    assert_eq!(
        late,
        api::OperationResult::Refused {
            code: ErrorCode::RequestOver
        }
    );
}

#[tokio::test]
async fn a_shift_ends_by_itself() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    city.clock().advance(limits::SHIFT_LIFETIME);
    server::service::housekeeping::end_what_ends(city.city()).await.unwrap();
    let officer = TestDevice::new(&city).sign_in(&city, OFFICER_PHONE).await;
    let shift = officer.call::<api::GetShift>(&()).answer().await;
    assert_eq!(code(shift), ErrorCode::NoShift);
    let open = server::store::shifts::open(&city.city().store, server::store::shifts::Of::Counter(office.counter));
    assert_eq!(open.await.unwrap(), []);
}
