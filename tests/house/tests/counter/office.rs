//! An administrator's day: counters, purposes and people, what a resident contests, and what an officer saw.

use domain::Role;
use protocol::{
    api::{ContestAnswer, CounterForm, InvitationForm, OrganisationRecord, PurposeForm, SeenQuery},
    app::*,
    problem::ErrorCode,
};
use server::testing::{Fault, TestCity};

use crate::{
    city_with_people, code,
    device::{Device, NGOC},
};

/// The administrator of the demonstration's office, and the office.
async fn administrator(city: &TestCity) -> (Device, OrganisationRecord) {
    let ngoc = Device::of(city, NGOC, 3).await;
    let counter = ngoc.app.get_counter(GetCounter {}).await.unwrap();
    assert_eq!(counter.roles[0].role, Role::Administrator);
    let organisation = counter.roles[0].organisation;
    let office = ngoc
        .app
        .get_organisation(GetOrganisation { organisation })
        .await
        .unwrap();
    (ngoc, office)
}

#[tokio::test]
async fn counters_and_purposes_are_added_and_changed() {
    let (city, _, _) = city_with_people().await;
    let (ngoc, office) = administrator(&city).await;
    let organisation = office.id;
    let mut put = PutCounter {
        organisation,
        counter: None,
        form: CounterForm {
            name: "Quầy 9".parse().unwrap(),
            place: "Tầng 2".parse().unwrap(),
            open: true,
        },
    };
    let added = ngoc.app.put_counter(put.clone()).await.unwrap();
    assert_eq!(added.counters.len(), office.counters.len() + 1);
    let counter = added.counters.iter().find(|counter| counter.name.as_str() == "Quầy 9");
    // Both answers to one press are lost: whoever presses again adds the same counter.
    let mut lost = put.clone();
    lost.form.name = "Quầy 10".parse().unwrap();
    for _ in 0..2 {
        city.faults().next_on("PUT /v1/organisations", Fault::DropAfter);
    }
    assert_eq!(ngoc.app.put_counter(lost.clone()).await, Err(AppError::Offline));
    let again = ngoc.app.put_counter(lost).await.unwrap();
    assert_eq!(again.counters.len(), added.counters.len() + 1);
    put.counter = counter.map(|counter| counter.id);
    put.form.open = false;
    let closed = ngoc.app.put_counter(put.clone()).await.unwrap();
    assert_eq!(closed.counters.len(), again.counters.len(), "changed, not added");
    assert!(
        closed
            .counters
            .iter()
            .any(|counter| Some(counter.id) == put.counter && !counter.open)
    );

    let known = &office.purposes[0];
    let form = PurposeForm {
        retired: true,
        ..known.terms.clone()
    };
    let purpose = Some(known.id);
    let retired = ngoc
        .app
        .put_purpose(PutPurpose {
            organisation,
            purpose,
            form,
        })
        .await
        .unwrap();
    assert!(
        retired
            .purposes
            .iter()
            .any(|purpose| purpose.id == known.id && purpose.terms.retired)
    );

    // What is not there is not put there without a network, and that is said.
    ngoc.cut(true);
    assert_eq!(ngoc.app.put_counter(put).await, Err(AppError::Offline));
}

#[tokio::test]
async fn whoever_is_invited_sees_it_at_home_and_decides() {
    let (city, hoa, _) = city_with_people().await;
    let (ngoc, office) = administrator(&city).await;
    let organisation = office.id;
    let invite = InviteMember {
        organisation,
        form: InvitationForm {
            personal_number: "048190000123".parse().unwrap(),
            name: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
            role: Role::Officer,
        },
    };
    let members = ngoc.app.invite_member(invite).await.unwrap().members;
    let invited = members.iter().find(|member| !member.accepted).unwrap().id;
    hoa.sync().await;
    let tasks = hoa.app.get_home(GetHome {}).await.unwrap().tasks;
    assert!(
        matches!(&tasks[0], Task::Invitation { member, role: Role::Officer, .. } if *member == invited),
        "{tasks:?}"
    );
    hoa.app.accept_role(AcceptRole { member: invited }).await.unwrap();
    let tasks = hoa.app.get_home(GetHome {}).await.unwrap().tasks;
    assert!(!tasks.iter().any(|task| matches!(task, Task::Invitation { .. })));
    let remove = async |member| ngoc.app.remove_member(RemoveMember { organisation, member }).await;
    let left = remove(invited).await.unwrap().members;
    assert_eq!(left.len(), members.len() - 1);
    hoa.sync().await;
    assert!(hoa.app.get_counter(GetCounter {}).await.unwrap().roles.is_empty());
    let herself = left.iter().find(|member| member.role == Role::Administrator).unwrap();
    assert_eq!(code(remove(herself.id).await), ErrorCode::LastAdministrator);
}

#[tokio::test]
async fn what_is_contested_is_answered_and_what_was_seen_is_taken_out() {
    let (city, hoa, minh) = city_with_people().await;
    let (ngoc, office) = administrator(&city).await;
    let organisation = office.id;
    minh.open_shift(&city).await;
    let (text, _) = hoa.live().await;
    minh.check(&text).await;
    hoa.sync().await;
    let history = hoa.app.get_history(GetHistory {}).await.unwrap();
    let access = history.entries[0].record.id;
    let words = "Tôi không đến quầy hôm nay".to_owned();
    hoa.app.contest_access(ContestAccess { access, words }).await.unwrap();

    let contests = ngoc
        .app
        .list_contests(ListContests { organisation })
        .await
        .unwrap()
        .contests;
    assert_eq!((contests.len(), contests[0].access), (1, access));
    assert_eq!(contests[0].holder, "N. T. Á. Hoa");
    let answer = AnswerContest {
        organisation,
        access,
        answer: ContestAnswer {
            words: "Cán bộ quét nhầm, chúng tôi xin lỗi.".parse().unwrap(),
        },
    };
    let answered = ngoc.app.answer_contest(answer).await.unwrap().contests;
    assert!(answered[0].contest.answer.is_some());
    hoa.sync().await;
    let history = hoa.app.get_history(GetHistory {}).await.unwrap();
    let contest = history.entries[0].record.contest.clone().unwrap();
    assert_eq!(
        contest.answer.unwrap().words.as_str(),
        "Cán bộ quét nhầm, chúng tôi xin lỗi."
    );

    let members = ngoc
        .app
        .list_members(ListMembers { organisation })
        .await
        .unwrap()
        .members;
    let officer = members.iter().find(|member| member.role == Role::Officer).unwrap().id;
    let today = domain::local_date(city.city().now());
    let seen = SeenQuery {
        member: officer,
        from: today,
        to: today,
    };
    let export = ExportSeen { organisation, seen };
    ngoc.app.export_seen(export.clone()).await.unwrap();
    let (name, table) = ngoc.files.take().remove(0);
    assert_eq!(name, format!("nhat-ky-quay-{today}-{today}.csv"));
    let table = String::from_utf8(table.to_vec()).unwrap();
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "at,counter,event,purpose,details,resident,contested");
    assert!(rows[1].ends_with("checked,,live: valid,N. T. Á. Hoa,true"), "{table}");
    // Nothing is unusual in one check by day, and only the administrator may look.
    let patterns = async |device: &Device| device.app.list_patterns(ListPatterns { organisation }).await;
    assert!(patterns(&ngoc).await.is_ok());
    assert_eq!(code(patterns(&minh).await), ErrorCode::NotAllowed);
    assert_eq!(code(minh.app.export_seen(export).await), ErrorCode::NotAllowed);
}
