//! What is unusual in the work of officers, and the list of what one saw, for the organisation's administrators.

use std::collections::HashMap;

use domain::{CitizenId, OrganisationId, Permission, PersonName, local_date};
use jiff::{SignedDuration, Timestamp, civil::Date};
use protocol::api::{AccessEvent, Pattern, PatternKind, PatternList, RequestState, SeenQuery, ShownKind, Verdict};

use super::{
    organisations::{OrganisationError, member_who_may},
    profile,
    sessions::Caller,
};
use crate::{
    city::City,
    fault::Fault,
    store::{self, access::Entry, checks::Check, sharing::Request},
};

/// How far back patterns are looked for.
const WEEK: SignedDuration = SignedDuration::from_hours(24 * 7);

/// From how many of something in a day it is unusual.
const CHECKED_WITHOUT_ASKING: u32 = 20;
const SAME_PERSON: u32 = 4;
const REFUSALS: u32 = 5;
const WRONG_NUMBERS: u32 = 8;
/// Hours of the day at which counters are closed.
const NIGHT: [std::ops::Range<i8>; 2] = [0..6, 21..24];

/// Unusual patterns of the last week.
///
/// # Errors
/// [`OrganisationError`].
pub async fn list(
    city: &City,
    caller: &Caller,
    organisation: OrganisationId,
) -> Result<PatternList, OrganisationError> {
    let on = &city.store;
    member_who_may(on, caller, organisation, Permission::WatchPatterns).await?;
    let since = city.now() - WEEK;
    let checks = store::checks::of_organisation(on, organisation, since).await?;
    let requests = store::sharing::of_organisation(on, organisation, since).await?;
    let members = store::members::of_organisation(on, organisation).await?;
    let name = |officer: CitizenId| -> Option<PersonName> {
        let member = members.iter().find(|member| member.citizen == Some(officer))?;
        Some(member.name.clone())
    };
    let mut patterns: Vec<Pattern> = unusual(&checks, &requests, city.settings.counters.checks_per_day)
        .into_iter()
        .filter_map(|(day, officer, kind, count)| {
            Some(Pattern {
                day,
                officer: name(officer)?,
                kind,
                count,
            })
        })
        .collect();
    patterns.sort_by(|one, other| {
        let by_day = other.day.cmp(&one.day);
        by_day
            .then_with(|| one.officer.list_order(&other.officer))
            .then_with(|| other.count.cmp(&one.count))
    });
    Ok(PatternList { patterns })
}

type Unusual = (Date, CitizenId, PatternKind, u32);

/// What is unusual, by officer and day.
fn unusual(checks: &[Check], requests: &[Request], checks_per_day: u32) -> Vec<Unusual> {
    let mut days: HashMap<(Date, CitizenId), Day> = HashMap::new();
    for check in checks {
        days.entry((local_date(check.at), check.officer))
            .or_default()
            .add(check);
    }
    for request in requests {
        let day = days.entry((local_date(request.asked_at), request.officer)).or_default();
        day.asked += 1;
        day.refusals += u32::from(matches!(request.told.state, RequestState::Refused { .. }));
    }
    days.into_iter()
        .flat_map(|((day, officer), counted)| {
            let found = counted.unusual(checks_per_day);
            found.into_iter().map(move |(kind, count)| (day, officer, kind, count))
        })
        .collect()
}

/// What an officer did on a day.
#[derive(Default)]
struct Day {
    checks: u32,
    asked: u32,
    refusals: u32,
    wrong_numbers: u32,
    at_night: u32,
    used: u32,
    people: HashMap<CitizenId, u32>,
}

impl Day {
    fn add(&mut self, check: &Check) {
        self.checks += 1;
        let wrong = check.shown == ShownKind::Number && check.verdict == Verdict::Forged;
        self.wrong_numbers += u32::from(wrong);
        self.used += u32::from(check.verdict == Verdict::Used);
        let hour = check.at.to_zoned_datetime(domain::local_time_zone()).hour();
        self.at_night += u32::from(NIGHT.iter().any(|night| night.contains(&hour)));
        if let Some(citizen) = check.citizen {
            *self.people.entry(citizen).or_default() += 1;
        }
    }

