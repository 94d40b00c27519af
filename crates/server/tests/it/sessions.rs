use domain::limits;
use jiff::SignedDuration;
use protocol::{
    Blob,
    api::{self, DeviceState},
    problem::ErrorCode,
};
use server::testing::{Fault, TestCity, TestDevice};

use crate::{PHONE, code, fresh_id, hoa, minutes};

#[tokio::test]
async fn tokens_end_and_are_refreshed() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    me.call::<api::ListSessions>(&()).answer().await.unwrap();
    city.clock().advance(limits::ACCESS_TOKEN_LIFETIME);
    assert_eq!(
        code(me.call::<api::ListSessions>(&()).answer().await),
        ErrorCode::AccessTokenExpired
    );
    let grant = me.device.refresh(&me.grant, fresh_id()).await.unwrap();
    assert_ne!(grant.access_token, me.grant.access_token);
    assert_eq!(grant.session_ends_at, me.grant.session_ends_at);
    let list = me
        .device
        .call::<api::ListSessions>(&())
        .bearer(&grant.access_token)
        .answer()
        .await
        .unwrap();
    assert!(list.sessions.len() == 1 && list.sessions[0].current);
}

#[tokio::test]
async fn a_session_ends_after_thirty_idle_minutes() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    city.clock().advance(limits::SESSION_IDLE);
    assert_eq!(
        code(me.call::<api::ListSessions>(&()).answer().await),
        ErrorCode::SessionExpired
    );
    assert_eq!(
        code(me.device.refresh(&me.grant, fresh_id()).await),
        ErrorCode::SessionExpired
    );
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_busy() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let mut grant = me.grant.clone();
    let mut passed = SignedDuration::ZERO;
    while passed + minutes(20) < limits::SESSION_LIFETIME {
        city.clock().advance(minutes(20));
        passed += minutes(20);
        grant = me.device.refresh(&grant, fresh_id()).await.unwrap();
    }
    assert!(grant.access_expires_at <= grant.session_ends_at);
    city.clock().advance(minutes(20));
    assert_eq!(
        code(me.device.refresh(&grant, fresh_id()).await),
        ErrorCode::SessionExpired
    );
}

#[tokio::test]
async fn the_same_attempt_gets_the_same_answer_until_it_was_used() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let attempt = fresh_id();
    city.faults().next_on("POST /v1/sessions/refresh", Fault::DropAfter);
    let lost = me
        .device
        .call::<api::RefreshSession>(&())
        .json(&me.device.refresh_request(&me.grant, attempt));
    assert!(lost.try_send().await.is_err(), "the answer was lost");
    let second = me.device.refresh(&me.grant, attempt).await.unwrap();
    let third = me.device.refresh(&me.grant, attempt).await.unwrap();
    assert_eq!(second, third);
    let next = me.device.refresh(&second, fresh_id()).await.unwrap();
    assert_eq!(
        code(me.device.refresh(&me.grant, attempt).await),
        ErrorCode::TokenReused
    );
    assert_eq!(
        code(me.device.refresh(&next, fresh_id()).await),
        ErrorCode::SessionExpired
    );
}

#[tokio::test]
async fn a_used_token_with_another_attempt_ends_the_session() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let grant = me.device.refresh(&me.grant, fresh_id()).await.unwrap();
    assert_eq!(
        code(me.device.refresh(&me.grant, fresh_id()).await),
        ErrorCode::TokenReused
    );
    let call = me.device.call::<api::ListSessions>(&()).bearer(&grant.access_token);
    assert_eq!(code(call.answer().await), ErrorCode::SessionExpired);
}

#[tokio::test]
async fn an_earlier_access_token_lasts_out_its_time() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    me.device.refresh(&me.grant, fresh_id()).await.unwrap();
    me.call::<api::ListSessions>(&()).answer().await.unwrap();
}

#[tokio::test]
async fn proofs_are_of_the_device_and_of_the_matter() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let stranger = TestDevice::new(&city);
    assert_eq!(
        code(stranger.refresh(&me.grant, fresh_id()).await),
        ErrorCode::ProofInvalid
    );
    let mut request = me.device.refresh_request(&me.grant, fresh_id());
    request.attempt = fresh_id();
    let answer = me.device.call::<api::RefreshSession>(&()).json(&request).answer().await;
    assert_eq!(code(answer), ErrorCode::ProofInvalid);

    city.clock().advance(minutes(11));
    let identifier = api::SignInIdentifier::Phone(PHONE.parse().unwrap());
    let ticket = stranger.start_sign_in(identifier).await.unwrap();
    let password = city.last_code(PHONE).await;
    let mut request = stranger.session_request(ticket.challenge, &password);
    request.device.public_key = Blob(me.device.public_key().to_vec());
    let answer = stranger.call::<api::OpenSession>(&()).json(&request).answer().await;
    assert_eq!(code(answer), ErrorCode::ProofInvalid);
    // The password was not spent by it.
    stranger.open_session(ticket.challenge, &password).await.unwrap();
}

