//! Shortcuts of the keyboard.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;

use super::{App, Route};

/// Between the two keys of a shortcut, in milliseconds.
const PAUSE: i64 = 1_500;

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Shows a screen.
    Go(Route),
    /// Searches the papers.
    SearchPapers,
    /// Lists the shortcuts.
    Help,
}

/// One key, or one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// The key before.
    pub first: Option<&'static str>,
    /// The key.
    pub key: &'static str,
    /// What it does.
    pub does: Does,
}

/// All of them, as they are listed; Ctrl or ⌘ with K, which finds screens and papers, comes on top.
pub const SHORTCUTS: [Shortcut; 7] = [
    go("h", Route::Home),
    go("c", Route::Code),
    go("d", Route::Documents),
    go("s", Route::Scan),
    go("m", Route::Me),
    Shortcut {
        first: None,
        key: "/",
        does: Does::SearchPapers,
    },
    Shortcut {
        first: None,
        key: "?",
        does: Does::Help,
    },
];

const fn go(key: &'static str, route: Route) -> Shortcut {
    Shortcut {
        first: Some("g"),
        key,
        does: Does::Go(route),
    }
}

/// The keys pressed so far.
#[derive(Debug, Default)]
struct Pressed {
    first: Option<(String, i64)>,
}

impl Pressed {
    /// Takes the next key, at an instant in milliseconds.
    fn take(&mut self, key: &str, at: i64) -> Option<Does> {
        let first = self
            .first
            .take()
            .filter(|(_, before)| (0..=PAUSE).contains(&(at - before)))
            .map(|(first, _)| first);
        let key = key.to_lowercase();
        let fits = |shortcut: &&Shortcut| shortcut.first == first.as_deref() && shortcut.key == key;
        let found = SHORTCUTS.iter().find(fits).map(|shortcut| shortcut.does);
        if found.is_none() && SHORTCUTS.iter().any(|shortcut| shortcut.first == Some(key.as_str())) {
            self.first = Some((key, at));
        }
        found
    }
}

/// Heeds the shortcuts for as long as the component lives.
pub(super) fn heed(app: App) {
    let pressed = StoredValue::new(Pressed::default());
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented() || event.repeat() || event.is_composing() || event.alt_key() || is_taken(&event) {
            return;
        }
        if event.ctrl_key() || event.meta_key() {
            if event.key().eq_ignore_ascii_case("k") && !event.shift_key() {
                event.prevent_default();
                app.finding.set(true);
            }
            return;
        }
        if app.hand_scanner.get_untracked() {
            return;
        }
        let now = crate::text::now().as_millisecond();
        let does = pressed
            .try_update_value(|pressed| pressed.take(&event.key(), now))
            .flatten();
        if let Some(does) = does {
            event.prevent_default();
            app.carry_out(does);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether a key belongs to what is typed into, or to a dialog.
fn is_taken(event: &KeyboardEvent) -> bool {
    let typed = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            element
                .closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")
                .ok()
                .flatten()
                .is_some()
        });
    typed || document().query_selector("dialog[open]").ok().flatten().is_some()
}

impl App {
    fn carry_out(self, does: Does) {
        match does {
            Does::Go(route) => self.go(route),
            Does::SearchPapers => {
                self.go(Route::Documents);
                self.searching.set(true);
            }
            Does::Help => self.listing_keys.set(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_in_time_lead_somewhere() {
        let mut pressed = Pressed::default();
        assert_eq!(pressed.take("g", 0), None);
        assert_eq!(pressed.take("h", 400), Some(Does::Go(Route::Home)));
        assert_eq!(pressed.take("h", 500), None);
        // Too late.
        assert_eq!(pressed.take("g", 1_000), None);
        assert_eq!(pressed.take("c", 3_000), None);
    }

    #[test]
    fn another_key_in_between_begins_anew() {
        let mut pressed = Pressed::default();
        assert_eq!(pressed.take("g", 0), None);
        assert_eq!(pressed.take("x", 100), None);
        assert_eq!(pressed.take("d", 200), None);
        assert_eq!(pressed.take("g", 300), None);
        assert_eq!(pressed.take("g", 400), None);
        assert_eq!(pressed.take("D", 500), Some(Does::Go(Route::Documents)));
    }

    #[test]
    fn single_keys_need_no_first() {
        let mut pressed = Pressed::default();
        assert_eq!(pressed.take("?", 0), Some(Does::Help));
        assert_eq!(pressed.take("/", 1), Some(Does::SearchPapers));
        assert_eq!(pressed.take("g", 2), None);
        assert_eq!(pressed.take("?", 3), None);
    }

    #[test]
    fn no_shortcut_hides_another() {
        for (index, one) in SHORTCUTS.iter().enumerate() {
            for other in &SHORTCUTS[index + 1..] {
                assert!(one.first != other.first || one.key != other.key, "{one:?} {other:?}");
            }
            // A first key that did something by itself would never come to its second.
            assert!(!SHORTCUTS.iter().any(|other| other.first == Some(one.key)));
        }
    }
}
