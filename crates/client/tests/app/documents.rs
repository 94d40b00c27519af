//! Papers: added, changed, fetched, refused.

use bytes::Bytes;
use client::{
    port::Clock as _,
    testing::{Fault, IssuedPaper, TestDevice},
};
use domain::{DocumentId, DocumentOrigin, Validity, limits};
use jiff::civil::date;
use protocol::{
    app::{
        AddDocument, AppError, AppEvent, ContentState, Direction, DownloadDocument, EditDocument, GetDocument, GetHome,
        Handler, InputField, ListDocuments, Part, RemoveDocument, Task, TransferState,
    },
    problem::ErrorCode,
};

use crate::{add, enrolled, paper, pdf, second_device, sync};

async fn titles(device: &TestDevice, query: &str) -> Vec<String> {
    let input = ListDocuments {
        query: query.to_owned(),
        origin: None,
    };
    let list = device.app.list_documents(input).await.unwrap();
    list.documents.into_iter().map(|card| card.title).collect()
}

fn edit(document: DocumentId, title: &str, number: &str) -> EditDocument {
    let mut details = paper(title);
    details.number = number.to_owned();
    EditDocument { document, details }
}

#[tokio::test]
async fn a_paper_added_offline_reaches_the_other_device() {
    let (city, mut device) = enrolled().await;
    let second = second_device(&city).await;
    city.set_offline(true);
    let content = pdf(300_000, 1);
    let added = add(&device, "Bằng cử nhân", content.clone()).await;
    assert!(added.card.waiting && added.editable);
    assert_eq!((added.card.content, added.bytes), (ContentState::Here, Some(300_000)));
    device.reopen().await;
    let read = device.app.content(added.card.id, None).await.unwrap();
    assert_eq!(read.bytes, content);
    assert_eq!(
        device.app.get_home(GetHome {}).await.unwrap().tasks,
        [Task::Waiting { changes: 1 }]
    );

    city.set_offline(false);
    device.events.take();
    sync(&device).await.unwrap();
    let transfers: Vec<_> = device
        .events
        .take()
        .into_iter()
        .filter_map(|event| match event {
            AppEvent::Transfer(transfer) => Some(transfer),
            _ => None,
        })
        .collect();
    assert!(
        transfers
            .iter()
            .all(|transfer| transfer.direction == Direction::Up && transfer.total == 300_000)
    );
    assert_eq!(transfers.last().unwrap().state, TransferState::Done);
    assert!(transfers.iter().any(|transfer| transfer.done == 150_000));
    assert!(
        !device
            .app
            .get_document(GetDocument {
                document: added.card.id
            })
            .await
            .unwrap()
            .card
            .waiting
    );

    sync(&second).await.unwrap();
    let seen = second
        .app
        .get_document(GetDocument {
            document: added.card.id,
        })
        .await
        .unwrap();
    assert_eq!(seen.card.content, ContentState::Remote);
    assert_eq!(
        second.app.content(added.card.id, None).await.unwrap_err(),
        AppError::ContentAbsent
    );
    let fetched = second
        .app
        .download_document(DownloadDocument {
            document: added.card.id,
        })
        .await
        .unwrap();
    assert_eq!(fetched.card.content, ContentState::Here);
    assert_eq!(
        second.app.content(added.card.id, Some(10..20)).await.unwrap().bytes,
        content.slice(10..20)
    );
}

#[tokio::test]
async fn files_are_refused_before_anything_is_kept_or_sent() {
    let (city, device) = enrolled().await;
    let asked = city.requests().len();
    let try_add = |content: Bytes| {
        device.app.add_document(
            AddDocument {
                details: paper("Bằng")
            },
            content,
        )
    };
    let large = vec![b'%'; 60 * 1024 * 1024];
    let refused = try_add(large.into()).await.unwrap_err();
    assert_eq!(
        refused,
        AppError::FileTooLarge {
            bytes: 60 * 1024 * 1024,
            limit: limits::DOCUMENT_BYTES
        }
    );
    assert_eq!(try_add(Bytes::new()).await.unwrap_err(), AppError::FileEmpty);
    assert_eq!(
        try_add(Bytes::from_static(b"MZ\x90 report.pdf")).await.unwrap_err(),
        AppError::FileKind
    );
    let mut details = paper(" ");
    details.issued_on = "31/02/2020".to_owned();
    let refused = device
        .app
        .add_document(AddDocument { details }, pdf(100, 1))
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        AppError::InvalidInput {
            fields: vec![InputField::Title, InputField::IssuedOn]
        }
    );
    let mut details = paper("Bằng");
    details.expires_on = "01/06/2019".to_owned();
    let refused = device
        .app
        .add_document(AddDocument { details }, pdf(100, 1))
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        AppError::InvalidInput {
            fields: vec![InputField::ExpiresOn]
        }
    );
    assert!(titles(&device, "").await.is_empty());
    assert_eq!(city.requests().len(), asked);
}

