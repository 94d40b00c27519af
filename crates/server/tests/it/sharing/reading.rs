//! Reading what was shared, its end, and contesting it.

use domain::{AccessId, DocumentKind, ProfileField, limits};
use jiff::SignedDuration;
use protocol::{
    api::{self, Action, OperationResult, OverReason, RequestState},
    problem::ErrorCode,
};
use sea_orm::ConnectionTrait as _;
use server::{
    service::housekeeping::end_what_ends,
    store::Access as _,
    testing::{Fault, TestCity, TestDevice},
};

use super::{is_applied, kind, paper, refused};
use crate::{
    PHONE, code, fresh_id, hoa, minutes,
    office::{
        Office, act, agree, birth_certificate, check, enrol, events, history, live, new_uuid, requests, scope, state,
    },
};

#[tokio::test]
async fn a_resident_is_asked_agrees_and_the_officer_reads_until_it_is_over() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    assert_eq!(
        (asked.state.clone(), asked.holder.as_deref()),
        (RequestState::Waiting, Some("N. T. Á. Hoa"))
    );
    let seen = &requests(&hoa).await[0];
    assert_eq!(
        (seen.id, seen.desk_word),
        (asked.id, asked.desk_word),
        "both see the same word"
    );
    assert_eq!(seen.asked.scope, scope());
    assert_eq!(seen.asked.title.as_str(), "Đăng ký thường trú");
    assert_eq!(seen.expires_at, seen.asked_at + limits::REQUEST_LIFETIME);
    assert_eq!(
        code(office.read(asked.id).await),
        ErrorCode::NotFound,
        "nothing before she agrees"
    );
    assert!(is_applied(agree(&hoa, asked.id, document).await));
    let share = office.read(asked.id).await.unwrap();
    let fields: Vec<_> = share
        .fields
        .iter()
        .map(|field| (field.field, field.value.as_str()))
        .collect();
    assert_eq!(
        fields,
        [
            (ProfileField::FullName, crate::NAME),
            (ProfileField::Address, "24 Bạch Đằng")
        ]
    );
    assert_eq!(share.papers[0].title.as_str(), "Giấy khai sinh");
    assert!(
        share
            .watermark
            .contains("UBND phường Hải Châu · Quầy 3 · Trần Văn Minh · ")
    );
    let response = paper(&office, asked.id, document).await;
    assert_eq!(response.headers()["content-type"], "application/pdf");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(response.bytes().await.unwrap().starts_with(b"%PDF-2.0"));
    city.clock().advance(limits::SHIFT_IDLE - minutes(1));
    office.officer.call::<api::ListChecks>(&()).answer().await.unwrap();
    for _ in 0..7 {
        city.clock().advance(limits::SHIFT_IDLE - minutes(1));
        office
            .officer
            .call::<api::ListChecks>(&())
            .answer()
            .await
            .map_err(|problem| problem.code)
            .ok();
    }
    let officer = crate::office::open_shift;
    let again = TestDevice::new(&city)
        .sign_in(&city, crate::office::OFFICER_PHONE)
        .await;
    officer(&city, &again, office.counter, crate::office::OFFICER_PHONE)
        .await
        .unwrap();
    let late = again.call::<api::ReadShare>(&asked.id).answer().await;
    assert_eq!(code(late), ErrorCode::ShareOver);
    end_what_ends(city.city()).await.unwrap();
    let me = TestDevice::new(&city).sign_in(&city, PHONE).await;
    assert!(matches!(
        state(&me, asked.id).await,
        RequestState::Over {
            reason: OverReason::TimeOver,
            ..
        }
    ));
    let kept = server::store::sharing::shared(&city.city().store, asked.id)
        .await
        .unwrap();
    assert_eq!(kept, None, "what was shared is gone");
    let told = events(&me).await;
    let kinds: Vec<&str> = told.iter().map(kind).collect();
    assert_eq!(
        kinds,
        [
            "checked",
            "asked",
            "agreed",
            "read fields",
            "read paper",
            "read refused",
            "over"
        ]
    );
}

/// The database refuses the entry of the history: then nothing is read, whatever else happens.
#[tokio::test]
async fn nothing_is_read_without_an_entry() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    agree(&hoa, asked.id, document).await;
    let before = history(&hoa).await.len();
    let db = city.city().store.db();
    let broken = "CREATE TRIGGER no_entries BEFORE INSERT ON access_records BEGIN SELECT RAISE(ABORT, 'full'); END";
    db.execute_unprepared(broken).await.unwrap();
    assert_eq!(code(office.read(asked.id).await), ErrorCode::Internal);
    let response = paper(&office, asked.id, document).await;
    assert_eq!(response.status(), 500);
    assert!(!response.text().await.unwrap().contains("%PDF"));
    let refused = check(&office.officer, &live(&city, &hoa).await).await;
    assert_eq!(code(refused), ErrorCode::Internal, "nor is a code checked");
    db.execute_unprepared("DROP TRIGGER no_entries").await.unwrap();
    assert_eq!(history(&hoa).await.len(), before);
    // The other way round: the connection breaks after the entry is lasting. It was written, and nothing was read.
    city.faults().next_on("GET /v1/counter/requests", Fault::DropAfter);
    office
        .officer
        .call::<api::ReadShare>(&asked.id)
        .try_send()
        .await
        .unwrap_err();
    assert_eq!(history(&hoa).await.len(), before + 1);
}

