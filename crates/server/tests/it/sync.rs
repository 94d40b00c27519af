use std::collections::HashSet;

use domain::{DocumentId, DocumentKind, NumberMismatch, ProfileField, Source};
use protocol::{
    api::{
        self, Action, ChangesQuery, DocumentDetails, Entity, KnownEntity, Operation, OperationBatch, OperationResult,
        ProfileRecord, Revision,
    },
    problem::ErrorCode,
};
use server::testing::{Fault, SignedIn, TestCity, TestDevice, enrolment_form};

use crate::{NAME, PHONE, code, content, fresh_id, hoa};

pub(crate) async fn pull(me: &SignedIn, after: u64) -> api::ChangePage {
    let query = ChangesQuery {
        after: Revision(after),
        limit: None,
    };
    me.call::<api::PullChanges>(&()).query(&query).answer().await.unwrap()
}

pub(crate) async fn push(me: &SignedIn, operations: Vec<Operation>) -> Vec<OperationResult> {
    let batch = OperationBatch { operations };
    let outcomes = me
        .call::<api::PushOperations>(&())
        .json(&batch)
        .answer()
        .await
        .unwrap()
        .outcomes;
    outcomes.into_iter().map(|outcome| outcome.result).collect()
}

fn operation(base: Revision, action: Action) -> Operation {
    Operation {
        id: fresh_id(),
        base,
        action,
    }
}

fn declare(base: Revision, field: ProfileField, value: &str) -> Operation {
    operation(
        base,
        Action::DeclareField {
            field,
            value: value.to_owned(),
        },
    )
}

fn details(title: &str) -> DocumentDetails {
    DocumentDetails {
        kind: DocumentKind::Other,
        title: title.parse().unwrap(),
        number: None,
        issued_on: None,
        expires_on: None,
    }
}

fn add(id: DocumentId, title: &str) -> Operation {
    operation(
        Revision(0),
        Action::AddDocument {
            document: id,
            details: details(title),
        },
    )
}

fn new_document() -> DocumentId {
    DocumentId(uuid::Uuid::now_v7())
}

async fn profile(me: &SignedIn) -> ProfileRecord {
    let page = pull(me, 0).await;
    let found = page.changes.into_iter().find_map(|change| match change.entity {
        Entity::Known(KnownEntity::Profile(profile)) => Some(profile),
        _ => None,
    });
    found.unwrap()
}

fn applied(result: &OperationResult) -> Revision {
    match result {
        OperationResult::Applied { revision } => *revision,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_new_account_has_a_profile_and_a_code() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let profile = profile(&me).await;
    assert_eq!(profile.text(ProfileField::FullName), Some(NAME));
    assert_eq!(profile.text(ProfileField::Phone), Some("+84905123456"));
    assert_eq!(profile.text(ProfileField::Ward), Some("20242"));
    assert!(profile.fields.values().all(|field| field.source == Source::Declared));
    assert!(profile.fields.values().all(|field| field.revision == profile.revision));
    assert_eq!(profile.mismatches, []);
    let page = pull(&me, 0).await;
    assert_eq!((page.changes.len(), page.more), (2, false));
    assert_eq!(pull(&me, page.next.0).await.changes, []);
}

#[tokio::test]
async fn a_number_that_does_not_fit_is_a_warning() {
    let city = TestCity::start().await;
    let form = enrolment_form("999099000001", NAME, PHONE);
    let me = TestDevice::new(&city).enrol(&city, &form).await;
    let expected = [NumberMismatch::Province, NumberMismatch::Sex, NumberMismatch::BirthYear];
    assert_eq!(profile(&me).await.mismatches, expected);
}

#[tokio::test]
async fn an_edit_is_applied_once_however_often_it_comes() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let base = profile(&me).await.revision;
    let edit = declare(base, ProfileField::Occupation, "  Giáo   viên ");
    city.faults().next_on("POST /v1/outbox", Fault::DropAfter);
    let batch = OperationBatch {
        operations: vec![edit.clone()],
    };
    assert!(
        me.call::<api::PushOperations>(&())
            .json(&batch)
            .try_send()
            .await
            .is_err()
    );
    let first = push(&me, vec![edit.clone()]).await;
    let second = push(&me, vec![edit.clone(), edit]).await;
    assert_eq!(first[0], second[0]);
    assert_eq!(second[0], second[1]);
    let profile = profile(&me).await;
    let field = profile.field(ProfileField::Occupation).unwrap();
    assert_eq!(field.value.as_str(), "Giáo viên");
    assert_eq!(
        field.revision,
        applied(&first[0]),
        "the answer is the base of the next edit"
    );
    let next = declare(field.revision, ProfileField::Occupation, "");
    applied(&push(&me, vec![next]).await[0]);
}

#[tokio::test]
async fn two_devices_that_edit_the_same_field_are_told_apart() {
    let city = TestCity::start().await;
    let first = hoa(&city).await;
    let second = TestDevice::new(&city).sign_in(&city, PHONE).await;
    let base = profile(&first).await.revision;
    applied(&push(&first, vec![declare(base, ProfileField::Address, "1 Hùng Vương")]).await[0]);
    let late = push(&second, vec![declare(base, ProfileField::Address, "2 Hùng Vương")]).await;
    assert_eq!(late, [OperationResult::Conflict]);
    applied(&push(&second, vec![declare(base, ProfileField::Occupation, "Thợ may")]).await[0]);
    let merged = profile(&first).await;
    assert_eq!(merged.text(ProfileField::Address), Some("1 Hùng Vương"));
    assert_eq!(merged.text(ProfileField::Occupation), Some("Thợ may"));
}

