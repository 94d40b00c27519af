//! Enrolment, sign-in, sessions.

use std::sync::Arc;

use client::testing::{FakeCity, Fault, TestDevice};
use domain::ProfileField;
use jiff::SignedDuration;
use protocol::{
    app::{
        AbandonSignIn, AppError, CodeAccepted, CreateVault, GetHome, GetProfile, GetState, Handler, InputField,
        MakeLiveCode, RenewSession, ResendCode, Secret, SignInStage, StartEnrolment, StartSignIn, SubmitCode, Task,
    },
    problem::ErrorCode,
};

use crate::{add, declare, enrolled, field, pdf, second_device, sync};

fn code(digits: &str) -> SubmitCode {
    SubmitCode {
        code: Secret(digits.to_owned()),
    }
}

fn vault(pin: &str, label: &str) -> CreateVault {
    CreateVault {
        pin: Secret(pin.to_owned()),
        label: label.to_owned(),
    }
}

/// A one-time password that is not the right one.
fn wrong(city: &FakeCity) -> String {
    let right: u32 = city.last_code().parse().unwrap();
    format!("{:06}", (right + 1) % 1_000_000)
}

#[tokio::test]
async fn enrolment_ends_with_the_profile_on_the_device() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    let state = device.enrol(TestDevice::form(1)).await;
    let unlocked = state.unlocked.unwrap();
    assert_eq!(
        (unlocked.full_name.as_str(), unlocked.given_name.as_str()),
        ("Nguyễn Thị Ánh Hoa", "Hoa")
    );
    assert!(!unlocked.session_ended && state.sign_in.is_none());
    assert_eq!(state.people.len(), 1);
    let home = device.app.get_home(GetHome {}).await.unwrap();
    assert_eq!(
        (home.given_name.as_str(), home.tasks.len(), home.documents),
        ("Hoa", 0, 0)
    );
    assert!(home.sync.as_of.is_some());
}

#[tokio::test]
async fn a_form_is_checked_as_a_whole_and_before_anything_is_sent() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    let mut form = TestDevice::form(1);
    form.personal_number = "123".to_owned();
    form.phone = "0236 3822 288".to_owned();
    form.birth_date = "01/05/2990".to_owned();
    form.ward = "99999".to_owned();
    let refused = device.app.start_enrolment(StartEnrolment { form }).await.unwrap_err();
    let expected = vec![
        InputField::PersonalNumber,
        InputField::BirthDate,
        InputField::Phone,
        InputField::Ward,
    ];
    assert_eq!(refused, AppError::InvalidInput { fields: expected });
    let identifier = "hello".to_owned();
    let refused = device.app.start_sign_in(StartSignIn { identifier }).await.unwrap_err();
    assert_eq!(
        refused,
        AppError::InvalidInput {
            fields: vec![InputField::Identifier]
        }
    );
    assert!(city.requests().is_empty());
}

#[tokio::test]
async fn a_wrong_password_five_times_is_void_and_another_can_be_sent() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    device
        .app
        .start_enrolment(StartEnrolment {
            form: TestDevice::form(1),
        })
        .await
        .unwrap();
    let refused = device.app.submit_code(code("12345")).await.unwrap_err();
    assert_eq!(
        refused,
        AppError::InvalidInput {
            fields: vec![InputField::Code]
        }
    );
    for left in (0..5).rev() {
        let refused = device.app.submit_code(code(&wrong(&city))).await.unwrap_err();
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
    let refused = device.app.submit_code(code(&city.last_code())).await.unwrap_err();
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
    let again = device.app.resend_code(ResendCode {}).await.unwrap();
    assert_eq!(again.sends_left, 1);
    device.app.submit_code(code(&city.last_code())).await.unwrap();
}