#[tokio::test]
async fn a_device_that_comes_again_is_the_same_device() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let again = me.device.sign_in(&city, PHONE).await;
    assert_eq!(again.grant.device, me.grant.device);
    let devices = again.call::<api::ListDevices>(&()).answer().await.unwrap().devices;
    assert_eq!(devices.len(), 1);
    let sessions = again.call::<api::ListSessions>(&()).answer().await.unwrap().sessions;
    assert_eq!(sessions.len(), 2);
    assert!(sessions[0].current, "newest first");
}

#[tokio::test]
async fn sessions_are_ended_one_by_one() {
    let city = TestCity::start().await;
    let first = hoa(&city).await;
    let second = TestDevice::new(&city).sign_in(&city, PHONE).await;
    first
        .call::<api::EndSession>(&second.grant.session)
        .answer()
        .await
        .unwrap();
    assert_eq!(
        code(second.call::<api::ListSessions>(&()).answer().await),
        ErrorCode::SessionExpired
    );
    first.call::<api::EndCurrentSession>(&()).answer().await.unwrap();
    assert_eq!(
        code(first.call::<api::ListSessions>(&()).answer().await),
        ErrorCode::SessionExpired
    );
    assert_eq!(
        code(first.device.refresh(&first.grant, fresh_id()).await),
        ErrorCode::SessionExpired
    );
}

#[tokio::test]
async fn a_removed_device_hears_of_it_when_it_proves_its_key() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let other = TestDevice::new(&city).sign_in(&city, PHONE).await;
    me.call::<api::RevokeDevice>(&other.grant.device)
        .answer()
        .await
        .unwrap();
    assert_eq!(
        code(other.call::<api::ListSessions>(&()).answer().await),
        ErrorCode::AccessTokenExpired
    );
    assert_eq!(
        code(other.device.refresh(&other.grant, fresh_id()).await),
        ErrorCode::DeviceRevoked
    );
    city.clock().advance(minutes(11));
    let me = me.device.sign_in(&city, PHONE).await;
    let identifier = api::SignInIdentifier::Phone(PHONE.parse().unwrap());
    let ticket = other.device.start_sign_in(identifier).await.unwrap();
    let password = city.last_code(PHONE).await;
    assert_eq!(
        code(other.device.open_session(ticket.challenge, &password).await),
        ErrorCode::DeviceRevoked
    );
    let devices = me.call::<api::ListDevices>(&()).answer().await.unwrap().devices;
    assert!(devices[0].current && devices[0].state == DeviceState::Active);
    assert_eq!(devices[1].state, DeviceState::Revoked);
    assert_eq!(devices[1].name, "Điện thoại thử");
}

#[tokio::test]
async fn a_wipe_is_delivered_at_the_next_contact_and_only_to_the_device_itself() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let lost = TestDevice::new(&city).sign_in(&city, PHONE).await;
    me.call::<api::OrderWipe>(&lost.grant.device).answer().await.unwrap();
    let state = async || {
        let devices = me.call::<api::ListDevices>(&()).answer().await.unwrap().devices;
        devices
            .into_iter()
            .find(|device| device.id == lost.grant.device)
            .unwrap()
            .state
    };
    assert_eq!(state().await, DeviceState::WipeOrdered);
    assert_eq!(
        code(TestDevice::new(&city).refresh(&lost.grant, fresh_id()).await),
        ErrorCode::ProofInvalid
    );
    assert_eq!(
        code(lost.call::<api::ListSessions>(&()).answer().await),
        ErrorCode::AccessTokenExpired
    );
    assert_eq!(
        state().await,
        DeviceState::WipeOrdered,
        "a token alone is not the device"
    );
    assert_eq!(
        code(lost.device.refresh(&lost.grant, fresh_id()).await),
        ErrorCode::DeviceWipeOrdered
    );
    assert_eq!(state().await, DeviceState::WipeDelivered);
    assert_eq!(
        code(lost.device.refresh(&lost.grant, fresh_id()).await),
        ErrorCode::DeviceWipeOrdered
    );
}

#[tokio::test]
async fn what_is_over_is_forgotten() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    city.clock().advance(SignedDuration::from_hours(24 * 3));
    server::service::housekeeping::sweep(city.city()).await.unwrap();
    assert_eq!(
        code(me.call::<api::ListSessions>(&()).answer().await),
        ErrorCode::Unauthenticated
    );
    let again = me.device.sign_in(&city, PHONE).await;
    assert_eq!(again.grant.device, me.grant.device);
}
