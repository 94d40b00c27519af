//! Errand passes at the counter. The city's verdict counts; when it is away, this device says what the city's signature
//! and its own check of the person tell it, keeps what was handed over, and tells the city later.

use codes::{Code, errand::ErrandSignature};
use domain::{CheckId, ErrandId, Qid, limits, local_date};
use jiff::Timestamp;
use protocol::{
    api::{self, ErrandCheck, ErrandShown, ErrandVerdict, OfflineCheck, ShiftRecord, Verdict},
    app::{AppError, CheckErrand, ErrandCheckView, HandOverErrand, Part},
};
use serde_json::Map;

use super::{call, call_again, is_away, reconcile, shift::open_here};
use crate::{
    app::App,
    person::Person,
    port::{Collection, VaultError},
    scan::{Trusted, pass_of},
    store::{Handover, put},
};

/// Checks a pass.
pub(crate) async fn check(app: &App, input: CheckErrand) -> Result<ErrandCheckView, AppError> {
    let person = app.person()?;
    let shown = shown(app, &person, input.check, input.text).await?;
    match call::<api::CheckErrand>(app, &person, &(), &shown).await {
        Ok(check) => Ok(told(check)),
        Err(error) if is_away(&error) => {
            let ground = Ground::of(app, &person).await?;
            Ok(ground.view(ground.judge(&shown)))
        }
        Err(error) => Err(error),
    }
}

/// Says that the result was handed over.
pub(crate) async fn hand_over(app: &App, input: HandOverErrand) -> Result<ErrandCheckView, AppError> {
    let person = app.person()?;
    let shown = shown(app, &person, input.check, input.text).await?;
    match call_again::<api::HandOverErrand>(app, &person, &(), &shown).await {
        Ok(check) => Ok(told(check)),
        Err(error) if is_away(&error) => alone(app, &person, &shown).await,
        Err(error) => Err(error),
    }
}

/// What the city is to be asked. It hears first of what was handed over by this very pass without it.
async fn shown(app: &App, person: &Person, check: CheckId, text: String) -> Result<ErrandShown, AppError> {
    if text.trim().is_empty() {
        return Err(AppError::NoCode);
    }
    if let Some((_, errand)) = codes::errand::look_inside(text.trim()) {
        let waiting: Vec<Handover> = person.store.records(Collection::Handover).await?;
        if waiting.iter().any(|waiting| waiting.errand == errand.errand) {
            reconcile::run(app, person).await;
        }
    }
    Ok(ErrandShown {
        check,
        text,
        offline_at: None,
    })
}

fn told(check: ErrandCheck) -> ErrandCheckView {
    ErrandCheckView {
        check,
        offline: false,
        keys_as_of: None,
    }
}

/// Hands over without the city, which hears of it later. The same check again changes nothing.
async fn alone(app: &App, person: &Person, shown: &ErrandShown) -> Result<ErrandCheckView, AppError> {
    let _writing = person.store.writing().await;
    let ground = Ground::of(app, person).await?;
    let mut check = ground.judge(shown);
    let Some(errand) = check.pass.as_ref().map(|pass| pass.errand) else {
        return Ok(ground.view(check));
    };
    if let Some(kept) = ground.handed_over(errand).find(|kept| kept.check == shown.check) {
        check.verdict = ErrandVerdict::Valid;
        check.handed_over_at = Some(kept.at);
    } else if check.verdict == ErrandVerdict::Valid {
        let handover = Handover {
            errand,
            organisation: ground.shift.organisation,
            check: shown.check,
            text: shown.text.clone(),
            at: ground.now,
            extra: Map::new(),
        };
        let step = put(Collection::Handover, handover.key(), &handover)?;
        person.store.apply(vec![step]).await?;
        check.handed_over_at = Some(handover.at);
        app.changed(vec![Part::Counter]);
    }
    Ok(ground.view(check))
}

/// What this device judges a pass by.
pub(super) struct Ground {
    pub(super) shift: ShiftRecord,
    pub(super) trusted: Option<Trusted>,
    /// The checks and hand-overs that the city does not know of yet.
    pub(super) checks: Vec<OfflineCheck>,
    pub(super) handovers: Vec<Handover>,
    pub(super) now: Timestamp,
}

