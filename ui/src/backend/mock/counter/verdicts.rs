//! A check of every verdict.

use domain::CheckId;
use jiff::SignedDuration;
use protocol::{
    api::{CheckRecord, OfflineGround, ShownKind, UsedElsewhere, Verdict},
    app::{AppError, CheckNumber, CheckView, ChecksView, InputField},
};

use super::{
    super::{MockHost, scenario::Scenario, sharing::said},
    ago, id,
};
use crate::text::now;

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

pub(super) fn checks(scenario: Scenario) -> Vec<CheckView> {
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

impl MockHost {
    /// One word chooses the verdict; `lock` locks the shift.
    pub(in super::super) fn check_text(&self, text: &str) -> Result<CheckView, AppError> {
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

    pub(in super::super) fn check_digits(&self, input: &CheckNumber) -> Result<CheckView, AppError> {
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

    pub(in super::super) fn checks_of_day(&self) -> Result<ChecksView, AppError> {
        self.at_work()?;
        let offline = self.scenario == Scenario::OfficerAway;
        Ok(self.with(|inner| ChecksView {
            checks: inner.desk.checks.clone(),
            offline,
        }))
    }
}
