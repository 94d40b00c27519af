//! The standard code: the national personal QR v1.1 (Quyết định 1405/QĐ-BTTTT, 2021).
//!
//! ```text
//! document number|NAME IN CAPITALS WITHOUT ACCENTS|YYYY-MM-DD|0 or 1|QID|EXT
//! EXT = declarer's QID<sex<health-insurance number<phone<signature
//! ```
//! It locates a person and grants nothing. The city signs the ones it issues in the signature
//! field, so that a forged one is caught without a network; others leave the field empty.
//!
//! A printed card lies about where the app's screen does not, and can't be taken back. So what the
//! city signs for a card names the card's serial, a place in the revocation list
//! ([`crate::revocation`]), and leaves phone and health-insurance number out.

mod judged;
mod masked;

use std::fmt;

use domain::{BirthDate, CardSerial, PersonName, Phone, Qid, Sex, text};

pub use judged::{CardVerdict, StandardVerdict};
pub use masked::MaskedStandard;

use crate::trust::{self, CitySigner, KeyId, TrustStore};

/// Longer than any standard code, in bytes.
pub const MAX_STANDARD_BYTES: usize = 1024;

/// What the city signs begins with this, so that the signature serves nothing else.
const SIGNING_LABEL: &[u8] = b"congdanso/standard-code/1\0";
/// The same for a printed card: neither signature passes for the other.
const CARD_LABEL: &[u8] = b"congdanso/standard-card/1\0";

/// A person as the national personal QR tells them.
#[derive(Clone, PartialEq, Eq)]
pub struct StandardCode {
    /// Number of the identity paper: personal number, former identity card or passport; 1 to
    /// 20 letters and digits.
    pub document_number: String,
    /// Full name. Written in capitals without accents, and read as such.
    pub name: PersonName,
    /// Date of birth.
    pub born: BirthDate,
    /// Who declared.
    pub declared_by: DeclaredBy,
    /// The profile's QID.
    pub qid: Qid,
    /// The rest.
    pub extension: Extension,
}

/// Who declared what the code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredBy {
    /// The person (`0`).
    SelfDeclared,
    /// Someone else for them (`1`).
    Other,
}

impl DeclaredBy {
    fn parse(field: &str) -> Option<Self> {
        match field.trim() {
            "0" => Some(Self::SelfDeclared),
            "1" => Some(Self::Other),
            _ => None,
        }
    }

    fn digit(self) -> char {
        match self {
            Self::SelfDeclared => '0',
            Self::Other => '1',
        }
    }
}

/// The field EXT.
#[derive(Clone, PartialEq, Eq)]
pub struct Extension {
    /// QID of who declared for the person.
    pub declarer: Option<Qid>,
    /// Sex.
    pub sex: Sex,
    /// Health-insurance number; at most 20 letters and digits.
    pub health_insurance: Option<String>,
    /// Mobile phone.
    pub phone: Option<Phone>,
    /// The issuer's signature over everything before it.
    pub signature: Option<StandardSignature>,
}

/// What stands in the signature field.
#[derive(Clone, PartialEq, Eq)]
pub enum StandardSignature {
    /// Of the form this city writes: base45 (RFC 9285) of key name, the serial in big-endian
    /// order when the code stands on a printed card, and Ed25519 signature.
    City {
        /// The key's name.
        key: KeyId,
        /// The card that the code stands on.
        card: Option<CardSerial>,
        /// The signature.
        signature: [u8; 64],
    },
    /// Another issuer's, kept as it is.
    Foreign(String),
}

/// Why text is no standard code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StandardError {
    /// Not five or six fields between `|`, or longer than [`MAX_STANDARD_BYTES`].
    #[error("not a personal code")]
    Form,
    /// The document number.
    #[error("no document number")]
    DocumentNumber,
    /// The name.
    #[error("no name")]
    Name,
    /// The date of birth.
    #[error("no date of birth")]
    Born,
    /// Neither 0 nor 1 for who declared.
    #[error("unknown kind of declaration")]
    DeclaredBy,
    /// The QID.
    #[error("no QID")]
    Qid,
    /// The extension.
    #[error("unreadable extension")]
    Extension,
}

