//! Why a command failed, as the UI puts it into words.

use serde::{Deserialize, Serialize};

use crate::problem::ErrorCode;

/// Why a command failed. Closed: the UI has words for every one in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum AppError {
    /// Some of what was typed does not fit.
    #[error("input does not fit")]
    InvalidInput {
        /// Which fields.
        fields: Vec<InputField>,
    },
    /// The city can't be reached.
    #[error("offline")]
    Offline,
    /// The browser keeps no cookies, and without them no session.
    #[error("cookies are blocked")]
    CookiesBlocked,
    /// The city refused or failed.
    #[error("city: {code:?}")]
    City {
        /// Why.
        code: ErrorCode,
        /// Tries left, for a wrong one-time password.
        attempts_left: Option<u32>,
        /// Seconds until it makes sense to try again.
        retry_after: Option<u32>,
        /// Finds the case in the city's logs.
        incident: Option<String>,
    },
    /// The city's answer can't be understood: a newer city or something between.
    #[error("the city's answer can't be understood")]
    CityIncomprehensible,
    /// The session has ended; a one-time password opens a new one.
    #[error("the session has ended")]
    SessionEnded,
    /// This device was removed from the account.
    #[error("the device was removed from the account")]
    DeviceRemoved,
    /// Nobody is unlocked.
    #[error("locked")]
    Locked,
    /// No enrolment or sign-in is under way.
    #[error("no sign-in under way")]
    NoSignIn,
    /// The PIN is wrong.
    #[error("wrong PIN")]
    WrongPin {
        /// Tries left before the vault is erased.
        attempts_left: u32,
        /// Seconds until the next try is taken.
        wait_seconds: u32,
    },
    /// Too early for another PIN.
    #[error("PIN entry has to wait")]
    PinDelayed {
        /// Tries left before the vault is erased.
        attempts_left: u32,
        /// Seconds until the next try is taken.
        wait_seconds: u32,
    },
    /// The vault was erased after too many wrong PINs.
    #[error("the vault was erased")]
    VaultErased,
    /// The vault's file is damaged.
    #[error("the vault is damaged")]
    VaultDamaged,
    /// The vault's file was written by a newer version.
    #[error("the vault needs a newer version")]
    VaultNewer,
    /// The vault needs the operating system's keyring, which is not there or has lost its part.
    #[error("the keyring does not have this vault's part")]
    KeyringMissing,
    /// The device is full.
    #[error("the device is full")]
    DiskFull,
    /// The file is larger than the store keeps.
    #[error("the file is too large")]
    FileTooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file is empty.
    #[error("the file is empty")]
    FileEmpty,
    /// The file is no PDF, JPEG, PNG or WebP, whatever its name says.
    #[error("the file's kind is not kept")]
    FileKind,
    /// The picture can't be read.
    #[error("the picture can't be read")]
    PictureUnreadable,
    /// No code in the picture.
    #[error("no code found")]
    NoCode,
    /// No camera, or another program holds it.
    #[error("no camera")]
    CameraAbsent,
    /// The use of the camera is not allowed.
    #[error("camera not allowed")]
    CameraDenied,
    /// What was asked for is not there.
    #[error("not found")]
    NotFound,
    /// The field was verified or the paper issued: not the resident's to change.
    #[error("not the resident's to change")]
    NotYours,
    /// This device has no valid credential yet: it needs one contact with the city.
    #[error("no credential")]
    NoCredential,
    /// The content has not been fetched to this device.
    #[error("content not on this device")]
    ContentAbsent,
    /// The content did not arrive whole, or its copy here is damaged; it will be fetched again.
    #[error("content damaged")]
    ContentDamaged,
    /// The file could not be written where files for the person go.
    #[error("the file could not be saved")]
    NotSaved,
    /// The resident stopped it.
    #[error("cancelled")]
    Cancelled,
    /// A fault of the app.
    #[error("internal")]
    Internal,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputField {
    /// A phone or a personal number.
    Identifier,
    /// Personal number.
    PersonalNumber,
    /// Full name.
    FullName,
    /// Date of birth.
    BirthDate,
    /// Sex.
    Sex,
    /// Mobile phone.
    Phone,
    /// Ward of residence.
    Ward,
    /// House number and street.
    Address,
    /// Number of the former identity card.
    FormerIdNumber,
    /// Health-insurance number.
    HealthInsuranceNumber,
    /// E-mail address.
    Email,
    /// Occupation.
    Occupation,
    /// One-time password: not six digits.
    Code,
    /// PIN: not six digits.
    Pin,
    /// PIN: too easy to guess.
    PinTrivial,
    /// What the device shows before it is unlocked.
    Label,
    /// A paper's title.
    Title,
    /// A paper's number.
    Number,
    /// A paper's date of issue.
    IssuedOn,
    /// A paper's last day, or it lies before the date of issue.
    ExpiresOn,
    /// Why the person refuses: too long.
    RefusalWords,
    /// What the person contests: empty or too long.
    ContestWords,
    /// The six digits under a live code.
    CodeNumber,
    /// The organisation where something is collected.
    Organisation,
    /// The personal number of whoever collects it; not one's own.
    BearerNumber,
    /// The name of whoever collects it.
    BearerName,
    /// What is collected.
    ErrandTitle,
    /// The code of a dossier: too long.
    Dossier,
    /// The day on which it is collected: no day, past, or too far ahead.
    ErrandDay,
}

impl From<domain::ProfileField> for InputField {
    fn from(field: domain::ProfileField) -> Self {
        use domain::ProfileField as F;
        match field {
            F::FullName => Self::FullName,
            F::PersonalNumber => Self::PersonalNumber,
            F::BirthDate => Self::BirthDate,
            F::Sex => Self::Sex,
            F::Phone => Self::Phone,
            F::Ward => Self::Ward,
            F::Address => Self::Address,
            F::FormerIdNumber => Self::FormerIdNumber,
            F::HealthInsuranceNumber => Self::HealthInsuranceNumber,
            F::Email => Self::Email,
            F::Occupation => Self::Occupation,
        }
    }
}
