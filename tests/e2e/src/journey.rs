//! What a person does with the app, one deed a function, in the words of the screen.

use std::path::Path;

use anyhow::{Context, Result};
use thirtyfour::By;

use crate::{browser::Browser, city::City, papers, screen::Screen};

/// A paper's page in the viewer, once it is drawn.
pub const PAGE: &str = ".viewer-frame:not(.busy):not(.failed) .viewer-page";

/// An invented resident of the demo city and what is on their chip card.
pub struct Resident {
    /// The card's code (7 fields, as the card of 2021 has them).
    pub card: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Given name.
    pub given: &'static str,
    /// Mobile phone.
    pub phone: &'static str,
    /// House number and street on the card.
    pub address: &'static str,
    /// What is typed to find the ward, and its full name.
    pub ward: (&'static str, &'static str),
    /// The PIN they choose.
    pub pin: &'static str,
}

/// A resident who opens a profile.
pub const NGOC: Resident = Resident {
    card: "048199004512|201234567|Trần Bảo Ngọc|14021999|Nữ|27 Hoàng Diệu|11032022",
    name: "Trần Bảo Ngọc",
    given: "Ngọc",
    phone: "0935 246 810",
    address: "27 Hoàng Diệu",
    ward: ("hai chau", "Phường Hải Châu"),
    pin: "274913",
};

/// Another one.
pub const QUANG: Resident = Resident {
    card: "048088007731||Lê Minh Quang|02091988|Nam|5 Nguyễn Tất Thành|20062023",
    name: "Lê Minh Quang",
    given: "Quang",
    phone: "0914 357 902",
    address: "5 Nguyễn Tất Thành",
    ward: ("thanh khe", "Phường Thanh Khê"),
    pin: "518264",
};

/// The phone of a resident of the demo city who has papers of every kind.
pub const HOA: &str = "0905 123 456";

/// The phone of an officer of the demo city.
pub const MINH: &str = "0913 234 567";

/// The phone of a resident of the demo city, and the number of her identity card.
pub const BICH_NGOC: (&str, &str) = ("0934 345 678", "049303001234");

/// Opens the city's portal as [`HOA`]; ends at Home.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn arrive(browser: &mut Browser, city: &City) -> Result<()> {
    browser.open(&city.url(), "h1").await?;
    sign_in_at_portal(browser, city).await
}

/// Signs [`HOA`] in at an open portal; ends at Home.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn sign_in_at_portal(browser: &Browser, city: &City) -> Result<()> {
    sign_in(browser, HOA, city).await?;
    browser.read("Giấy tờ gần đây").await
}

/// Opens a profile from the chip card's code, up to the request for a one-time password.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn fill_enrolment(device: &impl Screen, resident: &Resident, folder: &Path) -> Result<()> {
    let card = folder.join("card.png");
    papers::draw_code(resident.card, 6, &card)?;
    device.press("Mở hồ sơ mới").await?;
    device.press("Điền nhanh từ thẻ căn cước").await?;
    device.choose_file("dialog[open] input[type=file]", &card).await?;
    device.read("Đã điền từ thẻ").await?;
    device.fill("#phone", resident.phone).await?;
    device.fill("#ward", resident.ward.0).await?;
    device.see("#ward-list [role=option]").await?;
    device.press_option(resident.ward.1).await?;
    Ok(())
}

/// Sends the form and answers the one-time password.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn send_enrolment(device: &impl Screen, resident: &Resident, city: &City) -> Result<()> {
    device.press("Xem lại").await?;
    device.read(resident.name).await?;
    device.press("Đồng ý và nhận mã qua tin nhắn").await?;
    answer_code(device, resident.phone, city).await
}

/// Signs in with a phone.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn sign_in(device: &impl Screen, phone: &str, city: &City) -> Result<()> {
    device.press("Tôi đã có hồ sơ").await?;
    device.fill("#identifier", phone).await?;
    device.press("Nhận mã qua tin nhắn").await?;
    answer_code(device, phone, city).await
}