impl Ground {
    async fn of(app: &App, person: &Person) -> Result<Self, AppError> {
        let now = app.city.now();
        Ok(Self {
            shift: open_here(person, now).await?.shift,
            trusted: Trusted::load(&person.store).await?,
            checks: person.store.records(Collection::Check).await?,
            handovers: handovers(person).await?,
            now,
        })
    }

    /// What this device makes of a pass by itself.
    pub(super) fn judge(&self, shown: &ErrandShown) -> ErrandCheck {
        let worthless = |verdict| ErrandCheck {
            verdict,
            pass: None,
            handed_over_at: None,
        };
        let errand = match (codes::classify(&shown.text), &self.trusted) {
            (Code::Errand(code), Some(trusted)) => match codes::errand::verify(&code, &trusted.trust) {
                ErrandSignature::Signed(errand) => *errand,
                ErrandSignature::UnknownIssuer => return worthless(ErrandVerdict::UnknownIssuer),
                ErrandSignature::Forged => return worthless(ErrandVerdict::Forged),
            },
            (Code::Errand(_), None) => return worthless(ErrandVerdict::CannotTell),
            (
                Code::Live(_)
                | Code::Offer(_)
                | Code::Standard(_)
                | Code::MaskedStandard(_)
                | Code::ChipCard(_)
                | Code::Payment(_)
                | Code::Link(_)
                | Code::Text(_),
                _,
            ) => return worthless(ErrandVerdict::UnknownIssuer),
        };
        let handed_over_at = self.handed_over(errand.errand).map(|kept| kept.at).next();
        let today = local_date(self.now);
        let verdict = if errand.organisation != self.shift.organisation {
            ErrandVerdict::OtherOrganisation
        } else {
            match self.bearer(shown.check) {
                None => ErrandVerdict::CannotTell,
                Some(bearer) if bearer != errand.bearer => ErrandVerdict::OtherPerson,
                Some(_) if handed_over_at.is_some() => ErrandVerdict::HandedOver,
                Some(_) if today < errand.day => ErrandVerdict::TooEarly,
                Some(_) if today > errand.day => ErrandVerdict::TooLate,
                Some(_) => ErrandVerdict::Valid,
            }
        };
        ErrandCheck {
            verdict,
            pass: Some(pass_of(errand)),
            handed_over_at,
        }
    }

    fn handed_over(&self, errand: ErrandId) -> impl Iterator<Item = &Handover> {
        self.handovers.iter().filter(move |kept| kept.errand == errand)
    }

    /// Who stands there: whose live code this device found good a short while ago, in this shift.
    fn bearer(&self, check: CheckId) -> Option<Qid> {
        let trusted = self.trusted.as_ref()?;
        let check = self.checks.iter().find(|kept| kept.id == check)?;
        let lately = check.at - limits::CLOCK_SKEW..=check.at + limits::ASK_AFTER_CHECK;
        let proves = check.ground.verdict == Verdict::Valid && check.shift == self.shift.id;
        let Code::Live(code) = codes::classify(&check.text) else {
            return None;
        };
        // Signatures do not age: as of its own time, the verdict is the one that was given then.
        let seen = codes::live::verify(&code, &trusted.trust, trusted.revocations.as_ref(), check.at);
        let evidence = seen.evidence.filter(|_| proves && lately.contains(&self.now))?;
        Some(evidence.qid)
    }

    fn view(&self, check: ErrandCheck) -> ErrandCheckView {
        ErrandCheckView {
            check,
            offline: true,
            keys_as_of: self.trusted.as_ref().map(|trusted| trusted.trust.as_of),
        }
    }
}

/// The hand-overs that wait, oldest first.
pub(super) async fn handovers(person: &Person) -> Result<Vec<Handover>, VaultError> {
    let mut waiting: Vec<Handover> = person.store.records(Collection::Handover).await?;
    waiting.sort_by_key(|handover| (handover.at, handover.check));
    Ok(waiting)
}
