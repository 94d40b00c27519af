//! The main job, step by step.

use client::testing::read_symbol;
use domain::{DocumentId, DocumentOrigin, ProfileField};
use protocol::app::{
    AppError, CancelCard, ContentState, DownloadDocument, EditDocument, EditState, GetAbout, GetDocument, GetHome,
    GetStandardCode, Handler, ListDevices, MakeCard, MakeLiveCode, RemoveDevice, RemoveDocument, ResolveConflict,
    SaveCard, ScanText, ScanView, SignatureView, SyncNow, Verdict,
};
use protocol::problem::ErrorCode;
use server::{service::documents, store::documents::Paper, testing::TestCity};

use super::{Device, pdf};

#[tokio::test]
async fn enrolled_uploaded_read_offline_and_seen_elsewhere() {
    let mut city = TestCity::start().await;
    let mut device = Device::new(&city, 1);
    let state = device.enrol(&city, 1).await;
    assert_eq!(state.unlocked.unwrap().given_name, "Hoa");
    let second = Device::new(&city, 2);
    second.sign_in(&city, "0905000001").await;

    let content = pdf(700_000, 1);
    let paper = device.add("Bằng cử nhân", content.clone()).await.card.id;
    let report = device.app.sync_now(SyncNow {}).await.unwrap();
    assert_eq!((report.sent, report.refused, report.conflicts), (1, 0, 0));

    city.stop().await;
    device.reopen().await;
    assert_eq!(device.app.content(paper, None).await.unwrap().bytes, content);
    device.declare(ProfileField::Occupation, "Giáo viên").await;
    assert_eq!(device.app.sync_now(SyncNow {}).await.unwrap_err(), AppError::Offline);
    assert_eq!(device.field(ProfileField::Occupation).await.edit, EditState::Waiting);

    city.restart().await;
    assert_eq!(device.app.sync_now(SyncNow {}).await.unwrap().sent, 1);
    second.app.sync_now(SyncNow {}).await.unwrap();
    assert_eq!(second.field(ProfileField::Occupation).await.value, "Giáo viên");
    let fetched = second
        .app
        .download_document(DownloadDocument { document: paper })
        .await
        .unwrap();
    assert_eq!(fetched.card.content, ContentState::Here);
    assert_eq!(second.app.content(paper, None).await.unwrap().bytes, content);
    let about = second.app.get_about(GetAbout {}).await.unwrap();
    assert!(about.city_name.is_some());
}

#[tokio::test]
async fn codes_are_made_and_checked() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    let other = Device::new(&city, 9);
    other.enrol(&city, 9).await;
    let view = device.app.get_standard_code(GetStandardCode {}).await.unwrap();
    assert_eq!(view.lines.name, "NGUYEN THI ANH HOA");
    let frame = read_symbol(&view.full);
    let ScanView::Standard(scan) = other.app.scan_text(ScanText { text: frame }).await.unwrap() else {
        panic!()
    };
    assert_eq!(scan.signature, SignatureView::Signed);
    let live = device.app.make_live_code(MakeLiveCode {}).await.unwrap();
    let text = read_symbol(&live.qr);
    let ScanView::Live(scan) = other.app.scan_text(ScanText { text }).await.unwrap() else {
        panic!()
    };
    assert_eq!(
        (scan.verdict, scan.holder.as_deref(), scan.offline),
        (Verdict::Valid, Some("N. T. Á. Hoa"), false)
    );
}

#[tokio::test]
async fn a_card_is_made_saved_and_cancelled() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    let made = device.app.make_card(MakeCard {}).await.unwrap();
    let card = made.cards[0].serial;
    let saved = device.app.save_card(SaveCard { card }).await.unwrap();
    assert!(saved.place.unwrap().ends_with(&format!("{}.pdf", card.digits())));
    let left = device.app.cancel_card(CancelCard { card }).await.unwrap();
    assert!(left.cards.is_empty());
    let refused = device.app.save_card(SaveCard { card }).await.unwrap_err();
    assert!(matches!(
        refused,
        AppError::City {
            code: ErrorCode::CardRevoked,
            ..
        }
    ));
}

