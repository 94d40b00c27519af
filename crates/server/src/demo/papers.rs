//! The invented papers. Days count from the day of the seed, so that some are always about to end and some are over.

use domain::DocumentKind as Kind;

use super::people::{INSURANCE, POLICE};

const JUSTICE: &str = "Sở Tư pháp thành phố Đà Nẵng (dữ liệu mẫu)";
const BUILDING: &str = "Sở Xây dựng thành phố Đà Nẵng (dữ liệu mẫu)";
const LAND: &str = "Văn phòng Đăng ký đất đai Đà Nẵng (dữ liệu mẫu)";
const UNIVERSITY: &str = "Trường Đại học Mẫu Đà Nẵng (dữ liệu mẫu)";
const FINANCE: &str = "Sở Tài chính thành phố Đà Nẵng (dữ liệu mẫu)";
const WARD: &str = "Ủy ban nhân dân phường (dữ liệu mẫu)";
const IMMIGRATION: &str = "Cục Quản lý xuất nhập cảnh (dữ liệu mẫu)";

/// How a paper looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A PDF page.
    Page,
    /// A picture of a card.
    Card,
}

/// A paper of the demonstration.
pub(super) struct SamplePaper {
    pub(super) kind: Kind,
    pub(super) title: &'static str,
    pub(super) number: &'static str,
    pub(super) issuer: &'static str,
    pub(super) issued_days_ago: i32,
    pub(super) expires_in_days: Option<i32>,
    pub(super) look: Look,
    pub(super) lines: &'static [(&'static str, &'static str)],
}

const fn paper(
    kind: Kind,
    title: &'static str,
    number: &'static str,
    issuer: &'static str,
    (issued_days_ago, expires_in_days): (i32, Option<i32>),
    look: Look,
    lines: &'static [(&'static str, &'static str)],
) -> SamplePaper {
    SamplePaper {
        kind,
        title,
        number,
        issuer,
        issued_days_ago,
        expires_in_days,
        look,
        lines,
    }
}

pub(super) static HOA: &[SamplePaper] = &[
    paper(
        Kind::IdentityCard,
        "Thẻ căn cước",
        "048190000123",
        POLICE,
        (1100, Some(2552)),
        Look::Card,
        &[("Giới tính", "Nữ")],
    ),
    paper(
        Kind::HealthInsuranceCard,
        "Thẻ bảo hiểm y tế",
        "GD 4 48 4801234567",
        INSURANCE,
        (340, Some(25)),
        Look::Card,
        &[("Nơi khám ban đầu", "Bệnh viện Đà Nẵng")],
    ),
    paper(
        Kind::BirthCertificate,
        "Giấy khai sinh",
        "112/1990",
        WARD,
        (12_900, None),
        Look::Page,
        &[("Quê quán", "Hải Châu, Đà Nẵng"), ("Bản", "Trích lục")],
    ),
    paper(
        Kind::DrivingLicence,
        "Giấy phép lái xe hạng A1",
        "480154321098",
        BUILDING,
        (3300, None),
        Look::Card,
        &[("Hạng", "A1")],
    ),
    paper(
        Kind::VehicleRegistration,
        "Chứng nhận đăng ký xe mô tô",
        "43 D1-234.56",
        POLICE,
        (2100, None),
        Look::Page,
        &[("Nhãn hiệu", "Mẫu 110"), ("Màu sơn", "Xanh dương")],
    ),
    paper(
        Kind::ResidenceConfirmation,
        "Xác nhận thông tin về cư trú",
        "CT07-0456",
        POLICE,
        (405, Some(-40)),
        Look::Page,
        &[("Hình thức", "Thường trú")],
    ),
    paper(
        Kind::MarriageCertificate,
        "Giấy chứng nhận kết hôn",
        "87/2016",
        WARD,
        (3650, None),
        Look::Page,
        &[("Bản", "Bản chính điện tử")],
    ),
    paper(
        Kind::Diploma,
        "Bằng cử nhân Giáo dục tiểu học",
        "DNM-2012-0345",
        UNIVERSITY,
        (5200, None),
        Look::Page,
        &[("Xếp loại", "Giỏi")],
    ),
];