#[tokio::test]
async fn changes_of_a_paper_that_is_only_here_are_one_addition() {
    let (city, device) = enrolled().await;
    let kept = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    let dropped = add(&device, "Nhầm", pdf(1000, 2)).await.card.id;
    device
        .app
        .edit_document(edit(kept, "Bằng cử nhân", "B 12"))
        .await
        .unwrap();
    device
        .app
        .remove_document(RemoveDocument { document: dropped })
        .await
        .unwrap();
    assert_eq!(titles(&device, "").await, ["Bằng cử nhân"]);
    assert_eq!(sync(&device).await.unwrap().sent, 1);
    let [(record, content)] = &city.documents()[..] else {
        panic!()
    };
    assert_eq!(
        (record.id, record.details.title.as_str(), *content),
        (kept, "Bằng cử nhân", true)
    );
}

#[tokio::test]
async fn papers_are_found_without_accents() {
    let (city, device) = enrolled().await;
    add(&device, "Bằng lái xe máy", pdf(1000, 1)).await;
    city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: pdf(1000, 2),
    });
    sync(&device).await.unwrap();
    assert_eq!(titles(&device, "khai giay").await, ["Giấy khai sinh"]);
    assert_eq!(titles(&device, "LAI XE").await, ["Bằng lái xe máy"]);
    assert_eq!(titles(&device, "tu phap").await, ["Giấy khai sinh"], "by issuer");
    assert!(titles(&device, "hộ chiếu").await.is_empty());
    let input = ListDocuments {
        query: String::new(),
        origin: Some(DocumentOrigin::Issued),
    };
    assert_eq!(device.app.list_documents(input).await.unwrap().documents.len(), 1);
}

#[tokio::test]
async fn issued_papers_are_not_the_residents_to_change() {
    let (city, device) = enrolled().await;
    let id = city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: pdf(1000, 2),
    });
    sync(&device).await.unwrap();
    assert_eq!(
        device.app.edit_document(edit(id, "Khác", "")).await.unwrap_err(),
        AppError::NotYours
    );
    let removed = device.app.remove_document(RemoveDocument { document: id }).await;
    assert_eq!(removed.unwrap_err(), AppError::NotYours);
}

#[tokio::test]
async fn two_devices_say_different_things_of_a_paper() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    sync(&device).await.unwrap();
    // Different fields: both stay.
    device.app.edit_document(edit(id, "Bằng cử nhân", "")).await.unwrap();
    city.edit_elsewhere(id, |details| details.number = Some("B 12".parse().unwrap()));
    assert_eq!(sync(&device).await.unwrap().sent, 1);
    let (record, _) = city.documents().remove(0);
    assert_eq!(record.details.title.as_str(), "Bằng cử nhân");
    assert_eq!(record.details.number.unwrap().as_str(), "B 12");
    // The same field: the city's stays, and the resident is told.
    device
        .app
        .edit_document(edit(id, "Bằng đại học", "B 12"))
        .await
        .unwrap();
    city.edit_elsewhere(id, |details| details.title = "Bằng thạc sĩ".parse().unwrap());
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    let view = device.app.get_document(GetDocument { document: id }).await.unwrap();
    assert!(view.refused && view.card.title == "Bằng thạc sĩ");
    let tasks = device.app.get_home(GetHome {}).await.unwrap().tasks;
    assert_eq!(
        tasks,
        [Task::Refused {
            document: Some(id),
            field: None
        }]
    );
    device
        .app
        .edit_document(edit(id, "Bằng đại học", "B 12"))
        .await
        .unwrap();
    sync(&device).await.unwrap();
    assert_eq!(city.documents()[0].0.details.title.as_str(), "Bằng đại học");
    assert!(
        !device
            .app
            .get_document(GetDocument { document: id })
            .await
            .unwrap()
            .refused
    );
}

