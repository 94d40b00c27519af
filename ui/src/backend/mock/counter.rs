//! A ward office's counter, with a check of every verdict and a request in every state.

use domain::{
    CheckId, CounterId, DocumentId, DocumentKind, MemberId, OrganisationId, OrganisationKind, PurposeId, RequestId,
    Role, Scope, ShiftId, Source,
};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{
        AskedFor, CheckRecord, CounterRecord, CounterRequest, OfficerRole, OfflineGround, OrganisationRecord,
        OverReason, PurposeForm, PurposeRecord, RequestState, Share, SharedField, SharedPaper, ShiftRecord, ShownKind,
        UsedElsewhere, Verdict,
    },
    app::{
        AppError, ChallengeView, CheckNumber, CheckView, ChecksView, CounterRequestView, CounterView, InputField, Part,
        Secret,
    },
    problem::ErrorCode,
};
use uuid::Uuid;

use super::{
    MockHost, content,
    handler::code_problem,
    scenario::{Scenario, challenge},
    sharing::{FIELDS, PAPERS, said},
};
use crate::text::now;

/// How the mock's counter stands.
pub(super) struct Desk {
    roles: Vec<OfficerRole>,
    open: bool,
    locked: bool,
    checks: Vec<CheckView>,
    requests: Vec<CounterRequest>,
}

impl Desk {
    /// Roles that wait to be accepted.
    pub(super) fn invitations(&self) -> impl Iterator<Item = &OfficerRole> {
        self.roles.iter().filter(|role| !role.accepted)
    }
}

pub(super) fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0002_0000 + last)
}

pub(super) fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

/// The counter that the scenario has.
pub(super) fn desk(scenario: Scenario) -> Desk {
    let works = matches!(scenario, Scenario::Officer | Scenario::OfficerAway);
    let role = match scenario {
        Scenario::Officer | Scenario::OfficerAway => Some(Role::Officer),
        Scenario::Administrator | Scenario::NewOffice => Some(Role::Administrator),
        _ => None,
    };
    Desk {
        roles: role
            .map(|role| roles(role).into_iter().flatten().collect())
            .unwrap_or_default(),
        open: works,
        locked: false,
        checks: if works { checks(scenario) } else { Vec::new() },
        requests: if scenario == Scenario::Officer {
            requests().into_iter().flatten().collect()
        } else {
            Vec::new()
        },
    }
}

fn roles(here: Role) -> [Option<OfficerRole>; 2] {
    let role = |number: u128, name: &str, role: Role, accepted: bool| {
        Some(OfficerRole {
            member: MemberId(id(number)),
            organisation: OrganisationId(id(number)),
            organisation_name: said(name)?,
            organisation_kind: OrganisationKind::PublicOffice,
            role,
            accepted,
        })
    };
    [
        role(1, "UBND phường Hải Châu", here, true),
        role(2, "Bệnh viện Đà Nẵng", Role::Officer, false),
    ]
}

fn scope() -> Scope {
    Scope {
        fields: FIELDS.to_vec(),
        papers: PAPERS.to_vec(),
    }
}

fn purpose(number: u128, title: &str, procedure: Option<&str>) -> Option<PurposeRecord> {
    Some(PurposeRecord {
        id: PurposeId(id(20 + number)),
        terms: PurposeForm {
            title: said(title)?,
            procedure: procedure.map(str::to_owned),
            reason: said("Để lập hồ sơ đăng ký thường trú. Không cần bản sao giấy.")?,
            scope: scope(),
            read_minutes: 30,
            partial: number == 2,
            remember: false,
            retired: false,
        },
    })
}

fn counter(number: u128, name: &str, place: &str) -> Option<CounterRecord> {
    Some(CounterRecord {
        id: CounterId(id(10 + number)),
        name: said(name)?,
        place: said(place)?,
        open: true,
    })
}

pub(super) fn organisation() -> Option<OrganisationRecord> {
    let counters = [
        counter(1, "Quầy 1", "Tầng 1, 270 Trần Phú"),
        counter(2, "Quầy 2", "Tầng 1, 270 Trần Phú"),
    ];
    let purposes = [
        purpose(1, "Cấp lại thẻ bảo hiểm y tế", None),
        purpose(2, "Đăng ký thường trú", Some("1.004222")),
    ];
    Some(OrganisationRecord {
        id: OrganisationId(id(1)),
        kind: OrganisationKind::PublicOffice,
        name: said("UBND phường Hải Châu")?,
        contest_days: 5,
        roles: vec![Role::Officer],
        counters: counters.into_iter().flatten().collect(),
        purposes: purposes.into_iter().flatten().collect(),
    })
}

