//! What the app does by itself.

use std::{sync::Arc, time::Duration};

use client::testing::{FakeCity, IssuedPaper, TestDevice};
use jiff::SignedDuration;
use protocol::app::{
    AppError, AppEvent, GetDocument, GetHome, GetState, Handler, LockReason, MakeLiveCode, Part, SyncPhase,
};

use crate::{enrolled, pdf};

const GLANCE: Duration = Duration::from_secs(5);

/// Lets the background run until it waits.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

async fn running() -> (Arc<FakeCity>, TestDevice) {
    let (city, device) = enrolled().await;
    tokio::spawn(device.app.clone().background());
    settle().await;
    device.events.take();
    (city, device)
}

async fn is_locked(device: &TestDevice) -> bool {
    device.app.get_state(GetState {}).await.unwrap().unlocked.is_none()
}

#[tokio::test]
async fn nobody_uses_it_and_it_locks() {
    let (_city, device) = running().await;
    for _ in 0..59 {
        device.timer.release(GLANCE);
        settle().await;
    }
    assert!(!is_locked(&device).await);
    device.timer.release(GLANCE);
    settle().await;
    assert!(is_locked(&device).await);
    assert!(device.events.take().contains(&AppEvent::Locked {
        reason: LockReason::Idle
    }));
}

#[tokio::test]
async fn use_puts_the_lock_off_and_a_code_on_the_screen_does_not() {
    let (_city, device) = running().await;
    for turn in 0..200 {
        device.timer.release(GLANCE);
        settle().await;
        if turn % 30 == 0 {
            device.app.touch();
        }
    }
    assert!(!is_locked(&device).await);
    for _ in 0..70 {
        device.timer.release(GLANCE);
        settle().await;
        let command = protocol::app::AppRequest::into_command(MakeLiveCode {});
        let _ = device.app.call(command, bytes::Bytes::new()).await;
    }
    assert!(is_locked(&device).await);
}

#[tokio::test]
async fn a_device_that_slept_locks_at_once() {
    let (_city, device) = running().await;
    device.clock.advance(SignedDuration::from_hours(1));
    device.timer.release(GLANCE);
    settle().await;
    assert!(is_locked(&device).await);
}

#[tokio::test]
async fn issued_papers_are_fetched_and_readable_offline() {
    let (city, device) = running().await;
    let content = pdf(600_000, 7);
    let id = city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: content.clone(),
    });
    // The sync by the clock.
    device.timer.release(Duration::from_secs(300));
    settle().await;
    city.set_offline(true);
    device.app.get_document(GetDocument { document: id }).await.unwrap();
    assert_eq!(device.app.content(id, None).await.unwrap().bytes, content);
}

#[tokio::test]
async fn failures_are_tried_again_sooner_and_sooner_again_later() {
    let (city, device) = running().await;
    city.set_offline(true);
    device.timer.release(Duration::from_secs(300));
    settle().await;
    let status = device.app.get_home(GetHome {}).await.unwrap().sync;
    let SyncPhase::Failed {
        error: AppError::Offline,
        retry_at: Some(_),
    } = status.phase
    else {
        panic!("{status:?}")
    };
    let mut waits = Vec::new();
    for _ in 0..12 {
        let wait = device
            .timer
            .sleeping()
            .into_iter()
            .filter(|wait| *wait != GLANCE)
            .max()
            .unwrap();
        waits.push(wait);
        device.timer.release(wait);
        device.app.touch();
        settle().await;
    }
    assert!(
        waits[0] <= Duration::from_secs(2) && waits[11] >= Duration::from_secs(150),
        "{waits:?}"
    );
    assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(300)), "{waits:?}");
    city.set_offline(false);
    device.timer.release(Duration::from_secs(300));
    settle().await;
    assert_eq!(
        device.app.get_home(GetHome {}).await.unwrap().sync.phase,
        SyncPhase::Idle
    );
}

#[tokio::test]
async fn no_screen_waits_for_the_keyring() {
    let (_city, device) = enrolled().await;
    device.events.take();
    assert!(device.app.get_state(GetState {}).await.unwrap().capabilities.keyring);
    tokio::spawn(device.app.clone().background());
    settle().await;
    assert!(device.events.take().contains(&AppEvent::Changed {
        parts: vec![Part::Profile]
    }));
    assert!(!device.app.get_state(GetState {}).await.unwrap().capabilities.keyring);
}
