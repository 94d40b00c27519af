//! Signing in, and a vault that one PIN opens.

use domain::limits;
use protocol::{
    app::{
        AppError, AppState, ChallengeView, ChangePin, CodeAccepted, CreateVault, InputField, PersonCard, Secret,
        SignInStage, StartEnrolment, StartSignIn, SubmitCode, Unlock, UnlockedPerson,
    },
    problem::ErrorCode,
};

use super::{
    MockHost,
    handler::code_problem,
    person,
    scenario::{Scenario, challenge},
};

const PIN: &str = "274913";
pub(super) const CODE: &str = "482915";

impl MockHost {
    pub(super) fn enrol(&self, input: StartEnrolment) -> Result<ChallengeView, AppError> {
        if input.form.full_name.trim().is_empty() {
            return Err(AppError::InvalidInput {
                fields: vec![InputField::FullName],
            });
        }
        self.with(|inner| {
            inner.state.sign_in = Some(SignInStage::Code {
                challenge: challenge(300),
            })
        });
        Ok(challenge(300))
    }

    pub(super) fn sign_in(&self, input: StartSignIn) -> ChallengeView {
        let mut challenge = challenge(300);
        if input.identifier.parse::<domain::PersonalNumber>().is_ok() {
            challenge.phone = None;
        }
        self.with(|inner| {
            inner.state.sign_in = Some(SignInStage::Code {
                challenge: challenge.clone(),
            })
        });
        challenge
    }

    pub(super) fn send_again(&self) -> ChallengeView {
        self.with(|inner| inner.wrong_codes = 0);
        ChallengeView {
            sends_left: 1,
            ..challenge(300)
        }
    }

    pub(super) fn take_code(&self, input: SubmitCode) -> Result<CodeAccepted, AppError> {
        if input.code.0 != CODE {
            let wrong = self.with(|inner| {
                inner.wrong_codes += 1;
                inner.wrong_codes
            });
            return Err(match limits::OTP_ATTEMPTS.saturating_sub(wrong) {
                0 => code_problem(ErrorCode::CodeVoid, None),
                left => code_problem(ErrorCode::CodeWrong, Some(left)),
            });
        }
        Ok(self.with(|inner| {
            inner.state.sign_in = None;
            match &mut inner.state.unlocked {
                Some(person) => {
                    person.session_ended = false;
                    CodeAccepted::SessionOpen
                }
                None => {
                    inner.state.sign_in = Some(SignInStage::Pin { label: "NH".into() });
                    CodeAccepted::ChoosePin { label: "NH".into() }
                }
            }
        }))
    }

    pub(super) fn new_vault(&self, input: CreateVault) -> AppState {
        self.with(|inner| {
            inner.state.sign_in = None;
            inner.state.people = vec![PersonCard {
                person: person::PERSON,
                label: input.label,
            }];
            inner.state.unlocked = Some(Scenario::Home.person());
            inner.state.clone()
        })
    }

    pub(super) fn open_vault(&self, input: Unlock) -> Result<AppState, AppError> {
        match self.scenario {
            Scenario::Erased => {
                self.with(|inner| inner.state.people.clear());
                return Err(AppError::VaultErased);
            }
            Scenario::Damaged => return Err(AppError::VaultDamaged),
            Scenario::Newer => return Err(AppError::VaultNewer),
            Scenario::Keyring => return Err(AppError::KeyringMissing),
            Scenario::Wait => {
                return Err(AppError::PinDelayed {
                    attempts_left: 12,
                    wait_seconds: 240,
                });
            }
            _ => {}
        }
        self.with(|inner| {
            if input.pin.0 == PIN {
                inner.wrong_pins = 0;
                inner.state.unlocked = Some(UnlockedPerson {
                    person: input.person,
                    ..Scenario::Home.person()
                });
                return Ok(inner.state.clone());
            }
            inner.wrong_pins += 1;
            let wait = limits::pin_delay(inner.wrong_pins).as_secs();
            Err(AppError::WrongPin {
                attempts_left: limits::PIN_ATTEMPTS.saturating_sub(inner.wrong_pins),
                wait_seconds: u32::try_from(wait).unwrap_or(0),
            })
        })
    }

    pub(super) fn renew_pin(&self, input: ChangePin) -> Result<(), AppError> {
        self.check_pin(&input.old)
    }

    pub(super) fn check_pin(&self, pin: &Secret) -> Result<(), AppError> {
        if pin.0 == PIN {
            Ok(())
        } else {
            Err(AppError::WrongPin {
                attempts_left: 19,
                wait_seconds: 0,
            })
        }
    }
}
