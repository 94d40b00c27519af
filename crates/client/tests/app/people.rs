//! Vaults, devices, wipes.

use std::sync::Arc;

use client::testing::{FakeCity, TestDevice};
use protocol::app::{
    AppError, AppEvent, ChangePin, EndSession, GetHome, GetState, Handler, ListDevices, Lock, LockReason, MakeLiveCode,
    Part, RemoveDevice, RemovePerson, RenewSession, Secret, SubmitCode, Unlock,
};

use crate::{add, enrolled, pdf, second_device, sync};

fn pin(digits: &str) -> Secret {
    Secret(digits.to_owned())
}

#[tokio::test]
async fn what_is_locked_answers_nothing() {
    let (_city, device) = enrolled().await;
    device.app.lock(Lock {}).await.unwrap();
    assert_eq!(device.app.get_home(GetHome {}).await.unwrap_err(), AppError::Locked);
    assert_eq!(sync(&device).await.unwrap_err(), AppError::Locked);
    assert_eq!(device.app.expiring_documents().await.unwrap_err(), AppError::Locked);
    assert!(device.app.get_state(GetState {}).await.unwrap().unlocked.is_none());
    device.unlock().await.unwrap();
    device.app.get_home(GetHome {}).await.unwrap();
}

#[tokio::test]
async fn wrong_pins_are_counted() {
    let (_city, device) = enrolled().await;
    let person = device.person().await;
    device.app.lock(Lock {}).await.unwrap();
    let refused = device
        .app
        .unlock(Unlock {
            person,
            pin: pin("918273"),
        })
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        AppError::WrongPin {
            attempts_left: 19,
            wait_seconds: 0
        }
    );
    device.unlock().await.unwrap();
    device
        .app
        .change_pin(ChangePin {
            old: pin(TestDevice::PIN),
            new: pin("918273"),
        })
        .await
        .unwrap();
    device.app.lock(Lock {}).await.unwrap();
    device
        .app
        .unlock(Unlock {
            person,
            pin: pin("918273"),
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn too_many_wrong_pins_at_the_change_are_said_to_be_that() {
    let (_city, device) = enrolled().await;
    device.events.take();
    let mut refused = Ok(());
    for _ in 0..40 {
        device.clock.advance(jiff::SignedDuration::from_hours(24));
        let (old, new) = (pin("918273"), pin("482913"));
        refused = device.app.change_pin(ChangePin { old, new }).await;
        if refused == Err(AppError::VaultErased) {
            break;
        }
    }
    assert_eq!(refused, Err(AppError::VaultErased));
    assert!(device.events.take().contains(&AppEvent::Locked {
        reason: LockReason::TooManyPins
    }));
    assert!(device.app.get_state(GetState {}).await.unwrap().people.is_empty());
}

#[tokio::test]
async fn several_people_share_a_device_and_nothing_else() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    device.enrol(TestDevice::form(1)).await;
    let first = device.person().await;
    let mut form = TestDevice::form(2);
    form.full_name = "Trần Văn Bình".to_owned();
    let state = device.enrol(form).await;
    assert_eq!(state.people.len(), 2);
    assert_eq!(state.unlocked.unwrap().given_name, "Bình");
    let state = device
        .app
        .unlock(Unlock {
            person: first,
            pin: pin(TestDevice::PIN),
        })
        .await
        .unwrap();
    assert_eq!(state.unlocked.unwrap().given_name, "Hoa");
}

#[tokio::test]
async fn a_wipe_ordered_elsewhere_erases_at_the_next_contact() {
    let (city, device) = enrolled().await;
    city.order_wipe();
    device.events.take();
    assert_eq!(sync(&device).await.unwrap_err(), AppError::DeviceRemoved);
    let state = device.app.get_state(GetState {}).await.unwrap();
    assert!(state.people.is_empty() && state.unlocked.is_none());
    let locked = AppEvent::Locked {
        reason: LockReason::Wiped,
    };
    assert_eq!(device.events.take().iter().filter(|event| **event == locked).count(), 1);
}

#[tokio::test]
async fn a_device_is_removed_from_another() {
    let (city, device) = enrolled().await;
    let document = add(&device, "Bằng", pdf(2000, 1)).await.card.id;
    sync(&device).await.unwrap();
    let second = second_device(&city).await;
    let devices = second.app.list_devices(ListDevices {}).await.unwrap().devices;
    assert_eq!(devices.len(), 2);
    assert!(devices[0].current && devices[0].sessions.iter().any(|session| session.current));
    let input = RemoveDevice {
        device: devices[1].id,
        wipe: false,
    };
    second.app.remove_device(input).await.unwrap();
    device.events.take();
    device.app.make_live_code(MakeLiveCode {}).await.unwrap();
    assert_eq!(sync(&device).await.unwrap_err(), AppError::DeviceRemoved);
    let events = device.events.take();
    assert!(events.contains(&AppEvent::Changed {
        parts: vec![Part::Profile, Part::Codes]
    }));
    assert!(!events.iter().any(|event| matches!(event, AppEvent::Locked { .. })));
    // What was here is still read, and makes no codes.
    device.app.content(document, None).await.unwrap();
    let refused = device.app.make_live_code(MakeLiveCode {}).await.unwrap_err();
    assert_eq!(refused, AppError::NoCredential);
    device.app.lock(Lock {}).await.unwrap();
    let state = device.unlock().await.unwrap();
    assert!(state.unlocked.unwrap().session_ended);
    assert_eq!(sync(&device).await.unwrap_err(), AppError::SessionEnded);
    // A one-time password makes it a device of the account again.
    device.app.renew_session(RenewSession {}).await.unwrap();
    let code = Secret(city.last_code());
    device.app.submit_code(SubmitCode { code }).await.unwrap();
    sync(&device).await.unwrap();
    device.app.make_live_code(MakeLiveCode {}).await.unwrap();
    sync(&second).await.unwrap();
}

#[tokio::test]
async fn a_session_is_ended_from_another_device() {
    let (city, device) = enrolled().await;
    let second = second_device(&city).await;
    let devices = second.app.list_devices(ListDevices {}).await.unwrap().devices;
    let session = devices[1].sessions[0].id;
    second.app.end_session(EndSession { session }).await.unwrap();
    assert_eq!(sync(&device).await.unwrap_err(), AppError::SessionEnded);
    assert!(
        device
            .app
            .get_state(GetState {})
            .await
            .unwrap()
            .unlocked
            .unwrap()
            .session_ended
    );
}

#[tokio::test]
async fn a_person_is_taken_off_with_and_without_the_city() {
    let (city, device) = enrolled().await;
    let person = device.person().await;
    let state = device.app.remove_person(RemovePerson { person }).await.unwrap();
    assert!(state.people.is_empty());
    assert!(city.requests().last().unwrap().starts_with("DELETE /v1/devices/"));

    let second = second_device(&city).await;
    city.set_offline(true);
    let person = second.person().await;
    let state = second.app.remove_person(RemovePerson { person }).await.unwrap();
    assert!(state.people.is_empty() && state.unlocked.is_none());
}
