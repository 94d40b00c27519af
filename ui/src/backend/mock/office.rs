//! A ward office as its administrator sees it.

use domain::{AccessId, CounterId, MemberId, PurposeId, Role, local_date};
use jiff::SignedDuration;
use protocol::{
    api::{
        AnsweredContest, ContestList, ContestRecord, ContestedAccess, CounterRecord, MemberList, MemberRecord,
        OrganisationRecord, Pattern, PatternKind, PatternList, PurposeRecord,
    },
    app::{AnswerContest, AppError, ExportSeen, InviteMember, PutCounter, PutPurpose, SavedFile},
};
use uuid::Uuid;

use super::{
    MockHost,
    counter::{ago, id, organisation},
    scenario::Scenario,
    sharing::said,
};
use crate::text::now;

/// What an administrator manages.
pub(super) struct Office {
    organisation: Option<OrganisationRecord>,
    members: Vec<MemberRecord>,
    contests: Vec<ContestedAccess>,
    patterns: Vec<Pattern>,
}

/// The office of the scenario; one that was opened today has nothing but its administrator.
pub(super) fn office(scenario: Scenario) -> Office {
    let mut office = Office {
        organisation: organisation(),
        members: members().into_iter().flatten().collect(),
        contests: contests().into_iter().flatten().collect(),
        patterns: patterns().into_iter().flatten().collect(),
    };
    if scenario == Scenario::NewOffice {
        office.members.truncate(1);
        office.contests.clear();
        office.patterns.clear();
        if let Some(organisation) = &mut office.organisation {
            organisation.counters.clear();
            organisation.purposes.clear();
        }
    }
    office
}

fn members() -> [Option<MemberRecord>; 4] {
    let member = |number: u128, name: &str, role: Role, accepted: bool| {
        Some(MemberRecord {
            id: MemberId(id(400 + number)),
            name: said(name)?,
            role,
            accepted,
            since: ago(60 * 24 * 30),
        })
    };
    [
        member(1, "Lê Thị Hồng Ngọc", Role::Administrator, true),
        member(2, "Trần Văn Minh", Role::Officer, true),
        member(3, "Hồ Thị Mai", Role::Officer, true),
        member(4, "Đặng Quốc Anh", Role::Officer, false),
    ]
}

fn contests() -> [Option<ContestedAccess>; 3] {
    let contest = |number: u128, days: i64, words: &str, answer: Option<&str>| {
        let at = now() - SignedDuration::from_hours(24 * days);
        let answer = match answer {
            Some(words) => Some(AnsweredContest {
                words: said(words)?,
                at: ago(60),
            }),
            None => None,
        };
        Some(ContestedAccess {
            access: AccessId(id(500 + number)),
            at,
            officer: Some(said("Trần Văn Minh")?),
            counter: said("Quầy 1")?,
            holder: "T. V. Bình".to_owned(),
            purpose: Some(said("Đăng ký thường trú")?),
            contest: ContestRecord {
                words: said(words)?,
                at,
                due: at + SignedDuration::from_hours(24 * 5),
                answer,
            },
        })
    };
    [
        contest(1, 7, "Tôi không đến quầy hôm đó.", None),
        contest(2, 1, "Tôi chỉ đến hỏi đường, sao lại mở giấy khai sinh của tôi?", None),
        contest(
            3,
            9,
            "Sao quét mã của tôi hai lần?",
            Some("Lần đầu mạng chậm nên cán bộ quét lại. Chúng tôi không xem gì thêm."),
        ),
    ]
}

fn patterns() -> [Option<Pattern>; 2] {
    let pattern = |days: i64, kind: PatternKind, count: u32| {
        Some(Pattern {
            day: local_date(now() - SignedDuration::from_hours(24 * days)),
            officer: said("Trần Văn Minh")?,
            kind,
            count,
        })
    };
    [
        pattern(0, PatternKind::CheckedWithoutAsking, 34),
        pattern(2, PatternKind::AtNight, 1),
    ]
}

impl MockHost {
    pub(super) fn organisation_of(&self) -> Result<OrganisationRecord, AppError> {
        self.with(|inner| inner.office.organisation.clone())
            .ok_or(AppError::NotFound)
    }

    fn change(&self, change: impl FnOnce(&mut OrganisationRecord)) -> Result<OrganisationRecord, AppError> {
        self.city()?;
        self.with(|inner| inner.office.organisation.as_mut().map(change));
        self.organisation_of()
    }

    pub(super) fn keep_counter(&self, input: PutCounter) -> Result<OrganisationRecord, AppError> {
        self.change(|organisation| {
            let new = CounterId(id(600 + organisation.counters.len() as u128));
            let record = CounterRecord {
                id: input.counter.unwrap_or(new),
                name: input.form.name,
                place: input.form.place,
                open: input.form.open,
            };
            replace(&mut organisation.counters, record, |counter| counter.id.0);
        })
    }

    pub(super) fn keep_purpose(&self, input: PutPurpose) -> Result<OrganisationRecord, AppError> {
        self.change(|organisation| {
            let new = PurposeId(id(700 + organisation.purposes.len() as u128));
            let record = PurposeRecord {
                id: input.purpose.unwrap_or(new),
                terms: input.form,
            };
            replace(&mut organisation.purposes, record, |purpose| purpose.id.0);
        })
    }

    pub(super) fn members_of(&self) -> Result<MemberList, AppError> {
        self.city()?;
        let members = self.with(|inner| inner.office.members.clone());
        Ok(MemberList { members })
    }

    pub(super) fn invite_somebody(&self, input: InviteMember) -> Result<MemberList, AppError> {
        self.with(|inner| {
            let members = &mut inner.office.members;
            members.push(MemberRecord {
                id: MemberId(id(800 + members.len() as u128)),
                name: input.form.name,
                role: input.form.role,
                accepted: false,
                since: now(),
            });
        });
        self.members_of()
    }

    pub(super) fn remove_somebody(&self, member: MemberId) -> Result<MemberList, AppError> {
        self.with(|inner| inner.office.members.retain(|other| other.id != member));
        self.members_of()
    }

    pub(super) fn patterns_of(&self) -> Result<PatternList, AppError> {
        self.city()?;
        let patterns = self.with(|inner| inner.office.patterns.clone());
        Ok(PatternList { patterns })
    }

    pub(super) fn contests_of(&self) -> Result<ContestList, AppError> {
        self.city()?;
        let contests = self.with(|inner| inner.office.contests.clone());
        Ok(ContestList { contests })
    }

    pub(super) fn answer_one(&self, input: AnswerContest) -> Result<ContestList, AppError> {
        self.with(|inner| {
            let mut contests = inner.office.contests.iter_mut();
            if let Some(contested) = contests.find(|contested| contested.access == input.access) {
                contested.contest.answer = Some(AnsweredContest {
                    words: input.answer.words,
                    at: now(),
                });
            }
        });
        self.contests_of()
    }

    pub(super) fn hand_out_seen(&self, input: &ExportSeen) -> Result<SavedFile, AppError> {
        self.city()?;
        let (from, to) = (input.seen.from, input.seen.to);
        Ok(SavedFile {
            place: Some(format!("/home/ngoc/Downloads/nhat-ky-quay-{from}-{to}.csv")),
        })
    }
}

fn replace<T>(all: &mut Vec<T>, new: T, id: fn(&T) -> Uuid) {
    match all.iter_mut().find(|known| id(known) == id(&new)) {
        Some(known) => *known = new,
        None => all.push(new),
    }
}