/// What the signature of a standard code is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// The city signed exactly this.
    Signed {
        /// With this key.
        key: KeyId,
        /// For the printed card of this serial. Whether that card still counts, the revocation
        /// list says.
        card: Option<CardSerial>,
    },
    /// There is no signature, or not one of the form the city writes.
    Unsigned,
    /// The signature is not the key's, or the city took the key back.
    Forged,
    /// The verifier does not know the key.
    UnknownKey,
}

/// A standard code as a screen shows it before the person asks for everything.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskedCode {
    /// The first six characters of the document number hidden: `******000001`.
    pub document_number: String,
    /// The name, in full.
    pub name: String,
    /// Day and month of birth hidden: `**/**/1990`.
    pub born: String,
}

impl StandardCode {
    /// Reads a code.
    ///
    /// Besides the form above, tolerates what other issuers print: no EXT at all (version 1.0)
    /// or fewer fields in it, a date as `dd/MM/yyyy` or `ddMMyyyy`, a name with accents, a line
    /// end behind the code. Whatever it was, [`StandardCode::to_text`] gives the form above.
    ///
    /// # Errors
    /// [`StandardError`] names the field.
    pub fn parse(code: &str) -> Result<Self, StandardError> {
        if code.len() > MAX_STANDARD_BYTES {
            return Err(StandardError::Form);
        }
        let fields: Vec<&str> = code.trim_end_matches(['\r', '\n']).split('|').collect();
        let (number, name, born, declared_by, qid, extension) = match fields.as_slice() {
            [number, name, born, declared_by, qid] => (number, name, born, declared_by, qid, ""),
            [number, name, born, declared_by, qid, extension] => (number, name, born, declared_by, qid, *extension),
            _ => return Err(StandardError::Form),
        };
        let number = number.trim();
        if !is_identifier(number) {
            return Err(StandardError::DocumentNumber);
        }
        let name = text::plain_capitals(name).parse().map_err(|_| StandardError::Name)?;
        Ok(Self {
            document_number: number.to_owned(),
            name,
            born: born.parse().map_err(|_| StandardError::Born)?,
            declared_by: DeclaredBy::parse(declared_by).ok_or(StandardError::DeclaredBy)?,
            qid: qid.trim().parse().map_err(|_| StandardError::Qid)?,
            extension: Extension::parse(extension).ok_or(StandardError::Extension)?,
        })
    }

    /// The code's text, in the one form of the regulation.
    pub fn to_text(&self) -> String {
        let mut code = self.unsigned_text();
        match &self.extension.signature {
            Some(StandardSignature::City { key, card, signature }) => {
                let bytes = [key.as_slice(), &serial_bytes(*card), signature].concat();
                code.push_str(&base45::encode(bytes));
            }
            Some(StandardSignature::Foreign(signature)) => code.push_str(signature),
            None => {}
        }
        code
    }

    /// The same code with the city's signature.
    #[must_use]
    pub fn sign(self, city: &CitySigner) -> Self {
        self.signed(city, None)
    }

    /// The code for a printed card, with the city's signature: without phone and health-insurance
    /// number, whoever finds the card needs neither.
    #[must_use]
    pub fn sign_card(mut self, city: &CitySigner, card: CardSerial) -> Self {
        self.extension.health_insurance = None;
        self.extension.phone = None;
        self.signed(city, Some(card))
    }

    fn signed(mut self, city: &CitySigner, card: Option<CardSerial>) -> Self {
        let signature = city.sign(&self.signed_bytes(card));
        self.extension.signature = Some(StandardSignature::City {
            key: city.id(),
            card,
            signature,
        });
        self
    }

    /// Whether the city signed what the code says.
    ///
    /// The code carries no time of signing, so a past key counts until the city takes it back. A
    /// card that was cancelled is signed all the same: its serial has to be looked up.
    pub fn verify(&self, trust: &TrustStore) -> SignatureVerdict {
        let Some(StandardSignature::City { key, card, signature }) = &self.extension.signature else {
            return SignatureVerdict::Unsigned;
        };
        let Some(trusted) = trust.key(*key) else {
            return SignatureVerdict::UnknownKey;
        };
        if !trusted.revoked && trust::verify_signature(&trusted.public_key, &self.signed_bytes(*card), signature) {
            SignatureVerdict::Signed { key: *key, card: *card }
        } else {
            SignatureVerdict::Forged
        }
    }