#[tokio::test]
async fn what_is_not_the_residents_or_does_not_fit_is_refused_for_good() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let base = profile(&me).await.revision;
    let refused = |code| OperationResult::Refused { code };
    let unknown = new_document();
    let results = push(
        &me,
        vec![
            declare(base, ProfileField::PersonalNumber, "048190000999"),
            declare(base, ProfileField::Phone, "0905111222"),
            declare(base, ProfileField::FullName, ""),
            declare(base, ProfileField::BirthDate, "2090-01-01"),
            declare(base, ProfileField::Email, "not an address"),
            operation(
                base,
                Action::EditDocument {
                    document: unknown,
                    details: details("x"),
                },
            ),
            operation(base, Action::RemoveDocument { document: unknown }),
        ],
    )
    .await;
    assert_eq!(
        results,
        [
            refused(ErrorCode::NotYours),
            refused(ErrorCode::NotYours),
            refused(ErrorCode::InvalidField),
            refused(ErrorCode::InvalidField),
            refused(ErrorCode::InvalidField),
            refused(ErrorCode::NotFound),
            refused(ErrorCode::NotFound),
        ]
    );
    assert_eq!(pull(&me, base.0).await.changes, [], "nothing changed");
}

#[tokio::test]
async fn papers_are_added_edited_and_removed() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let id = new_document();
    let added = push(&me, vec![add(id, "Giấy một"), add(id, "Giấy hai")]).await;
    let base = applied(&added[0]);
    assert_eq!(added[1], OperationResult::Conflict);
    let edit = |base| {
        operation(
            base,
            Action::EditDocument {
                document: id,
                details: details("Giấy sửa"),
            },
        )
    };
    let edited = applied(&push(&me, vec![edit(base)]).await[0]);
    assert_eq!(push(&me, vec![edit(base)]).await, [OperationResult::Conflict]);
    content::put(&me, id, &content::pdf(2000)).await.unwrap();
    let page = pull(&me, edited.0).await;
    assert_eq!(page.changes.len(), 1, "each thing once, in its latest form");
    let Entity::Known(KnownEntity::Document(record)) = &page.changes[0].entity else {
        panic!("a paper")
    };
    assert_eq!(
        (record.details.title.as_str(), record.content.is_some()),
        ("Giấy sửa", true)
    );
    let remove = operation(record.revision, Action::RemoveDocument { document: id });
    let gone = applied(&push(&me, vec![remove]).await[0]);
    let page = pull(&me, 0).await;
    let last = page.changes.last().unwrap();
    assert_eq!(
        (last.revision, &last.entity),
        (gone, &Entity::Known(KnownEntity::DocumentRemoved(id)))
    );
    assert_eq!(push(&me, vec![edit(gone)]).await, [OperationResult::Conflict]);
    assert_eq!(push(&me, vec![add(id, "Giấy lại")]).await, [OperationResult::Conflict]);
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let ids: Vec<DocumentId> = (0..250).map(|_| new_document()).collect();
    for part in ids.chunks(100) {
        let results = push(&me, part.iter().map(|id| add(*id, "Giấy")).collect()).await;
        assert!(
            results
                .iter()
                .all(|result| matches!(result, OperationResult::Applied { .. }))
        );
    }
    let (mut after, mut seen, mut pages) = (Revision(0), HashSet::new(), 0);
    loop {
        let query = ChangesQuery { after, limit: Some(60) };
        let page = me.call::<api::PullChanges>(&()).query(&query).answer().await.unwrap();
        assert!(page.changes.is_sorted_by(|a, b| a.revision < b.revision));
        for change in &page.changes {
            if let Entity::Known(KnownEntity::Document(record)) = &change.entity {
                assert_eq!(record.revision, change.revision);
                assert!(seen.insert(record.id), "no paper twice");
            }
        }
        (after, pages) = (page.next, pages + 1);
        if !page.more {
            break;
        }
    }
    assert_eq!((seen.len(), pages), (250, 5));
}

#[tokio::test]
async fn what_is_asked_for_must_fit() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    for limit in [0, 501] {
        let query = ChangesQuery {
            after: Revision(0),
            limit: Some(limit),
        };
        let problem = me
            .call::<api::PullChanges>(&())
            .query(&query)
            .answer()
            .await
            .unwrap_err();
        assert_eq!(
            (problem.code, problem.fields[0].path.as_str()),
            (ErrorCode::InvalidField, "limit")
        );
    }
    let operations = (0..101).map(|_| add(new_document(), "Giấy")).collect();
    let batch = OperationBatch { operations };
    let answer = me.call::<api::PushOperations>(&()).json(&batch).answer().await;
    assert_eq!(code(answer), ErrorCode::InvalidField);
    let url = format!("{}/v1/changes?after=x", city.url());
    let response = me
        .device
        .http()
        .get(url)
        .bearer_auth(&me.grant.access_token)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_that_push_at_once_lose_nothing() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let before = pull(&me, 0).await.next;
    let pushes = (0..20).map(|_| {
        let operations = (0..3).map(|_| add(new_document(), "Giấy")).collect();
        push(&me, operations)
    });
    let results = futures::future::join_all(pushes).await.concat();
    let revisions: HashSet<u64> = results.iter().map(|result| applied(result).0).collect();
    assert_eq!(revisions.len(), 60);
    assert_eq!(revisions.iter().max(), Some(&(before.0 + 60)));
}

#[tokio::test]
async fn a_restart_loses_nothing() {
    let mut city = TestCity::start().await;
    let me = hoa(&city).await;
    let id = content::add(&me).await;
    content::put(&me, id, &content::pdf(80_000)).await.unwrap();
    let before = pull(&me, 0).await;
    city.restart().await;
    assert_eq!(pull(&me, 0).await, before);
    assert_eq!(
        me.call::<api::GetContent>(&id).send().await.bytes().await.unwrap(),
        content::pdf(80_000)
    );
}
