//! Asking, agreeing, reading, and the history of all of it.

use domain::{AccessId, DocumentId, DocumentKind, ProfileField, RequestId, Scope, limits};
use jiff::SignedDuration;
use protocol::{
    api::{self, AccessEvent, Action, OfferOrder, OperationResult, OverReason, RequestState},
    problem::ErrorCode,
};
use sea_orm::ConnectionTrait as _;
use server::{
    service::housekeeping::end_what_ends,
    store::Access as _,
    testing::{CityOptions, Fault, SignedIn, TestCity, TestDevice},
};

use crate::{
    PHONE, code, fresh_id, hoa, minutes,
    office::{
        Office, act, agree, agreement, ask, birth_certificate, check, enrol, events, history, live, new_uuid,
        purpose_form, remembered, requests, scope, state,
    },
    postgres::Postgres,
};

fn refused(code: ErrorCode) -> OperationResult {
    OperationResult::Refused { code }
}

fn is_applied(result: OperationResult) -> bool {
    matches!(result, OperationResult::Applied { .. })
}

async fn paper(office: &Office, request: RequestId, document: DocumentId) -> reqwest::Response {
    office
        .officer
        .call::<api::ReadSharedPaper>(&(request, document))
        .send()
        .await
}

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

fn kind(event: &AccessEvent) -> &'static str {
    match event {
        AccessEvent::Checked { .. } => "checked",
        AccessEvent::Asked { .. } => "asked",
        AccessEvent::Agreed { .. } => "agreed",
        AccessEvent::Refused => "refused",
        AccessEvent::Expired => "expired",
        AccessEvent::Withdrawn => "withdrawn",
        AccessEvent::ReadFields { .. } => "read fields",
        AccessEvent::ReadPaper { .. } => "read paper",
        AccessEvent::ReadRefused => "read refused",
        AccessEvent::Over { .. } => "over",
    }
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
async fn a_refusal_may_say_why_and_ends_it() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    let refuse = |words: Option<&str>| Action::RefuseToShare {
        request: asked.id,
        words: words.map(|words| words.parse().unwrap()),
    };
    assert!(is_applied(act(&hoa, refuse(Some("Tôi đã nộp giấy này rồi"))).await));
    assert_eq!(act(&hoa, refuse(None)).await, refused(ErrorCode::RequestOver));
    assert_eq!(agree(&hoa, asked.id, document).await, refused(ErrorCode::RequestOver));
    let list = office
        .officer
        .call::<api::ListRequests>(&())
        .answer()
        .await
        .unwrap()
        .requests;
    assert!(
        matches!(&list[0].state, RequestState::Refused { words: Some(words), .. } if words.as_str() == "Tôi đã nộp giấy này rồi")
    );
    assert_eq!(code(office.read(asked.id).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn what_nobody_answers_expires() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    city.clock().advance(limits::REQUEST_LIFETIME - minutes(1));
    // The next in the queue keeps the shift from locking.
    office.check("a code of no city").await;
    city.clock().advance(minutes(1));
    assert_eq!(agree(&hoa, asked.id, document).await, refused(ErrorCode::RequestOver));
    assert_eq!(state(&hoa, asked.id).await, RequestState::Expired);
    end_what_ends(city.city()).await.unwrap();
    end_what_ends(city.city()).await.unwrap();
    let kinds: Vec<&str> = events(&hoa).await.iter().map(kind).collect();
    assert_eq!(kinds, ["checked", "asked", "expired"], "told once");
    let list = office
        .officer
        .call::<api::ListRequests>(&())
        .answer()
        .await
        .unwrap()
        .requests;
    assert_eq!(list[0].state, RequestState::Expired);
}

#[tokio::test]
async fn exactly_what_is_asked_is_shared() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    let (name, address) = (ProfileField::FullName, ProfileField::Address);
    let other = DocumentId(new_uuid());
    for (fields, documents) in [
        (vec![name, address, ProfileField::Email], vec![document]),
        (vec![name], vec![document]),
        (vec![name, address], vec![]),
        (vec![name, address], vec![document, other]),
        (vec![], vec![]),
    ] {
        let action = agreement(&hoa, asked.id, &fields, &documents, false);
        assert_eq!(
            act(&hoa, action).await,
            refused(ErrorCode::NotWhatIsAsked),
            "{fields:?}"
        );
    }
    let once_and_for_all = agreement(&hoa, asked.id, &[name, address], &[document], true);
    assert_eq!(act(&hoa, once_and_for_all).await, refused(ErrorCode::NotWhatIsAsked));
    let Action::AgreeToShare { proof, .. } = agreement(&hoa, asked.id, &[name], &[document], false) else {
        unreachable!();
    };
    let unsigned = Action::AgreeToShare {
        request: asked.id,
        fields: vec![name, address],
        documents: vec![document],
        remember: false,
        proof,
    };
    assert_eq!(act(&hoa, unsigned).await, refused(ErrorCode::ProofInvalid));
    assert_eq!(state(&hoa, asked.id).await, RequestState::Waiting);
}

