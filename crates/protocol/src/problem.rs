//! Errors of the city's API: RFC 9457 problem details with a closed list of codes.

use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal, $status:literal, $title:literal;)*) => {
        /// Why the city refused or failed. Closed: a new code means a new version of this list
        /// and words for it in every language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $wire)] $name,)*
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The wire form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire),* }
            }

            /// The HTTP status it travels with (RFC 9110 section 15).
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            /// A short English summary for developers; screens have their own words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

codes! {
    /// The request can't be read: malformed JSON, a missing field, a bad header or path.
    InvalidRequest = "invalid_request", 400, "The request can't be read";
    /// Fields were read but their values don't fit; [`Problem::fields`] names them.
    InvalidField = "invalid_field", 422, "A field's value does not fit";
    /// No access token, or one the city does not know.
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    /// The session ended: idle too long, too old, or ended on another device.
    SessionExpired = "session_expired", 401, "The session has ended";
    /// The access token is too old; a refresh gives a new one.
    AccessTokenExpired = "access_token_expired", 401, "The access token has expired";
    /// A refresh token came a second time; the session was ended.
    TokenReused = "token_reused", 401, "A used refresh token came again; the session was ended";
    /// The signature of the device key does not fit.
    ProofInvalid = "proof_invalid", 401, "The device's proof does not fit";
    /// The device was removed from the account.
    DeviceRevoked = "device_revoked", 403, "The device was removed from the account";
    /// The resident ordered this device to erase what it holds.
    DeviceWipeOrdered = "device_wipe_ordered", 403, "The device must erase what it holds";
    /// The role does not allow it.
    NotAllowed = "not_allowed", 403, "The role does not allow it";
    /// The officer has no open shift.
    NoShift = "no_shift", 403, "Open a shift first";
    /// The shift locked because nothing was done.
    ShiftLocked = "shift_locked", 403, "The shift is locked";
    /// Nothing here, or nothing of this account's.
    NotFound = "not_found", 404, "Not found";
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
    /// The change was based on a revision that is no longer current.
    Conflict = "conflict", 409, "Changed in the meantime";
    /// The account has as many printed cards in force as it may; cancelling one makes room.
    TooManyCards = "too_many_cards", 409, "As many printed cards are in force as may be";
    /// As many errand passes of the account are open as may be; ending one makes room.
    TooManyErrands = "too_many_errands", 409, "As many errand passes are open as may be";
    /// The last administrator of an organisation can't be removed.
    LastAdministrator = "last_administrator", 409, "The last administrator can't be removed";
    /// The request was answered, taken back, or has expired.
    RequestOver = "request_over", 410, "The request is over";
    /// What was shared can't be read any more.
    ShareOver = "share_over", 410, "What was shared can't be read any more";
    /// The printed card was cancelled.
    CardRevoked = "card_revoked", 410, "The printed card was cancelled";
    /// The one-time password's five minutes are over.
    CodeExpired = "code_expired", 410, "The one-time password has expired";
    /// The body is larger than allowed.
    PayloadTooLarge = "payload_too_large", 413, "The body is too large";
    /// The content is of no kind that the store keeps.
    UnsupportedMediaType = "unsupported_media_type", 415, "Unsupported media type";
    /// The range lies outside the content.
    RangeNotSatisfiable = "range_not_satisfiable", 416, "Range not satisfiable";
    /// More is asked than the purpose allows, or the person of the check can't be asked.
    BeyondPurpose = "beyond_purpose", 422, "More than the purpose allows";
    /// The check does not prove that the person stands there now: it was no live code, not good, or is too old.
    CheckFirst = "check_first", 422, "Check the person's live code first";
    /// Less or other than what is asked is shared.
    NotWhatIsAsked = "not_what_is_asked", 422, "Not what is asked";
    /// The paper's content can't be drawn with a watermark: damaged, or locked with a password.
    ContentDamaged = "content_damaged", 422, "The content can't be shown";
    /// The one-time password is wrong; [`Problem::attempts_left`] counts.
    CodeWrong = "code_wrong", 422, "The one-time password is wrong";
    /// Too many wrong answers; the one-time password is void.
    CodeVoid = "code_void", 422, "The one-time password is void";
    /// The content's digest is not what was announced.
    DigestMismatch = "digest_mismatch", 422, "The content does not match its digest";
    /// The field or paper belongs to whoever verified or issued it.
    NotYours = "not_yours", 422, "Verified fields and issued papers can't be changed by the resident";
    /// The app is too old for this API.
    AppTooOld = "app_too_old", 426, "The app is too old";
    /// Too many requests; [`Problem::retry_after`] tells when to come again.
    TooManyRequests = "too_many_requests", 429, "Too many requests";
    /// The officer's checks of the day are used up.
    TooManyChecks = "too_many_checks", 429, "The officer's checks of the day are used up";
    /// Too many messages to one phone.
    TooManySends = "too_many_sends", 429, "Too many messages to this phone";
    /// A fault at the city; the incident id finds it in the logs.
    Internal = "internal", 500, "Internal error";
    /// The SMS gateway can't be reached.
    SmsUnavailable = "sms_unavailable", 503, "Messages can't be sent at the moment";
    /// Busy or starting or stopping.
    Unavailable = "unavailable", 503, "Unavailable at the moment";
    /// The request took too long.
    Timeout = "timeout", 504, "The request took too long";
}

/// One field that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// Where in the request body, dotted (`profile.phone`).
    pub path: String,
}

/// RFC 9457 problem details. Never carries a library's message or personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:congdanso:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short English summary of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The code programs branch on.
    pub code: ErrorCode,
    /// `urn:uuid:` and the request's id, to find it in the logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The fields that don't fit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// Tries left before a one-time password is void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
    /// Seconds until it makes sense to try again; equals the `Retry-After` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A problem of a code with nothing further to say.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            kind: format!("urn:congdanso:problem:{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            instance: None,
            fields: Vec::new(),
            attempts_left: None,
            retry_after: None,
        }
    }
}
