//! What screens show. Values are ready to be put into words, not words: the UI has the words.

use domain::{
    DeviceId, DocumentId, DocumentKind, DocumentOrigin, MediaType, NumberMismatch, PersonId, ProfileField, SessionId,
    Source, Validity,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{AppError, CardScan};
use crate::api::{DeviceState, Platform};

/// Where the app stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppState {
    /// Who has a vault on this device.
    pub people: Vec<PersonCard>,
    /// Who is unlocked.
    pub unlocked: Option<UnlockedPerson>,
    /// The sign-in under way.
    pub sign_in: Option<SignInStage>,
    /// Settings of this device.
    pub settings: Settings,
    /// What this host can do.
    pub capabilities: Capabilities,
    /// The city's clock as this device last knew it, for the countdown of codes: the device's
    /// clock plus this many seconds.
    pub clock_offset_seconds: i64,
}

/// A person on this device, before their vault is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    /// The vault.
    pub person: PersonId,
    /// What the person chose to show here.
    pub label: String,
}

/// The person whose vault is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockedPerson {
    /// The vault.
    pub person: PersonId,
    /// Full name, empty before the first sync.
    pub full_name: String,
    /// Given name, empty before the first sync.
    pub given_name: String,
    /// Whether the session at the city is over, so that syncing needs a one-time password.
    pub session_ended: bool,
    /// Whether the vault's key needs the operating system's keyring too.
    pub keyring: bool,
}

/// How far a sign-in is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum SignInStage {
    /// A one-time password was sent.
    Code {
        /// The challenge.
        challenge: ChallengeView,
    },
    /// The password was right; a vault with a PIN comes next.
    Pin {
        /// A proposal for what the device shows before it is unlocked.
        label: String,
    },
}

/// Settings of this device; nothing personal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The language of the screens.
    pub language: Language,
    /// The size of text.
    pub text_size: TextSize,
    /// Light or dark.
    pub theme: Theme,
    /// Minutes without use after which the app locks: 1, 2, 5, 10 or 15.
    pub idle_minutes: u8,
    /// Whether screens are simple: large text, strong edges, few things at a time. Settings of an app that did not know of it say nothing.
    #[serde(default)]
    pub simple: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Vi,
            text_size: TextSize::Normal,
            theme: Theme::System,
            idle_minutes: 5,
            simple: false,
        }
    }
}

/// A language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// The size of text, as a share of 17 px.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// 100 %.
    Normal,
    /// 120 %.
    Large,
    /// 150 %.
    Larger,
    /// 200 %.
    Largest,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What this host can do; the UI leaves out the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Papers and codes stay on the device between runs.
    pub offline_store: bool,
    /// There is a camera interface (whether a camera is there shows when it starts).
    pub camera: bool,
    /// The operating system's keyring answers.
    pub keyring: bool,
    /// Several people can have vaults here.
    pub several_people: bool,
}

/// A one-time password was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChallengeView {
    /// The phone it went to, masked; none when the resident gave a personal number.
    pub phone: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// From when a new one may be asked for.
    pub resend_at: Timestamp,
    /// How many more may be sent.
    pub sends_left: u32,
}

/// The one-time password was right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum CodeAccepted {
    /// A vault with a PIN comes next.
    ChoosePin {
        /// A proposal for what the device shows before it is unlocked.
        label: String,
    },
    /// The unlocked person's session is open again.
    SessionOpen,
}

/// The first screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HomeView {
    /// Given name; empty before the first sync.
    pub given_name: String,
    /// What needs doing, most pressing first.
    pub tasks: Vec<Task>,
    /// The papers added or changed last, newest first, at most six.
    pub recent: Vec<DocumentCard>,
    /// How many papers there are in all.
    pub documents: u32,
    /// How the sync stands.
    pub sync: SyncStatus,
}

/// Something that needs doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// The session ended: a one-time password is needed to sync.
    SignIn,
    /// A field was edited here and elsewhere.
    Conflict {
        /// Which field.
        field: ProfileField,
    },
    /// The city refused a change made here.
    Refused {
        /// The paper, when it was about one.
        document: Option<DocumentId>,
        /// The field, when it was about one.
        field: Option<ProfileField>,
    },
    /// A paper is about to expire or has expired.
    Expiring {
        /// The paper.
        document: DocumentId,
        /// Its title.
        title: String,
        /// Its last day.
        expires_on: Date,
        /// How it stands today.
        validity: Validity,
    },
    /// Changes wait to be synced.
    Waiting {
        /// How many.
        changes: u32,
    },
}