#[tokio::test]
async fn the_resident_takes_it_back_while_the_officer_reads() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    agree(&hoa, asked.id, document).await;
    office.read(asked.id).await.unwrap();
    let back = Action::TakeBack { request: asked.id };
    assert!(is_applied(act(&hoa, back.clone()).await));
    assert_eq!(act(&hoa, back).await, refused(ErrorCode::ShareOver));
    assert_eq!(code(office.read(asked.id).await), ErrorCode::ShareOver);
    assert_eq!(paper(&office, asked.id, document).await.status(), 410);
    let kinds: Vec<&str> = events(&hoa).await.iter().map(kind).collect();
    assert_eq!(kinds[4..], ["over", "read refused", "read refused"]);
}

#[tokio::test]
async fn a_paper_that_was_removed_meanwhile_is_not_read() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    agree(&hoa, asked.id, document).await;
    let operation = api::Operation {
        id: fresh_id(),
        base: api::Revision(u64::MAX >> 1),
        action: Action::RemoveDocument { document },
    };
    crate::sync::push(&hoa, vec![operation]).await;
    assert_eq!(paper(&office, asked.id, document).await.status(), 404);
}

#[tokio::test]
async fn the_officer_gives_back_what_is_not_needed_any_more() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    agree(&hoa, asked.id, document).await;
    for _ in 0..2 {
        office
            .officer
            .call::<api::WithdrawRequest>(&asked.id)
            .answer()
            .await
            .unwrap();
    }
    assert!(matches!(
        state(&hoa, asked.id).await,
        RequestState::Over {
            reason: OverReason::GivenBack,
            ..
        }
    ));
    assert_eq!(code(office.read(asked.id).await), ErrorCode::ShareOver);
}

#[tokio::test]
async fn an_entry_is_contested_once_and_answered_once() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    office.meet(&city, &hoa).await;
    let entry = history(&hoa).await[1].id;
    let contest = |access: AccessId| Action::ContestAccess {
        access,
        words: "Tôi không đến quầy này hôm nay".parse().unwrap(),
    };
    assert_eq!(
        act(&hoa, contest(AccessId(new_uuid()))).await,
        refused(ErrorCode::NotFound)
    );
    let lan = enrol(&city, "048300000013", "Phan Thị Lan", "0907000013").await;
    assert_eq!(act(&lan, contest(entry)).await, refused(ErrorCode::NotFound));
    assert!(is_applied(act(&hoa, contest(entry)).await));
    assert_eq!(act(&hoa, contest(entry)).await, OperationResult::Conflict);
    let seen = history(&hoa)
        .await
        .into_iter()
        .find(|seen| seen.id == entry)
        .unwrap()
        .contest
        .unwrap();
    assert_eq!(seen.due, seen.at + SignedDuration::from_hours(24 * 5));
    let boss = &office.administrator;
    let listed = boss
        .call::<api::ListContests>(&office.organisation)
        .answer()
        .await
        .unwrap()
        .contests;
    assert_eq!(listed[0].holder, "N. T. Á. Hoa");
    assert_eq!(listed[0].officer.as_ref().unwrap().as_str(), "Trần Văn Minh");
    let answer = api::ContestAnswer {
        words: "Chúng tôi đã xem lại: cán bộ quét nhầm mã.".parse().unwrap(),
    };
    let send = async || {
        boss.call::<api::AnswerContest>(&(office.organisation, entry))
            .json(&answer)
            .answer()
            .await
    };
    send().await.unwrap();
    assert_eq!(code(send().await), ErrorCode::Conflict);
    let seen = history(&hoa)
        .await
        .into_iter()
        .find(|seen| seen.id == entry)
        .unwrap()
        .contest
        .unwrap();
    assert_eq!(seen.answer.unwrap().words, answer.words);
}

#[tokio::test]
async fn what_is_shared_lies_sealed() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    agree(&hoa, asked.id, document).await;
    office.read(asked.id).await.unwrap();
    let refused = Action::ContestAccess {
        access: history(&hoa).await[0].id,
        words: "Không phải tôi".parse().unwrap(),
    };
    act(&hoa, refused).await;
    for plain in [
        crate::NAME,
        "24 Bạch Đằng",
        "Giấy khai sinh",
        "Không phải tôi",
        "Trần Văn Minh",
    ] {
        for file in ["city.sqlite", "city.sqlite-wal"] {
            let bytes = std::fs::read(city.data_folder().join(file)).unwrap_or_default();
            let found = bytes.windows(plain.len()).any(|window| window == plain.as_bytes());
            assert!(!found, "{plain} lies open in {file}");
        }
    }
    let kinds = [DocumentKind::BirthCertificate];
    assert_eq!(asked.asked.scope.papers, kinds);
}
