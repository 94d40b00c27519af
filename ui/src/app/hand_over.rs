//! Hand-over mode: the device in another's hands, with only the code on it.
//!
//! The vault stays open, because the live code needs its key, but the frame makes nothing else: no bar, no other screen, whatever
//! the address says or a key goes back to. The way out is to lock: the PIN then opens everything, and a wrong one counts as always. An
//! app that ends meanwhile is locked when it starts again, as any is; a page that is loaded anew is still handed over.

use leptos::prelude::*;

use super::{App, Route};

use crate::reactive::{Look, effect, memo};

/// What comes of where the page is and who is unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// As it is.
    Stay,
    /// Only the code from now on.
    Begin,
    /// Locked: the PIN stands before everything, and leads to the code.
    End,
    /// The address led away while only the code may show.
    Return,
    /// This host has no PIN to come back with.
    Refuse,
}

fn step(unlocked: bool, can: bool, there: bool, handed: bool) -> Step {
    match (unlocked, there, handed) {
        (false, false, false) | (true, false, false) | (true, true, true) => Step::Stay,
        (false, _, _) => Step::End,
        (true, true, false) if can => Step::Begin,
        (true, true, false) => Step::Refuse,
        (true, false, true) => Step::Return,
    }
}

impl App {
    /// Whether only the code shows.
    pub fn is_handed_over(self) -> Signal<bool> {
        self.handed_over.into()
    }

    /// Shows only the code from now on.
    pub fn hand_over(self) {
        if self.keeps() {
            self.handed_over.set(true);
            self.bare.set(true);
            self.go(Route::HandOver);
        }
    }

    fn take_step(self, unlocked: bool) {
        let there = self.router.here() == Route::HandOver;
        let handed = self.handed_over.get_untracked();
        match step(unlocked, self.keeps(), there, handed) {
            Step::Stay => {}
            Step::Begin => self.hand_over(),
            Step::End => {
                self.handed_over.set(false);
                self.bare.set(false);
                self.replace(Route::Code);
            }
            Step::Return => self.replace(Route::HandOver),
            Step::Refuse => self.replace(Route::Code),
        }
    }
}

/// Keeps the mode for as long as somebody is unlocked, from the first screen on.
pub(super) fn watch(app: App) {
    let unlocked = memo(move || app.state.look(|state| state.unlocked.is_some()));
    // Before anything shows: a page loaded anew must not show the rest first.
    untrack(|| app.take_step(unlocked.get()));
    effect(move || app.take_step(unlocked.get()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_pin_leads_out() {
        // Back, or a typed address.
        assert_eq!(step(true, true, false, true), Step::Return);
        // A page loaded anew.
        assert_eq!(step(true, true, true, false), Step::Begin);
        assert_eq!(step(true, true, true, true), Step::Stay);
    }

    #[test]
    fn a_lock_ends_it_and_leads_to_the_code() {
        assert_eq!(step(false, true, true, true), Step::End);
        assert_eq!(step(false, true, true, false), Step::End);
        assert_eq!(step(false, true, false, true), Step::End);
        assert_eq!(step(false, true, false, false), Step::Stay);
    }

    #[test]
    fn without_a_pin_there_is_no_such_mode() {
        assert_eq!(step(true, false, true, false), Step::Refuse);
        assert_eq!(step(true, false, false, false), Step::Stay);
    }
}
