//! Opening a profile and signing in.

use domain::{BirthDate, ChallengeId, PersonName, PersonalNumber, Phone, Sex, WardCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Nothing, endpoint::endpoint};

endpoint! {
    /// Asks for a profile and sends a one-time password to the phone.
    ///
    /// The answer is the same, in content and time, whether or not the personal number already
    /// has a profile. If it has one with the same phone, the password signs in to it; with
    /// another phone, the registered phone is told and the challenge can't be answered.
    StartEnrolment: Post "/v1/enrolments", Public, EnrolmentForm => ChallengeTicket
}

endpoint! {
    /// Asks for a one-time password for an existing profile. The answer is the same whether or
    /// not there is one.
    StartSignIn: Post "/v1/sign-ins", Public, SignInForm => ChallengeTicket
}

endpoint! {
    /// Sends a new one-time password for the same challenge; the earlier one is void.
    ResendCode: Post "/v1/challenges/{challenge}/sends", Public, params ChallengeId,
        Nothing => ChallengeTicket
}

/// What a resident declares to open a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentForm {
    /// Personal number.
    pub personal_number: PersonalNumber,
    /// Full name.
    pub full_name: PersonName,
    /// Date of birth.
    pub birth_date: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Mobile phone, where the one-time password goes.
    pub phone: Phone,
    /// Ward of residence.
    pub ward: WardCode,
    /// House number and street, at most 200 characters; empty when not told.
    #[serde(default)]
    pub address: String,
    /// Number of the former nine-digit identity card, as the chip card's code has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_id_number: Option<String>,
}

/// Who wants to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInForm {
    /// A phone or a personal number.
    pub identifier: SignInIdentifier,
}

/// By what a resident is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum SignInIdentifier {
    /// The registered phone.
    Phone(Phone),
    /// The personal number.
    PersonalNumber(PersonalNumber),
}

/// A one-time password was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChallengeTicket {
    /// Names the challenge.
    pub challenge: ChallengeId,
    /// When the password ends.
    pub expires_at: Timestamp,
    /// From when a new one may be asked for.
    pub resend_at: Timestamp,
    /// How many more times a password may be sent for this challenge.
    pub sends_left: u32,
}
