//! Settings of this device.

use serde::{Deserialize, Serialize};

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
