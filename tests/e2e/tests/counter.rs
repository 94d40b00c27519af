//! A counter and a resident, each in a window of their own, against the real city: from the live code to the paper on
//! the officer's screen, taken back; without a network up to the verdict, and told to the city later; run out, and contested.
//! An errand pass in three.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use codes::{
    live::{CredentialClaims, issue_credential, present},
    trust::{CitySigner, DeviceSigner},
};
use e2e::{
    app::Device,
    city::City,
    desktop::Desktop,
    journey::{self, BICH_NGOC, HOA, MINH},
    process::built,
    screen::Screen,
};
use jiff::{SignedDuration, Timestamp};

const RESIDENT_PIN: &str = "274913";
const OFFICER_PIN: &str = "518264";

#[tokio::test(flavor = "multi_thread")]
async fn from_the_live_code_to_the_paper_and_back() -> Result<()> {
    let work = tempfile::tempdir()?;
    let desktop = Desktop::start().await?;
    let mut city = City::start().await?;
    let mut resident = somebody(&desktop, &city, HOA, RESIDENT_PIN).await?;
    let mut officer = somebody(&desktop, &city, MINH, OFFICER_PIN).await?;
    open_shift(&officer, &city).await?;

    // The verdict.
    let code = live_code(&resident, work.path(), "first").await?;
    check(&officer, &code).await?;
    officer.read("HỢP LỆ").await?;
    officer.read("Thành phố kiểm tra").await?;
    ask_and_agree(&officer, &resident).await?;

    // What the resident sees of it, and its end at the resident's word.
    resident.go_to("#/me/history").await?;
    resident.read("Mở giấy:").await?;
    resident.go_to("#/me/requests").await?;
    resident.press("Đang xem được").await?;
    resident.press("Rút lại ngay").await?;
    resident.see("dialog[open] .button.danger").await?.click().await?;
    officer.read("Người dân đã rút lại").await?;
    officer.miss("Nguyễn Thị Ánh Hoa").await?;

    // Without a network up to the verdict; the city is told later, by itself.
    city.close()?;
    let code = live_code(&resident, work.path(), "second").await?;
    check(&officer, &code).await?;
    officer.read("HỢP LỆ").await?;
    officer.read("Kết quả này chưa tới thành phố").await?;
    officer.read("Máy này kiểm tra, không có mạng").await?;
    city.open().await?;
    officer.read("thành phố đã xem lại").await?;
    officer.miss("chờ báo thành phố").await?;

    // What is shared ends with its time, here while the city was away; the resident sees that too, and contests it.
    ask_and_agree(&officer, &resident).await?;
    city.close()?;
    city.open_at(20).await?;
    officer.read("Ca đang khóa").await?;
    officer.miss("Nguyễn Thị Ánh Hoa").await?;
    journey::enter_pin(&officer, OFFICER_PIN).await?;
    officer.read("Đã hết giờ xem").await?;
    resident.go_to("#/me/history").await?;
    resident.read("Hết quyền xem").await?;
    resident.press("Phản ánh").await?;
    resident.fill("dialog[open] textarea", "Tôi chỉ đến hỏi đường").await?;
    resident.press("Gửi phản ánh").await?;
    resident.read("Bạn đã phản ánh").await?;

    officer.go_to("#/counter").await?;
    officer.press("Kết thúc ca").await?;
    officer.see("dialog[open] .button.danger").await?.click().await?;
    officer.read("Mở ca ở quầy").await?;
    for device in [&mut resident, &mut officer] {
        device.close().await?;
    }
    Ok(())
}

/// What a code is worth is said in one word, whatever is done to it. A relayed picture of a live code is one that was
/// used, or one that is too old.
#[tokio::test(flavor = "multi_thread")]
async fn every_code_gets_its_verdict() -> Result<()> {
    let work = tempfile::tempdir()?;
    let desktop = Desktop::start().await?;
    let mut city = City::start().await?;
    let mut resident = somebody(&desktop, &city, HOA, RESIDENT_PIN).await?;
    let mut officer = somebody(&desktop, &city, MINH, OFFICER_PIN).await?;
    open_shift(&officer, &city).await?;
    officer.resize(1200, 800).await?;

    let good = live_text(&resident, work.path(), "good").await?;
    let mut altered = good.clone();
    altered.replace_range(200..201, if &good[200..201] == "A" { "B" } else { "A" });
    judge(&officer, &altered, "altered", "KHÔNG THẬT").await?;
    judge(&officer, &good, "valid", "HỢP LỆ").await?;
    judge(&officer, &good, "replayed", "ĐÃ DÙNG").await?;
    judge(&officer, &invented("danang.gov.vn"), "forged", "KHÔNG NHẬN RA").await?;
    judge(&officer, &invented("hue.gov.vn"), "other-city", "KHÔNG NHẬN RA").await?;
    judge(&officer, "một tờ giấy khác", "not-ours", "KHÔNG NHẬN RA").await?;

    let early = live_text(&resident, work.path(), "early").await?;
    city.close()?;
    city.open_at(-60).await?;
    judge(&officer, &early, "future", "LỆCH GIỜ").await?;
    officer.read("Mã ghi giờ sau bây giờ 1 giờ").await?;

    city.close()?;
    city.open().await?;
    // An hour has gone by for the shift.
    officer.read("Ca đang khóa").await?;
    journey::enter_pin(&officer, OFFICER_PIN).await?;
    officer.read("Kiểm tra mã").await?;
    let kept = live_text(&resident, work.path(), "kept").await?;
    city.close()?;
    city.open_at(3).await?;
    judge(&officer, &kept, "relayed-too-late", "HẾT HẠN").await?;

    city.close()?;
    city.open().await?;
    let last = live_text(&resident, work.path(), "last").await?;
    resident.go_to("#/me").await?;
    resident.press("Đăng xuất khỏi máy này").await?;
    resident.press("Đăng xuất và xóa").await?;
    resident.miss("Đăng xuất và xóa").await?;
    judge(&officer, &last, "revoked", "ĐÃ THU HỒI").await?;
    for device in [&mut resident, &mut officer] {
        device.close().await?;
    }
    Ok(())
}