fn shift(locked: bool) -> Option<ShiftRecord> {
    Some(ShiftRecord {
        id: ShiftId(id(3)),
        organisation: OrganisationId(id(1)),
        organisation_name: said("UBND phường Hải Châu")?,
        counter: CounterId(id(11)),
        counter_name: said("Quầy 1")?,
        counter_place: said("Tầng 1, 270 Trần Phú")?,
        opened_at: ago(90),
        ends_at: now() + SignedDuration::from_hours(9),
        locks_at: now() + SignedDuration::from_mins(5),
        locked,
    })
}

fn check(number: u128, minutes: i64, verdict: Verdict, shown: ShownKind) -> CheckRecord {
    let known = !matches!(verdict, Verdict::Forged | Verdict::UnknownIssuer | Verdict::CannotTell);
    let askable = verdict == Verdict::Valid && matches!(shown, ShownKind::Live | ShownKind::Number | ShownKind::Card);
    CheckRecord {
        id: CheckId(id(100 + number)),
        at: ago(minutes),
        shown,
        verdict,
        holder: known.then(|| "T. V. Bình".into()),
        made_at: (shown == ShownKind::Live).then(|| ago(minutes) - SignedDuration::from_secs(8)),
        offline: None,
        ask_until: askable.then(|| now() + SignedDuration::from_mins(25)),
        used_elsewhere: if verdict == Verdict::Used {
            said("Bệnh viện Đà Nẵng")
                .zip(said("Quầy thu viện phí"))
                .map(|(organisation, counter)| UsedElsewhere {
                    organisation,
                    counter,
                    at: ago(minutes + 3),
                })
                .into_iter()
                .collect()
        } else {
            Vec::new()
        },
    }
}

/// A check that was made without a network, by a list of so many hours ago.
fn alone(record: CheckRecord, hours: i64) -> CheckView {
    let at = record.at;
    CheckView {
        record: CheckRecord {
            offline: Some(OfflineGround {
                verdict: record.verdict,
                list_as_of: Some(at - SignedDuration::from_hours(hours)),
            }),
            ask_until: None,
            ..record
        },
        waiting: true,
        keys_as_of: Some(at - SignedDuration::from_hours(hours)),
    }
}

fn told(record: CheckRecord) -> CheckView {
    CheckView {
        record,
        waiting: false,
        keys_as_of: None,
    }
}

fn checks(scenario: Scenario) -> Vec<CheckView> {
    let all = [
        (Verdict::Valid, ShownKind::Live),
        (Verdict::Valid, ShownKind::Standard),
        (Verdict::Expired, ShownKind::Live),
        (Verdict::Used, ShownKind::Live),
        (Verdict::Revoked, ShownKind::Card),
        (Verdict::Forged, ShownKind::Live),
        (Verdict::FromFuture, ShownKind::Live),
        (Verdict::UnknownIssuer, ShownKind::Other),
    ];
    let checks = (1_u8..).zip(all);
    checks
        .map(|(number, (verdict, shown))| {
            let record = check(number.into(), i64::from(number) * 4, verdict, shown);
            match (scenario, number) {
                (Scenario::OfficerAway, 1) => alone(record, 5),
                (Scenario::OfficerAway, 2) => alone(record, 24 * 7),
                _ => told(record),
            }
        })
        .collect()
}

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

