//! One-time passwords: opening a profile and signing in begin with one.
//!
//! Whoever asks learns nothing about who has a profile. The answer, the rows written and the work done are the same
//! whether or not a phone gets a message: a challenge that nobody can answer is stored like any other, caps count what
//! was *asked*, and the message leaves after the answer is made ([`super::post`]).

use std::net::IpAddr;

use domain::{BirthDate, ChallengeId, CitizenId, CounterId, MemberId, Phone, ProfileField, limits, local_date};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{ChallengeTicket, EnrolmentForm, SignInForm, SignInIdentifier};
use thiserror::Error;

use super::sms_text;
use crate::{
    city::{City, cap_address},
    fault::Fault,
    port::sms::{SmsMessage, SmsPurpose},
    store::{
        self, Access, Tx,
        account::{Challenge, ChallengeSecret, Subject},
    },
};

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Four passwords' worth. With one right answer in a million, a year of guessing every day stays below one in a hundred.
const GUESSES_PER_DAY: u32 = 20;

/// Why no one-time password was asked for.
#[derive(Debug, Error)]
pub enum AskError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A field of the form does not fit.
    #[error("the field {0} does not fit")]
    Field(&'static str),
    /// Too many for this phone or number, or too soon.
    #[error("too many messages; come again in {} s", .0.as_secs())]
    TooManySends(SignedDuration),
    /// Too many from this address.
    #[error("too many requests from one address; come again in {} s", .0.as_secs())]
    TooManyFromAddress(SignedDuration),
    /// The gateway doesn't answer.
    #[error("messages can't be sent at the moment; come again in {} s", .0.as_secs())]
    SmsUnavailable(SignedDuration),
    /// There is no such challenge.
    #[error("no such challenge")]
    NoChallenge,
    /// The challenge was answered, or has had all its messages.
    #[error("the challenge is over")]
    Over,
}

/// What goes to a phone.
enum Letter {
    Password(Phone),
    Words(Phone, String),
    /// Words that somebody else caused. They count apart: nobody may use up the passwords of another's phone.
    Notice(Phone, String),
    Nothing,
}

/// Who asked, and what for: decided once, then the same steps for all.
struct Request {
    purpose: SmsPurpose,
    subject: Subject,
    letter: Letter,
    /// The key of the cap that the asker can see.
    asked_as: Vec<u8>,
}

/// Asks for a profile.
///
/// # Errors
/// [`AskError`].
pub async fn start_enrolment(city: &City, form: EnrolmentForm, from: IpAddr) -> Result<ChallengeTicket, AskError> {
    check_form(&form, city.now())?;
    gateway_open(city)?;
    let tx = city.store.begin().await?;
    let asked_as = tx.sealing().lookup("asked for phone", form.phone.e164());
    allow(&tx, city, &asked_as, from).await?;
    let existing = store::account::citizen_by_number(&tx, &form.personal_number).await?;
    let registered = registered_phone(&tx, existing).await?;
    let mut purpose = SmsPurpose::Enrolment;
    let (subject, letter) = match (existing, registered) {
        (Some(citizen), Some(phone)) if phone == form.phone => {
            purpose = SmsPurpose::SignIn;
            (
                Subject::Citizen {
                    citizen,
                    phone: phone.clone(),
                },
                Letter::Password(phone),
            )
        }
        (Some(_), Some(phone)) => (
            Subject::Nobody,
            Letter::Notice(phone, sms_text::enrolled_elsewhere(&city.settings.hotline)),
        ),
        _ => {
            let phone = form.phone.clone();
            (Subject::Enrolment(form), Letter::Password(phone))
        }
    };
    issue(
        tx,
        city,
        Request {
            purpose,
            subject,
            letter,
            asked_as,
        },
    )
    .await
}

