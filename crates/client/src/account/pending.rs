//! A sign-in between its steps: in memory only, until its vault is made.

use domain::{PersonId, Phone};
use protocol::{
    api::{ChallengeTicket, SessionGrant, SignInIdentifier},
    app::{ChallengeView, SignInStage},
};

use crate::device_key::DeviceKey;

/// A sign-in under way.
#[derive(Clone)]
pub(crate) struct PendingSignIn {
    pub(crate) ticket: ChallengeTicket,
    /// Where the one-time password went, masked.
    pub(crate) phone: Option<String>,
    /// By what the person will sign in again.
    pub(crate) identifier: SignInIdentifier,
    pub(crate) purpose: Purpose,
}

/// What the one-time password opens.
#[derive(Clone)]
pub(crate) enum Purpose {
    /// A person new to this device.
    First {
        /// The device's key; it goes into the vault with the first records.
        key: DeviceKey,
        /// A proposal for the label.
        label: String,
        /// The session, once the password was right.
        grant: Option<Box<SessionGrant>>,
    },
    /// The unlocked person, whose session has ended.
    Renewal {
        /// Whose.
        person: PersonId,
    },
}

impl PendingSignIn {
    /// Whether it is the unlocked person's, and so ends with the lock.
    pub(crate) fn is_renewal(&self) -> bool {
        matches!(self.purpose, Purpose::Renewal { .. })
    }

    pub(crate) fn view(&self) -> ChallengeView {
        ChallengeView {
            phone: self.phone.clone(),
            expires_at: self.ticket.expires_at,
            resend_at: self.ticket.resend_at,
            sends_left: self.ticket.sends_left,
        }
    }

    /// The stage as screens see it. A renewal is a matter of the unlocked person's screens too.
    pub(crate) fn stage(&self) -> SignInStage {
        match &self.purpose {
            Purpose::First {
                label, grant: Some(_), ..
            } => SignInStage::Pin { label: label.clone() },
            Purpose::First { grant: None, .. } | Purpose::Renewal { .. } => {
                SignInStage::Code { challenge: self.view() }
            }
        }
    }
}

/// The phone an identifier names, masked; nothing for a personal number.
pub(super) fn masked_phone(identifier: &SignInIdentifier) -> Option<String> {
    match identifier {
        SignInIdentifier::Phone(phone) => Some(phone.masked()),
        SignInIdentifier::PersonalNumber(_) => None,
    }
}

/// A label that tells little: the end of a phone, or nothing.
pub(super) fn label_of(identifier: &SignInIdentifier) -> String {
    match identifier {
        SignInIdentifier::Phone(phone) => label_of_phone(phone),
        SignInIdentifier::PersonalNumber(_) => String::new(),
    }
}

fn label_of_phone(phone: &Phone) -> String {
    let national = phone.national();
    format!("•••{}", &national[national.len() - 3..])
}