#[tokio::test]
async fn a_part_is_enough_where_the_purpose_says_so() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let partial = api::PurposeForm {
        partial: true,
        ..purpose_form()
    };
    office.put_purpose(office.purpose, &partial).await.unwrap();
    let asked = office.meet(&city, &hoa).await;
    let action = agreement(&hoa, asked.id, &[ProfileField::FullName], &[], false);
    assert!(is_applied(act(&hoa, action).await));
    let share = office.read(asked.id).await.unwrap();
    assert_eq!((share.fields.len(), share.papers.len()), (1, 0));
    let hidden = paper(&office, asked.id, document).await;
    assert_eq!(hidden.status(), 404, "a paper she did not share");
}

#[tokio::test]
async fn what_the_resident_has_not_got_can_not_be_missing() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let asked = office.meet(&city, &hoa).await;
    let fields = [ProfileField::FullName, ProfileField::Address];
    assert!(is_applied(
        act(&hoa, agreement(&hoa, asked.id, &fields, &[], false)).await
    ));
}

#[tokio::test]
async fn nothing_beyond_the_purpose_is_asked() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let found = office.check(&live(&city, &hoa).await).await;
    let beyond = Scope {
        fields: vec![ProfileField::Email],
        papers: Vec::new(),
    };
    assert_eq!(code(office.ask(found.id, beyond).await), ErrorCode::BeyondPurpose);
    assert_eq!(
        code(office.ask(found.id, Scope::default()).await),
        ErrorCode::BeyondPurpose
    );
    let used = office.check("xin chào").await;
    assert_eq!(code(office.ask(used.id, scope()).await), ErrorCode::BeyondPurpose);
    assert_eq!(
        code(office.ask(domain::CheckId(new_uuid()), scope()).await),
        ErrorCode::NotFound
    );
    let (second, _) = office.second(&city).await;
    let stolen = ask(&second, found.id, office.purpose, scope()).await;
    assert_eq!(code(stolen), ErrorCode::NotFound, "another officer's check");
    let retired = api::PurposeForm {
        retired: true,
        ..purpose_form()
    };
    office.put_purpose(office.purpose, &retired).await.unwrap();
    assert_eq!(code(office.ask(found.id, scope()).await), ErrorCode::NotFound);
    assert_eq!(requests(&hoa).await, []);
}

#[tokio::test]
async fn a_check_is_a_ground_to_ask_for_half_an_hour() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let found = office.check(&live(&city, &hoa).await).await;
    for _ in 0..8 {
        city.clock().advance(minutes(4));
        office
            .officer
            .call::<api::ListChecks>(&())
            .answer()
            .await
            .map_err(|problem| problem.code)
            .ok();
    }
    // The access token has ended meanwhile; the shift goes on in the refreshed session.
    let grant = office
        .officer
        .device
        .refresh(&office.officer.grant, fresh_id())
        .await
        .unwrap();
    let order = api::AskOrder {
        id: RequestId(new_uuid()),
        check: found.id,
        purpose: office.purpose,
        scope: scope(),
    };
    let late = office
        .officer
        .device
        .call::<api::AskToShare>(&())
        .bearer(&grant.access_token)
        .json(&order)
        .answer()
        .await;
    assert!(
        matches!(code(late), ErrorCode::BeyondPurpose | ErrorCode::ShiftLocked),
        "too late to ask"
    );
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
async fn two_officers_ask_at_once_and_each_reads_only_their_own() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (second, _) = office.second(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let first = office.meet(&city, &hoa).await;
    let found = check(&second, &live(&city, &hoa).await).await.unwrap();
    let other = ask(&second, found.id, office.purpose, scope()).await.unwrap();
    assert_eq!(state(&hoa, first.id).await, RequestState::Waiting, "both wait");
    agree(&hoa, other.id, document).await;
    assert_eq!(
        code(office.read(other.id).await),
        ErrorCode::NotFound,
        "not the colleague's"
    );
    second.call::<api::ReadShare>(&other.id).answer().await.unwrap();
    assert_eq!(code(office.read(first.id).await), ErrorCode::NotFound);
    // Asking the same person again at the same counter takes the earlier request back.
    let again = office.meet(&city, &hoa).await;
    assert!(matches!(state(&hoa, first.id).await, RequestState::Withdrawn { .. }));
    assert_eq!(state(&hoa, again.id).await, RequestState::Waiting);
}

