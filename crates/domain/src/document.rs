//! Papers in the store.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{limits, short_text::short_text};

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Thẻ căn cước. Its picture is sensitive personal data (Nghị định 356/2025).
    IdentityCard,
    /// Giấy khai sinh.
    BirthCertificate,
    /// Giấy chứng nhận kết hôn.
    MarriageCertificate,
    /// Xác nhận thông tin về cư trú.
    ResidenceConfirmation,
    /// Thẻ bảo hiểm y tế.
    HealthInsuranceCard,
    /// Giấy phép lái xe.
    DrivingLicence,
    /// Chứng nhận đăng ký xe.
    VehicleRegistration,
    /// Giấy chứng nhận quyền sử dụng đất.
    LandUseCertificate,
    /// Bằng cấp, chứng chỉ.
    Diploma,
    /// Phiếu lý lịch tư pháp.
    CriminalRecord,
    /// Hộ chiếu.
    Passport,
    /// Giấy phép kinh doanh.
    BusinessLicence,
    /// Giấy tờ khác.
    Other,
}

impl DocumentKind {
    /// Every kind, in the order of choice lists.
    pub const ALL: [Self; 13] = [
        Self::IdentityCard,
        Self::BirthCertificate,
        Self::MarriageCertificate,
        Self::ResidenceConfirmation,
        Self::HealthInsuranceCard,
        Self::DrivingLicence,
        Self::VehicleRegistration,
        Self::LandUseCertificate,
        Self::Diploma,
        Self::CriminalRecord,
        Self::Passport,
        Self::BusinessLicence,
        Self::Other,
    ];
}

/// How a paper came into the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentOrigin {
    /// An organisation issued it into the store: verified, not the resident's to change.
    Issued,
    /// The resident uploaded it.
    Uploaded,
}

/// The kinds of content that the viewer can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaType {
    /// PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
}

impl MediaType {
    /// The IANA media type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    /// What content is, by its first bytes, whatever its name says.
    ///
    /// PDF readers look for `%PDF-` within the first 1024 bytes (ISO 32000-1, implementation
    /// note 13).
    pub fn sniff(content: &[u8]) -> Option<Self> {
        let head = &content[..content.len().min(1024)];
        if head.windows(5).any(|window| window == b"%PDF-") {
            return Some(Self::Pdf);
        }
        match content {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a paper stands on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Validity {
    /// No last day is known.
    Open,
    /// Valid, and not soon to end.
    Valid,
    /// Valid for so many days more, at most [`limits::EXPIRY_WARNING_DAYS`]; 0 means today is
    /// the last day.
    EndsSoon {
        /// Days left.
        days: i32,
    },
    /// Its last day is past.
    Expired,
}

impl Validity {
    /// How a paper whose last day is `expires_on` stands on `today`.
    pub fn on(expires_on: Option<Date>, today: Date) -> Self {
        let Some(last) = expires_on else {
            return Self::Open;
        };
        let days = last.since(today).map_or(0, |span| span.get_days());
        if last < today {
            Self::Expired
        } else if days <= limits::EXPIRY_WARNING_DAYS {
            Self::EndsSoon { days }
        } else {
            Self::Valid
        }
    }
}

short_text!(
    /// What the resident or the issuer calls a paper; 1 to 120 characters.
    DocumentTitle,
    DocumentTitleError,
    120
);
short_text!(
    /// The number printed on a paper, as printed; 1 to 60 characters.
    DocumentNumber,
    DocumentNumberError,
    60
);

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn validity_counts_calendar_days() {
        let today = date(2026, 3, 1);
        let on = |last| Validity::on(last, today);
        assert_eq!(on(None), Validity::Open);
        assert_eq!(on(Some(date(2026, 2, 28))), Validity::Expired);
        assert_eq!(on(Some(today)), Validity::EndsSoon { days: 0 });
        assert_eq!(on(Some(date(2026, 4, 30))), Validity::EndsSoon { days: 60 });
        assert_eq!(on(Some(date(2026, 5, 1))), Validity::Valid);
        assert_eq!(on(Some(date(9999, 12, 31))), Validity::Valid);
    }

    #[test]
    fn content_is_known_by_its_bytes() {
        assert_eq!(MediaType::sniff(b"%PDF-1.7\n"), Some(MediaType::Pdf));
        assert_eq!(MediaType::sniff(b"\xEF\xBB\xBF%PDF-1.4"), Some(MediaType::Pdf));
        assert_eq!(MediaType::sniff(&[0xFF, 0xD8, 0xFF, 0xE0]), Some(MediaType::Jpeg));
        assert_eq!(MediaType::sniff(b"MZ\x90"), None);
        assert_eq!(MediaType::sniff(b""), None);
    }

    #[test]
    fn titles_are_short_and_clean() {
        assert_eq!(
            "  Giấy  khai sinh ".parse::<DocumentTitle>().unwrap().as_str(),
            "Giấy khai sinh"
        );
        assert!("".parse::<DocumentTitle>().is_err());
        assert!("x".repeat(121).parse::<DocumentTitle>().is_err());
        assert!("a\u{202E}b".parse::<DocumentNumber>().is_err());
    }
}
