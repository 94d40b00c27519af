//! Requests to share in every state, and a history of them.

use domain::{
    AccessId, DocumentKind, OrganisationId, OrganisationKind, ProfileField, PurposeId, RequestId, Role, Scope,
};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{
        AccessEvent, AccessRecord, AnsweredContest, AskedFor, Asker, ContestRecord, ErrandVerdict, OverReason,
        RememberedConsent, RequestState, Revision, ShareRequestRecord, ShownKind, Verdict,
    },
    app::{
        AgreeToShare, AppError, AskedField, AskedPaper, ContestAccess, HistoryEntry, HistoryView, InputField, Part,
        RefuseToShare, RequestView, RequestsView,
    },
};
use uuid::Uuid;

use super::{Inner, MockHost, scenario::Scenario};
use crate::text::now;

pub(super) const FIELDS: [ProfileField; 4] = [
    ProfileField::FullName,
    ProfileField::BirthDate,
    ProfileField::Address,
    ProfileField::Occupation,
];
pub(super) const PAPERS: [DocumentKind; 2] = [DocumentKind::BirthCertificate, DocumentKind::LandUseCertificate];

fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0001_0000 + last)
}

fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

fn scope() -> Scope {
    Scope {
        fields: FIELDS.to_vec(),
        papers: PAPERS.to_vec(),
    }
}

/// A text of the mock's own, which fits.
pub(super) fn said<T: std::str::FromStr + serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn asker(long: bool) -> Option<Asker> {
    let name = if long {
        "Trung tâm Phục vụ hành chính công thành phố Đà Nẵng, chi nhánh khu vực Hòa Vang và các xã lân cận"
    } else {
        "UBND phường Hải Châu"
    };
    Some(Asker {
        organisation: OrganisationId(id(1)),
        organisation_kind: OrganisationKind::PublicOffice,
        organisation_name: said(name)?,
        counter: said("Quầy 3")?,
        place: said("Tầng 1, 270 Trần Phú")?,
    })
}

fn record(number: u128, title: &str, minutes: i64, state: RequestState, long: bool) -> Option<ShareRequestRecord> {
    let asked_at = ago(minutes);
    Some(ShareRequestRecord {
        id: RequestId(id(100 + number)),
        asker: asker(long)?,
        desk_word: u8::try_from(number).ok()?.try_into().ok()?,
        asked: AskedFor {
            purpose: PurposeId(id(200 + number)),
            title: said(title)?,
            reason: said("Để lập hồ sơ đăng ký thường trú. Không cần bản sao giấy.")?,
            scope: scope(),
            read_minutes: 30,
            partial: number == 2,
            remember: number == 2,
        },
        asked_at,
        expires_at: asked_at + SignedDuration::from_mins(5),
        state,
    })
}