fn requests() -> [Option<CounterRequest>; 6] {
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
    pub(super) fn counter(&self) -> CounterView {
        let offline = self.scenario == Scenario::OfficerAway;
        self.with(|inner| {
            let desk = &inner.desk;
            CounterView {
                roles: desk.roles.clone(),
                shift: shift(desk.locked).filter(|_| desk.open),
                organisation: organisation().filter(|_| desk.open),
                waiting: u32::try_from(desk.checks.iter().filter(|check| check.waiting).count()).unwrap_or(0),
                list_as_of: Some(ago(60 * 5)),
                offline,
            }
        })
    }

    pub(super) fn take_role(&self, member: MemberId, accepted: bool) -> CounterView {
        self.with(|inner| {
            let roles = &mut inner.desk.roles;
            if accepted {
                roles
                    .iter_mut()
                    .filter(|role| role.member == member)
                    .for_each(|role| role.accepted = true);
            } else {
                roles.retain(|role| role.member != member);
                inner.desk.open &= inner.desk.roles.iter().any(|role| role.accepted);
            }
        });
        self.counter()
    }

    pub(super) fn ask_for_shift(&self) -> ChallengeView {
        challenge(300)
    }

    pub(super) fn keep_shift(&self, code: &Secret) -> Result<CounterView, AppError> {
        if code.0 != super::account::CODE {
            return Err(code_problem(ErrorCode::CodeWrong, Some(4)));
        }
        self.with(|inner| inner.desk.open = true);
        Ok(self.counter())
    }

    pub(super) fn unlock_desk(&self, pin: &Secret) -> Result<CounterView, AppError> {
        self.check_pin(pin)?;
        self.with(|inner| inner.desk.locked = false);
        Ok(self.counter())
    }

    pub(super) fn close_desk(&self) -> CounterView {
        self.with(|inner| {
            inner.desk.open = false;
            inner.desk.locked = false;
        });
        self.counter()
    }

    /// Whether somebody is at work here.
    pub(super) fn at_work(&self) -> Result<(), AppError> {
        self.with(|inner| match (inner.desk.open, inner.desk.locked) {
            (false, _) => Err(code_problem(ErrorCode::NoShift, None)),
            (true, true) => Err(code_problem(ErrorCode::ShiftLocked, None)),
            (true, false) => Ok(()),
        })
    }

    /// One word chooses the verdict; `lock` locks the shift.
    pub(super) fn check_text(&self, text: &str) -> Result<CheckView, AppError> {
        if text.trim() == "lock" {
            self.with(|inner| inner.desk.locked = true);
        }
        self.at_work()?;
        let (verdict, shown) = match text.trim() {
            "valid" => (Verdict::Valid, ShownKind::Live),
            "expired" => (Verdict::Expired, ShownKind::Live),
            "future" => (Verdict::FromFuture, ShownKind::Live),
            "revoked" => (Verdict::Revoked, ShownKind::Card),
            "forged" => (Verdict::Forged, ShownKind::Live),
            "used" => (Verdict::Used, ShownKind::Live),
            "cannot-tell" => (Verdict::CannotTell, ShownKind::Live),
            "standard" => (Verdict::Valid, ShownKind::Standard),
            "printed-card" => (Verdict::Valid, ShownKind::Card),
            _ => (Verdict::UnknownIssuer, ShownKind::Other),
        };
        Ok(self.checked(verdict, shown))
    }

    fn checked(&self, verdict: Verdict, shown: ShownKind) -> CheckView {
        let away = self.scenario == Scenario::OfficerAway;
        self.with(|inner| {
            let number = 20 + inner.desk.checks.len() as u128;
            let record = check(number, 0, verdict, shown);
            let made = if away { alone(record, 5) } else { told(record) };
            inner.desk.checks.insert(0, made.clone());
            made
        })
    }

    pub(super) fn check_digits(&self, input: &CheckNumber) -> Result<CheckView, AppError> {
        self.city()?;
        self.at_work()?;
        let mut fields = Vec::new();
        if input.holder.trim().is_empty() {
            fields.push(InputField::Identifier);
        }
        if input.digits.chars().filter(char::is_ascii_digit).count() != 6 {
            fields.push(InputField::CodeNumber);
        }
        if !fields.is_empty() {
            return Err(AppError::InvalidInput { fields });
        }
        Ok(self.checked(Verdict::Valid, ShownKind::Number))
    }

    pub(super) fn checks_of_day(&self) -> Result<ChecksView, AppError> {
        self.at_work()?;
        let offline = self.scenario == Scenario::OfficerAway;
        Ok(self.with(|inner| ChecksView {
            checks: inner.desk.checks.clone(),
            offline,
        }))
    }

    /// Asks; whoever is asked agrees after a few seconds.
    pub(super) fn ask_somebody(&'static self, offered: bool) -> Result<CounterRequestView, AppError> {
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

    pub(super) fn requests_of_day(&self) -> Result<Vec<CounterRequestView>, AppError> {
        if self.scenario == Scenario::OfficerAway {
            return Err(AppError::Offline);
        }
        self.at_work()?;
        Ok(self.with(|inner| inner.desk.requests.iter().map(view).collect()))
    }

    pub(super) fn end_request(&self, request: RequestId) -> Result<(), AppError> {
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

    pub(super) fn shared_by(&self, request: RequestId) -> Result<Share, AppError> {
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