/// Reads the phone and enters what it got.
///
/// # Errors
/// When no message comes or the code is refused.
pub async fn answer_code(device: &impl Screen, phone: &str, city: &City) -> Result<()> {
    device.read("Nhập mã xác nhận").await?;
    let code = city.last_code(phone).await?;
    device.fill("input[autocomplete=one-time-code]", &code).await?;
    Ok(())
}

/// Chooses a PIN and makes the vault; ends at Home.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn choose_pin(device: &impl Screen, pin: &str) -> Result<()> {
    device.read("Đặt mã PIN").await?;
    enter_pin(device, pin).await?;
    device.read("Nhập lại đúng 6 số").await?;
    enter_pin(device, pin).await?;
    device.read("Tên trên màn hình khóa").await?;
    device.press("Mở hồ sơ trên máy này").await?;
    device.see(".bar").await?;
    Ok(())
}

/// Presses a PIN's digits.
///
/// # Errors
/// When the keypad is not there.
pub async fn enter_pin(device: &impl Screen, pin: &str) -> Result<()> {
    for digit in pin.chars() {
        let key = format!("//button[contains(@class,'pin-key')][normalize-space(.)='{digit}']");
        device
            .driver()?
            .find(By::XPath(key))
            .await
            .context("no keypad")?
            .click()
            .await?;
    }
    Ok(())
}

/// Unlocks; ends at Home.
///
/// # Errors
/// When the PIN is refused.
pub async fn unlock(device: &impl Screen, pin: &str) -> Result<()> {
    device.read("Nhập mã PIN").await?;
    enter_pin(device, pin).await?;
    device.see(".bar").await?;
    Ok(())
}

/// Goes to a place of the bar.
///
/// # Errors
/// When the bar is not there.
pub async fn go(device: &impl Screen, place: &str) -> Result<()> {
    let link = format!("//nav//a[normalize-space(.)='{place}']");
    device
        .driver()?
        .find(By::XPath(link))
        .await
        .context("no bar")?
        .click()
        .await?;
    Ok(())
}

/// Adds a PDF to the papers; ends at the paper.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn add_pdf(device: &impl Screen, title: &str, file: &Path) -> Result<()> {
    go(device, "Giấy tờ").await?;
    device.press("Thêm giấy tờ").await?;
    device.choose_file("input[type=file]", file).await?;
    device.read("Tệp PDF").await?;
    let field = "//label[contains(normalize-space(.),'Tên giấy')]/following::input[1]";
    device.driver()?.find(By::XPath(field)).await?.send_keys(title).await?;
    device.press("Cất vào kho").await?;
    device.read(title).await
}

/// Opens a paper from the list.
///
/// # Errors
/// When it is not in the list.
pub async fn open_paper(device: &impl Screen, title: &str) -> Result<()> {
    go(device, "Giấy tờ").await?;
    device.press(title).await?;
    device.read("Thông tin").await
}

/// Waits until the sync has sent everything.
///
/// # Errors
/// When it does not.
pub async fn synced(device: &impl Screen) -> Result<()> {
    device.miss("Chờ gửi").await
}

/// Has the scan screen read a picture.
///
/// # Errors
/// When the screen is not there.
pub async fn scan_picture(device: &impl Screen, picture: &Path) -> Result<()> {
    device.go_to("#/scan").await?;
    device.choose_file("input[type=file]", picture).await
}

/// Declares a profile field's value; `field` as it stands within a sentence.
///
/// # Errors
/// When the field can't be edited.
pub async fn edit_field(device: &impl Screen, field: &str, value: &str) -> Result<()> {
    device.go_to("#/me/profile").await?;
    device.press(&format!("Sửa {field}")).await?;
    device.fill("dialog[open] input", value).await?;
    device.press("Lưu").await
}
