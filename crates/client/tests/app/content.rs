//! Contents of papers: sent, fetched, damaged.

use client::{
    port::Clock as _,
    testing::{Fault, IssuedPaper, TestDevice},
};
use domain::DocumentId;
use protocol::{
    app::{
        AppError, AppEvent, ContentState, Direction, DownloadDocument, GetDocument, GetHome, Handler, Part, Task,
        TransferState,
    },
    problem::ErrorCode,
};

use crate::{add, enrolled, pdf, second_device, sync};

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