#[tokio::test]
async fn another_resident_answers_nothing() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let asked = office.meet(&city, &hoa).await;
    let lan = enrol(&city, "048300000013", "Phan Thị Lan", "0907000013").await;
    let theirs = birth_certificate(&lan).await;
    assert_eq!(agree(&lan, asked.id, theirs).await, refused(ErrorCode::NotFound));
    let refuse = Action::RefuseToShare {
        request: asked.id,
        words: None,
    };
    assert_eq!(act(&lan, refuse).await, refused(ErrorCode::NotFound));
    assert_eq!(
        act(&lan, Action::TakeBack { request: asked.id }).await,
        refused(ErrorCode::NotFound)
    );
    assert_eq!(requests(&lan).await, []);
}

#[tokio::test]
async fn lost_answers_cost_nothing() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let found = office.check(&live(&city, &hoa).await).await;
    let order = api::AskOrder {
        id: RequestId(new_uuid()),
        check: found.id,
        purpose: office.purpose,
        scope: scope(),
    };
    city.faults().next_on("POST /v1/counter/requests", Fault::DropAfter);
    let send = || office.officer.call::<api::AskToShare>(&()).json(&order);
    send().try_send().await.unwrap_err();
    let asked = send().answer().await.unwrap();
    assert_eq!(requests(&hoa).await.len(), 1);
    // Between consent and delivery.
    let operation = api::Operation {
        id: fresh_id(),
        base: api::Revision(0),
        action: agreement(
            &hoa,
            asked.id,
            &[ProfileField::FullName, ProfileField::Address],
            &[document],
            false,
        ),
    };
    city.faults().next_on("POST /v1/outbox", Fault::DropAfter);
    let batch = api::OperationBatch {
        operations: vec![operation.clone()],
    };
    hoa.call::<api::PushOperations>(&())
        .json(&batch)
        .try_send()
        .await
        .unwrap_err();
    office.read(asked.id).await.unwrap();
    assert!(is_applied(crate::sync::push(&hoa, vec![operation]).await[0]));
}

#[tokio::test]
async fn a_restart_in_between_loses_nothing() {
    let mut city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let asked = office.meet(&city, &hoa).await;
    city.restart().await;
    agree(&hoa, asked.id, document).await;
    city.restart().await;
    assert_eq!(office.read(asked.id).await.unwrap().papers.len(), 1);
}

#[tokio::test]
async fn an_agreement_once_and_for_all_answers_the_next_time_and_is_revocable() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let document = birth_certificate(&hoa).await;
    let form = api::PurposeForm {
        remember: true,
        ..purpose_form()
    };
    office.put_purpose(office.purpose, &form).await.unwrap();
    let asked = office.meet(&city, &hoa).await;
    let fields = [ProfileField::FullName, ProfileField::Address];
    act(&hoa, agreement(&hoa, asked.id, &fields, &[document], true)).await;
    assert_eq!(remembered(&hoa).await[0].purpose, office.purpose);
    let next = office.meet(&city, &hoa).await;
    assert!(
        matches!(next.state, RequestState::Agreed { remembered: true, .. }),
        "{:?}",
        next.state
    );
    office.read(next.id).await.unwrap();
    // More than was agreed to, and a printed code, are asked about all the same.
    let found = office.check(&live(&city, &hoa).await).await;
    let more = Scope {
        fields: vec![ProfileField::Phone],
        papers: Vec::new(),
    };
    assert_eq!(office.ask(found.id, more).await.unwrap().state, RequestState::Waiting);
    let (card, _) = crate::cards::issue(&hoa, fresh_id()).await.unwrap();
    let printed = crate::cards::text_of(&crate::cards::pdf(&hoa, card.serial).await);
    let found = office.check(&printed).await;
    assert_eq!(
        office.ask(found.id, scope()).await.unwrap().state,
        RequestState::Waiting
    );
    let forget = Action::ForgetConsent {
        purpose: office.purpose,
    };
    assert!(is_applied(act(&hoa, forget.clone()).await));
    assert_eq!(act(&hoa, forget).await, refused(ErrorCode::NotFound));
    assert_eq!(remembered(&hoa).await, []);
    assert_eq!(office.meet(&city, &hoa).await.state, RequestState::Waiting);
}