#[tokio::test]
async fn a_pin_is_chosen_with_care_and_the_sign_in_waits_for_it() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    assert_eq!(
        device.app.create_vault(vault(TestDevice::PIN, "x")).await.unwrap_err(),
        AppError::NoSignIn
    );
    device
        .app
        .start_enrolment(StartEnrolment {
            form: TestDevice::form(1),
        })
        .await
        .unwrap();
    assert_eq!(
        device.app.create_vault(vault(TestDevice::PIN, "x")).await.unwrap_err(),
        AppError::NoSignIn
    );
    let accepted = device.app.submit_code(code(&city.last_code())).await.unwrap();
    assert_eq!(accepted, CodeAccepted::ChoosePin { label: "NH".to_owned() });
    let state = device.app.get_state(GetState {}).await.unwrap();
    assert_eq!(state.sign_in, Some(SignInStage::Pin { label: "NH".to_owned() }));
    let refused = device.app.create_vault(vault("123456", " ")).await.unwrap_err();
    assert_eq!(
        refused,
        AppError::InvalidInput {
            fields: vec![InputField::PinTrivial, InputField::Label]
        }
    );
    assert!(
        device
            .app
            .create_vault(vault(TestDevice::PIN, "Mẹ"))
            .await
            .unwrap()
            .unlocked
            .is_some()
    );
}

#[tokio::test]
async fn an_abandoned_sign_in_leaves_nothing() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    device
        .app
        .start_enrolment(StartEnrolment {
            form: TestDevice::form(1),
        })
        .await
        .unwrap();
    device.app.submit_code(code(&city.last_code())).await.unwrap();
    let state = device.app.abandon_sign_in(AbandonSignIn {}).await.unwrap();
    assert!(state.sign_in.is_none() && state.people.is_empty());
    assert_eq!(city.requests().last().unwrap(), "DELETE /v1/sessions/current");
    assert_eq!(
        device.app.submit_code(code("123456")).await.unwrap_err(),
        AppError::NoSignIn
    );
}

#[tokio::test]
async fn a_city_that_is_down_at_first_run_is_said() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    city.set_offline(true);
    let form = TestDevice::form(1);
    assert_eq!(
        device.app.start_enrolment(StartEnrolment { form }).await.unwrap_err(),
        AppError::Offline
    );
    city.set_offline(false);
    city.fail(0, Fault::Portal);
    let form = TestDevice::form(1);
    let refused = device.app.start_enrolment(StartEnrolment { form }).await.unwrap_err();
    assert_eq!(refused, AppError::CityIncomprehensible);
}

#[tokio::test]
async fn a_vault_made_while_the_city_falls_silent_is_filled_later() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    device
        .app
        .start_enrolment(StartEnrolment {
            form: TestDevice::form(1),
        })
        .await
        .unwrap();
    device.app.submit_code(code(&city.last_code())).await.unwrap();
    city.set_offline(true);
    let state = device.app.create_vault(vault(TestDevice::PIN, "NH")).await.unwrap();
    assert_eq!(state.unlocked.unwrap().full_name, "");
    assert_eq!(device.app.get_profile(GetProfile {}).await.unwrap().as_of, None);
    city.set_offline(false);
    sync(&device).await.unwrap();
    assert_eq!(field(&device, ProfileField::FullName).await.value, "Nguyễn Thị Ánh Hoa");
}

#[tokio::test]
async fn after_the_session_the_app_is_readable_and_a_password_opens_another() {
    let (city, mut device) = enrolled().await;
    city.end_sessions();
    assert_eq!(sync(&device).await.unwrap_err(), AppError::SessionEnded);
    device.reopen().await;
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
    assert_eq!(device.app.get_home(GetHome {}).await.unwrap().tasks, [Task::SignIn]);
    assert_eq!(field(&device, ProfileField::FullName).await.value, "Nguyễn Thị Ánh Hoa");
    device.app.make_live_code(MakeLiveCode {}).await.unwrap();
    declare(&device, ProfileField::Occupation, "Giáo viên").await;

    let challenge = device.app.renew_session(RenewSession {}).await.unwrap();
    assert_eq!(challenge.phone.as_deref(), Some("0905 *** 001"));
    let accepted = device.app.submit_code(code(&city.last_code())).await.unwrap();
    assert_eq!(accepted, CodeAccepted::SessionOpen);
    assert_eq!(sync(&device).await.unwrap().sent, 1);
    assert_eq!(city.field(ProfileField::Occupation).as_deref(), Some("Giáo viên"));
    let devices = device
        .app
        .list_devices(protocol::app::ListDevices {})
        .await
        .unwrap()
        .devices;
    assert_eq!(devices.len(), 1, "the same device again");
}

