//! The page's voice: the Web Speech API.

use std::cell::RefCell;

use js_sys::Reflect;
use leptos::prelude::window;
use protocol::app::Language;
use wasm_bindgen::prelude::*;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// A little slower than the voice's own pace.
const PACE: f32 = 0.9;

/// Why nothing is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unspoken {
    /// No voice of this device speaks the language.
    NoVoice,
    /// There is nothing to say.
    Nothing,
}

/// Whether this page can speak.
pub(super) fn is_there() -> bool {
    ["speechSynthesis", "SpeechSynthesisUtterance"]
        .iter()
        .all(|name| Reflect::has(&window(), &(*name).into()).unwrap_or(false))
}

/// What is being said.
pub(super) struct Speech {
    // Some browsers forget what nobody holds, and never say that it ended.
    said: RefCell<Vec<SpeechSynthesisUtterance>>,
    ended: Closure<dyn Fn()>,
}

impl Speech {
    /// Says nothing yet; `ended` is called when all was said or the voice failed.
    pub(super) fn new(ended: impl Fn() + 'static) -> Self {
        // The voices may be loaded only once somebody asks for them.
        let _ = synthesis().map(|synthesis| synthesis.get_voices());
        Self {
            said: RefCell::default(),
            ended: Closure::new(ended),
        }
    }

    /// Says one line after the other, in place of what is being said.
    pub(super) fn say(&self, lines: Vec<String>, language: Language) -> Result<(), Unspoken> {
        let synthesis = synthesis().ok_or(Unspoken::NoVoice)?;
        let voice = voice(&synthesis, language).ok_or(Unspoken::NoVoice)?;
        self.stop();
        let mut said = Vec::new();
        for line in lines {
            let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(&line) else {
                continue;
            };
            utterance.set_lang(&voice.lang());
            utterance.set_voice(Some(&voice));
            utterance.set_rate(PACE);
            said.push(utterance);
        }
        let last = said.last().ok_or(Unspoken::Nothing)?;
        let ended: &js_sys::Function = self.ended.as_ref().unchecked_ref();
        last.set_onend(Some(ended));
        last.set_onerror(Some(ended));
        for utterance in &said {
            synthesis.speak(utterance);
        }
        self.said.replace(said);
        Ok(())
    }

    /// Falls silent.
    pub(super) fn stop(&self) {
        for utterance in self.said.take() {
            utterance.set_onend(None);
            utterance.set_onerror(None);
        }
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
    }
}

fn synthesis() -> Option<SpeechSynthesis> {
    window().speech_synthesis().ok()
}

/// A voice of this device. Never one of a server: what stands on these screens goes to nobody.
fn voice(synthesis: &SpeechSynthesis, language: Language) -> Option<SpeechSynthesisVoice> {
    let voices: Vec<SpeechSynthesisVoice> = synthesis
        .get_voices()
        .iter()
        .filter_map(|voice| voice.dyn_into().ok())
        .collect();
    let known: Vec<(String, bool)> = voices
        .iter()
        .map(|voice| (voice.lang(), voice.local_service()))
        .collect();
    let chosen = choose(&known, language)?;
    voices.into_iter().nth(chosen)
}

/// The first voice of this device (`true`) that speaks the language.
fn choose(voices: &[(String, bool)], language: Language) -> Option<usize> {
    let wanted = crate::text::language_tag(language);
    voices.iter().position(|(tag, local)| {
        // Android writes vi_VN.
        let spoken = tag.split(['-', '_']).next().unwrap_or_default();
        *local && spoken.eq_ignore_ascii_case(wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_voice_of_this_device_that_speaks_the_language() {
        let voices = [
            ("en-US".to_owned(), true),
            ("vi-VN".to_owned(), false),
            ("vi_VN".to_owned(), true),
        ];
        assert_eq!(choose(&voices, Language::Vi), Some(2));
        assert_eq!(choose(&voices, Language::En), Some(0));
        assert_eq!(choose(&voices[..2], Language::Vi), None);
    }
}