/// Three windows: one gives a pass, another shows it beside their own code, the officer hands the result over. The
/// counter does so without a network too.
#[tokio::test(flavor = "multi_thread")]
async fn one_collects_for_another() -> Result<()> {
    let work = tempfile::tempdir()?;
    let desktop = Desktop::start().await?;
    let mut city = City::start().await?;
    let mut giver = somebody(&desktop, &city, HOA, RESIDENT_PIN).await?;
    let mut bearer = somebody(&desktop, &city, BICH_NGOC.0, RESIDENT_PIN).await?;
    let mut officer = somebody(&desktop, &city, MINH, OFFICER_PIN).await?;
    open_shift(&officer, &city).await?;

    // A pass that is looked over, agreed to by PIN, and there on the other device by itself.
    give(&giver, "Giấy chứng nhận kết hôn").await?;
    let task = "Nhận hộ: Giấy chứng nhận kết hôn";
    bearer.read(task).await?;
    let code = live_code(&bearer, work.path(), "bearer").await?;
    bearer.press(task).await?;
    let pass = picture_of_code(&bearer, work.path(), "pass").await?;

    // Shown alone it is asked for the person first; shown by another it counts for nothing.
    check(&officer, &pass).await?;
    officer.read("Bạn quét mã trực tiếp của người nhận hộ trước").await?;
    let hers = live_code(&giver, work.path(), "giver").await?;
    check(&officer, &hers).await?;
    show_pass(&officer, &pass).await?;
    officer.read("SAI NGƯỜI").await?;

    check(&officer, &code).await?;
    officer.read("HỢP LỆ").await?;
    show_pass(&officer, &pass).await?;
    officer.read("Nguyễn Thị Ánh Hoa").await?;
    hand_over(&officer).await?;
    giver.go_to("#/errands").await?;
    giver.read("Đã trao").await?;
    giver.press("Giấy chứng nhận kết hôn").await?;
    giver.read("Quầy đã trao cho Lê Thị Bích Ngọc").await?;
    bearer.go_to("#/errands").await?;
    bearer.press("Giấy chứng nhận kết hôn").await?;
    bearer.read("Quầy đã trao cho bạn").await?;
    giver.go_to("#/me/history").await?;
    giver.read("Giấy chứng nhận kết hôn").await?;

    // The next one without a network: judged by what the city signed, and told to it later.
    give(&giver, "Giấy phép xây dựng").await?;
    bearer.go_to("#/").await?;
    let task = "Nhận hộ: Giấy phép xây dựng";
    bearer.read(task).await?;
    bearer.press(task).await?;
    let pass = picture_of_code(&bearer, work.path(), "second").await?;
    city.close()?;
    let code = live_code(&bearer, work.path(), "alone").await?;
    check(&officer, &code).await?;
    officer.read("HỢP LỆ").await?;
    show_pass(&officer, &pass).await?;
    officer.read("Không có mạng").await?;
    hand_over(&officer).await?;
    officer.read("Thành phố sẽ được báo khi có mạng").await?;
    city.open().await?;
    giver.read("Quầy đã trao cho Lê Thị Bích Ngọc").await?;
    for device in [&mut giver, &mut bearer, &mut officer] {
        device.close().await?;
    }
    Ok(())
}

/// Lets Bích Ngọc collect something today; ends at the pass.
async fn give(giver: &Device, title: &str) -> Result<()> {
    giver.go_to("#/errands/new").await?;
    giver.fill("#errand-organisation", "hai chau").await?;
    giver.see("#errand-organisation-list [role=option]").await?;
    giver.press_option("Hải Châu").await?;
    giver.fill("#errand-title", title).await?;
    let today = domain::local_date(Timestamp::now());
    giver.fill("#errand-day", &today.strftime("%d%m%Y").to_string()).await?;
    giver.fill("#errand-bearer-name", "Lê Thị Bích Ngọc").await?;
    giver.fill("#errand-bearer", BICH_NGOC.1).await?;
    giver.press("Xem lại").await?;
    giver.press("Đồng ý nhờ nhận hộ").await?;
    giver.see(".pin-key").await?;
    journey::enter_pin(giver, RESIDENT_PIN).await?;
    giver.read("Lê Thị Bích Ngọc nhận thay bạn").await
}

