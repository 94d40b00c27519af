//! A day with the product, in the same steps for every host.

use std::path::Path;

use anyhow::Result;

use crate::{
    app::Device,
    browser::Browser,
    city::City,
    desktop::Desktop,
    journey::{self, QUANG, Resident},
    papers,
    screen::Screen,
};

/// Where the product runs, and what differs there.
#[allow(async_fn_in_trait, reason = "tests drive one screen at a time on one task")]
pub trait Host: Screen {
    /// From the accepted one-time password to Home.
    async fn let_in(&self, resident: &Resident) -> Result<()>;

    /// Leaves and comes back the way one does here without a one-time password; ends at Home.
    async fn come_back(&mut self, resident: &Resident) -> Result<()>;

    /// Signs out; ends at the front door.
    async fn sign_out(&self) -> Result<()>;
}

/// The app on a desktop.
pub struct AppHost<'a> {
    /// The device.
    pub device: Device,
    /// Its display.
    pub desktop: &'a Desktop,
}

impl Screen for AppHost<'_> {
    fn driver(&self) -> Result<&thirtyfour::WebDriver> {
        self.device.driver()
    }
}

impl Host for AppHost<'_> {
    async fn let_in(&self, resident: &Resident) -> Result<()> {
        journey::choose_pin(&self.device, resident.pin).await
    }

    async fn come_back(&mut self, resident: &Resident) -> Result<()> {
        self.device.close().await?;
        self.device.open(self.desktop).await?;
        journey::unlock(&self.device, resident.pin).await
    }

    async fn sign_out(&self) -> Result<()> {
        self.go_to("#/me").await?;
        self.press("Đăng xuất khỏi máy này").await?;
        self.press("Đăng xuất và xóa").await?;
        self.read("Mở hồ sơ mới").await
    }
}

impl Host for Browser {
    async fn let_in(&self, _: &Resident) -> Result<()> {
        self.see(".bar").await?;
        Ok(())
    }

    async fn come_back(&mut self, _: &Resident) -> Result<()> {
        self.driver()?.refresh().await?;
        self.see(".bar").await?;
        journey::go(self, "Trang chủ").await
    }

    async fn sign_out(&self) -> Result<()> {
        self.go_to("#/me").await?;
        self.press("Đăng xuất").await?;
        self.read("Mở hồ sơ mới").await
    }
}

/// Opens a profile, keeps a paper, edits a field, comes back, loses the city and finds it again,
/// sees a code with the camera, signs out.
///
/// # Errors
/// When a screen is not what it should be.
pub async fn day(host: &mut impl Host, resident: &Resident, city: &mut City, work: &Path) -> Result<()> {
    journey::fill_enrolment(host, resident, work).await?;
    journey::send_enrolment(host, resident, city).await?;
    host.let_in(resident).await?;
    host.read(resident.given).await?;

    let paper = work.join("paper.pdf");
    papers::write_pdf("Cong dan so", &paper)?;
    journey::add_pdf(host, "Giấy xác nhận", &paper).await?;
    journey::synced(host).await?;
    host.see(journey::PAGE).await?;
    journey::edit_field(host, "nghề nghiệp", "Kỹ sư cầu đường").await?;
    journey::synced(host).await?;

    host.come_back(resident).await?;
    host.go_to("#/me/profile").await?;
    host.read("Kỹ sư cầu đường").await?;
    journey::open_paper(host, "Giấy xác nhận").await?;

    // The city goes while a form is open: what was typed is kept, and sent when it is back.
    host.go_to("#/me/profile").await?;
    host.press("Sửa nghề nghiệp").await?;
    host.fill("dialog[open] input", "Kiến trúc sư").await?;
    city.close()?;
    host.press("Lưu").await?;
    host.read("Kiến trúc sư").await?;
    host.read("Chờ gửi").await?;
    journey::go(host, "Mã").await?;
    host.see(".qr").await?;
    city.open().await?;
    journey::go(host, "Trang chủ").await?;
    host.press("Cập nhật ngay").await?;
    host.go_to("#/me/profile").await?;
    journey::synced(host).await?;

    host.go_to("#/scan").await?;
    host.read(QUANG.name).await?;
    host.sign_out().await
}
