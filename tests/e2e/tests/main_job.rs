//! The main job in the real window against the real city: a first resident enrols from a chip
//! card and keeps a paper; with the city out of reach the paper opens and the live code shows; a
//! second resident's app checks that code offline; back online, an offline edit reaches the
//! first resident's other device. Afterwards no plain value lies on any disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::{fs, path::Path, time::Duration};

use anyhow::Result;
use e2e::{
    app::Device,
    city::City,
    desktop::Desktop,
    journey::{self, NGOC, QUANG, Resident},
    papers,
    process::wait_until,
    screen::Screen,
};

#[tokio::test(flavor = "multi_thread")]
async fn main_job() -> Result<()> {
    let work = tempfile::tempdir()?;
    let desktop = Desktop::start().await?;
    let mut city = City::start().await?;

    let mut first = enrol(&desktop, &city, &NGOC, work.path()).await?;
    let paper = work.path().join("paper.pdf");
    papers::write_pdf("Cong dan so", &paper)?;
    journey::add_pdf(&first, "Giấy xác nhận", &paper).await?;
    journey::synced(&first).await?;

    // The second resident's app has met the city once: it has keys and revocation list.
    let second = enrol(&desktop, &city, &QUANG, work.path()).await?;

    city.close()?;
    first.close().await?;
    first.open(&desktop).await?;
    journey::unlock(&first, NGOC.pin).await?;
    journey::open_paper(&first, "Giấy xác nhận").await?;
    first.see(journey::PAGE).await?;

    // The second app counts lists of the last five seconds as just asked for; the city has been gone for longer when it looks.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let code = live_code(&first, work.path()).await?;
    journey::scan_picture(&second, &code).await?;
    second.read("HỢP LỆ").await?;
    second.read("Trên máy này, không cần mạng").await?;
    second.read("Danh sách thu hồi lập lúc").await?;

    first.read("Chưa kết nối được với thành phố").await?;
    edit_occupation(&first, "Kỹ sư cầu đường").await?;
    first.read("Chờ gửi").await?;
    city.open().await?;
    journey::go(&first, "Trang chủ").await?;
    first.press("Cập nhật ngay").await?;
    first.go_to("#/me/profile").await?;
    journey::synced(&first).await?;

    let mut other = Device::new(&city.url())?;
    other.open(&desktop).await?;
    journey::sign_in(&other, NGOC.phone, &city).await?;
    journey::choose_pin(&other, "608351").await?;
    other.go_to("#/me/profile").await?;
    other.read("Kỹ sư cầu đường").await?;

    for device in [&mut first, &mut other] {
        device.close().await?;
    }
    let mut second = second;
    second.close().await?;
    city.close()?;
    for folder in [first.data(), other.data(), &city.data()] {
        nothing_plain_in(folder);
    }
    Ok(())
}

async fn enrol(desktop: &Desktop, city: &City, resident: &Resident, work: &Path) -> Result<Device> {
    let mut device = Device::new(&city.url())?;
    device.open(desktop).await?;
    device.resize(390, 844).await?;
    journey::fill_enrolment(&device, resident, work).await?;
    journey::send_enrolment(&device, resident, city).await?;
    journey::choose_pin(&device, resident.pin).await?;
    device.read(resident.given).await?;
    Ok(device)
}

/// A picture of the live code, after seeing its number go down.
async fn live_code(device: &Device, work: &Path) -> Result<std::path::PathBuf> {
    device.resize(600, 1000).await?;
    journey::go(device, "Mã").await?;
    device.see(".qr").await?;
    // The number beside the ring goes down.
    let first = seconds(device).await?;
    wait_until("the countdown", async || {
        seconds(device).await.is_ok_and(|now| now < first)
    })
    .await?;
    let picture = work.join("code.png");
    device.picture(&picture).await?;
    Ok(picture)
}

async fn seconds(device: &Device) -> Result<u32> {
    let told = device.see(".countdown").await?.text().await?;
    let digits: String = told.chars().filter(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}

async fn edit_occupation(device: &Device, value: &str) -> Result<()> {
    journey::edit_field(device, "nghề nghiệp", value).await?;
    device.read(value).await
}

/// Searches every file for each value of the residents' profiles, in UTF-8 and UTF-16.
fn nothing_plain_in(folder: &Path) {
    let values = [
        "Trần Bảo Ngọc",
        "TRAN BAO NGOC",
        "048199004512",
        "201234567",
        "1999-02-14",
        "14/02/1999",
        "14021999",
        "0935246810",
        "+84935246810",
        "27 Hoàng Diệu",
        "Kỹ sư cầu đường",
        "Giấy xác nhận",
        "Cong dan so) Tj",
        "Lê Minh Quang",
        "048088007731",
        "914357902",
    ];
    let mut files = 0;
    for file in walk(folder) {
        let bytes = fs::read(&file).unwrap();
        files += 1;
        for value in values {
            for needle in spellings(value) {
                let found = bytes.windows(needle.len()).any(|window| window == needle);
                assert!(!found, "{} lies open in {}", value, file.display());
            }
        }
    }
    assert!(files > 0, "there is something to search in {}", folder.display());
}

fn spellings(value: &str) -> [Vec<u8>; 3] {
    [
        value.as_bytes().to_vec(),
        value.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        value.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ]
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}
