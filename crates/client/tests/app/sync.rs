//! What arrives, what goes out, and what two devices make of it.

use client::testing::Fault;
use domain::ProfileField;
use protocol::{
    app::{
        AppError, AppEvent, EditState, GetHome, GetState, Handler, Part, ResolveConflict, SyncPhase, SyncReport, Task,
    },
    problem::ErrorCode,
};
use serde_json::json;

use crate::{declare, edit_of, enrolled, field, second_device, sync};

const FIELD: ProfileField = ProfileField::Occupation;

#[tokio::test]
async fn an_edit_made_offline_waits_and_arrives() {
    let (city, mut device) = enrolled().await;
    let second = second_device(&city).await;
    city.set_offline(true);
    declare(&device, FIELD, "Ngư dân").await;
    assert_eq!(sync(&device).await.unwrap_err(), AppError::Offline);
    device.reopen().await;
    let view = field(&device, FIELD).await;
    assert_eq!((view.value.as_str(), view.edit), ("Ngư dân", EditState::Waiting));
    let home = device.app.get_home(GetHome {}).await.unwrap();
    assert_eq!((home.tasks, home.sync.waiting), (vec![Task::Waiting { changes: 1 }], 1));

    city.set_offline(false);
    let report = sync(&device).await.unwrap();
    assert_eq!((report.sent, report.conflicts, report.refused), (1, 0, 0));
    assert_eq!(edit_of(&device, FIELD).await, EditState::None);
    second.events.take();
    sync(&second).await.unwrap();
    assert_eq!(field(&second, FIELD).await.value, "Ngư dân");
    assert!(second.events.take().contains(&AppEvent::Changed {
        parts: vec![Part::Profile]
    }));
    assert_eq!(sync(&second).await.unwrap(), SyncReport::default());
}

#[tokio::test]
async fn two_devices_edit_the_same_field_and_the_resident_chooses() {
    for keep_mine in [true, false] {
        let (city, device) = enrolled().await;
        let second = second_device(&city).await;
        declare(&device, FIELD, "Ngư dân").await;
        declare(&second, FIELD, "Giáo viên").await;
        sync(&device).await.unwrap();
        let report = sync(&second).await.unwrap();
        assert_eq!((report.sent, report.conflicts), (0, 1));
        let view = field(&second, FIELD).await;
        assert_eq!(view.value, "Giáo viên");
        assert_eq!(
            view.edit,
            EditState::Conflict {
                theirs: "Ngư dân".to_owned()
            }
        );
        let tasks = second.app.get_home(GetHome {}).await.unwrap().tasks;
        assert_eq!(tasks, [Task::Conflict { field: FIELD }]);
        assert_eq!(
            sync(&second).await.unwrap(),
            SyncReport::default(),
            "nothing happens without the resident"
        );

        second
            .app
            .resolve_conflict(ResolveConflict {
                field: FIELD,
                keep_mine,
            })
            .await
            .unwrap();
        sync(&second).await.unwrap();
        sync(&device).await.unwrap();
        let kept = if keep_mine { "Giáo viên" } else { "Ngư dân" };
        for one in [&device, &second] {
            let view = field(one, FIELD).await;
            assert_eq!((view.value.as_str(), view.edit), (kept, EditState::None));
        }
        assert_eq!(city.field(FIELD).as_deref(), Some(kept));
    }
}

#[tokio::test]
async fn the_same_value_from_two_devices_is_no_conflict() {
    let (city, device) = enrolled().await;
    declare(&device, FIELD, "Ngư dân").await;
    city.declare_elsewhere(FIELD, "Ngư dân");
    let report = sync(&device).await.unwrap();
    assert_eq!((report.sent, report.conflicts), (0, 0));
    assert_eq!(edit_of(&device, FIELD).await, EditState::None);
}

#[tokio::test]
async fn edits_of_different_fields_both_stay() {
    let (city, device) = enrolled().await;
    declare(&device, FIELD, "Ngư dân").await;
    city.declare_elsewhere(ProfileField::Email, "hoa@danang.vn");
    assert_eq!(sync(&device).await.unwrap().conflicts, 0);
    assert_eq!(city.field(FIELD).as_deref(), Some("Ngư dân"));
    assert_eq!(field(&device, ProfileField::Email).await.value, "hoa@danang.vn");
}

