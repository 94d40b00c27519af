//! Organisations: invitations, members, counters, purposes, patterns, the list of what an officer saw.

use domain::{CounterId, MemberId, PurposeId, Role, Scope};
use jiff::SignedDuration;
use protocol::{
    api::{self, PatternKind, SeenQuery},
    problem::ErrorCode,
};
use server::testing::TestCity;

use crate::{
    code, hoa,
    office::{Office, check, counter_form, enrol, invite, live, new_uuid, organisation, purpose_form, roles},
};

#[tokio::test]
async fn who_is_invited_sees_it_and_accepts() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let hoa = hoa(&city).await;
    let invited = invite(&office, crate::NUMBER, crate::NAME, Role::Officer)
        .await
        .unwrap();
    let seen = roles(&hoa).await;
    assert!(matches!(&seen[..], [role] if role.member == invited.id && !role.accepted));
    assert_eq!(seen[0].organisation_name.as_str(), "UBND phường Hải Châu");
    let nothing_yet = hoa.call::<api::GetOrganisation>(&office.organisation).answer().await;
    assert_eq!(code(nothing_yet), ErrorCode::NotFound, "an invitation is no role");
    for _ in 0..2 {
        assert!(
            hoa.call::<api::AcceptRole>(&invited.id)
                .answer()
                .await
                .unwrap()
                .accepted
        );
    }
    let record = hoa
        .call::<api::GetOrganisation>(&office.organisation)
        .answer()
        .await
        .unwrap();
    assert_eq!((record.roles, record.counters.len()), (vec![Role::Officer], 1));
    hoa.call::<api::LeaveRole>(&invited.id).answer().await.unwrap();
    assert_eq!(roles(&hoa).await, []);
}

#[tokio::test]
async fn inviting_tells_nobody_who_has_a_profile() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let later = invite(&office, crate::NUMBER, crate::NAME, Role::Officer)
        .await
        .unwrap();
    assert!(!later.accepted);
    assert_eq!(
        invite(&office, crate::NUMBER, "Tên Khác", Role::Officer).await.unwrap(),
        later,
        "inviting again changes nothing"
    );
    // Who enrols afterwards finds the invitation.
    let hoa = hoa(&city).await;
    assert_eq!(roles(&hoa).await[0].member, later.id);
    let minh = enrol(&city, "048300000011", "Lê Thị Bích", "0907000011").await;
    let taken = minh.call::<api::AcceptRole>(&later.id).answer().await;
    assert_eq!(code(taken), ErrorCode::NotFound, "another's invitation");
    assert_eq!(
        code(minh.call::<api::LeaveRole>(&later.id).answer().await),
        ErrorCode::NotFound
    );
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let members = office
        .administrator
        .call::<api::ListMembers>(&office.organisation)
        .answer()
        .await
        .unwrap()
        .members;
    let boss = members
        .iter()
        .find(|member| member.role == Role::Administrator)
        .unwrap();
    let left = office.administrator.call::<api::LeaveRole>(&boss.id).answer().await;
    assert_eq!(code(left), ErrorCode::LastAdministrator);
    // An invitation that nobody accepted is no administrator.
    let hoa = hoa(&city).await;
    let second = invite(&office, crate::NUMBER, crate::NAME, Role::Administrator)
        .await
        .unwrap();
    let remove = async |id: MemberId| {
        office
            .administrator
            .call::<api::RemoveMember>(&(office.organisation, id))
            .answer()
            .await
    };
    assert_eq!(code(remove(boss.id).await), ErrorCode::LastAdministrator);
    hoa.call::<api::AcceptRole>(&second.id).answer().await.unwrap();
    remove(boss.id).await.unwrap();
    assert_eq!(
        code(remove(second.id).await),
        ErrorCode::NotFound,
        "no administrator any more"
    );
}

#[tokio::test]
async fn removing_an_officer_ends_the_shift_at_once() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    office
        .administrator
        .call::<api::RemoveMember>(&(office.organisation, office.member))
        .answer()
        .await
        .unwrap();
    let refused = check(&office.officer, &live(&city, &hoa).await).await;
    assert_eq!(code(refused), ErrorCode::NoShift);
}

