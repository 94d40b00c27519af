//! Checks at the counter. The city's verdict counts; when it is away, this device says what the city's keys and
//! revocation list tell it, keeps what was shown, and tells the city later.

use codes::{
    Code,
    live::LiveVerdict,
    standard::{CardVerdict, SignatureVerdict, StandardVerdict},
};
use domain::CheckId;
use jiff::Timestamp;
use protocol::{
    api::{
        self, CheckOrder, CheckRecord, Nothing, OfflineCheck, OfflineGround, Shown, ShownKind, SignInIdentifier,
        Verdict,
    },
    app::{AppError, CheckCode, CheckNumber, CheckView, ChecksView, InputField},
    problem::ErrorCode,
};

use super::{call, is_away, shift::open_here};
use crate::{
    app::App,
    host::new_uuid,
    person::Person,
    port::Collection,
    scan::{Trusted, verdict_of},
    store::put,
};

/// Checks a code.
pub(crate) async fn code(app: &App, input: CheckCode) -> Result<CheckView, AppError> {
    let person = app.person()?;
    if input.text.trim().is_empty() {
        return Err(AppError::NoCode);
    }
    let id = CheckId(new_uuid(&*app.ports.random, app.city.now()));
    let order = CheckOrder {
        id,
        shown: Shown::Code {
            text: input.text.clone(),
        },
    };
    match call::<api::CheckCode>(app, &person, &(), &order).await {
        Ok(record) => Ok(told(record)),
        Err(error) if is_away(&error) => alone(app, &person, id, input.text).await,
        Err(error) => Err(error),
    }
}

/// Checks the six digits under a live code. Only the city can.
pub(crate) async fn number(app: &App, input: CheckNumber) -> Result<CheckView, AppError> {
    let person = app.person()?;
    let holder = input.holder.trim();
    let phone = holder.parse().map(SignInIdentifier::Phone).ok();
    let number = || holder.parse().map(SignInIdentifier::PersonalNumber).ok();
    let digits: String = input.digits.chars().filter(|c| !c.is_whitespace()).collect();
    let mut fields = Vec::new();
    let holder = phone.or_else(number);
    if holder.is_none() {
        fields.push(InputField::Identifier);
    }
    let is_number = digits.len() == domain::limits::CODE_NUMBER_DIGITS as usize
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number {
        fields.push(InputField::CodeNumber);
    }
    let (Some(holder), true) = (holder, fields.is_empty()) else {
        return Err(AppError::InvalidInput { fields });
    };
    let order = CheckOrder {
        id: CheckId(new_uuid(&*app.ports.random, app.city.now())),
        shown: Shown::Number { holder, digits },
    };
    Ok(told(call::<api::CheckCode>(app, &person, &(), &order).await?))
}

fn told(record: CheckRecord) -> CheckView {
    CheckView {
        record,
        waiting: false,
        keys_as_of: None,
    }
}

/// Checks without the city. What was shown is kept until the city has it.
async fn alone(app: &App, person: &Person, id: CheckId, text: String) -> Result<CheckView, AppError> {
    let now = app.city.now();
    let open = open_here(person, now).await?;
    let trusted = Trusted::load(&person.store).await?;
    let waiting: Vec<OfflineCheck> = person.store.records(Collection::Check).await?;
    let judged = judge(&text, trusted.as_ref(), &waiting, now);
    let check = OfflineCheck {
        id,
        shift: open.shift.id,
        text,
        at: now,
        ground: OfflineGround {
            verdict: judged.record.verdict,
            list_as_of: judged.record.offline.and_then(|ground| ground.list_as_of),
        },
    };
    // A code that is no code of any city tells the city nothing.
    if judged.record.shown != ShownKind::Other {
        let _writing = person.store.writing().await;
        let step = put(Collection::Check, id.to_string(), &check)?;
        person.store.apply(vec![step]).await?;
    }
    Ok(CheckView {
        record: CheckRecord { id, ..judged.record },
        ..judged
    })
}