pub(super) static MINH: &[SamplePaper] = &[
    paper(
        Kind::IdentityCard,
        "Thẻ căn cước",
        "048085004567",
        POLICE,
        (800, Some(1825)),
        Look::Card,
        &[("Giới tính", "Nam")],
    ),
    paper(
        Kind::HealthInsuranceCard,
        "Thẻ bảo hiểm y tế",
        "GD 4 48 4807654321",
        INSURANCE,
        (200, Some(165)),
        Look::Card,
        &[("Nơi khám ban đầu", "Trung tâm Y tế Sơn Trà")],
    ),
    paper(
        Kind::DrivingLicence,
        "Giấy phép lái xe hạng B",
        "480189765432",
        BUILDING,
        (3605, Some(45)),
        Look::Card,
        &[("Hạng", "B")],
    ),
    paper(
        Kind::BusinessLicence,
        "Giấy chứng nhận đăng ký hộ kinh doanh",
        "32A8012345",
        FINANCE,
        (1500, None),
        Look::Page,
        &[("Ngành nghề", "Bán lẻ thực phẩm"), ("Vốn", "200.000.000 đồng")],
    ),
    paper(
        Kind::LandUseCertificate,
        "Giấy chứng nhận quyền sử dụng đất",
        "CS 01234567",
        LAND,
        (2800, None),
        Look::Page,
        &[("Diện tích", "92,5 m²"), ("Mục đích", "Đất ở tại đô thị")],
    ),
    paper(
        Kind::Passport,
        "Hộ chiếu phổ thông",
        "P00012345",
        IMMIGRATION,
        (3700, Some(-50)),
        Look::Card,
        &[("Loại", "P")],
    ),
    paper(
        Kind::VehicleRegistration,
        "Chứng nhận đăng ký xe ô tô",
        "43A-567.89",
        POLICE,
        (900, None),
        Look::Page,
        &[("Nhãn hiệu", "Mẫu 5 chỗ")],
    ),
];

pub(super) static NGOC: &[SamplePaper] = &[
    paper(
        Kind::IdentityCard,
        "Thẻ căn cước",
        "049303001234",
        POLICE,
        (500, Some(600)),
        Look::Card,
        &[("Giới tính", "Nữ")],
    ),
    paper(
        Kind::BirthCertificate,
        "Giấy khai sinh",
        "45/2003",
        WARD,
        (8300, None),
        Look::Page,
        &[("Bản", "Trích lục")],
    ),
    paper(
        Kind::Diploma,
        "Bằng tốt nghiệp trung học phổ thông",
        "THPT-2021-7788",
        UNIVERSITY,
        (1900, None),
        Look::Page,
        &[("Xếp loại", "Khá")],
    ),
    paper(
        Kind::DrivingLicence,
        "Giấy phép lái xe hạng A1",
        "480199001122",
        BUILDING,
        (1000, None),
        Look::Card,
        &[("Hạng", "A1")],
    ),
    paper(
        Kind::ResidenceConfirmation,
        "Xác nhận thông tin về cư trú",
        "CT07-1290",
        POLICE,
        (353, Some(12)),
        Look::Page,
        &[("Hình thức", "Tạm trú")],
    ),
    paper(
        Kind::Other,
        "Thẻ sinh viên điện tử",
        "SV-21-00456",
        UNIVERSITY,
        (1300, Some(300)),
        Look::Card,
        &[("Ngành", "Công nghệ thông tin")],
    ),
];

pub(super) static BAO: &[SamplePaper] = &[
    paper(
        Kind::IdentityCard,
        "Thẻ căn cước",
        "048052000789",
        POLICE,
        (1300, None),
        Look::Card,
        &[("Giới tính", "Nam")],
    ),
    paper(
        Kind::HealthInsuranceCard,
        "Thẻ bảo hiểm y tế",
        "HT 2 48 4809988776",
        INSURANCE,
        (360, Some(5)),
        Look::Card,
        &[("Nơi khám ban đầu", "Trung tâm Y tế Thanh Khê")],
    ),
    paper(
        Kind::MarriageCertificate,
        "Giấy chứng nhận kết hôn",
        "12/1978",
        WARD,
        (17_500, None),
        Look::Page,
        &[("Bản", "Trích lục")],
    ),
    paper(
        Kind::LandUseCertificate,
        "Giấy chứng nhận quyền sử dụng đất",
        "BK 07654321",
        LAND,
        (6200, None),
        Look::Page,
        &[("Diện tích", "78,0 m²"), ("Mục đích", "Đất ở tại đô thị")],
    ),
    paper(
        Kind::CriminalRecord,
        "Phiếu lý lịch tư pháp số 1",
        "LLTP-2025-0091",
        JUSTICE,
        (420, Some(-55)),
        Look::Page,
        &[("Kết quả", "Không có án tích")],
    ),
    paper(
        Kind::Other,
        "Giấy chứng nhận người cao tuổi",
        "NCT-20209-0078",
        WARD,
        (2900, None),
        Look::Page,
        &[],
    ),
];