#[tokio::test]
async fn a_paper_edited_elsewhere_is_not_removed_unseen() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    sync(&device).await.unwrap();
    device
        .app
        .remove_document(RemoveDocument { document: id })
        .await
        .unwrap();
    assert!(titles(&device, "").await.is_empty());
    city.edit_elsewhere(id, |details| details.title = "Bằng thạc sĩ".parse().unwrap());
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    assert_eq!(titles(&device, "").await, ["Bằng thạc sĩ"]);
    device
        .app
        .remove_document(RemoveDocument { document: id })
        .await
        .unwrap();
    sync(&device).await.unwrap();
    assert!(city.documents().is_empty() && titles(&device, "").await.is_empty());
    assert_eq!(
        device.app.get_document(GetDocument { document: id }).await.unwrap_err(),
        AppError::NotFound
    );
}

#[tokio::test]
async fn a_paper_removed_elsewhere_goes_with_its_content() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    sync(&device).await.unwrap();
    device.app.edit_document(edit(id, "Bằng cử nhân", "")).await.unwrap();
    city.remove_elsewhere(id);
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    assert!(titles(&device, "").await.is_empty());
    assert_eq!(device.app.content(id, None).await.unwrap_err(), AppError::NotFound);
    assert_eq!(device.app.get_home(GetHome {}).await.unwrap().sync.waiting, 0);
}

#[tokio::test]
async fn a_content_damaged_on_the_way_is_fetched_again() {
    let (city, device) = enrolled().await;
    let content = pdf(700_000, 3);
    let id = city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: content.clone(),
    });
    sync(&device).await.unwrap();
    for request in 0..3 {
        city.fail(request, Fault::Damaged);
        let failed = device
            .app
            .download_document(DownloadDocument { document: id })
            .await
            .unwrap_err();
        assert_eq!(failed, AppError::ContentDamaged);
        city.heal();
        assert_eq!(device.app.content(id, None).await.unwrap_err(), AppError::ContentAbsent);
    }
    device
        .app
        .download_document(DownloadDocument { document: id })
        .await
        .unwrap();
    assert_eq!(device.app.content(id, None).await.unwrap().bytes, content);
}

async fn state_of(device: &TestDevice, document: DocumentId) -> ContentState {
    let view = device.app.get_document(GetDocument { document }).await.unwrap();
    view.card.content
}

#[tokio::test]
async fn a_content_damaged_here_is_fetched_again() {
    let (_city, device) = enrolled().await;
    let content = pdf(700_000, 3);
    let document = add(&device, "Bằng", content.clone()).await.card.id;
    sync(&device).await.unwrap();
    device.vaults.damage(document);
    device.events.take();
    let damaged = device.app.content(document, None).await.unwrap_err();
    assert_eq!(damaged, AppError::ContentDamaged);
    assert!(device.events.take().contains(&AppEvent::Changed {
        parts: vec![Part::Documents]
    }));
    assert_eq!(state_of(&device, document).await, ContentState::Remote);
    device
        .app
        .download_document(DownloadDocument { document })
        .await
        .unwrap();
    assert_eq!(device.app.content(document, None).await.unwrap().bytes, content);
}

#[tokio::test]
async fn a_damaged_content_that_is_only_here_stays_and_holds_up_nothing() {
    let (city, device) = enrolled().await;
    let damaged = add(&device, "Hỏng", pdf(2000, 1)).await.card.id;
    let good = add(&device, "Bằng", pdf(2000, 2)).await.card.id;
    device.vaults.damage(damaged);
    for _ in 0..2 {
        let read = device.app.content(damaged, None).await.unwrap_err();
        assert_eq!(read, AppError::VaultDamaged);
    }
    sync(&device).await.unwrap();
    assert!(
        city.documents()
            .iter()
            .all(|(record, there)| *there == (record.id == good))
    );
    let view = device
        .app
        .get_document(GetDocument { document: damaged })
        .await
        .unwrap();
    assert!(view.refused && !view.card.waiting);
}

/// The number, within a sync, of the first content that is sent.
async fn first_upload() -> usize {
    let (city, device) = enrolled().await;
    add(&device, "Một", pdf(2000, 1)).await;
    add(&device, "Hai", pdf(2000, 2)).await;
    let before = city.requests().len();
    sync(&device).await.unwrap();
    let asked = city.requests().split_off(before);
    asked.iter().position(|request| request.starts_with("PUT ")).unwrap()
}