/// What this device makes of a code by itself.
pub(super) fn judge(text: &str, trusted: Option<&Trusted>, others: &[OfflineCheck], now: Timestamp) -> CheckView {
    let mut record = CheckRecord {
        id: CheckId(uuid::Uuid::nil()),
        at: now,
        shown: ShownKind::Other,
        verdict: Verdict::CannotTell,
        holder: None,
        made_at: None,
        offline: None,
        ask_until: None,
        used_elsewhere: Vec::new(),
    };
    let list = trusted.and_then(|trusted| trusted.revocations.as_ref());
    let mut list_as_of = list.and_then(codes::revocation::RevocationList::issued_at);
    match (codes::classify(text), trusted) {
        (Code::Live(code), Some(trusted)) => {
            record.shown = ShownKind::Live;
            let LiveVerdict { outcome, evidence } = codes::live::verify(&code, &trusted.trust, list, now);
            record.verdict = verdict_of(outcome);
            if let Some(evidence) = evidence {
                list_as_of = evidence.list_as_of;
                let used = others.iter().any(|other| jti(&other.text) == Some(evidence.jti));
                if record.verdict == Verdict::Valid && used {
                    record.verdict = Verdict::Used;
                }
                record.holder = Some(evidence.holder);
                record.made_at = Some(evidence.presented_at);
            }
        }
        (Code::Live(_), None) => record.shown = ShownKind::Live,
        (Code::Standard(code), trusted) => {
            record.shown = ShownKind::Standard;
            if let Some(trusted) = trusted {
                let StandardVerdict { signature, card } = code.judge(&trusted.trust, list);
                record.verdict = match (signature, card) {
                    (SignatureVerdict::Signed { .. }, None) => Verdict::Valid,
                    (SignatureVerdict::Signed { .. }, Some(card)) => {
                        record.shown = ShownKind::Card;
                        match card {
                            CardVerdict { cancelled: true, .. } => Verdict::Revoked,
                            CardVerdict { list_as_of: None, .. } => Verdict::CannotTell,
                            CardVerdict { .. } => Verdict::Valid,
                        }
                    }
                    (SignatureVerdict::Forged, _) => Verdict::Forged,
                    (SignatureVerdict::Unsigned | SignatureVerdict::UnknownKey, _) => Verdict::UnknownIssuer,
                };
                if matches!(record.verdict, Verdict::Valid | Verdict::Revoked) {
                    record.holder = Some(code.name.masked());
                }
            }
        }
        // Only the city knows what the digits under the stars are.
        (Code::MaskedStandard(_), _) => record.shown = ShownKind::Standard,
        (
            Code::Offer(_) | Code::Errand(_) | Code::ChipCard(_) | Code::Payment(_) | Code::Link(_) | Code::Text(_),
            _,
        ) => record.verdict = Verdict::UnknownIssuer,
    }
    record.offline = Some(OfflineGround {
        verdict: record.verdict,
        list_as_of,
    });
    CheckView {
        waiting: record.shown != ShownKind::Other,
        keys_as_of: trusted.map(|trusted| trusted.trust.as_of),
        record,
    }
}

fn jti(text: &str) -> Option<[u8; 16]> {
    codes::live::look_inside(text.trim()).map(|inside| inside.jti)
}

/// The checks of the day: the city's, and those that it does not know of yet.
pub(crate) async fn list(app: &App) -> Result<ChecksView, AppError> {
    let person = app.person()?;
    let (mut checks, offline) = match call::<api::ListChecks>(app, &person, &(), &Nothing {}).await {
        Ok(list) => (list.checks.into_iter().map(told).collect(), false),
        Err(error) if is_away(&error) => (Vec::new(), true),
        Err(AppError::City {
            code: ErrorCode::NoShift,
            ..
        }) => (Vec::new(), false),
        Err(error) => return Err(error),
    };
    let trusted = Trusted::load(&person.store).await?;
    let waiting: Vec<OfflineCheck> = person.store.records(Collection::Check).await?;
    for check in &waiting {
        let mut view = judge(&check.text, trusted.as_ref(), &[], check.at);
        view.record.id = check.id;
        view.record.verdict = check.ground.verdict;
        view.record.offline = Some(check.ground);
        checks.push(view);
    }
    checks.sort_by_key(|check: &CheckView| std::cmp::Reverse((check.record.at, check.record.id)));
    Ok(ChecksView { checks, offline })
}