    fn unusual(&self, checks_per_day: u32) -> Vec<(PatternKind, u32)> {
        let same = self.people.values().copied().max().unwrap_or_default();
        let without = self.checks.saturating_sub(self.asked);
        let candidates = [
            (
                PatternKind::ManyChecks,
                self.checks,
                checks_per_day - checks_per_day / 5,
            ),
            (
                PatternKind::CheckedWithoutAsking,
                without,
                CHECKED_WITHOUT_ASKING.max(self.checks / 2),
            ),
            (PatternKind::SamePerson, same, SAME_PERSON),
            (PatternKind::ManyRefusals, self.refusals, REFUSALS),
            (PatternKind::WrongNumbers, self.wrong_numbers, WRONG_NUMBERS),
            (PatternKind::AtNight, self.at_night, 1),
            (PatternKind::UsedElsewhere, self.used, 1),
        ];
        candidates
            .into_iter()
            .filter(|(_, count, from)| count >= from)
            .map(|(kind, count, _)| (kind, count))
            .collect()
    }
}

/// The list of what an officer did and saw, as CSV. That it was taken out is noted before anything is given out.
///
/// # Errors
/// [`OrganisationError`].
pub async fn export(
    city: &City,
    caller: &Caller,
    organisation: OrganisationId,
    query: SeenQuery,
) -> Result<Vec<u8>, OrganisationError> {
    let (from, to) = days(query)?;
    let now = city.now();
    let tx = city.store.begin().await?;
    member_who_may(&tx, caller, organisation, Permission::ExportSeen).await?;
    let member = store::members::find(&tx, query.member).await?;
    let officer = member
        .filter(|member| member.organisation == organisation)
        .and_then(|member| member.citizen)
        .ok_or(OrganisationError::NotFound)?;
    let days = format!("{}/{}", query.from, query.to);
    store::organisations::note_export(&tx, organisation, caller.citizen, officer, &days, now).await?;
    tx.commit().await?;
    let entries = store::access::by_officer(&city.store, organisation, officer, (from, to)).await?;
    let mut rows = csv::Writer::from_writer(Vec::new());
    let head = ["at", "counter", "event", "purpose", "details", "resident", "contested"];
    rows.write_record(head).map_err(|_| Fault::Corrupt("export"))?;
    for entry in entries {
        let holder = profile::masked_name(&city.store, entry.citizen).await?;
        rows.write_record(row(&entry, &holder).map(unlike_a_formula))
            .map_err(|_| Fault::Corrupt("export"))?;
    }
    Ok(rows.into_inner().map_err(|_| Fault::Corrupt("export"))?)
}

/// From the first moment of the first day to that after the last, in Viet Nam.
fn days(query: SeenQuery) -> Result<(Timestamp, Timestamp), OrganisationError> {
    let wrong = |_| OrganisationError::Field("from");
    let length = query.to.since(query.from).map_err(wrong)?.get_days();
    if !(0..domain::limits::EXPORT_DAYS).contains(&length) {
        return Err(OrganisationError::Field("to"));
    }
    let after = query.to.tomorrow().map_err(wrong)?;
    let start = |day| domain::start_of_day(day).ok_or(OrganisationError::Field("from"));
    Ok((start(query.from)?, start(after)?))
}

fn row(entry: &Entry, holder: &str) -> [String; 7] {
    let (event, details) = words(&entry.told.event);
    [
        entry.at.to_string(),
        entry.told.asker.counter.as_str().to_owned(),
        event.to_owned(),
        entry
            .told
            .purpose
            .as_ref()
            .map_or("", |title| title.as_str())
            .to_owned(),
        details,
        holder.to_owned(),
        entry.told.contest.is_some().to_string(),
    ]
}