#[tokio::test]
async fn a_field_verified_meanwhile_is_the_citys_and_the_resident_is_told() {
    let (city, device) = enrolled().await;
    declare(&device, ProfileField::Address, "34 Trần Phú").await;
    city.verify(ProfileField::Address, "12 Bạch Đằng, Hải Châu");
    let report = sync(&device).await.unwrap();
    assert_eq!((report.sent, report.refused), (0, 1));
    let view = field(&device, ProfileField::Address).await;
    assert_eq!(
        (view.value.as_str(), view.edit, view.editable),
        ("12 Bạch Đằng, Hải Châu", EditState::Refused, false)
    );
    let tasks = device.app.get_home(GetHome {}).await.unwrap().tasks;
    assert_eq!(
        tasks,
        [Task::Refused {
            document: None,
            field: Some(ProfileField::Address)
        }]
    );
    let changes = vec![protocol::app::FieldInput {
        field: ProfileField::Address,
        value: "x".to_owned(),
    }];
    let again = device.app.edit_profile(protocol::app::EditProfile { changes }).await;
    assert_eq!(again.unwrap_err(), AppError::NotYours);
    let input = ResolveConflict {
        field: ProfileField::Address,
        keep_mine: false,
    };
    device.app.resolve_conflict(input).await.unwrap();
    assert_eq!(edit_of(&device, ProfileField::Address).await, EditState::None);
}

#[tokio::test]
async fn going_back_to_the_citys_value_leaves_nothing_to_send() {
    let (city, device) = enrolled().await;
    let revision = city.revision();
    declare(&device, ProfileField::Address, "34 Trần Phú").await;
    declare(&device, ProfileField::Address, "12 Bạch Đằng").await;
    assert_eq!(edit_of(&device, ProfileField::Address).await, EditState::None);
    assert_eq!(sync(&device).await.unwrap().sent, 0);
    assert_eq!(city.revision(), revision);
}

#[tokio::test]
async fn an_edit_after_one_whose_answer_was_lost_still_arrives() {
    let (city, device) = enrolled().await;
    declare(&device, FIELD, "Ngư dân").await;
    // The pull is answered, the push is not.
    city.fail(1, Fault::AnswerLost);
    assert_eq!(sync(&device).await.unwrap_err(), AppError::Offline);
    assert_eq!(city.field(FIELD).as_deref(), Some("Ngư dân"));
    declare(&device, FIELD, "Giáo viên").await;
    assert_eq!(field(&device, FIELD).await.value, "Giáo viên");
    let report = sync(&device).await.unwrap();
    assert_eq!((report.conflicts, report.refused), (0, 0));
    assert_eq!(city.field(FIELD).as_deref(), Some("Giáo viên"));
    assert_eq!(edit_of(&device, FIELD).await, EditState::None);
}

#[tokio::test]
async fn what_this_version_cannot_read_is_skipped_and_asked_for_after_an_update() {
    let (city, mut device) = enrolled().await;
    city.change_unknown(json!({ "kind": "bill", "record": { "amount": 125_000 } }));
    city.declare_elsewhere(FIELD, "Ngư dân");
    assert_eq!(sync(&device).await.unwrap().received, 1);
    assert_eq!(field(&device, FIELD).await.value, "Ngư dân");
    device.reopen().await;
    assert_eq!(sync(&device).await.unwrap().received, 0);
    device.update("0.2.0");
    device.unlock().await.unwrap();
    assert_eq!(sync(&device).await.unwrap().received, 1, "from the skipped one on");
    assert_eq!(sync(&device).await.unwrap().received, 0, "once for each version");
}

#[tokio::test]
async fn a_long_feed_comes_in_pages() {
    let city = std::sync::Arc::new(client::testing::FakeCity::default());
    city.set_page(1);
    let device = client::testing::TestDevice::new(&city, 1);
    device.enrol(client::testing::TestDevice::form(1)).await;
    for number in 0..7 {
        city.issue(client::testing::IssuedPaper {
            title: "Giấy khai sinh",
            expires_on: None,
            content: crate::pdf(1000, number),
        });
    }
    assert_eq!(sync(&device).await.unwrap().received, 7);
}

#[tokio::test]
async fn failures_of_the_city_are_passing_and_said() {
    let (city, device) = enrolled().await;
    for code in [
        ErrorCode::Internal,
        ErrorCode::Unavailable,
        ErrorCode::TooManyRequests,
        ErrorCode::Timeout,
    ] {
        city.fail(0, Fault::Problem(code));
        let failed = sync(&device).await.unwrap_err();
        assert!(
            matches!(failed, AppError::City { code: told, .. } if told == code),
            "{failed:?}"
        );
        let status = device.app.get_home(GetHome {}).await.unwrap().sync;
        assert!(
            matches!(status.phase, SyncPhase::Failed { retry_at: Some(_), .. }),
            "{status:?}"
        );
    }
    city.fail(0, Fault::Portal);
    assert_eq!(sync(&device).await.unwrap_err(), AppError::CityIncomprehensible);
    sync(&device).await.unwrap();
    assert_eq!(
        device.app.get_home(GetHome {}).await.unwrap().sync.phase,
        SyncPhase::Idle
    );
    assert!(
        !device
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
async fn syncs_asked_for_together_are_one() {
    let (city, device) = enrolled().await;
    let before = city.requests().len();
    let all = futures::future::join_all((0..5).map(|_| sync(&device))).await;
    assert!(all.iter().all(Result::is_ok));
    let pulls = city.requests()[before..]
        .iter()
        .filter(|asked| *asked == "GET /v1/changes")
        .count();
    assert!(pulls <= 2, "{pulls}");
}
