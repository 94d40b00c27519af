//! Errand passes at the counter.

use domain::{CheckId, ErrandId, local_date};
use protocol::{
    api::{ErrandCheck, ErrandPass, ErrandVerdict},
    app::{AppError, ErrandCheckView},
};

use super::{
    super::{MockHost, scenario::Scenario, sharing::said},
    ago, id,
};
use crate::text::now;

/// The word behind the prefix chooses what a pass is worth.
fn verdict_of(text: &str) -> ErrandVerdict {
    match text.trim().trim_start_matches("CDSE1:") {
        "other-person" => ErrandVerdict::OtherPerson,
        "other-place" => ErrandVerdict::OtherOrganisation,
        "early" => ErrandVerdict::TooEarly,
        "late" => ErrandVerdict::TooLate,
        "ended" => ErrandVerdict::Ended,
        "forged" => ErrandVerdict::Forged,
        "unknown" => ErrandVerdict::UnknownIssuer,
        "cannot-tell" => ErrandVerdict::CannotTell,
        _ => ErrandVerdict::Valid,
    }
}

/// What a pass says that is worth so much.
pub(in super::super) fn pass(verdict: ErrandVerdict) -> Option<ErrandPass> {
    let today = local_date(now());
    Some(ErrandPass {
        errand: ErrandId(id(901)),
        organisation_name: said(match verdict {
            ErrandVerdict::OtherOrganisation => "Bệnh viện Đà Nẵng",
            _ => "UBND phường Hải Châu",
        })?,
        giver: said("Nguyễn Thị Ánh Hoa")?,
        bearer: said(match verdict {
            ErrandVerdict::OtherPerson => "Phạm Văn Đức",
            _ => "Trần Văn Bình",
        })?,
        title: said("Giấy chứng nhận kết hôn")?,
        dossier: said("H17.12-260301-0042"),
        day: match verdict {
            ErrandVerdict::TooEarly => today.tomorrow(),
            ErrandVerdict::TooLate => today.yesterday(),
            _ => Ok(today),
        }
        .ok()?,
    })
}

impl MockHost {
    /// A pass that the person of a check shows.
    pub(in super::super) fn check_pass(&self, check: CheckId, text: &str) -> Result<ErrandCheckView, AppError> {
        self.at_work()?;
        let offline = self.scenario == Scenario::OfficerAway;
        let (known, handed_over_at) = self.with(|inner| {
            let desk = &inner.desk;
            let handed = desk.handed_over.iter().find(|(other, _)| other == text);
            let known = desk.checks.iter().any(|other| other.record.id == check);
            (known, handed.map(|(_, at)| *at))
        });
        if !known {
            return Err(AppError::NotFound);
        }
        let verdict = match handed_over_at {
            Some(_) => ErrandVerdict::HandedOver,
            None => verdict_of(text),
        };
        let signed = !matches!(
            verdict,
            ErrandVerdict::Forged | ErrandVerdict::UnknownIssuer | ErrandVerdict::CannotTell
        );
        Ok(ErrandCheckView {
            check: ErrandCheck {
                verdict,
                pass: pass(verdict).filter(|_| signed),
                handed_over_at,
            },
            offline,
            keys_as_of: offline.then(|| ago(60 * 5)),
        })
    }

    pub(in super::super) fn hand_over_result(&self, check: CheckId, text: &str) -> Result<ErrandCheckView, AppError> {
        let mut view = self.check_pass(check, text)?;
        let at = now();
        self.with(|inner| inner.desk.handed_over.push((text.to_owned(), at)));
        view.check.handed_over_at = Some(at);
        Ok(view)
    }
}
