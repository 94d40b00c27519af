//! The rules of the city: identifiers, value objects and limits that every room shares.
//!
//! A value that exists has been checked: [`PersonalNumber`], [`Phone`], [`PersonName`] and the
//! rest can only be made through their parsers, also when they come off the wire.
//!
//! This crate may not do I/O, read a clock or draw random numbers, and knows nothing of HTTP,
//! databases, codes or screens. It compiles to wasm32.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod birth;
mod card;
mod document;
mod errand;
mod id;
pub mod limits;
mod name;
mod organisation;
mod personal_number;
mod phone;
mod pin;
mod place;
mod profile;
mod qid;
mod role;
mod sharing;
mod short_text;
pub mod text;

pub use birth::{BirthDate, BirthDateError};
pub use card::CardSerial;
pub use document::{
    DocumentKind, DocumentNumber, DocumentNumberError, DocumentOrigin, DocumentTitle, DocumentTitleError, MediaType,
    Validity,
};
pub use errand::{DossierCode, DossierCodeError, ErrandTitle, ErrandTitleError};
pub use id::{
    AccessId, ChallengeId, CheckId, CitizenId, CounterId, DeviceId, DocumentId, ErrandId, MemberId, OperationId,
    OrganisationId, PersonId, PurposeId, RequestId, SessionId, ShiftId,
};
pub use name::{PersonName, PersonNameError};
pub use organisation::{
    CounterName, CounterNameError, CounterPlace, CounterPlaceError, OrganisationKind, OrganisationName,
    OrganisationNameError,
};
pub use personal_number::{NumberMismatch, PersonalNumber, PersonalNumberError};
pub use phone::{Phone, PhoneError};
pub use pin::{Pin, PinError};
pub use place::{Ward, WardCode, WardCodeError, province_of_registration, wards};
pub use profile::{FieldText, FieldTextError, ProfileField, Sex, Source};
pub use qid::{Qid, QidError};
pub use role::{Permission, Role};
pub use sharing::{
    AccessWords, AccessWordsError, DeskWord, PurposeReason, PurposeReasonError, PurposeTitle, PurposeTitleError,
    RefusalWords, RefusalWordsError, Scope,
};

/// Viet Nam's civil time, UTC+07:00 all year.
pub fn local_time_zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::fixed(jiff::tz::offset(7))
}

/// The calendar day in Viet Nam at an instant.
pub fn local_date(at: jiff::Timestamp) -> jiff::civil::Date {
    at.to_zoned_datetime(local_time_zone()).date()
}

/// The first moment of a calendar day in Viet Nam; none outside of what timestamps hold.
pub fn start_of_day(day: jiff::civil::Date) -> Option<jiff::Timestamp> {
    local_time_zone().to_timestamp(day.at(0, 0, 0, 0)).ok()
}