/// The event and what it was about, as wire words.
fn words(event: &AccessEvent) -> (&'static str, String) {
    let word = |value: &dyn Fn() -> serde_json::Value| match value() {
        serde_json::Value::String(word) => word,
        other => other.to_string(),
    };
    let json = |value: serde_json::Result<serde_json::Value>| value.unwrap_or_default();
    match event {
        AccessEvent::Checked { shown, verdict, .. } => {
            let shown = word(&|| json(serde_json::to_value(shown)));
            let verdict = word(&|| json(serde_json::to_value(verdict)));
            ("checked", format!("{shown}: {verdict}"))
        }
        AccessEvent::Asked { scope } => ("asked", scope_words(scope)),
        AccessEvent::Agreed { scope, .. } => ("agreed", scope_words(scope)),
        AccessEvent::Refused => ("refused", String::new()),
        AccessEvent::Expired => ("expired", String::new()),
        AccessEvent::Withdrawn => ("withdrawn", String::new()),
        AccessEvent::ReadFields { fields } => {
            let fields: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
            ("read_fields", fields.join(" "))
        }
        AccessEvent::ReadPaper { paper, .. } => ("read_paper", word(&|| json(serde_json::to_value(paper)))),
        AccessEvent::ReadRefused => ("read_refused", String::new()),
        AccessEvent::Errand {
            verdict, handed_over, ..
        } => {
            let name = if *handed_over { "errand_handed_over" } else { "errand" };
            (name, word(&|| json(serde_json::to_value(verdict))))
        }
        AccessEvent::Over { reason } => ("over", word(&|| json(serde_json::to_value(reason)))),
    }
}

fn scope_words(scope: &domain::Scope) -> String {
    let papers = scope.papers.iter().filter_map(|kind| {
        let word = serde_json::to_value(kind).ok()?;
        word.as_str().map(str::to_owned)
    });
    let fields = scope.fields.iter().map(|field| field.as_str().to_owned());
    fields.chain(papers).collect::<Vec<String>>().join(" ")
}

/// Spreadsheets take a cell that begins so for a formula (OWASP, CSV injection).
fn unlike_a_formula(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use domain::{CheckId, CounterId, ShiftId};
    use uuid::Uuid;

    use super::*;

    fn check(number: u128, at: &str, verdict: Verdict) -> Check {
        Check {
            id: CheckId(Uuid::from_u128(number)),
            organisation: OrganisationId(Uuid::nil()),
            counter: CounterId(Uuid::nil()),
            shift: ShiftId(Uuid::nil()),
            officer: CitizenId(Uuid::nil()),
            citizen: Some(CitizenId(Uuid::from_u128(number))),
            shown: ShownKind::Live,
            verdict,
            offline: None,
            at: at.parse().unwrap(),
            told_at: at.parse().unwrap(),
            made_at: None,
            jti: None,
        }
    }

    fn kinds(checks: &[Check]) -> Vec<(PatternKind, u32)> {
        let mut found: Vec<_> = unusual(checks, &[], 400)
            .into_iter()
            .map(|(_, _, kind, count)| (kind, count))
            .collect();
        found.sort_by_key(|(kind, _)| format!("{kind:?}"));
        found
    }

    #[test]
    fn an_ordinary_day_is_not_unusual() {
        let day: Vec<Check> = (0..15)
            .map(|n| check(n, "2026-03-02T02:00:00Z", Verdict::Valid))
            .collect();
        assert_eq!(kinds(&day), []);
    }

    #[test]
    fn night_repetition_and_curiosity_are() {
        assert_eq!(
            kinds(&[check(1, "2026-03-02T16:00:00Z", Verdict::Valid)]),
            [(PatternKind::AtNight, 1)]
        );
        let same: Vec<Check> = (0..4)
            .map(|_| check(1, "2026-03-02T02:00:00Z", Verdict::Expired))
            .collect();
        assert_eq!(kinds(&same), [(PatternKind::SamePerson, 4)]);
        let many: Vec<Check> = (0..25)
            .map(|n| check(n, "2026-03-02T02:00:00Z", Verdict::Valid))
            .collect();
        assert_eq!(kinds(&many), [(PatternKind::CheckedWithoutAsking, 25)]);
        let all: Vec<Check> = (0..320)
            .map(|n| check(n, "2026-03-02T02:00:00Z", Verdict::Valid))
            .collect();
        assert!(kinds(&all).contains(&(PatternKind::ManyChecks, 320)));
        assert_eq!(
            kinds(&[check(1, "2026-03-02T02:00:00Z", Verdict::Used)]),
            [(PatternKind::UsedElsewhere, 1)]
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(unlike_a_formula("=1+1".to_owned()), "'=1+1");
        assert_eq!(unlike_a_formula("Quầy 3".to_owned()), "Quầy 3");
    }
}
