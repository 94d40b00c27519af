//! Sessions and devices.

use domain::{ChallengeId, CitizenId, DeviceId, OperationId, SessionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Nothing, endpoint::endpoint};
use crate::Blob;

endpoint! {
    /// Answers a challenge, binds the device and opens a transaction session.
    ///
    /// A device that offers a key the account already knows is the same device again.
    OpenSession: Post "/v1/sessions", Public, SessionRequest => SessionGrant
}

endpoint! {
    /// Gives new tokens for a refresh token and the device's proof. A refresh token is good
    /// once; the same token with the same `attempt` gives the same answer again, so that a lost
    /// answer costs nothing, and with another `attempt` ends the session.
    RefreshSession: Post "/v1/sessions/refresh", Public, RefreshRequest => SessionGrant
}

endpoint! {
    /// Tells a page that was loaded anew, or whose session another page of the same browser
    /// carried on, how the session of its cookies stands. Nothing is given out that the cookies
    /// do not hold, and nothing is made anew; the session counts as used.
    ResumeSession: Post "/v1/sessions/resume", Public, Nothing => SessionGrant
}

endpoint! {
    /// The account's open sessions, newest first.
    ListSessions: Get "/v1/sessions", Session, Nothing => SessionList
}

endpoint! {
    /// Ends one session of the account.
    EndSession: Delete "/v1/sessions/{session}", Session, params SessionId, Nothing => Nothing
}

endpoint! {
    /// Signs out: ends the session that asks.
    EndCurrentSession: Delete "/v1/sessions/current", Session, Nothing => Nothing
}

endpoint! {
    /// The account's devices, the one that asks first.
    ListDevices: Get "/v1/devices", Session, Nothing => DeviceList
}

endpoint! {
    /// Removes a device: its sessions end and its credential is revoked.
    RevokeDevice: Delete "/v1/devices/{device}", Session, params DeviceId, Nothing => Nothing
}

endpoint! {
    /// Removes a device and orders it to erase what it holds at its next contact.
    OrderWipe: Post "/v1/devices/{device}/wipe", Session, params DeviceId, Nothing => Nothing
}

endpoint! {
    /// Issues a credential for the device that asks: what makes its live codes count. An
    /// earlier credential of the device is revoked.
    IssueCredential: Post "/v1/devices/current/credential", Session, Nothing => DeviceCredential
}

/// An answer to a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRequest {
    /// The challenge.
    pub challenge: ChallengeId,
    /// The six digits the phone got.
    pub code: String,
    /// The device that wants to be bound.
    pub device: DeviceOffer,
    /// The device key's signature over [`open_session_proof`].
    pub proof: Blob,
}

/// A device that wants to be bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceOffer {
    /// Its Ed25519 public key, 32 bytes.
    pub public_key: Blob,
    /// What the resident calls it, at most 60 characters.
    pub name: String,
    /// What it runs.
    pub platform: Platform,
}

/// What a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Android.
    Android,
    /// iOS.
    Ios,
    /// Linux.
    Linux,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
    /// A browser.
    Web,
}

/// Asks for new tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefreshRequest {
    /// The refresh token.
    pub refresh_token: String,
    /// The device.
    pub device: DeviceId,
    /// Names this attempt; kept by the device until an answer has arrived.
    pub attempt: OperationId,
    /// The device key's signature over [`refresh_proof`].
    pub proof: Blob,
}

/// Tokens of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionGrant {
    /// The session.
    pub session: SessionId,
    /// The account.
    pub citizen: CitizenId,
    /// The device.
    pub device: DeviceId,
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// When the access token ends.
    pub access_expires_at: Timestamp,
    /// For [`RefreshSession`], once.
    pub refresh_token: String,
    /// When the session ends whatever happens.
    pub session_ends_at: Timestamp,
}

/// The account's open sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// Newest first.
    pub sessions: Vec<SessionRecord>,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRecord {
    /// The session.
    pub id: SessionId,
    /// Its device.
    pub device: DeviceId,
    /// When its one-time password was answered.
    pub opened_at: Timestamp,
    /// Its last request.
    pub last_used_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The account's devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceList {
    /// The one that asks first, then by last contact.
    pub devices: Vec<DeviceRecord>,
}

/// A device of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceRecord {
    /// The device.
    pub id: DeviceId,
    /// What the resident calls it.
    pub name: String,
    /// What it runs.
    pub platform: Platform,
    /// When it was bound.
    pub bound_at: Timestamp,
    /// Its last contact.
    pub last_seen_at: Timestamp,
    /// How it stands.
    pub state: DeviceState,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// How a device stands with the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// Bound.
    Active,
    /// Removed.
    Revoked,
    /// Removed, and told to erase at its next contact, which has not come yet.
    WipeOrdered,
    /// Removed, and was told to erase.
    WipeDelivered,
}

/// A credential for the device's live codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceCredential {
    /// A CWT in COSE_Sign1 (RFC 8392, RFC 9052), as the `codes` crate makes it.
    pub credential: Blob,
    /// When it ends.
    pub not_after: Timestamp,
    /// The secret of the six digits under the device's live codes (RFC 6238).
    pub number_secret: Blob,
}

/// The header of every request of a page in a browser.
///
/// A page never sees its tokens: the city keeps them in cookies that scripts can't read, and
/// [`SessionGrant`] carries the tokens' names in their place ([`NO_SESSION`] stands for none). The
/// header's value is the name of the access token that the page believes to be its own, so that
/// a page never acts in a session that another page of the browser has opened meanwhile. Cookies
/// count only beside this header, which no page of another origin can send (a request with a
/// header of its own is asked for first, and the city never agrees: Fetch standard, section 3.3).
pub const PAGE_HEADER: &str = "x-congdanso-page";

/// The value of [`PAGE_HEADER`] while the page has no session.
pub const NO_SESSION: &str = "none";

/// What a device key signs to open a session: a fixed label and the challenge, so that the
/// signature serves nothing else.
pub fn open_session_proof(challenge: ChallengeId) -> Vec<u8> {
    [b"congdanso/open-session/1\0".as_slice(), challenge.0.as_bytes()].concat()
}

/// What a device key signs to refresh a session: a fixed label, the attempt and the token.
pub fn refresh_proof(attempt: OperationId, refresh_token: &str) -> Vec<u8> {
    [
        b"congdanso/refresh-session/1\0".as_slice(),
        attempt.0.as_bytes(),
        refresh_token.as_bytes(),
    ]
    .concat()
}