    /// What a screen shows first (section 3 of the regulation): six characters of the document
    /// number, day and month of birth hidden.
    pub fn masked(&self) -> MaskedCode {
        MaskedCode {
            document_number: text::mask_start(&self.document_number, 6),
            name: self.name.as_str().to_owned(),
            born: format!("**/**/{:04}", self.born.date().year()),
        }
    }

    fn signed_bytes(&self, card: Option<CardSerial>) -> Vec<u8> {
        let label = if card.is_some() { CARD_LABEL } else { SIGNING_LABEL };
        [label, self.unsigned_text().as_bytes(), &serial_bytes(card)].concat()
    }

    /// Everything before the signature.
    fn unsigned_text(&self) -> String {
        let declared_by = self.declared_by.digit();
        let sex = match self.extension.sex {
            Sex::Unknown => 0,
            Sex::Male => 1,
            Sex::Female => 2,
        };
        format!(
            "{}|{}|{}|{declared_by}|{}|{}<{sex}<{}<{}<",
            self.document_number,
            self.name.plain_capitals(),
            self.born.date(),
            self.qid.as_str(),
            self.extension.declarer.as_ref().map_or("", Qid::as_str),
            self.extension.health_insurance.as_deref().unwrap_or_default(),
            self.extension.phone.as_ref().map(Phone::national).unwrap_or_default(),
        )
    }
}

impl Default for Extension {
    fn default() -> Self {
        Self {
            declarer: None,
            sex: Sex::Unknown,
            health_insurance: None,
            phone: None,
            signature: None,
        }
    }
}

impl Extension {
    fn parse(field: &str) -> Option<Self> {
        let mut parts = field.splitn(5, '<');
        let mut next = || Some(parts.next().unwrap_or_default()).filter(|part| !part.trim().is_empty());
        let declarer = next().map(|part| part.trim().parse()).transpose().ok()?;
        let sex = match next().map(str::trim) {
            None | Some("0") => Sex::Unknown,
            Some("1") => Sex::Male,
            Some("2") => Sex::Female,
            Some(_) => return None,
        };
        let health_insurance = next().map(|part| part.trim().to_owned());
        if !health_insurance.as_deref().is_none_or(is_identifier) {
            return None;
        }
        let phone = next().map(str::parse).transpose().ok()?;
        let signature = match next() {
            None => None,
            Some(part) => Some(StandardSignature::parse(part)?),
        };
        Some(Self {
            declarer,
            sex,
            health_insurance,
            phone,
            signature,
        })
    }
}

impl StandardSignature {
    fn parse(field: &str) -> Option<Self> {
        let city = base45::decode(field)
            .ok()
            .filter(|bytes| base45::encode(bytes) == field);
        if let Some(bytes) = city
            && let Some((key, rest)) = bytes.split_first_chunk::<8>()
            && let Some((serial, signature)) = rest.split_last_chunk::<64>()
            && let Some(card) = read_serial(serial)
        {
            return Some(Self::City {
                key: *key,
                card,
                signature: *signature,
            });
        }
        let plain = field.chars().all(|c| c.is_ascii_graphic() || c == ' ') && !field.contains(['|', '<']);
        plain.then(|| Self::Foreign(field.to_owned()))
    }
}

/// A card's serial as the signature field has it; nothing for a code without a card.
fn serial_bytes(card: Option<CardSerial>) -> Vec<u8> {
    card.map(|card| card.0.to_be_bytes().to_vec()).unwrap_or_default()
}

/// Reads what [`serial_bytes`] wrote.
fn read_serial(bytes: &[u8]) -> Option<Option<CardSerial>> {
    match bytes {
        [] => Some(None),
        _ => bytes
            .try_into()
            .ok()
            .map(|bytes| Some(CardSerial(u32::from_be_bytes(bytes)))),
    }
}

/// 1 to 20 ASCII letters and digits.
fn is_identifier(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

impl fmt::Debug for StandardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StandardCode(…)")
    }
}

impl fmt::Debug for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extension(…)")
    }
}

impl fmt::Debug for StandardSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::City { .. } => "City(…)",
            Self::Foreign(_) => "Foreign(…)",
        })
    }
}

impl fmt::Debug for MaskedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaskedCode(…)")
    }
}

#[cfg(test)]
mod tests;