/// The standard code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandardCodeView {
    /// The code with everything in it.
    pub full: QrView,
    /// The code with document number and birthday masked.
    pub masked: QrView,
    /// What the full code says, for reading beside it.
    pub lines: CodeLines,
    /// The same, masked.
    pub masked_lines: CodeLines,
    /// When the city signed it.
    pub signed_at: Timestamp,
}

/// What a standard code says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeLines {
    /// The name in capitals without accents.
    pub name: String,
    /// The document number, in groups.
    pub number: String,
    /// The date of birth, `dd/MM/yyyy` or masked.
    pub born: String,
    /// The QID.
    pub qid: String,
}

/// A QR symbol (ISO/IEC 18004), drawn black on white with a quiet zone of 4 modules around.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrView {
    /// Modules on a side, without the quiet zone.
    pub size: u32,
    /// SVG path data of the dark modules; one unit is one module.
    pub path: String,
}

/// A live code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveCodeView {
    /// The code.
    pub qr: QrView,
    /// When it was made, by this device's clock.
    pub made_at: Timestamp,
    /// Seconds it lives.
    pub seconds: u32,
    /// When the device's credential ends.
    pub credential_ends_at: Timestamp,
}

/// What a scanned code is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScanView {
    /// A live code.
    Live(LiveScan),
    /// A standard code.
    Standard(StandardScan),
    /// A chip card's code.
    ChipCard(ChipCardScan),
    /// A VietQR payment code; shown, never paid.
    Payment(PaymentScan),
    /// A link; nothing opens by itself.
    Link(LinkScan),
    /// Anything else.
    Text {
        /// What the code says.
        text: String,
    },
}

/// A live code and how it was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveScan {
    /// The verdict.
    pub verdict: Verdict,
    /// The holder's masked name, when the city vouches for it.
    pub holder: Option<String>,
    /// When the holder's device made it.
    pub made_at: Option<Timestamp>,
    /// When the city's keys were last fetched.
    pub keys_as_of: Option<Timestamp>,
    /// When the revocation list was made.
    pub list_as_of: Option<Timestamp>,
    /// Whether it was checked without asking the city just now.
    pub offline: bool,
}

/// The verdict on a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Signed by the city, held by the device it was issued to, fresh, not revoked.
    Valid,
    /// Older than it may be, or its credential has ended.
    Expired,
    /// Made later than now: one of the two clocks is wrong.
    FromFuture,
    /// Its credential was revoked.
    Revoked,
    /// A signature does not fit.
    Forged,
    /// Signed by somebody this device has no key of.
    UnknownIssuer,
    /// This device has no keys of the city yet, or its clock is behind, so it can't tell.
    CannotTell,
}

/// A standard code and what its signature is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandardScan {
    /// What the signature is worth.
    pub signature: SignatureView,
    /// The printed card that it stands on, when the city signed it for one.
    pub card: Option<CardScan>,
    /// What it says, masked: it locates the person and grants nothing.
    pub lines: CodeLines,
    /// When the city's keys were last fetched.
    pub keys_as_of: Option<Timestamp>,
}

/// What a standard code's signature is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureView {
    /// The city signed it.
    Signed,
    /// The city signed it for a printed card that was cancelled since.
    CardCancelled,
    /// Nobody signed it.
    Unsigned,
    /// It was altered.
    Forged,
    /// Signed by somebody this device has no key of.
    UnknownIssuer,
}

/// A chip card's code: it prefills, it proves nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChipCardScan {
    /// What an enrolment form takes from it; phone and ward are empty.
    pub form: super::EnrolmentInput,
    /// The card's date of issue.
    pub issued_on: Option<Date>,
}

/// A VietQR payment code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentScan {
    /// The bank's short name, when its number is known.
    pub bank: Option<String>,
    /// The bank's number (BIN).
    pub bin: String,
    /// The payee's account.
    pub account: String,
    /// The amount in đồng, when the code fixes one.
    pub amount: Option<u64>,
    /// The note.
    pub note: Option<String>,
    /// Whether it is for one payment only.
    pub one_time: bool,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkScan {
    /// The whole address.
    pub url: String,
    /// The host that would really be opened, in its ASCII form (RFC 5891).
    pub host: String,
    /// Whether it goes over TLS.
    pub secure: bool,
    /// Whether something about it tries to look like somebody else.
    pub suspicious: bool,
}