#[tokio::test]
async fn two_devices_edit_and_the_resident_chooses() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    let second = Device::new(&city, 2);
    second.sign_in(&city, "0905000001").await;
    device.declare(ProfileField::Occupation, "Ngư dân").await;
    second.declare(ProfileField::Occupation, "Giáo viên").await;
    device.app.sync_now(SyncNow {}).await.unwrap();
    assert_eq!(second.app.sync_now(SyncNow {}).await.unwrap().conflicts, 1);
    let edit = second.field(ProfileField::Occupation).await.edit;
    assert_eq!(
        edit,
        EditState::Conflict {
            theirs: "Ngư dân".to_owned()
        }
    );
    let input = ResolveConflict {
        field: ProfileField::Occupation,
        keep_mine: true,
    };
    second.app.resolve_conflict(input).await.unwrap();
    assert_eq!(second.app.sync_now(SyncNow {}).await.unwrap().sent, 1);

    let paper = device.add("Bằng", pdf(1000, 1)).await.card.id;
    device.app.sync_now(SyncNow {}).await.unwrap();
    second.app.sync_now(SyncNow {}).await.unwrap();
    let details = super::paper("Bằng cử nhân");
    device
        .app
        .edit_document(EditDocument {
            document: paper,
            details,
        })
        .await
        .unwrap();
    second
        .app
        .remove_document(RemoveDocument { document: paper })
        .await
        .unwrap();
    device.app.sync_now(SyncNow {}).await.unwrap();
    assert_eq!(
        second.app.sync_now(SyncNow {}).await.unwrap().refused,
        1,
        "not removed unseen"
    );
    let view = second.app.get_document(GetDocument { document: paper }).await.unwrap();
    assert_eq!((view.card.title.as_str(), view.refused), ("Bằng cử nhân", true));
    second
        .app
        .remove_document(RemoveDocument { document: paper })
        .await
        .unwrap();
    second.app.sync_now(SyncNow {}).await.unwrap();
    device.app.sync_now(SyncNow {}).await.unwrap();
    assert_eq!(device.app.get_home(GetHome {}).await.unwrap().documents, 0);
}

#[tokio::test]
async fn issued_papers_come_by_themselves_in_parts() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    tokio::spawn(device.app.clone().background());
    let content = pdf(1_100_000, 7);
    let id = DocumentId("0192d3a4-0000-7000-8000-000000000001".parse().unwrap());
    let details = protocol::api::DocumentDetails {
        kind: domain::DocumentKind::BirthCertificate,
        title: "Giấy khai sinh".parse().unwrap(),
        number: None,
        issued_on: None,
        expires_on: None,
    };
    let paper = Paper {
        origin: DocumentOrigin::Issued,
        issuer: Some("Sở Tư pháp".to_owned()),
        added_at: jiff::Timestamp::now(),
        details,
        content: None,
    };
    let citizen = citizen(&city).await;
    let media_type = domain::MediaType::Pdf;
    documents::issue(city.city(), citizen, id, paper, media_type, content.clone())
        .await
        .unwrap();
    device.app.sync_now(SyncNow {}).await.unwrap();
    for _ in 0..200 {
        if let Ok(part) = device.app.content(id, None).await {
            assert_eq!(part.bytes, content);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the paper did not come");
}

/// The only citizen.
async fn citizen(city: &TestCity) -> domain::CitizenId {
    let number = super::form(1).personal_number.parse().unwrap();
    server::store::account::citizen_by_number(&city.city().store, &number)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_device_is_wiped_from_another() {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    let second = Device::new(&city, 2);
    second.sign_in(&city, "0905000001").await;
    let devices = second.app.list_devices(ListDevices {}).await.unwrap().devices;
    let other = devices.iter().find(|device| !device.current).unwrap().id;
    second
        .app
        .remove_device(RemoveDevice {
            device: other,
            wipe: true,
        })
        .await
        .unwrap();
    assert_eq!(
        device.app.sync_now(SyncNow {}).await.unwrap_err(),
        AppError::DeviceRemoved
    );
    let state = device.app.get_state(protocol::app::GetState {}).await.unwrap();
    assert!(state.people.is_empty());
}
