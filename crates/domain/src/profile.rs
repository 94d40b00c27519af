//! The fields of a profile and where each came from.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::text;

/// Sex as the national personal QR codes it: 0 unknown, 1 male, 2 female.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Not told.
    Unknown,
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// A field of the profile. The order is the order of screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProfileField {
    /// Full name ([`crate::PersonName`]).
    FullName,
    /// Personal number ([`crate::PersonalNumber`]); never changes.
    PersonalNumber,
    /// Date of birth ([`crate::BirthDate`], ISO 8601).
    BirthDate,
    /// Sex ([`Sex`], `unknown`, `male` or `female`).
    Sex,
    /// Mobile phone ([`crate::Phone`], E.164); changes only by a step-up.
    Phone,
    /// Ward of residence ([`crate::WardCode`]).
    Ward,
    /// House number and street.
    Address,
    /// Number of the former nine-digit identity card.
    FormerIdNumber,
    /// Health-insurance number.
    HealthInsuranceNumber,
    /// E-mail address.
    Email,
    /// Occupation in the resident's words.
    Occupation,
}

impl ProfileField {
    /// Every field, in the order of screens.
    pub const ALL: [Self; 11] = [
        Self::FullName,
        Self::PersonalNumber,
        Self::BirthDate,
        Self::Sex,
        Self::Phone,
        Self::Ward,
        Self::Address,
        Self::FormerIdNumber,
        Self::HealthInsuranceNumber,
        Self::Email,
        Self::Occupation,
    ];

    /// The wire form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FullName => "full_name",
            Self::PersonalNumber => "personal_number",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::Phone => "phone",
            Self::Ward => "ward",
            Self::Address => "address",
            Self::FormerIdNumber => "former_id_number",
            Self::HealthInsuranceNumber => "health_insurance_number",
            Self::Email => "email",
            Self::Occupation => "occupation",
        }
    }

    /// Whether the resident may declare a new value by an ordinary edit, as long as nobody has
    /// verified the present one.
    pub fn is_declarable(self) -> bool {
        !matches!(self, Self::PersonalNumber | Self::Phone)
    }

    /// Whether a profile may do without it.
    pub fn is_optional(self) -> bool {
        matches!(
            self,
            Self::Address | Self::FormerIdNumber | Self::HealthInsuranceNumber | Self::Email | Self::Occupation
        )
    }

    /// Checks and tidies a value typed or received for this field; the empty text clears an
    /// optional field.
    ///
    /// # Errors
    /// [`FieldTextError`] with the field.
    pub fn check(self, raw: &str) -> Result<FieldText, FieldTextError> {
        let value = text::tidy(raw);
        let refuse = Err(FieldTextError { field: self });
        if value.is_empty() {
            return if self.is_optional() {
                Ok(FieldText(value))
            } else {
                refuse
            };
        }
        if value.chars().count() > 200 || text::has_control(&value) {
            return refuse;
        }
        let checked = match self {
            Self::FullName => value.parse::<crate::PersonName>().ok().map(String::from),
            Self::PersonalNumber => value.parse::<crate::PersonalNumber>().ok().map(String::from),
            Self::BirthDate => value
                .parse::<crate::BirthDate>()
                .ok()
                .map(|born| born.date().to_string()),
            Self::Sex => value.parse::<Sex>().ok().map(|sex| sex.as_str().to_owned()),
            Self::Phone => value.parse::<crate::Phone>().ok().map(String::from),
            Self::Ward => value.parse::<crate::WardCode>().ok().map(String::from),
            Self::FormerIdNumber => Some(value).filter(|v| v.len() == 9 && v.bytes().all(|b| b.is_ascii_digit())),
            Self::HealthInsuranceNumber => {
                let number = value.to_uppercase().replace(' ', "");
                Some(number).filter(|v| matches!(v.len(), 10 | 15) && v.bytes().all(|b| b.is_ascii_alphanumeric()))
            }
            Self::Email => Some(value).filter(|v| is_email(v)),
            Self::Address | Self::Occupation => Some(value),
        };
        checked.map(FieldText).ok_or(FieldTextError { field: self })
    }
}

/// Enough to catch a slip of the hand (the shape of RFC 5321's Mailbox); only a message that
/// arrives proves an address.
fn is_email(value: &str) -> bool {
    let Some((local, host)) = value.rsplit_once('@') else {
        return false;
    };
    let host_ok = host.contains('.')
        && host
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
    !local.is_empty() && local.len() <= 64 && !value.contains(char::is_whitespace) && host_ok
}

/// A checked value of a profile field in its wire form; empty means cleared.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct FieldText(String);

impl FieldText {
    /// The wire form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FieldText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FieldText(…)")
    }
}

/// The value does not fit the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the value does not fit the field {field:?}")]
pub struct FieldTextError {
    /// The field.
    pub field: ProfileField,
}

/// Who said a field's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// The resident.
    Declared,
    /// An organisation that checked it.
    Verified {
        /// The organisation's name, as screens show it.
        by: String,
    },
}

impl Source {
    /// Whether somebody other than the resident vouches for the value.
    pub fn is_verified(&self) -> bool {
        matches!(self, Self::Verified { .. })
    }
}

impl Sex {
    /// The wire form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

impl FromStr for Sex {
    type Err = ();

    /// Reads the wire form and what chip cards print (`Nam`, `Nữ`).
    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        match text::search_key(raw).as_str() {
            "unknown" => Ok(Self::Unknown),
            "male" | "nam" => Ok(Self::Male),
            "female" | "nu" => Ok(Self::Female),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_tidied_to_their_wire_form() {
        let ok = |field: ProfileField, raw: &str| field.check(raw).unwrap().as_str().to_owned();
        assert_eq!(ok(ProfileField::Phone, "0905 123 456"), "+84905123456");
        assert_eq!(ok(ProfileField::BirthDate, "01/05/1990"), "1990-05-01");
        assert_eq!(ok(ProfileField::Sex, "Nữ"), "female");
        assert_eq!(
            ok(ProfileField::HealthInsuranceNumber, "dn 4797930001234"),
            "DN4797930001234"
        );
        assert_eq!(ok(ProfileField::Address, "  12  Bạch Đằng "), "12 Bạch Đằng");
        assert_eq!(ok(ProfileField::Email, ""), "");
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_field() {
        for (field, raw) in [
            (ProfileField::FullName, ""),
            (ProfileField::FullName, "Hoa 2"),
            (ProfileField::Ward, "99999"),
            (ProfileField::Email, "a b@c.vn"),
            (ProfileField::Email, "a@localhost"),
            (ProfileField::FormerIdNumber, "12345678"),
            (ProfileField::HealthInsuranceNumber, "123"),
            (ProfileField::Address, "x\u{202E}y"),
        ] {
            assert_eq!(field.check(raw), Err(FieldTextError { field }), "{raw}");
        }
    }

    #[test]
    fn every_field_is_listed_once() {
        let mut all = ProfileField::ALL.to_vec();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), ProfileField::ALL.len());
        for field in ProfileField::ALL {
            assert_eq!(serde_json::to_string(&field).unwrap(), format!("{:?}", field.as_str()));
        }
    }
}