/// The requests that the scenario has.
pub(super) fn requests(scenario: Scenario) -> Vec<ShareRequestRecord> {
    if matches!(scenario, Scenario::Empty) {
        return Vec::new();
    }
    let long = scenario == Scenario::Long;
    let agreed = RequestState::Agreed {
        at: ago(12),
        read_until: now() + SignedDuration::from_mins(18),
        fields: FIELDS.to_vec(),
        documents: Vec::new(),
        remembered: false,
    };
    let refused = RequestState::Refused {
        at: ago(60 * 30),
        words: None,
    };
    let over = RequestState::Over {
        at: ago(60 * 50),
        reason: OverReason::TimeOver,
    };
    [
        record(1, "Đăng ký thường trú", 1, RequestState::Waiting, long),
        record(2, "Cấp lại thẻ bảo hiểm y tế", 2, RequestState::Waiting, long),
        record(3, "Xác nhận tình trạng hôn nhân", 14, agreed, long),
        record(4, "Đăng ký tạm trú", 60 * 30, refused, long),
        record(5, "Nhận kết quả tại quầy", 60 * 51, over, long),
        record(6, "Trích lục khai sinh", 60 * 80, RequestState::Expired, long),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn entry(number: u128, minutes: i64, event: AccessEvent, contest: Option<ContestRecord>) -> Option<AccessRecord> {
    Some(AccessRecord {
        id: AccessId(id(300 + number)),
        revision: Revision(1),
        at: ago(minutes),
        asker: asker(false)?,
        role: Role::Officer,
        event,
        purpose: if matches!(number, 1 | 9 | 10) {
            None
        } else {
            said("Đăng ký thường trú")
        },
        request: None,
        contest,
    })
}

/// The history that the scenario has.
pub(super) fn history(scenario: Scenario) -> Vec<AccessRecord> {
    if matches!(scenario, Scenario::Empty) {
        return Vec::new();
    }
    let contest = |answered: bool| {
        Some(ContestRecord {
            words: said("Tôi không đến quầy này hôm nay")?,
            at: ago(60 * 70),
            due: now() + SignedDuration::from_hours(24 * 2),
            answer: if answered {
                Some(AnsweredContest {
                    words: said("Chúng tôi đã xem lại: cán bộ quét nhầm mã của người đứng cạnh. Xin lỗi ông, bà.")?,
                    at: ago(60 * 20),
                })
            } else {
                None
            },
        })
    };
    let checked = |verdict, told_at, elsewhere| AccessEvent::Checked {
        shown: ShownKind::Live,
        verdict,
        told_at,
        elsewhere,
    };
    let fields = FIELDS.to_vec();
    [
        entry(8, 9, AccessEvent::ReadFields { fields }, None),
        entry(
            7,
            10,
            AccessEvent::Agreed {
                scope: scope(),
                remembered: false,
            },
            None,
        ),
        entry(6, 11, AccessEvent::Asked { scope: scope() }, None),
        entry(1, 12, checked(Verdict::Valid, None, false), None),
        entry(
            9,
            60 * 20,
            AccessEvent::Errand {
                title: said("Giấy chứng nhận kết hôn"),
                verdict: ErrandVerdict::TooEarly,
                handed_over: false,
                told_at: None,
            },
            None,
        ),
        entry(4, 60 * 26, AccessEvent::ReadRefused, contest(false)),
        entry(
            5,
            60 * 48,
            checked(Verdict::Used, Some(ago(60 * 40)), true),
            contest(true),
        ),
        entry(
            10,
            60 * 24 * 6,
            AccessEvent::Errand {
                title: said("Phiếu kết quả xét nghiệm"),
                verdict: ErrandVerdict::Valid,
                handed_over: true,
                told_at: Some(ago(60 * 24 * 6 - 90)),
            },
            None,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl MockHost {
    fn view(inner: &Inner, record: &ShareRequestRecord) -> RequestView {
        let field = |field: &ProfileField| {
            let known = inner.profile.fields.iter().find(|known| known.field == *field);
            AskedField {
                field: *field,
                value: known.map(|known| known.value.clone()).filter(|value| !value.is_empty()),
                verified: known
                    .and_then(|known| known.source.as_ref())
                    .is_some_and(domain::Source::is_verified),
            }
        };
        let paper = |kind: &DocumentKind| AskedPaper {
            kind: *kind,
            documents: inner
                .papers
                .iter()
                .map(|paper| paper.card.clone())
                .filter(|card| card.kind == *kind)
                .collect(),
        };
        RequestView {
            fields: record.asked.scope.fields.iter().map(field).collect(),
            papers: record.asked.scope.papers.iter().map(paper).collect(),
            answering: false,
            refused: None,
            record: record.clone(),
        }
    }

    pub(super) fn requests(&self) -> RequestsView {
        let remembered = said("UBND phường Hải Châu").zip(said("Nhận kết quả tại quầy"));
        let remembered = remembered.map(|(organisation_name, title)| RememberedConsent {
            purpose: PurposeId(id(205)),
            organisation_name,
            title,
            scope: scope(),
            since: ago(60 * 24 * 40),
        });
        self.with(|inner| RequestsView {
            requests: inner.requests.iter().map(|record| Self::view(inner, record)).collect(),
            remembered: remembered.into_iter().filter(|_| inner.remembered).collect(),
            as_of: Some(ago(3)),
        })
    }

    pub(super) fn forget(&self) -> RequestsView {
        self.with(|inner| inner.remembered = false);
        self.requests()
    }

    pub(super) fn request(&self, request: RequestId) -> Result<RequestView, AppError> {
        self.with(|inner| {
            let record = inner.requests.iter().find(|record| record.id == request);
            record.map(|record| Self::view(inner, record)).ok_or(AppError::NotFound)
        })
    }

    fn answered(&'static self, request: RequestId, state: RequestState) -> Result<RequestView, AppError> {
        self.with(|inner| {
            if let Some(record) = inner.requests.iter_mut().find(|record| record.id == request) {
                record.state = state;
            }
        });
        self.changed(Part::Requests);
        self.request(request)
    }

    pub(super) fn agree(&'static self, input: AgreeToShare) -> Result<RequestView, AppError> {
        self.check_pin(&input.pin)?;
        let state = RequestState::Agreed {
            at: now(),
            read_until: now() + SignedDuration::from_mins(30),
            fields: input.fields,
            documents: input.documents,
            remembered: false,
        };
        self.answered(input.request, state)
    }

    pub(super) fn refuse(&'static self, input: RefuseToShare) -> Result<RequestView, AppError> {
        let words = said(&input.words);
        self.answered(input.request, RequestState::Refused { at: now(), words })
    }

    pub(super) fn take_back(&'static self, request: RequestId) -> Result<RequestView, AppError> {
        let state = RequestState::Over {
            at: now(),
            reason: OverReason::TakenBack,
        };
        self.answered(request, state)
    }

    pub(super) fn access_history(&self) -> HistoryView {
        let entry = |record: &AccessRecord| HistoryEntry {
            record: record.clone(),
            contesting: None,
        };
        self.with(|inner| HistoryView {
            entries: inner.history.iter().map(entry).collect(),
            as_of: Some(ago(3)),
        })
    }

    pub(super) fn contest(&self, input: ContestAccess) -> Result<HistoryView, AppError> {
        let Some(words) = said(&input.words) else {
            return Err(AppError::InvalidInput {
                fields: vec![InputField::ContestWords],
            });
        };
        self.with(|inner| {
            if let Some(record) = inner.history.iter_mut().find(|record| record.id == input.access) {
                record.contest = Some(ContestRecord {
                    words,
                    at: now(),
                    due: now() + SignedDuration::from_hours(24 * 5),
                    answer: None,
                });
            }
        });
        Ok(self.access_history())
    }
}