/// Asks to sign in.
///
/// # Errors
/// [`AskError`].
pub async fn start_sign_in(city: &City, form: SignInForm, from: IpAddr) -> Result<ChallengeTicket, AskError> {
    gateway_open(city)?;
    let tx = city.store.begin().await?;
    let (asked_as, found) = match &form.identifier {
        SignInIdentifier::Phone(phone) => {
            let asked_as = tx.sealing().lookup("asked for phone", phone.e164());
            (asked_as, store::account::citizens_by_phone(&tx, phone).await?)
        }
        SignInIdentifier::PersonalNumber(number) => {
            let asked_as = tx.sealing().lookup("asked for number", number.as_str());
            (
                asked_as,
                store::account::citizen_by_number(&tx, number)
                    .await?
                    .into_iter()
                    .collect(),
            )
        }
    };
    allow(&tx, city, &asked_as, from).await?;
    let only = match found.as_slice() {
        [citizen] => Some(*citizen),
        _ => None,
    };
    let registered = registered_phone(&tx, only).await?;
    let (subject, letter) = match (only, registered, &form.identifier) {
        (Some(citizen), Some(phone), _) => (
            Subject::Citizen {
                citizen,
                phone: phone.clone(),
            },
            Letter::Password(phone),
        ),
        // Several people share the phone: it can't tell who wants to sign in, so it says what to do.
        (None, _, SignInIdentifier::Phone(phone)) if found.len() > 1 => {
            (Subject::Nobody, Letter::Words(phone.clone(), sms_text::shared_phone()))
        }
        _ => (Subject::Nobody, Letter::Nothing),
    };
    issue(
        tx,
        city,
        Request {
            purpose: SmsPurpose::SignIn,
            subject,
            letter,
            asked_as,
        },
    )
    .await
}

/// Asks to open a shift: the password goes to the officer's own phone.
///
/// # Errors
/// [`AskError`].
pub(super) async fn start_shift(
    city: &City,
    citizen: CitizenId,
    counter: CounterId,
    member: MemberId,
) -> Result<ChallengeTicket, AskError> {
    gateway_open(city)?;
    let now = city.now();
    let tx = city.store.begin().await?;
    let asked_as = tx.sealing().lookup("asked for shift", &citizen.to_string());
    if let Some(wait) = over(&tx, &asked_as, &phone_caps(city), now).await? {
        return Err(AskError::TooManySends(wait));
    }
    store::account::note_send(&tx, &asked_as, now).await?;
    let phone = registered_phone(&tx, Some(citizen))
        .await?
        .ok_or(Fault::Corrupt("phone"))?;
    let subject = Subject::Shift {
        citizen,
        phone: phone.clone(),
        counter,
        member,
    };
    issue(
        tx,
        city,
        Request {
            purpose: SmsPurpose::Shift,
            subject,
            letter: Letter::Password(phone),
            asked_as,
        },
    )
    .await
}

/// Sends a new password for a challenge; the earlier one is void.
///
/// # Errors
/// [`AskError`].
pub async fn resend(city: &City, id: ChallengeId, from: IpAddr) -> Result<ChallengeTicket, AskError> {
    gateway_open(city)?;
    let now = city.now();
    let tx = city.store.begin().await?;
    let challenge = store::account::challenge(&tx, id).await?.ok_or(AskError::NoChallenge)?;
    if challenge.used || challenge.sends >= limits::OTP_SENDS {
        return Err(AskError::Over);
    }
    let wait = (challenge.sent_at + limits::OTP_RESEND_AFTER).duration_since(now);
    if wait.is_positive() {
        return Err(AskError::TooManySends(wait));
    }
    allow(&tx, city, &challenge.secret.asked_as, from).await?;
    let letter = match &challenge.secret.subject {
        Subject::Enrolment(form) => Letter::Password(form.phone.clone()),
        Subject::Citizen { phone, .. } | Subject::Shift { phone, .. } => Letter::Password(phone.clone()),
        Subject::Nobody => Letter::Nothing,
    };
    send(tx, city, challenge, letter).await
}

fn check_form(form: &EnrolmentForm, now: Timestamp) -> Result<(), AskError> {
    if BirthDate::checked(form.birth_date.date(), local_date(now)).is_err() {
        return Err(AskError::Field("birth_date"));
    }
    ProfileField::Address
        .check(&form.address)
        .map_err(|_| AskError::Field("address"))?;
    if let Some(former) = &form.former_id_number {
        ProfileField::FormerIdNumber
            .check(former)
            .map_err(|_| AskError::Field("former_id_number"))?;
    }
    Ok(())
}