#[tokio::test]
async fn another_organisations_counters_and_purposes_stay_its_own() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let other = organisation(&city, "Công ty Cấp nước").await;
    let boss = ("048300000012", "Lê Thị Bích", "0907000012");
    let (administrator, _) = crate::office::worker(&city, other, boss, Role::Administrator).await;
    let counter = administrator
        .call::<api::PutCounter>(&(other, office.counter))
        .json(&counter_form("Quầy giả"))
        .answer()
        .await;
    assert_eq!(code(counter), ErrorCode::NotFound);
    let purpose = administrator
        .call::<api::PutPurpose>(&(other, office.purpose))
        .json(&purpose_form())
        .answer()
        .await;
    assert_eq!(code(purpose), ErrorCode::NotFound);
    let record = office
        .officer
        .call::<api::GetOrganisation>(&office.organisation)
        .answer()
        .await
        .unwrap();
    assert_eq!(record.counters[0].name.as_str(), "Quầy 3");
}

#[tokio::test]
async fn a_purpose_asks_something_for_a_while() {
    let city = TestCity::start().await;
    let office = Office::open(&city).await;
    let refused = async |form: api::PurposeForm| {
        let problem = office.put_purpose(PurposeId(new_uuid()), &form).await.unwrap_err();
        (problem.code, problem.fields[0].path.clone())
    };
    let nothing = api::PurposeForm {
        scope: Scope::default(),
        ..purpose_form()
    };
    assert_eq!(refused(nothing).await, (ErrorCode::InvalidField, "scope".to_owned()));
    let forever = api::PurposeForm {
        read_minutes: 24 * 60,
        ..purpose_form()
    };
    assert_eq!(
        refused(forever).await,
        (ErrorCode::InvalidField, "read_minutes".to_owned())
    );
    let odd = api::PurposeForm {
        procedure: Some("1.00<".to_owned()),
        ..purpose_form()
    };
    assert_eq!(refused(odd).await, (ErrorCode::InvalidField, "procedure".to_owned()));
}

#[tokio::test]
async fn the_administrator_sees_what_is_unusual() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    for _ in 0..4 {
        office.check(&live(&city, &hoa).await).await;
    }
    let patterns = office
        .administrator
        .call::<api::ListPatterns>(&office.organisation)
        .answer()
        .await
        .unwrap()
        .patterns;
    let same = patterns.iter().find(|pattern| pattern.kind == PatternKind::SamePerson);
    assert!(same.is_some_and(|same| same.count == 4 && same.officer.as_str() == "Trần Văn Minh"));
    city.clock().advance(SignedDuration::from_hours(24 * 8));
}

#[tokio::test]
async fn what_an_officer_saw_is_taken_out_and_that_is_noted() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    office.meet(&city, &hoa).await;
    let today = domain::local_date(city.city().now());
    let query = |member| SeenQuery {
        member,
        from: today,
        to: today,
    };
    let url = |query: &SeenQuery| {
        format!(
            "{}/v1/organisations/{}/seen?member={}&from={}&to={}",
            city.url(),
            office.organisation,
            query.member,
            query.from,
            query.to
        )
    };
    let boss = &office.administrator;
    let get = async |query: SeenQuery| {
        let request = boss
            .device
            .http()
            .get(url(&query))
            .bearer_auth(&boss.grant.access_token);
        request.send().await.unwrap()
    };
    let response = get(query(office.member)).await;
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/csv")
    );
    let list = response.text().await.unwrap();
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows[0], "at,counter,event,purpose,details,resident,contested");
    assert!(
        rows[1].contains("Quầy 3,checked,,live: valid,N. T. Á. Hoa,false"),
        "{list}"
    );
    assert!(
        rows[2].contains("asked,Đăng ký thường trú,full_name address birth_certificate"),
        "{list}"
    );
    assert!(!list.contains("Nguyễn"), "names stay masked");
    let taken = server::store::organisations::exports(&city.city().store, office.organisation).await;
    assert_eq!(taken.unwrap(), 1);
    let too_long = SeenQuery {
        from: "2020-01-01".parse().unwrap(),
        ..query(office.member)
    };
    assert_eq!(get(too_long).await.status(), 422);
    assert_eq!(get(query(MemberId(new_uuid()))).await.status(), 404);
}

#[tokio::test]
async fn closing_a_counter_ends_the_shift_at_it() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let put = async |counter: CounterId, open| {
        let form = api::CounterForm {
            open,
            ..counter_form("Quầy 3")
        };
        office
            .administrator
            .call::<api::PutCounter>(&(office.organisation, counter))
            .json(&form)
            .answer()
            .await
            .unwrap();
    };
    put(office.counter, false).await;
    let shift = office.officer.call::<api::GetShift>(&()).answer().await;
    assert_eq!(code(shift), ErrorCode::NoShift);
    let again = office.officer.call::<api::StartShift>(&office.counter).answer().await;
    assert_eq!(code(again), ErrorCode::NotFound);
}