#[tokio::test]
async fn an_offer_is_taken_by_who_scans_it_first() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (hoa, lan) = (
        hoa(&city).await,
        enrol(&city, "048300000013", "Phan Thị Lan", "0907000013").await,
    );
    let document = birth_certificate(&hoa).await;
    let order = OfferOrder {
        id: RequestId(new_uuid()),
        purpose: office.purpose,
        scope: scope(),
    };
    let offer = office
        .officer
        .call::<api::OfferRequest>(&())
        .json(&order)
        .answer()
        .await
        .unwrap();
    assert_eq!((offer.state.clone(), offer.holder), (RequestState::Offered, None));
    let text = offer.code.unwrap();
    let trust = crate::issuing::trust(&city).await;
    let codes::offer::OfferVerdict::Valid(said) = codes::offer::verify(&text, &trust, city.city().now()) else {
        panic!("the city signs its offers");
    };
    assert_eq!((said.request, said.counter.as_str()), (offer.id, "Quầy 3"));
    let taken = hoa.call::<api::TakeRequest>(&offer.id).answer().await.unwrap();
    assert_eq!(taken.state, RequestState::Waiting);
    hoa.call::<api::TakeRequest>(&offer.id).answer().await.unwrap();
    assert_eq!(
        code(lan.call::<api::TakeRequest>(&offer.id).answer().await),
        ErrorCode::RequestOver
    );
    let list = office
        .officer
        .call::<api::ListRequests>(&())
        .answer()
        .await
        .unwrap()
        .requests;
    assert_eq!(
        (list[0].holder.as_deref(), list[0].code.as_deref()),
        (Some("N. T. Á. Hoa"), None)
    );
    agree(&hoa, offer.id, document).await;
    office.read(offer.id).await.unwrap();
    let late = OfferOrder {
        id: RequestId(new_uuid()),
        ..order
    };
    let late = office
        .officer
        .call::<api::OfferRequest>(&())
        .json(&late)
        .answer()
        .await
        .unwrap();
    city.clock().advance(limits::REQUEST_LIFETIME);
    assert_eq!(
        code(lan.call::<api::TakeRequest>(&late.id).answer().await),
        ErrorCode::RequestOver
    );
    end_what_ends(city.city()).await.unwrap();
    assert_eq!(
        code(lan.call::<api::TakeRequest>(&RequestId(new_uuid())).answer().await),
        ErrorCode::NotFound
    );
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
async fn who_listens_hears_at_once() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let mut events = hoa.call::<api::WatchChanges>(&()).send().await;
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let mut heard = async || String::from_utf8(events.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert_eq!(heard().await, "event: changed\ndata: {}\n\n", "once at the start");
    let request = office.meet(&city, &hoa).await;
    assert!(heard().await.contains("changed"));
    let mut counter = office.officer.call::<api::WatchChanges>(&()).send().await;
    counter.chunk().await.unwrap().unwrap();
    let refuse = Action::RefuseToShare {
        request: request.id,
        words: None,
    };
    act(&hoa, refuse).await;
    assert!(counter.chunk().await.unwrap().is_some(), "the officer hears too");
}

/// Officers and residents at once on PostgreSQL: nothing waits for each other for ever, nothing is lost.
#[tokio::test(flavor = "multi_thread")]
async fn many_ask_and_answer_at_once() {
    let postgres = Postgres::start();
    for options in [
        CityOptions::default(),
        CityOptions::default().with("DATABASE_URL", &postgres.url()),
    ] {
        let mut city = TestCity::start_with(options).await;
        let office = Office::at_work(&city).await;
        let (second, _) = office.second(&city).await;
        let hoa = hoa(&city).await;
        let document = birth_certificate(&hoa).await;
        let rounds = async |officer: &SignedIn| {
            let mut agreed = 0;
            for _ in 0..5 {
                let credential = live(&city, &hoa).await;
                let Ok(found) = check(officer, &credential).await else {
                    continue;
                };
                let Ok(asked) = ask(officer, found.id, office.purpose, scope()).await else {
                    continue;
                };
                if is_applied(agree(&hoa, asked.id, document).await) {
                    officer.call::<api::ReadShare>(&asked.id).answer().await.unwrap();
                    agreed += 1;
                }
                officer.call::<api::WithdrawRequest>(&asked.id).answer().await.unwrap();
            }
            agreed
        };
        let (one, other) = futures::join!(rounds(&office.officer), rounds(&second));
        assert!(one + other > 0);
        let reads = events(&hoa)
            .await
            .iter()
            .filter(|event| kind(event) == "read fields")
            .count();
        assert_eq!(reads, one + other);
        city.stop().await;
    }
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
