//! What runs is stopped: by the lock and by the resident.

use std::sync::Arc;

use client::testing::{FakeCity, IssuedPaper, TestDevice};
use domain::DocumentId;
use protocol::app::{
    AppError, AppEvent, CancelTransfer, ContentState, DownloadDocument, GetDocument, GetHome, Handler, Lock, SyncNow,
    SyncPhase, TransferState,
};

use crate::{declare, enrolled, pdf, sync};

async fn steps(count: usize) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

async fn with_paper(length: usize) -> (Arc<FakeCity>, TestDevice, DocumentId) {
    let (city, device) = enrolled().await;
    let id = city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: pdf(length, 3),
    });
    sync(&device).await.unwrap();
    (city, device, id)
}

#[tokio::test]
async fn the_lock_stops_a_sync_wherever_it_is() {
    for wait in 0..8 {
        let (city, device) = enrolled().await;
        declare(&device, domain::ProfileField::Occupation, "Ngư dân").await;
        let app = device.app.clone();
        city.hold(wait);
        let running = tokio::spawn(async move { app.sync_now(SyncNow {}).await });
        steps(5).await;
        let asked = city.requests().len();
        device.app.lock(Lock {}).await.unwrap();
        city.release();
        let ended = running.await.unwrap();
        assert!(
            matches!(ended, Ok(_) | Err(AppError::Cancelled | AppError::Locked)),
            "{ended:?}"
        );
        steps(50).await;
        assert_eq!(city.requests().len(), asked, "nothing goes out after the lock");
        device.unlock().await.unwrap();
        assert_eq!(
            device.app.get_home(GetHome {}).await.unwrap().sync.phase,
            SyncPhase::Idle
        );
        sync(&device).await.unwrap();
        assert_eq!(city.field(domain::ProfileField::Occupation).as_deref(), Some("Ngư dân"));
    }
}

#[tokio::test]
async fn a_transfer_is_stopped_and_goes_on_later() {
    let (city, device, document) = with_paper(2_000_000).await;
    city.hold(3);
    let app = device.app.clone();
    let running = tokio::spawn(async move { app.download_document(DownloadDocument { document }).await });
    steps(5).await;
    device.events.take();
    device.app.cancel_transfer(CancelTransfer { document }).await.unwrap();
    city.release();
    assert_eq!(running.await.unwrap().unwrap_err(), AppError::Cancelled);
    let stopped = device.events.take().into_iter().any(|event| {
        matches!(event, AppEvent::Transfer(transfer)
            if transfer.state == TransferState::Stopped { error: AppError::Cancelled } && transfer.done > 0)
    });
    assert!(stopped);
    let view = device.app.get_document(GetDocument { document }).await.unwrap();
    assert_eq!(view.card.content, ContentState::Partial);
    let view = device
        .app
        .download_document(DownloadDocument { document })
        .await
        .unwrap();
    assert_eq!(view.card.content, ContentState::Here);
}

#[tokio::test]
async fn a_paper_wanted_twice_is_fetched_once() {
    let (city, device, document) = with_paper(600_000).await;
    let asked = city.requests().len();
    let both = futures::future::join(
        device.app.download_document(DownloadDocument { document }),
        device.app.download_document(DownloadDocument { document }),
    );
    let (first, second) = both.await;
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(city.requests().len() - asked, 3);
}

#[tokio::test]
async fn the_lock_stops_what_is_fetched_in_the_background_for_good() {
    for wait in 0..14 {
        let (city, device) = enrolled().await;
        tokio::spawn(device.app.clone().background());
        steps(50).await;
        for seed in [1, 2] {
            city.issue(IssuedPaper {
                title: "Giấy khai sinh",
                expires_on: None,
                content: pdf(600_000, seed),
            });
        }
        city.hold(wait);
        device.timer.release(std::time::Duration::from_secs(300));
        steps(200).await;
        device.app.lock(Lock {}).await.unwrap();
        let asked = city.requests().len();
        city.release();
        steps(200).await;
        assert_eq!(city.requests().len(), asked, "nothing goes out after the lock ({wait})");
    }
}
