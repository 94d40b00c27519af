//! Words, in Vietnamese and English.
//!
//! Two forms, both checked when the UI is compiled (docs/adr/0002-words-in-rust.md):
//!
//! * **Words of a screen** stand side by side in a `words!` block in the screen's
//!   own folder: `MeWords::here().title()`.
//! * **Words for a closed set** (errors, fields, kinds of paper, verdicts…) are methods of
//!   [`Voice`], one exhaustive match per language: a new code does not compile without words.
//!
//! The tone: short, warm, exact; the resident is "bạn"; what happened, then what to do.

mod common;
mod en;
mod format;
mod vi;
mod words;

use domain::{DocumentKind, DocumentOrigin, MediaType, NumberMismatch, ProfileField, Sex, Source, Validity};
use leptos::prelude::*;
use protocol::{
    api::{DeviceState, ErrandVerdict, Platform},
    app::{AppError, ContentState, InputField, Language, LockReason, SignatureView, TextSize, Theme, Verdict},
};

pub use common::CommonWords;
pub use format::*;
pub(crate) use words::words;

/// A sentence about what happened and one about what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What happened.
    pub what: String,
    /// What to do; empty when there is nothing to do.
    pub then: String,
}

impl Said {
    /// Both sentences.
    pub fn new(what: impl Into<String>, then: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            then: then.into(),
        }
    }

    /// Both sentences in one line.
    pub fn line(&self) -> String {
        if self.then.is_empty() {
            self.what.clone()
        } else {
            format!("{} {}", self.what, self.then)
        }
    }
}

/// The words for every closed set. One implementation per language, every match exhaustive.
pub trait Voice: Send + Sync {
    /// Why a command failed and what to do about it.
    fn error(&self, error: &AppError) -> Said;
    /// What is wrong with what was typed for a field, as it stands under the field.
    fn input(&self, field: InputField) -> &'static str;
    /// The name of a field of a form, for summaries of errors.
    fn input_name(&self, field: InputField) -> &'static str;
    /// The name of a field of the profile.
    fn field(&self, field: ProfileField) -> &'static str;
    /// Sex.
    fn sex(&self, sex: Sex) -> &'static str;
    /// What a paper is.
    fn document_kind(&self, kind: DocumentKind) -> &'static str;
    /// How a paper came into the store.
    fn origin(&self, origin: DocumentOrigin) -> &'static str;
    /// Where a paper's content is.
    fn content(&self, content: ContentState) -> &'static str;
    /// How a paper stands today; empty when nothing needs saying.
    fn validity(&self, validity: Validity) -> String;
    /// What kind of file a content is.
    fn media_type(&self, media_type: MediaType) -> &'static str;
    /// The verdict on a live code: one word, and what it means.
    fn verdict(&self, verdict: Verdict) -> (&'static str, &'static str);
    /// What a standard code's signature is worth: one word, and what it means.
    fn signature(&self, signature: SignatureView) -> (&'static str, &'static str);
    /// What an errand pass is worth at a counter: one word, and what it means.
    fn errand_verdict(&self, verdict: ErrandVerdict) -> (&'static str, &'static str);
    /// What in a personal number's structure does not fit: a warning, never a refusal.
    fn mismatch(&self, mismatch: NumberMismatch) -> &'static str;
    /// Who said a field's value.
    fn source(&self, source: &Source) -> String;
    /// What a device runs.
    fn platform(&self, platform: Platform) -> &'static str;
    /// How a device of the account stands.
    fn device_state(&self, state: DeviceState) -> &'static str;
    /// Why the app locked itself.
    fn lock_reason(&self, reason: LockReason) -> Said;
    /// A size of text.
    fn text_size(&self, size: TextSize) -> &'static str;
    /// Light or dark.
    fn theme(&self, theme: Theme) -> &'static str;
    /// So many seconds, minutes or hours, rounded up: "30 giây", "2 phút".
    fn duration(&self, seconds: u64) -> String;
}

/// The voice of a language.
pub fn voice(language: Language) -> &'static dyn Voice {
    match language {
        Language::Vi => &vi::Vietnamese,
        Language::En => &en::English,
    }
}

/// A language's own name.
pub fn language_name(language: Language) -> &'static str {
    match language {
        Language::Vi => "Tiếng Việt",
        Language::En => "English",
    }
}

/// The BCP 47 tag of a language, for `lang` attributes.
pub fn language_tag(language: Language) -> &'static str {
    match language {
        Language::Vi => "vi",
        Language::En => "en",
    }
}

#[derive(Clone, Copy)]
struct Spoken(RwSignal<Language>);

/// Makes a language known to everything below; returns its signal. The root shows everything anew
/// when it changes, so words need no reactivity of their own.
pub(crate) fn provide_language(first: Language) -> RwSignal<Language> {
    let language = RwSignal::new(first);
    provide_context(Spoken(language));
    language
}

/// The language of the screen. Ask while a component is made, not in a handler or a task: there,
/// use what was asked for before.
pub fn language() -> Language {
    use_context::<Spoken>().map_or(Language::Vi, |spoken| spoken.0.get_untracked())
}

/// The voice of the screen's language; like [`language`], ask while a component is made.
pub fn here() -> &'static dyn Voice {
    voice(language())
}