/// The camera runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameraView {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Papers that fit a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentList {
    /// Newest first.
    pub documents: Vec<DocumentCard>,
    /// How many papers there are in all.
    pub total: u32,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// A paper in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentCard {
    /// The paper.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// The number printed on it.
    pub number: Option<String>,
    /// How it came into the store.
    pub origin: DocumentOrigin,
    /// Who issued it into the store.
    pub issuer: Option<String>,
    /// Its last day.
    pub expires_on: Option<Date>,
    /// How it stands today.
    pub validity: Validity,
    /// Where its content is.
    pub content: ContentState,
    /// Whether a change made here waits to be synced.
    pub waiting: bool,
}

/// Where a paper's content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentState {
    /// It has none.
    None,
    /// At the city only.
    Remote,
    /// Partly on this device.
    Partial,
    /// On this device.
    Here,
}

/// One paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentView {
    /// As in lists.
    pub card: DocumentCard,
    /// Its date of issue.
    pub issued_on: Option<Date>,
    /// When it came into the store.
    pub added_at: Timestamp,
    /// What kind of content.
    pub media_type: Option<MediaType>,
    /// The content's length in bytes.
    pub bytes: Option<u64>,
    /// Whether the resident may change or remove it.
    pub editable: bool,
    /// Whether the city refused the change that waits.
    pub refused: bool,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// The profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileView {
    /// Every field, in the order of screens.
    pub fields: Vec<FieldView>,
    /// What in the personal number's structure does not fit.
    pub mismatches: Vec<NumberMismatch>,
    /// When the last sync ended.
    pub as_of: Option<Timestamp>,
}

/// A field of the profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldView {
    /// Which field.
    pub field: ProfileField,
    /// Its value in its wire form, the one typed here if one waits; empty when not told.
    pub value: String,
    /// Who said it; none when not told.
    pub source: Option<Source>,
    /// When.
    pub at: Option<Timestamp>,
    /// Whether the resident may declare another value.
    pub editable: bool,
    /// How an edit made here stands.
    pub edit: EditState,
}

/// How an edit made here stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EditState {
    /// No edit.
    None,
    /// It waits to be synced.
    Waiting,
    /// The field changed elsewhere too.
    Conflict {
        /// The city's value.
        theirs: String,
    },
    /// The city refused it.
    Refused,
}

/// Devices and sessions of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DevicesView {
    /// This device first.
    pub devices: Vec<DeviceView>,
}

/// A device of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceView {
    /// The device.
    pub id: DeviceId,
    /// What the resident calls it.
    pub name: String,
    /// What it runs.
    pub platform: Platform,
    /// Its last contact.
    pub last_seen_at: Timestamp,
    /// How it stands.
    pub state: DeviceState,
    /// Whether it is this one.
    pub current: bool,
    /// Its open sessions.
    pub sessions: Vec<SessionView>,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The session.
    pub id: SessionId,
    /// When its one-time password was answered.
    pub opened_at: Timestamp,
    /// Its last request.
    pub last_used_at: Timestamp,
    /// Whether it is this one.
    pub current: bool,
}

/// How the sync stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// What it does.
    pub phase: SyncPhase,
    /// When the last whole sync ended.
    pub as_of: Option<Timestamp>,
    /// Changes made here that the city does not have yet.
    pub waiting: u32,
}

/// What the sync does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum SyncPhase {
    /// Nothing at the moment.
    Idle,
    /// Under way.
    Running,
    /// The last try failed; another follows by itself.
    Failed {
        /// Why.
        error: AppError,
        /// When it tries again; none when only the resident can help.
        retry_at: Option<Timestamp>,
    },
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReport {
    /// Things that arrived.
    pub received: u32,
    /// Changes that the city took.
    pub sent: u32,
    /// Fields changed here and elsewhere.
    pub conflicts: u32,
    /// Changes that the city refused.
    pub refused: u32,
}

/// What this app is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutView {
    /// Its version.
    pub version: String,
    /// Where it runs.
    pub platform: Platform,
    /// The city's address.
    pub city_url: String,
    /// The city's name, once known.
    pub city_name: Option<String>,
    /// Whether the city is a demonstration.
    pub demo: bool,
}