#[tokio::test]
async fn a_content_that_does_not_get_through_holds_up_nothing() {
    let first = first_upload().await;
    for fault in [Fault::Lost, Fault::Portal, Fault::Problem(ErrorCode::Internal)] {
        let (city, device) = enrolled().await;
        let papers = [pdf(2000, 1), pdf(2000, 2)];
        for content in papers {
            add(&device, "Bằng", content).await;
        }
        for clock in [&city.clock, &device.clock] {
            clock.advance(jiff::SignedDuration::from_mins(5));
        }
        let now = device.clock.now();
        city.fail(first, fault);
        sync(&device).await.unwrap_err();
        let there = city.documents().iter().filter(|(_, there)| *there).count();
        assert_eq!(there, 1, "{fault:?}");
        let status = device.app.get_home(GetHome {}).await.unwrap().sync;
        assert_eq!((status.as_of, status.waiting), (Some(now), 1), "{fault:?}");
        sync(&device).await.unwrap();
        assert!(city.documents().iter().all(|(_, there)| *there));
    }
}

#[tokio::test]
async fn a_content_too_large_for_what_is_between_is_refused_once() {
    let first = first_upload().await;
    let (city, device) = enrolled().await;
    for seed in [1, 2] {
        add(&device, "Bằng", pdf(2000, seed)).await;
    }
    city.fail(first, Fault::TooLarge);
    sync(&device).await.unwrap();
    assert_eq!(city.documents().iter().filter(|(_, there)| *there).count(), 1);
    let home = device.app.get_home(GetHome {}).await.unwrap();
    assert_eq!(home.sync.waiting, 0);
    assert!(matches!(home.tasks[..], [Task::Refused { .. }]), "{:?}", home.tasks);
}

#[tokio::test]
async fn a_refused_addition_that_is_put_right_leaves_no_older_edit_behind() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(2000, 1)).await.card.id;
    city.fail(1, Fault::Lost);
    assert_eq!(sync(&device).await.unwrap_err(), AppError::Offline);
    device.app.edit_document(edit(id, "Sửa cũ", "")).await.unwrap();
    // The batch is refused, and then its one operation.
    for request in [1, 2] {
        city.fail(request, Fault::Problem(ErrorCode::InvalidField));
    }
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    city.heal();
    device.app.edit_document(edit(id, "Bằng cử nhân", "")).await.unwrap();
    let report = sync(&device).await.unwrap();
    assert_eq!((report.sent, report.refused, report.conflicts), (1, 0, 0));
    assert_eq!(city.documents()[0].0.details.title.as_str(), "Bằng cử nhân");
    assert_eq!(titles(&device, "").await, ["Bằng cử nhân"]);
}

#[tokio::test]
async fn a_download_goes_on_where_it_stopped() {
    let (city, mut device) = enrolled().await;
    let content = pdf(1_000_000, 3);
    let id = city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: content.clone(),
    });
    sync(&device).await.unwrap();
    city.fail(2, Fault::Lost);
    let failed = device
        .app
        .download_document(DownloadDocument { document: id })
        .await
        .unwrap_err();
    assert_eq!(failed, AppError::Offline);
    device.reopen().await;
    let view = device.app.get_document(GetDocument { document: id }).await.unwrap();
    assert_eq!(view.card.content, ContentState::Partial);
    let asked = city.requests().len();
    device
        .app
        .download_document(DownloadDocument { document: id })
        .await
        .unwrap();
    assert_eq!(city.requests().len() - asked, 2, "two of four parts were here");
    assert_eq!(device.app.content(id, None).await.unwrap().bytes, content);
}

#[tokio::test]
async fn papers_that_expire_are_said() {
    let (city, device) = enrolled().await;
    let issue = |title, last| {
        city.issue(IssuedPaper {
            title,
            expires_on: last,
            content: pdf(1000, 1),
        })
    };
    issue("Không hạn", None);
    issue("Còn lâu", Some(date(2030, 1, 1)));
    let soon = issue("Sắp hết", Some(date(2026, 3, 12)));
    let over = issue("Đã hết", Some(date(2026, 2, 1)));
    sync(&device).await.unwrap();
    let tasks = device.app.get_home(GetHome {}).await.unwrap().tasks;
    let told: Vec<_> = tasks
        .iter()
        .map(|task| match task {
            Task::Expiring { document, validity, .. } => (*document, *validity),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        told,
        [(over, Validity::Expired), (soon, Validity::EndsSoon { days: 10 })]
    );
    let near = device.app.expiring_documents().await.unwrap();
    assert_eq!(near.len(), 2);
    assert!(near.iter().any(|paper| paper.document == soon && paper.days == 10));
    assert!(near.iter().any(|paper| paper.document == over && paper.days < 0));
}
