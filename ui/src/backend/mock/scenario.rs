//! The days the mock can have.

use jiff::SignedDuration;
use protocol::app::{
    AppError, AppState, Capabilities, ChallengeView, Language, PersonCard, Settings, SignInStage, SyncPhase,
    SyncStatus, TextSize, Theme, UnlockedPerson,
};

use super::person;
use crate::text::now;

macro_rules! scenarios {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// A day of the mock, named by `?mock=`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Scenario {
            $($(#[$doc])* $name,)*
        }

        impl Scenario {
            fn named(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

scenarios! {
    /// Somebody is unlocked and has what people have; the default.
    Home = "home";
    /// Unlocked, with nothing in the store.
    Empty = "empty";
    /// Unlocked, with the longest names and texts that fit.
    Long = "long";
    /// Unlocked, with a thousand papers.
    Many = "many";
    /// Unlocked, the city out of reach, changes waiting.
    Offline = "offline";
    /// Unlocked, the session over.
    Session = "session";
    /// Unlocked; every question is answered with a fault of the city.
    Error = "error";
    /// Unlocked; no question is ever answered.
    Slow = "slow";
    /// Nobody on this device.
    Fresh = "fresh";
    /// A one-time password is awaited.
    Code = "code";
    /// A one-time password that has run out.
    CodeOver = "code-over";
    /// A PIN is to be made.
    Pin = "pin";
    /// One person, locked.
    Locked = "locked";
    /// Two people, locked.
    Two = "two";
    /// Too many wrong PINs: a wait.
    Wait = "wait";
    /// The vault was erased.
    Erased = "erased";
    /// The vault is damaged.
    Damaged = "damaged";
    /// The vault needs a newer app.
    Newer = "newer";
    /// The keyring lost its part.
    Keyring = "keyring";
    /// Unlocked; the files of papers are broken, each in a way of its own, and a picture holds many codes.
    BadFiles = "bad-files";
    /// Unlocked; this device's clock is wrong and its credential ends soon.
    Clock = "clock";
    /// No camera.
    NoCamera = "no-camera";
    /// Unlocked, with as many printed cards as there may be; no file can be saved.
    Cards = "cards";
    /// Unlocked; an officer in an open shift.
    Officer = "officer";
    /// The same, with the city out of reach.
    OfficerAway = "officer-away";
    /// Unlocked; an administrator of an office.
    Administrator = "administrator";
    /// The same, of an office that was opened today.
    NewOffice = "new-office";
}

fn parameter(query: &str, name: &str) -> Option<String> {
    query.trim_start_matches('?').split('&').find_map(|pair| {
        pair.split_once('=')
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
    })
}

impl Scenario {
    pub(super) fn read(query: &str) -> Self {
        parameter(query, "mock")
            .and_then(|word| Self::named(&word))
            .unwrap_or(Self::Home)
    }

    fn unlocked(self) -> bool {
        matches!(
            self,
            Self::Home
                | Self::Empty
                | Self::Long
                | Self::Many
                | Self::Offline
                | Self::Session
                | Self::Error
                | Self::Slow
                | Self::NoCamera
                | Self::BadFiles
                | Self::Clock
                | Self::Cards
                | Self::Officer
                | Self::OfficerAway
                | Self::Administrator
                | Self::NewOffice
        )
    }

    /// Where the app stands at the start.
    pub(super) fn state(self, query: &str) -> AppState {
        let people = match self {
            Self::Fresh | Self::Code | Self::CodeOver | Self::Pin => Vec::new(),
            Self::Two => vec![
                PersonCard {
                    person: person::PERSON,
                    label: "Hoa".into(),
                },
                PersonCard {
                    person: person::OTHER,
                    label: "Ông nội".into(),
                },
            ],
            _ => vec![PersonCard {
                person: person::PERSON,
                label: "Hoa".into(),
            }],
        };
        AppState {
            people,
            unlocked: self.unlocked().then(|| self.person()),
            sign_in: self.stage(),
            settings: settings(query),
            capabilities: Capabilities {
                offline_store: true,
                camera: self != Self::NoCamera,
                keyring: self != Self::Keyring,
                several_people: true,
            },
            clock_offset_seconds: if self == Self::Clock { -500 } else { 0 },
        }
    }

    /// Who is unlocked.
    pub(super) fn person(self) -> UnlockedPerson {
        let (full_name, given_name) = person::name(self);
        UnlockedPerson {
            person: person::PERSON,
            full_name: full_name.into(),
            given_name: given_name.into(),
            session_ended: self == Self::Session,
            keyring: true,
        }
    }

    fn stage(self) -> Option<SignInStage> {
        match self {
            Self::Code => Some(SignInStage::Code {
                challenge: challenge(300),
            }),
            Self::CodeOver => Some(SignInStage::Code {
                challenge: challenge(-1),
            }),
            Self::Pin => Some(SignInStage::Pin { label: "NH".into() }),
            _ => None,
        }
    }

    /// How the sync stands.
    pub(super) fn sync(self) -> SyncStatus {
        let as_of = Some(now() - SignedDuration::from_mins(12));
        match self {
            Self::Offline | Self::OfficerAway => SyncStatus {
                phase: SyncPhase::Failed {
                    error: AppError::Offline,
                    retry_at: Some(now() + SignedDuration::from_secs(40)),
                },
                as_of: Some(now() - SignedDuration::from_hours(26)),
                waiting: 2,
            },
            Self::Session => SyncStatus {
                phase: SyncPhase::Failed {
                    error: AppError::SessionEnded,
                    retry_at: None,
                },
                as_of: Some(now() - SignedDuration::from_hours(13)),
                waiting: 0,
            },
            Self::Empty => SyncStatus {
                phase: SyncPhase::Idle,
                as_of,
                waiting: 0,
            },
            _ => SyncStatus {
                phase: SyncPhase::Idle,
                as_of,
                waiting: 1,
            },
        }
    }
}

/// A challenge that ends in so many seconds.
pub(super) fn challenge(seconds: i64) -> ChallengeView {
    ChallengeView {
        phone: Some("0905 *** 456".into()),
        expires_at: now() + SignedDuration::from_secs(seconds),
        resend_at: now() + SignedDuration::from_secs(seconds.min(48)),
        sends_left: 2,
    }
}

fn settings(query: &str) -> Settings {
    let mut settings = Settings::default();
    if parameter(query, "lang").as_deref() == Some("en") {
        settings.language = Language::En;
    }
    settings.theme = match parameter(query, "theme").as_deref() {
        Some("dark") => Theme::Dark,
        Some("light") => Theme::Light,
        _ => Theme::System,
    };
    settings.text_size = match parameter(query, "text").as_deref() {
        Some("120") => TextSize::Large,
        Some("150") => TextSize::Larger,
        Some("200") => TextSize::Largest,
        _ => TextSize::Normal,
    };
    settings.simple = parameter(query, "simple").is_some();
    settings
}