/// Shows a pass at the counter, on the screen of a check.
async fn show_pass(officer: &Device, pass: &Path) -> Result<()> {
    officer.press("Quét giấy nhận hộ").await?;
    officer.read("Người vừa đưa mã").await?;
    officer.choose_file("input[type=file]", pass).await
}

async fn hand_over(officer: &Device) -> Result<()> {
    officer.press("Đã trao kết quả").await?;
    officer.see("dialog[open] .button.primary").await?.click().await?;
    officer.read("Đã trao kết quả lúc").await
}

/// Checks a code as a hand scanner types it, and keeps a picture of what is said.
async fn judge(officer: &Device, text: &str, name: &str, word: &str) -> Result<()> {
    officer.go_to("#/counter/scan").await?;
    officer.fill("#counter-code", text).await?;
    let exact = "//button[normalize-space(.)='Kiểm tra']".to_owned();
    officer.press_at(exact, "Kiểm tra").await?;
    officer.see(".verdict-word").await?;
    officer.read(word).await?;
    let folder = built("congdanso-server")?.with_file_name("../e2e/verdicts");
    std::fs::create_dir_all(&folder)?;
    officer.picture(&folder.join(format!("{name}.png"))).await
}

async fn live_text(resident: &Device, folder: &Path, name: &str) -> Result<String> {
    let picture = live_code(resident, folder, name).await?;
    let found = codes::scan::read_picture(&std::fs::read(picture)?)?;
    Ok(found.into_iter().next().context("no code in the picture")?.text)
}

/// A live code with the signature of somebody who calls themselves a city.
fn invented(issuer: &str) -> String {
    let (city, device) = (
        CitySigner::from_seed(&[5; 32], issuer),
        DeviceSigner::from_seed(&[6; 32]),
    );
    let now = Timestamp::now();
    let claims = CredentialClaims {
        issuer: issuer.to_owned(),
        qid: "204810000000000017".parse().unwrap(),
        holder: "N. V. An".to_owned(),
        device_key: device.public_key(),
        issued_at: now,
        not_after: now + SignedDuration::from_hours(24),
        status_index: 1,
    };
    present(&issue_credential(&city, &claims), &device, now, [7; 16])
}

async fn somebody(desktop: &Desktop, city: &City, phone: &str, pin: &str) -> Result<Device> {
    let mut device = Device::new(&city.url())?;
    device.open(desktop).await?;
    device.resize(390, 844).await?;
    journey::sign_in(&device, phone, city).await?;
    journey::choose_pin(&device, pin).await?;
    Ok(device)
}

async fn open_shift(officer: &Device, city: &City) -> Result<()> {
    officer.see("a[href='#/counter']").await?.click().await?;
    officer.press("Quầy 1").await?;
    officer.read("Nhập mã gửi tới điện thoại của bạn").await?;
    let code = city.last_code(MINH).await?;
    officer.fill("input[autocomplete=one-time-code]", &code).await?;
    officer.read("Ca tới").await
}

/// Asks the person just checked: the same word on both screens, which hear of it by themselves. Then the officer reads.
async fn ask_and_agree(officer: &Device, resident: &Device) -> Result<()> {
    officer.press("Gửi yêu cầu").await?;
    let word = officer.see(".desk-word-word").await?.text().await?;
    resident.go_to("#/me/requests").await?;
    resident.press("Chờ bạn").await?;
    resident.read(&word).await?;
    resident.press("Đồng ý cho xem").await?;
    resident.read("Nhập mã PIN để đồng ý").await?;
    journey::enter_pin(resident, RESIDENT_PIN).await?;
    resident.read("Bạn đã đồng ý").await?;
    officer.press("Mở phần được chia sẻ").await?;
    officer.read("Nguyễn Thị Ánh Hoa").await?;
    officer.press("Mở giấy").await?;
    officer.see(journey::PAGE).await?;
    Ok(())
}

async fn check(officer: &Device, picture: &Path) -> Result<()> {
    officer.go_to("#/counter/scan").await?;
    officer.choose_file("input[type=file]", picture).await
}

/// A picture of the resident's live code, fresh.
async fn live_code(resident: &Device, folder: &Path, name: &str) -> Result<PathBuf> {
    resident.go_to("#/code").await?;
    let picture = picture_of_code(resident, folder, name).await?;
    resident.go_to("#/").await?;
    Ok(picture)
}

/// A picture of the screen, which shows a code.
async fn picture_of_code(device: &Device, folder: &Path, name: &str) -> Result<PathBuf> {
    device.resize(600, 1000).await?;
    device.see(".qr").await?;
    let picture = folder.join(format!("{name}.png"));
    device.picture(&picture).await?;
    Ok(picture)
}