fn gateway_open(city: &City) -> Result<(), AskError> {
    match city.post.closed_for() {
        None => Ok(()),
        Some(rest) => {
            let rest = SignedDuration::try_from(rest).unwrap_or(SignedDuration::from_secs(30));
            Err(AskError::SmsUnavailable(rest))
        }
    }
}

/// The phone a citizen is registered with. Without a citizen the same query runs over nobody.
async fn registered_phone(on: &impl Access, citizen: Option<CitizenId>) -> Result<Option<Phone>, Fault> {
    let citizen = citizen.unwrap_or(CitizenId(uuid::Uuid::nil()));
    let field = store::profile::field(on, citizen, ProfileField::Phone).await?;
    field
        .map(|record| record.value.as_str().parse().map_err(|_| Fault::Corrupt("phone")))
        .transpose()
}

/// Checks the caps that the asker can see, and counts this time against them.
async fn allow(tx: &Tx, city: &City, asked_as: &[u8], from: IpAddr) -> Result<(), AskError> {
    let (now, caps) = (city.now(), &city.settings.otp);
    let address = tx.sealing().lookup("asked from", &cap_address(from).to_string());
    let hour = SignedDuration::from_hours(1);
    let by_address = [(caps.address_per_hour, hour), (caps.address_per_day, hour * 24)];
    if let Some(wait) = over(tx, &address, &by_address, now).await? {
        return Err(AskError::TooManyFromAddress(wait));
    }
    if let Some(wait) = over(tx, asked_as, &phone_caps(city), now).await? {
        return Err(AskError::TooManySends(wait));
    }
    store::account::note_send(tx, &address, now).await?;
    store::account::note_send(tx, asked_as, now).await?;
    Ok(())
}

fn phone_caps(city: &City) -> [(u32, SignedDuration); 2] {
    [
        (limits::OTP_SENDS, limits::OTP_SEND_WINDOW),
        (city.settings.otp.phone_per_day, DAY),
    ]
}

/// How long until none of the caps is reached any more; `None` when none is. Until the transaction ends, nobody else
/// counts under the key: keys are taken in the order address, what was asked for, phone.
pub(super) async fn over(
    tx: &Tx,
    key: &[u8],
    caps: &[(u32, SignedDuration)],
    now: Timestamp,
) -> Result<Option<SignedDuration>, Fault> {
    tx.serialise(key).await?;
    let longest = caps.iter().map(|(_, window)| *window).max().unwrap_or_default();
    let times = store::account::sends_since(tx, key, now - longest).await?;
    let waits = caps.iter().filter_map(|(most, window)| {
        // The cap is free again when the oldest of the last `most` leaves the window.
        let index = times.len().checked_sub(*most as usize)?;
        let free_at = *times.get(index)? + *window;
        Some(free_at.duration_since(now)).filter(SignedDuration::is_positive)
    });
    Ok(waits.max())
}

async fn issue(tx: Tx, city: &City, request: Request) -> Result<ChallengeTicket, AskError> {
    let Request {
        purpose,
        subject,
        letter,
        asked_as,
    } = request;
    let now = city.now();
    let challenge = Challenge {
        id: ChallengeId(city.random.id(now).map_err(Fault::from)?),
        secret: ChallengeSecret {
            purpose,
            subject,
            asked_as,
        },
        code_hash: Vec::new(),
        sent_at: now,
        expires_at: now,
        attempts: 0,
        sends: 0,
        used: false,
    };
    send(tx, city, challenge, letter).await
}

