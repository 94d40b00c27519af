//! What the fake city hears from a counter that was without a network. Nothing is judged: that is tried against the
//! real city.

use domain::CheckId;
use protocol::api::{
    CheckList, CheckRecord, ErrandCheck, ErrandShown, ErrandVerdict, OfflineCheck, OfflineChecks, ShownKind,
};

use super::{Answer, FakeCity, Inner, json};

/// Something that a counter told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A check.
    Check(CheckId),
    /// A hand-over.
    Handover(ErrandShown),
}

impl FakeCity {
    /// What counters told so far, in that order.
    pub fn told(&self) -> Vec<Told> {
        self.inner.with(|city| city.told.clone())
    }
}

impl Inner {
    pub(super) fn reconcile(&mut self, told: OfflineChecks) -> Answer {
        self.told.extend(told.checks.iter().map(|check| Told::Check(check.id)));
        json(&CheckList {
            checks: told.checks.into_iter().map(record).collect(),
        })
    }

    pub(super) fn hear_handover(&mut self, shown: ErrandShown) -> Answer {
        let handed_over_at = shown.offline_at;
        self.told.push(Told::Handover(shown));
        json(&ErrandCheck {
            verdict: ErrandVerdict::TooLate,
            pass: None,
            handed_over_at,
        })
    }
}

fn record(check: OfflineCheck) -> CheckRecord {
    CheckRecord {
        id: check.id,
        at: check.at,
        shown: ShownKind::Live,
        verdict: check.ground.verdict,
        holder: None,
        made_at: None,
        offline: Some(check.ground),
        ask_until: None,
        used_elsewhere: Vec::new(),
    }
}
