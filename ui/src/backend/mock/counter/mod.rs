//! A ward office's counter, with a check of every verdict and a request in every state.

mod passes;
mod requests;
mod verdicts;

pub(super) use passes::pass;

use domain::{CounterId, MemberId, OrganisationId, OrganisationKind, PurposeId, Role, Scope, ShiftId};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{CounterRecord, CounterRequest, OfficerRole, OrganisationRecord, PurposeForm, PurposeRecord, ShiftRecord},
    app::{AppError, ChallengeView, CheckView, CounterView, Secret},
    problem::ErrorCode,
};
use uuid::Uuid;

use super::{
    MockHost,
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
    /// Errand passes whose results were handed over, by what was scanned.
    handed_over: Vec<(String, Timestamp)>,
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
        checks: if works { verdicts::checks(scenario) } else { Vec::new() },
        requests: if scenario == Scenario::Officer {
            requests::requests().into_iter().flatten().collect()
        } else {
            Vec::new()
        },
        handed_over: Vec::new(),
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
}
