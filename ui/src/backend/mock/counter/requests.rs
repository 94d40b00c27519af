//! A request in every state, and what was shared.

use domain::{CheckId, DocumentId, DocumentKind, PurposeId, RequestId, Source};
use jiff::SignedDuration;
use protocol::{
    api::{AskedFor, CounterRequest, OverReason, RequestState, Share, SharedField, SharedPaper},
    app::{AppError, CounterRequestView, Part},
};

use super::{
    super::{
        MockHost, content,
        scenario::Scenario,
        sharing::{FIELDS, said},
    },
    ago, id, scope,
};
use crate::text::now;

fn request(number: u8, title: &str, minutes: i64, state: RequestState) -> Option<CounterRequest> {
    let asked_at = ago(minutes);
    let offered = state == RequestState::Offered;
    Some(CounterRequest {
        id: RequestId(id(200 + u128::from(number))),
        check: (!offered).then_some(CheckId(id(101))),
        holder: (!offered).then(|| "T. V. Bình".into()),
        desk_word: number.try_into().ok()?,
        asked: AskedFor {
            purpose: PurposeId(id(21)),
            title: said(title)?,
            reason: said("Để lập hồ sơ đăng ký thường trú. Không cần bản sao giấy.")?,
            scope: scope(),
            read_minutes: 30,
            partial: false,
            remember: false,
        },
        code: offered.then(|| format!("CDSR1:{}", "6BF%RN-SSG$K*A1WE6+1".repeat(12))),
        asked_at,
        expires_at: asked_at + SignedDuration::from_mins(5),
        state,
    })
}

fn agreed() -> RequestState {
    RequestState::Agreed {
        at: ago(2),
        read_until: now() + SignedDuration::from_mins(28),
        fields: FIELDS.to_vec(),
        documents: Vec::new(),
        remembered: false,
    }
}

pub(super) fn requests() -> [Option<CounterRequest>; 6] {
    let refused = RequestState::Refused {
        at: ago(40),
        words: said("Tôi chưa muốn đưa sổ đỏ"),
    };
    let over = RequestState::Over {
        at: ago(50),
        reason: OverReason::TakenBack,
    };
    [
        request(1, "Cấp lại thẻ bảo hiểm y tế", 1, RequestState::Waiting),
        request(2, "Đăng ký thường trú", 1, RequestState::Offered),
        request(3, "Đăng ký thường trú", 3, agreed()),
        request(4, "Cấp lại thẻ bảo hiểm y tế", 42, refused),
        request(5, "Đăng ký thường trú", 70, over),
        request(6, "Đăng ký thường trú", 90, RequestState::Expired),
    ]
}

fn view(request: &CounterRequest) -> CounterRequestView {
    CounterRequestView {
        qr: request.code.as_deref().map(content::symbol),
        request: request.clone(),
    }
}

impl MockHost {
    /// Asks; whoever is asked agrees after a few seconds.
    pub(in super::super) fn ask_somebody(&'static self, offered: bool) -> Result<CounterRequestView, AppError> {
        self.city()?;
        self.at_work()?;
        let state = if offered {
            RequestState::Offered
        } else {
            RequestState::Waiting
        };
        let made = self.with(|inner| {
            let number = u8::try_from(10 + inner.desk.requests.len()).unwrap_or(63);
            let made = request(number, "Đăng ký thường trú", 0, state)?;
            inner.desk.requests.insert(0, made.clone());
            Some(made)
        });
        let made = made.ok_or(AppError::NotFound)?;
        let asked = made.id;
        leptos::prelude::set_timeout(
            move || {
                self.settle_request(asked, agreed());
                self.changed(Part::Counter);
            },
            std::time::Duration::from_secs(6),
        );
        Ok(view(&made))
    }

    fn settle_request(&self, request: RequestId, state: RequestState) {
        self.with(|inner| {
            let mut requests = inner.desk.requests.iter_mut();
            if let Some(found) = requests.find(|other| other.id == request) {
                found.holder = Some("T. V. Bình".into());
                found.code = None;
                found.state = state;
            }
        });
    }

    pub(in super::super) fn requests_of_day(&self) -> Result<Vec<CounterRequestView>, AppError> {
        if self.scenario == Scenario::OfficerAway {
            return Err(AppError::Offline);
        }
        self.at_work()?;
        Ok(self.with(|inner| inner.desk.requests.iter().map(view).collect()))
    }

    pub(in super::super) fn end_request(&self, request: RequestId) -> Result<(), AppError> {
        self.at_work()?;
        let readable = self.with(|inner| {
            let mut requests = inner.desk.requests.iter();
            requests.any(|other| other.id == request && matches!(other.state, RequestState::Agreed { .. }))
        });
        let state = if readable {
            RequestState::Over {
                at: now(),
                reason: OverReason::GivenBack,
            }
        } else {
            RequestState::Withdrawn { at: now() }
        };
        self.settle_request(request, state);
        Ok(())
    }

    pub(in super::super) fn shared_by(&self, request: RequestId) -> Result<Share, AppError> {
        self.at_work()?;
        let field = |(field, value): (domain::ProfileField, &str)| {
            Some(SharedField {
                field,
                value: field.check(value).ok()?,
                source: Source::Declared,
                at: ago(60 * 24 * 30),
            })
        };
        let values = ["Trần Văn Bình", "1990-12-30", "12 Bạch Đằng", "Thợ điện"];
        let paper = self.with(|inner| inner.papers.first().map(|paper| paper.card.id));
        let paper = |number: u128, kind: DocumentKind, title: &str, has: bool| {
            Some(SharedPaper {
                id: paper.unwrap_or(DocumentId(id(number))),
                kind,
                title: said(title)?,
                number: said("GKS 12/1990"),
                issued_on: None,
                expires_on: None,
                origin: domain::DocumentOrigin::Uploaded,
                issuer: None,
                media_type: has.then_some(domain::MediaType::Pdf),
            })
        };
        let papers = [
            paper(1, DocumentKind::BirthCertificate, "Giấy khai sinh", true),
            paper(2, DocumentKind::LandUseCertificate, "Sổ hồng 12 Bạch Đằng", false),
        ];
        Ok(Share {
            request,
            read_until: now() + SignedDuration::from_mins(28),
            fields: FIELDS.into_iter().zip(values).filter_map(field).collect(),
            papers: papers.into_iter().flatten().collect(),
            watermark: "UBND phường Hải Châu · Quầy 1 · Lê Minh · 27/11/2026 09:41".to_owned(),
        })
    }
}
