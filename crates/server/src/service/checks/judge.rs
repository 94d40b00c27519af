//! What a code is worth to the city, which knows more than a verifier without a network: who was removed, what was
//! cancelled, what the profile says now.

use codes::{
    Code,
    live::{LiveVerdict, Outcome},
    number,
    standard::{MaskedStandard, SignatureVerdict, StandardCode},
};
use domain::{BirthDate, CitizenId, DeviceId, PersonName, ProfileField, limits, text};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{DeviceState, ShownKind, SignInIdentifier, Verdict};
use sha2::{Digest as _, Sha256};

use crate::{
    city::City,
    fault::Fault,
    service::{account, devices},
    store::{self, Access, Tx},
};

/// How long wrong numbers count.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What a code is worth, and who is found by it.
pub(super) struct Judged {
    pub(super) shown: ShownKind,
    pub(super) verdict: Verdict,
    pub(super) citizen: Option<CitizenId>,
    pub(super) made_at: Option<Timestamp>,
    pub(super) jti: Option<[u8; 16]>,
}

impl Judged {
    pub(super) fn nothing(shown: ShownKind, verdict: Verdict) -> Self {
        Self {
            shown,
            verdict,
            citizen: None,
            made_at: None,
            jti: None,
        }
    }
}

/// Judges a code as of a time.
pub(super) async fn code(tx: &Tx, city: &City, scanned: &str, at: Timestamp) -> Result<Judged, Fault> {
    match codes::classify(scanned) {
        Code::Live(code) => live(tx, city, &code, at).await,
        Code::Standard(code) => standard(tx, city, &code).await,
        Code::MaskedStandard(code) => masked(tx, &code).await,
        Code::Offer(_) | Code::Errand(_) | Code::ChipCard(_) | Code::Payment(_) | Code::Link(_) | Code::Text(_) => {
            Ok(Judged::nothing(ShownKind::Other, Verdict::UnknownIssuer))
        }
    }
}

async fn live(tx: &Tx, city: &City, code: &str, at: Timestamp) -> Result<Judged, Fault> {
    let trust = crate::service::city::trust_store(tx, city).await?;
    let LiveVerdict { outcome, evidence } = codes::live::verify(code, &trust, None, at);
    let mut verdict = match outcome {
        Outcome::Valid => Verdict::Valid,
        Outcome::Expired(_) => Verdict::Expired,
        Outcome::NotYet => Verdict::FromFuture,
        Outcome::Revoked => Verdict::Revoked,
        Outcome::Forged => Verdict::Forged,
        Outcome::UnknownIssuer => Verdict::UnknownIssuer,
        Outcome::ClockBehind => Verdict::CannotTell,
    };
    let Some(evidence) = evidence else {
        return Ok(Judged::nothing(ShownKind::Live, verdict));
    };
    let place = store::devices::of_place(tx, evidence.status_index).await?;
    let counts = place.is_some_and(|(device, revoked)| {
        device.public_key == evidence.device_key && device.state == DeviceState::Active && !revoked
    });
    if !counts {
        verdict = Verdict::Revoked;
    }
    Ok(Judged {
        shown: ShownKind::Live,
        verdict,
        citizen: store::profile::citizen_by_qid(tx, &evidence.qid).await?,
        made_at: Some(evidence.presented_at),
        jti: Some(evidence.jti),
    })
}

async fn standard(tx: &Tx, city: &City, code: &StandardCode) -> Result<Judged, Fault> {
    let trust = crate::service::city::trust_store(tx, city).await?;
    let signature = code.verify(&trust);
    let card = match signature {
        SignatureVerdict::Signed { card, .. } => card,
        _ => None,
    };
    let shown = if card.is_some() {
        ShownKind::Card
    } else {
        ShownKind::Standard
    };
    let verdict = match signature {
        SignatureVerdict::Signed { card: None, .. } => Verdict::Valid,
        SignatureVerdict::Signed { card: Some(serial), .. } => {
            if store::cards::in_force(tx, serial).await? {
                Verdict::Valid
            } else {
                Verdict::Revoked
            }
        }
        SignatureVerdict::Forged => Verdict::Forged,
        SignatureVerdict::Unsigned | SignatureVerdict::UnknownKey => {
            return Ok(Judged::nothing(shown, Verdict::UnknownIssuer));
        }
    };
    if verdict == Verdict::Forged {
        return Ok(Judged::nothing(shown, verdict));
    }
    Ok(Judged {
        citizen: store::profile::citizen_by_qid(tx, &code.qid).await?,
        ..Judged::nothing(shown, verdict)
    })
}

