//! Codes shown, scanned and judged.

use std::sync::Arc;

use bytes::Bytes;
use client::{
    port::CameraError,
    testing::{FakeCity, TestDevice, read_symbol},
};
use jiff::SignedDuration;
use protocol::app::{
    AppError, AppEvent, GetStandardCode, Handler, LiveScan, Lock, MakeLiveCode, ScanPicture, ScanText, ScanView,
    ScannedCode, SignatureView, StandardScan, StartCamera, StopCamera, Verdict,
};

use crate::{enrolled, second_device, sync};

/// A live code's text, read from what the device shows.
pub(crate) async fn live_text(device: &TestDevice) -> String {
    read_symbol(&device.app.make_live_code(MakeLiveCode {}).await.unwrap().qr)
}

async fn scan(device: &TestDevice, text: &str) -> ScanView {
    device.app.scan_text(ScanText { text: text.to_owned() }).await.unwrap()
}

async fn live(device: &TestDevice, text: &str) -> LiveScan {
    match scan(device, text).await {
        ScanView::Live(scan) => scan,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn verdict(device: &TestDevice, text: &str) -> Verdict {
    live(device, text).await.verdict
}

async fn other_citizen(city: &Arc<FakeCity>) -> TestDevice {
    let device = TestDevice::new(city, 9);
    device.enrol(TestDevice::form(9)).await;
    device
}

#[tokio::test]
async fn a_live_code_is_made_and_checked_with_no_network() {
    let (city, mut device) = enrolled().await;
    let other = other_citizen(&city).await;
    city.set_offline(true);
    device.reopen().await;
    let code = live_text(&device).await;
    other.clock.advance(SignedDuration::from_secs(70));
    let seen = live(&other, &code).await;
    assert_eq!(seen.verdict, Verdict::Valid);
    assert_eq!(seen.holder.as_deref(), Some("N. T. Á. Hoa"));
    assert!(seen.offline && seen.keys_as_of.is_some() && seen.list_as_of.is_some());

    other.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(verdict(&other, &code).await, Verdict::Expired);
    other.clock.advance(SignedDuration::from_hours(-24));
    assert_eq!(verdict(&other, &code).await, Verdict::FromFuture);
}

#[tokio::test]
async fn the_city_is_asked_when_it_can_be() {
    let (city, device) = enrolled().await;
    let other = other_citizen(&city).await;
    let code = live_text(&device).await;
    assert!(!live(&other, &code).await.offline, "asked at the sync just now");
    city.revoke_credentials();
    for clock in [&city.clock, &device.clock, &other.clock] {
        clock.advance(SignedDuration::from_mins(16));
    }
    let code = live_text(&device).await;
    let seen = live(&other, &code).await;
    assert_eq!((seen.verdict, seen.offline), (Verdict::Revoked, false));
}

#[tokio::test]
async fn a_changed_letter_is_forged_and_a_locked_app_cannot_tell() {
    let (city, device) = enrolled().await;
    let other = other_citizen(&city).await;
    let code = live_text(&device).await;
    let forged = format!(
        "{}{}",
        &code[..code.len() - 1],
        if code.ends_with('0') { '1' } else { '0' }
    );
    assert_eq!(verdict(&other, &forged).await, Verdict::Forged);
    other.app.lock(Lock {}).await.unwrap();
    let seen = live(&other, &code).await;
    assert_eq!((seen.verdict, seen.keys_as_of), (Verdict::CannotTell, None));
}

#[tokio::test]
async fn the_credential_lasts_and_is_renewed_in_time() {
    let (city, device) = enrolled().await;
    let credentials = || {
        city.requests()
            .iter()
            .filter(|asked| asked.ends_with("/credential"))
            .count()
    };
    assert_eq!(credentials(), 1);
    sync(&device).await.unwrap();
    assert_eq!(credentials(), 1);
    city.set_offline(true);
    device.clock.advance(SignedDuration::from_hours(24 * 31));
    assert_eq!(
        device.app.make_live_code(MakeLiveCode {}).await.unwrap_err(),
        AppError::NoCredential
    );
}

#[tokio::test]
async fn the_standard_code_is_whole_and_masked() {
    let (city, device) = enrolled().await;
    let view = device.app.get_standard_code(GetStandardCode {}).await.unwrap();
    assert_eq!(
        (view.lines.number.as_str(), view.lines.born.as_str()),
        ("0481 9000 0001", "01/05/1990")
    );
    assert_eq!(
        (view.masked_lines.number.as_str(), view.masked_lines.born.as_str()),
        ("**** **00 0001", "**/**/1990")
    );
    let text = read_symbol(&view.full);
    let second = second_device(&city).await;
    let ScanView::Standard(StandardScan { signature, lines, .. }) = scan(&second, &text).await else {
        panic!()
    };
    assert_eq!((signature, &lines), (SignatureView::Signed, &view.masked_lines));
    let altered = text.replace("1990-05-01", "1991-05-01");
    let ScanView::Standard(scanned) = scan(&second, &altered).await else {
        panic!()
    };
    assert_eq!(scanned.signature, SignatureView::Forged);
    let masked = read_symbol(&view.masked);
    let ScanView::Standard(scanned) = scan(&second, &masked).await else {
        panic!()
    };
    assert_eq!(
        (scanned.signature, scanned.lines),
        (SignatureView::Unsigned, view.masked_lines)
    );
    assert!(
        !masked.contains("048190") && !masked.contains("05-01") && !masked.contains("0905"),
        "{masked}"
    );
}

#[tokio::test]
async fn the_camera_says_a_code_once() {
    let (_city, device) = enrolled().await;
    device.app.start_camera(StartCamera {}).await.unwrap();
    device.events.take();
    let read = vec![live_text(&device).await];
    let scanned = || {
        device
            .events
            .take()
            .into_iter()
            .filter(|event| matches!(event, AppEvent::Scanned { .. }))
            .count()
    };
    for _ in 0..3 {
        assert!(device.camera.show(Ok(read.clone())));
        device.clock.advance(SignedDuration::from_millis(500));
    }
    assert_eq!(scanned(), 1);
    device.clock.advance(SignedDuration::from_secs(3));
    device.camera.show(Ok(read.clone()));
    assert_eq!(scanned(), 1);
    device.camera.show(Err(CameraError::Absent));
    assert!(device.events.take().contains(&AppEvent::CameraFailed {
        error: AppError::CameraAbsent
    }));
    device.app.stop_camera(StopCamera {}).await.unwrap();
    assert!(!device.camera.show(Ok(read)));
}

#[tokio::test]
async fn pictures_without_codes_and_no_pictures_are_told_apart() {
    let city = Arc::new(FakeCity::default());
    let device = TestDevice::new(&city, 1);
    let try_scan = |bytes: &[u8]| device.app.scan_picture(ScanPicture {}, Bytes::copy_from_slice(bytes));
    assert_eq!(
        try_scan(b"not a picture").await.unwrap_err(),
        AppError::PictureUnreadable
    );
    assert_eq!(try_scan(b"").await.unwrap_err(), AppError::PictureUnreadable);
    let card = "048190000001||Nguyễn Thị Ánh Hoa|01051990|Nữ|12 Bạch Đằng|15062021";
    let symbol = codes::symbol::encode(card, codes::symbol::Level::Medium).unwrap();
    let scanned = try_scan(&symbol.to_png(4, 4)).await.unwrap();
    let [
        ScannedCode {
            text,
            scan: ScanView::ChipCard(read),
        },
    ] = &scanned[..]
    else {
        panic!("{scanned:?}")
    };
    assert_eq!(text, card);
    assert_eq!(
        (read.form.full_name.as_str(), read.form.birth_date.as_str()),
        ("Nguyễn Thị Ánh Hoa", "01/05/1990")
    );
    let blank = codes::symbol::encode("x", codes::symbol::Level::Low)
        .unwrap()
        .to_png(1, 0);
    let _ = try_scan(&blank[..blank.len() / 2]).await.unwrap_err();
    assert_eq!(
        device
            .app
            .scan_text(ScanText { text: "  ".to_owned() })
            .await
            .unwrap_err(),
        AppError::NoCode
    );
}

#[tokio::test]
async fn a_credential_that_was_taken_back_is_replaced() {
    let (city, device) = enrolled().await;
    let second = second_device(&city).await;
    city.revoke_credentials();
    sync(&device).await.unwrap();
    sync(&second).await.unwrap();
    assert_eq!(verdict(&second, &live_text(&device).await).await, Verdict::Valid);
}

#[tokio::test]
async fn a_credential_lost_on_its_way_is_asked_for_again() {
    let (city, mut device) = enrolled().await;
    for clock in [&city.clock, &device.clock] {
        clock.advance(SignedDuration::from_hours(24 * 11));
    }
    sync(&device).await.unwrap_err();
    device.app.renew_session(protocol::app::RenewSession {}).await.unwrap();
    let code = protocol::app::Secret(city.last_code());
    device
        .app
        .submit_code(protocol::app::SubmitCode { code })
        .await
        .unwrap();
    let credentials = || {
        city.requests()
            .iter()
            .filter(|asked| asked.ends_with("/credential"))
            .count()
    };
    // Changes, keys and list come before it.
    city.fail(3, client::testing::Fault::AnswerLost);
    sync(&device).await.unwrap();
    assert_eq!(credentials(), 2);
    device.reopen().await;
    sync(&device).await.unwrap();
    assert_eq!(credentials(), 3);
    sync(&device).await.unwrap();
    assert_eq!(credentials(), 3);
    let second = second_device(&city).await;
    second.clock.set(client::port::Clock::now(&*city.clock));
    sync(&second).await.unwrap();
    assert_eq!(verdict(&second, &live_text(&device).await).await, Verdict::Valid);
}

#[tokio::test]
async fn a_clock_set_back_does_not_make_an_old_code_good() {
    let (city, device) = enrolled().await;
    let mut second = second_device(&city).await;
    let code = read_symbol(&device.app.make_live_code(MakeLiveCode {}).await.unwrap().qr);
    let days = SignedDuration::from_hours(3 * 24);
    for clock in [&city.clock, &second.clock] {
        clock.advance(days);
    }
    // The session has ended; the lists come all the same.
    sync(&second).await.unwrap_err();
    city.set_offline(true);
    assert_eq!(verdict(&second, &code).await, Verdict::Expired);
    second.clock.advance(-days);
    second.reopen().await;
    let scanned = live(&second, &code).await;
    assert_eq!(scanned.verdict, Verdict::CannotTell);
    assert!(scanned.offline && scanned.keys_as_of.is_some());
}
