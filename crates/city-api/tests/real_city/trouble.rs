//! The real city in trouble.

use std::time::Duration;

use domain::ProfileField;
use jiff::SignedDuration;
use protocol::{
    app::{
        AppError, CodeAccepted, EditState, GetHome, Handler, ListDevices, RenewSession, Secret, SubmitCode, SyncNow,
        Task,
    },
    problem::ErrorCode,
};
use server::testing::{Fault, TestCity};

use super::{Device, pdf};

const STEPS: [&str; 6] = [
    "GET /v1/changes",
    "POST /v1/outbox",
    "PUT /v1/documents",
    "POST /v1/sessions/refresh",
    "GET /v1/trust",
    "POST /v1/devices/current/credential",
];

#[tokio::test]
async fn every_step_fails_once_and_nothing_is_lost_or_doubled() {
    for step in STEPS {
        for fault in [Fault::Status(500), Fault::DropBefore, Fault::DropAfter] {
            let city = TestCity::start().await;
            let mut device = Device::new(&city, 1);
            device.enrol(&city, 1).await;
            device.declare(ProfileField::Occupation, "Ngư dân").await;
            let paper = device.add("Bằng", pdf(200_000, 3)).await.card.id;
            // The access token has ended, the session has not.
            city.clock().advance(SignedDuration::from_mins(16));
            city.faults().next_on(step, fault);
            let _ = device.app.sync_now(SyncNow {}).await;
            city.faults().clear();
            device.reopen().await;
            let told = format!("{fault:?} on {step}");
            device
                .app
                .sync_now(SyncNow {})
                .await
                .unwrap_or_else(|error| panic!("{told}: {error}"));
            assert_eq!(
                device.field(ProfileField::Occupation).await.edit,
                EditState::None,
                "{told}"
            );
            let home = device.app.get_home(GetHome {}).await.unwrap();
            assert_eq!(
                (home.tasks.len(), home.documents, home.sync.waiting),
                (0, 1, 0),
                "{told}"
            );
            assert!(device.app.content(paper, None).await.is_ok(), "{told}");
        }
    }
}

#[tokio::test]
async fn the_session_ends_and_opens_again() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    city.clock().advance(SignedDuration::from_mins(31));
    assert_eq!(
        device.app.sync_now(SyncNow {}).await.unwrap_err(),
        AppError::SessionEnded
    );
    assert_eq!(device.app.get_home(GetHome {}).await.unwrap().tasks, [Task::SignIn]);
    device.app.renew_session(RenewSession {}).await.unwrap();
    let code = Secret(city.last_code("0905000001").await);
    assert_eq!(
        device.app.submit_code(SubmitCode { code }).await.unwrap(),
        CodeAccepted::SessionOpen
    );
    device.app.sync_now(SyncNow {}).await.unwrap();
    assert_eq!(device.app.list_devices(ListDevices {}).await.unwrap().devices.len(), 1);
}

#[tokio::test]
async fn wrong_passwords_are_counted() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    let form = super::form(1);
    device
        .app
        .start_enrolment(protocol::app::StartEnrolment { form })
        .await
        .unwrap();
    let right: u32 = city.last_code("0905000001").await.parse().unwrap();
    let wrong = || SubmitCode {
        code: Secret(format!("{:06}", (right + 1) % 1_000_000)),
    };
    for left in (1..5).rev() {
        let refused = device.app.submit_code(wrong()).await.unwrap_err();
        let AppError::City {
            code: ErrorCode::CodeWrong,
            attempts_left,
            ..
        } = refused
        else {
            panic!("{refused:?}")
        };
        assert_eq!(attempts_left, Some(left));
    }
    let refused = device.app.submit_code(wrong()).await.unwrap_err();
    assert!(
        matches!(
            refused,
            AppError::City {
                code: ErrorCode::CodeVoid,
                ..
            }
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_slow_city_is_waited_for() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    device.declare(ProfileField::Occupation, "Ngư dân").await;
    city.faults().set_always(Some(Fault::Delay(Duration::from_millis(200))));
    assert_eq!(device.app.sync_now(SyncNow {}).await.unwrap().sent, 1);
}