#[tokio::test]
async fn tokens_that_somebody_else_used_end_the_session_and_nothing_more() {
    let (city, mut device) = enrolled().await;
    let content = pdf(2000, 1);
    let document = add(&device, "Bằng", content.clone()).await.card.id;
    sync(&device).await.unwrap();
    declare(&device, ProfileField::Occupation, "Giáo viên").await;
    city.steal_tokens();
    assert_eq!(sync(&device).await.unwrap_err(), AppError::SessionEnded);
    city.set_offline(true);
    device.reopen().await;
    let home = device.app.get_home(GetHome {}).await.unwrap();
    assert_eq!(home.tasks, [Task::SignIn, Task::Waiting { changes: 1 }]);
    assert_eq!(device.app.content(document, None).await.unwrap().bytes, content);
    device.app.make_live_code(MakeLiveCode {}).await.unwrap();

    city.set_offline(false);
    device.app.renew_session(RenewSession {}).await.unwrap();
    device.app.submit_code(code(&city.last_code())).await.unwrap();
    assert_eq!(sync(&device).await.unwrap().sent, 1);
    assert_eq!(city.field(ProfileField::Occupation).as_deref(), Some("Giáo viên"));
}

#[tokio::test]
async fn tokens_are_refreshed_and_a_lost_answer_costs_nothing() {
    let (city, mut device) = enrolled().await;
    for round in 0..4 {
        for clock in [&city.clock, &device.clock] {
            clock.advance(SignedDuration::from_mins(20));
        }
        if round % 2 == 0 {
            city.fail(0, Fault::AnswerLost);
            assert_eq!(sync(&device).await.unwrap_err(), AppError::Offline);
            device.reopen().await;
        }
        sync(&device).await.unwrap();
    }
}

#[tokio::test]
async fn a_session_idle_for_too_long_has_ended() {
    let (city, device) = enrolled().await;
    for clock in [&city.clock, &device.clock] {
        clock.advance(SignedDuration::from_mins(31));
    }
    assert_eq!(sync(&device).await.unwrap_err(), AppError::SessionEnded);
    let asked = city.requests().len();
    assert_eq!(sync(&device).await.unwrap_err(), AppError::SessionEnded);
    let asked = city.requests()[asked..].to_vec();
    assert_eq!(
        asked,
        ["GET /v1/trust", "GET /v1/revocations"],
        "the city is not asked in vain"
    );
}

#[tokio::test]
async fn a_clock_that_is_a_year_off_is_no_obstacle() {
    for off in [-365 * 24, 365 * 24] {
        let city = Arc::new(FakeCity::default());
        let device = TestDevice::new(&city, 1);
        device.clock.advance(SignedDuration::from_hours(off));
        device.enrol(TestDevice::form(1)).await;
        let state = device.app.get_state(GetState {}).await.unwrap();
        assert_eq!(state.clock_offset_seconds, -off * 3600);
        for clock in [&city.clock, &device.clock] {
            clock.advance(SignedDuration::from_mins(20));
        }
        sync(&device).await.unwrap();
        let refreshes = city
            .requests()
            .iter()
            .filter(|asked| asked.ends_with("/refresh"))
            .count();
        assert_eq!(refreshes, 1, "only when a token has really ended");
        let second = second_device(&city).await;
        let code = crate::codes::live_text(&device).await;
        assert_eq!(
            crate::codes::verdict(&second, &code).await,
            protocol::app::Verdict::Valid
        );
    }
}