/// Nobody signs the form with masked digits: it counts when it is what the profile would show now.
async fn masked(tx: &Tx, code: &MaskedStandard) -> Result<Judged, Fault> {
    let shown = ShownKind::Standard;
    let Some(citizen) = store::profile::citizen_by_qid(tx, &code.qid).await? else {
        return Ok(Judged::nothing(shown, Verdict::UnknownIssuer));
    };
    if !says_the_same(tx, citizen, code).await? {
        return Ok(Judged::nothing(shown, Verdict::Forged));
    }
    Ok(Judged {
        citizen: Some(citizen),
        ..Judged::nothing(shown, Verdict::Valid)
    })
}

async fn says_the_same(on: &impl Access, citizen: CitizenId, code: &MaskedStandard) -> Result<bool, Fault> {
    let value = async |field| -> Result<String, Fault> {
        let record = store::profile::field(on, citizen, field).await?;
        Ok(record
            .map(|record| record.value.as_str().to_owned())
            .unwrap_or_default())
    };
    let name: Option<PersonName> = value(ProfileField::FullName).await?.parse().ok();
    let born: Option<BirthDate> = value(ProfileField::BirthDate).await?.parse().ok();
    let number = text::mask_start(&value(ProfileField::PersonalNumber).await?, 6);
    Ok(
        name.is_some_and(|name| name.plain_capitals() == code.name.plain_capitals())
            && born.is_some_and(|born| i32::from(born.date().year()) == i32::from(code.birth_year))
            && number == code.document_number,
    )
}

/// Judges the six digits under a live code; or for how long no more are taken for this person.
pub(super) async fn number(
    tx: &Tx,
    holder: &SignInIdentifier,
    digits: &str,
    now: Timestamp,
) -> Result<Result<Judged, SignedDuration>, Fault> {
    let (key, citizens) = match holder {
        SignInIdentifier::Phone(phone) => (
            tx.sealing().lookup("number tried for phone", phone.e164()),
            store::account::citizens_by_phone(tx, phone).await?,
        ),
        SignInIdentifier::PersonalNumber(number) => (
            tx.sealing().lookup("number tried for number", number.as_str()),
            store::account::citizen_by_number(tx, number)
                .await?
                .into_iter()
                .collect(),
        ),
    };
    if let Some(wait) = account::over(tx, &key, &[(limits::CODE_NUMBER_TRIES, HOUR)], now).await? {
        return Ok(Err(wait));
    }
    let mut found = Vec::new();
    for citizen in &citizens {
        for device in store::devices::of_citizen(tx, *citizen).await? {
            if device.state != DeviceState::Active {
                continue;
            }
            let secret = devices::number_secret(tx, device.id);
            let step = number::steps_that_count(now).find(|step| number::digits(&secret, *step) == digits);
            found.extend(step.map(|step| (*citizen, device.id, step)));
        }
    }
    Ok(Ok(match found.as_slice() {
        [(citizen, device, step)] => Judged {
            citizen: Some(*citizen),
            jti: Some(name_of(*device, *step)),
            ..Judged::nothing(ShownKind::Number, Verdict::Valid)
        },
        _ => {
            store::account::note_send(tx, &key, now).await?;
            Judged {
                // Who is meant for certain sees in their history that somebody tried.
                citizen: citizens.first().copied().filter(|_| citizens.len() == 1),
                ..Judged::nothing(ShownKind::Number, Verdict::Forged)
            }
        }
    }))
}

/// Names a number for "redeemed once", as a live code's own bytes name the code.
fn name_of(device: DeviceId, step: i64) -> [u8; 16] {
    let digest = Sha256::new()
        .chain_update(b"number")
        .chain_update(device.0.as_bytes())
        .chain_update(step.to_be_bytes())
        .finalize();
    std::array::from_fn(|i| digest[i])
}
