//! Answering: agreeing in whole or in part, refusing, once and for all, with answers lost on the way.

use domain::{DocumentId, ProfileField, RequestId, Scope};
use protocol::{
    api::{self, Action, RequestState},
    problem::ErrorCode,
};
use server::testing::{Fault, TestCity};

use super::{is_applied, paper, refused};
use crate::{
    code, fresh_id, hoa,
    office::{
        Office, act, agree, agreement, birth_certificate, enrol, live, new_uuid, purpose_form, remembered, requests,
        scope, state,
    },
};

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
