//! Invented papers.

use domain::{DocumentId, DocumentKind, DocumentOrigin, MediaType, Validity};
use jiff::{SignedDuration, civil::Date};
use protocol::app::{ContentState, DocumentCard, DocumentView};
use uuid::Uuid;

use super::scenario::Scenario;
use crate::text::now;

const BASE: u128 = 0x0193_0000_0000_7000_8000_0000_0003_0000;

struct Paper {
    kind: DocumentKind,
    title: &'static str,
    number: &'static str,
    issuer: &'static str,
    ends_in_days: Option<i32>,
    media_type: MediaType,
    content: ContentState,
}

const PAPERS: [Paper; 8] = [
    Paper {
        kind: DocumentKind::BirthCertificate,
        title: "Giấy khai sinh của Nguyễn Minh An",
        number: "012/2020",
        issuer: "UBND phường Hải Châu",
        ends_in_days: None,
        media_type: MediaType::Pdf,
        content: ContentState::Here,
    },
    Paper {
        kind: DocumentKind::HealthInsuranceCard,
        title: "Thẻ bảo hiểm y tế",
        number: "DN4797930001234",
        issuer: "Bảo hiểm xã hội thành phố Đà Nẵng",
        ends_in_days: Some(38),
        media_type: MediaType::Pdf,
        content: ContentState::Here,
    },
    Paper {
        kind: DocumentKind::DrivingLicence,
        title: "Giấy phép lái xe hạng A1",
        number: "480190123456",
        issuer: "Sở Xây dựng thành phố Đà Nẵng",
        ends_in_days: None,
        media_type: MediaType::Png,
        content: ContentState::Here,
    },
    Paper {
        kind: DocumentKind::IdentityCard,
        title: "Căn cước công dân",
        number: "048190000123",
        issuer: "",
        ends_in_days: Some(-3),
        media_type: MediaType::Png,
        content: ContentState::Here,
    },
    Paper {
        kind: DocumentKind::ResidenceConfirmation,
        title: "Xác nhận thông tin về cư trú",
        number: "1187/XN",
        issuer: "Công an phường Hải Châu",
        ends_in_days: Some(0),
        media_type: MediaType::Pdf,
        content: ContentState::Remote,
    },
    Paper {
        kind: DocumentKind::Diploma,
        title: "Bằng cử nhân sư phạm",
        number: "ĐHSP.2012.0457",
        issuer: "",
        ends_in_days: None,
        media_type: MediaType::Jpeg,
        content: ContentState::Partial,
    },
    Paper {
        kind: DocumentKind::VehicleRegistration,
        title: "Chứng nhận đăng ký xe máy",
        number: "43-C1 234.56",
        issuer: "",
        ends_in_days: Some(400),
        media_type: MediaType::Pdf,
        content: ContentState::Here,
    },
    Paper {
        kind: DocumentKind::Other,
        title: "Hợp đồng thuê nhà",
        number: "",
        issuer: "",
        ends_in_days: Some(120),
        media_type: MediaType::Pdf,
        content: ContentState::Here,
    },
];

/// Every paper of a scenario, newest first.
pub(super) fn all(scenario: Scenario) -> Vec<DocumentView> {
    match scenario {
        Scenario::Empty => Vec::new(),
        Scenario::Long => repeated(30, true),
        Scenario::Many => repeated(1000, false),
        _ => PAPERS
            .iter()
            .enumerate()
            .map(|(turn, paper)| view(turn, paper, false))
            .collect(),
    }
}

fn repeated(times: usize, long: bool) -> Vec<DocumentView> {
    (0..times)
        .map(|turn| view(turn, &PAPERS[turn % PAPERS.len()], long))
        .collect()
}

fn view(turn: usize, paper: &Paper, long: bool) -> DocumentView {
    let issued = !paper.issuer.is_empty();
    let today = domain::local_date(now());
    let expires_on = paper.ends_in_days.map(|days| in_days(today, days));
    let title = if long {
        format!(
            "{} bản sao chứng thực từ sổ gốc dùng cho hồ sơ nhập học lớp một năm học mới lần thứ {turn}",
            paper.title
        )
    } else {
        paper.title.to_owned()
    };
    DocumentView {
        card: DocumentCard {
            id: DocumentId(Uuid::from_u128(BASE + turn as u128)),
            kind: paper.kind,
            title,
            number: Some(paper.number.to_owned()).filter(|number| !number.is_empty()),
            origin: if issued {
                DocumentOrigin::Issued
            } else {
                DocumentOrigin::Uploaded
            },
            issuer: issued.then(|| paper.issuer.to_owned()),
            validity: Validity::on(expires_on, today),
            expires_on,
            content: paper.content,
            waiting: paper.kind == DocumentKind::Other,
        },
        issued_on: Some(in_days(today, -700)),
        added_at: now() - SignedDuration::from_hours(24 * (turn as i64 + 1)),
        media_type: Some(paper.media_type),
        bytes: Some(420_000),
        editable: !issued,
        refused: false,
        as_of: Some(now() - SignedDuration::from_mins(12)),
    }
}

fn in_days(today: Date, days: i32) -> Date {
    today
        .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
        .unwrap_or(today)
}