/// Draws a password, stores its hash, commits, and hands the message over.
async fn send(tx: Tx, city: &City, mut challenge: Challenge, letter: Letter) -> Result<ChallengeTicket, AskError> {
    let now = city.now();
    let code = seal::Zeroizing::new(city.random.digits(limits::OTP_DIGITS).map_err(Fault::from)?);
    challenge.sent_at = now;
    challenge.expires_at = now + limits::OTP_LIFETIME;
    challenge.attempts = 0;
    challenge.sends += 1;
    let letter = within_phone_caps(&tx, city, letter, now).await?;
    let (right, none) = (
        code_hash(&tx, challenge.id, &code),
        city.random.bytes::<32>().map_err(Fault::from)?.to_vec(),
    );
    // No six digits have the second one. A password that stayed here must not be guessed either.
    challenge.code_hash = if matches!(letter, Letter::Password(_)) {
        right
    } else {
        none
    };
    let (to, text) = match letter {
        Letter::Password(phone) => (Some(phone), sms_text::password(challenge.secret.purpose, &code)),
        Letter::Words(phone, words) | Letter::Notice(phone, words) => (Some(phone), words),
        Letter::Nothing => (None, String::new()),
    };
    let purpose = match challenge.secret.subject {
        Subject::Nobody => SmsPurpose::Notice,
        _ => challenge.secret.purpose,
    };
    let id = city.random.id(now).map_err(Fault::from)?;
    store::account::put_challenge(&tx, &challenge, now).await?;
    tx.commit().await?;
    city.metrics.event("otp_asked");
    city.post.hand_over(to.map(|to| SmsMessage { id, to, text, purpose }));
    Ok(ChallengeTicket {
        challenge: challenge.id,
        expires_at: challenge.expires_at,
        resend_at: now + limits::OTP_RESEND_AFTER,
        sends_left: limits::OTP_SENDS.saturating_sub(challenge.sends),
    })
}

/// The letter, unless its phone has had its share: then the message is left out and the asker is not told, because who asked
/// by a personal number must not learn what other requests the phone behind it got.
async fn within_phone_caps(tx: &Tx, city: &City, letter: Letter, now: Timestamp) -> Result<Letter, Fault> {
    let unused = city.random.bytes::<32>()?.to_vec();
    let passwords = phone_caps(city);
    let (key, caps) = match &letter {
        Letter::Password(phone) | Letter::Words(phone, _) => {
            (tx.sealing().lookup("sent to phone", phone.e164()), passwords.as_slice())
        }
        Letter::Notice(phone, _) => (
            tx.sealing().lookup("notice to phone", phone.e164()),
            [(1, DAY)].as_slice(),
        ),
        Letter::Nothing => (unused.clone(), passwords.as_slice()),
    };
    let full = over(tx, &key, caps, now).await?.is_some();
    store::account::note_send(tx, if full { &unused } else { &key }, now).await?;
    if full {
        city.metrics.event("otp_withheld");
    }
    Ok(if full { Letter::Nothing } else { letter })
}

/// Wrong answers of a day for one person, over all the passwords that were asked for.
pub(super) struct Guesses {
    key: Vec<u8>,
    /// Whether there were too many.
    pub(super) spent: bool,
}

impl Guesses {
    /// How things stand for whom a challenge lets in; a decoy counts under what was asked for.
    pub(super) async fn of(tx: &Tx, challenge: &Challenge, now: Timestamp) -> Result<Self, Fault> {
        let sealing = tx.sealing();
        let key = match &challenge.secret.subject {
            Subject::Citizen { citizen, .. } | Subject::Shift { citizen, .. } => {
                sealing.lookup("guessed for citizen", &citizen.to_string())
            }
            Subject::Enrolment(form) => sealing.lookup("guessed for number", form.personal_number.as_str()),
            Subject::Nobody => sealing.lookup("guessed for nobody", &hex::encode(&challenge.secret.asked_as)),
        };
        let spent = over(tx, &key, &[(GUESSES_PER_DAY, DAY)], now).await?.is_some();
        Ok(Self { key, spent })
    }

    /// Counts a wrong answer.
    pub(super) async fn note(&self, tx: &Tx, now: Timestamp) -> Result<(), Fault> {
        store::account::note_send(tx, &self.key, now).await
    }
}

/// The keyed hash of a password for one challenge.
pub(super) fn code_hash(on: &impl Access, challenge: ChallengeId, code: &str) -> Vec<u8> {
    on.sealing()
        .token("one-time password", &[challenge.0.as_bytes(), code.as_bytes()])
        .to_vec()
}
