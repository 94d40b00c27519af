//! What the forms of an organisation share.

use std::str::FromStr;

use leptos::prelude::*;

use crate::reactive::{Look, derive};

/// A text as typed, which has to be a `T`.
pub(super) struct Typed<T> {
    /// What is typed.
    pub(super) text: RwSignal<String>,
    tried: RwSignal<bool>,
    read: fn(&str) -> Option<T>,
}

impl<T> Clone for Typed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Typed<T> {}

impl<T: FromStr + 'static> Typed<T> {
    /// A text that a `T` is read from; what is wrong with it shows once it was `tried`.
    pub(super) fn new(text: impl Into<String>, tried: RwSignal<bool>) -> Self {
        Self {
            text: RwSignal::new(text.into()),
            tried,
            read: |text| text.trim().parse().ok(),
        }
    }

    /// What was typed, when it is one.
    pub(super) fn value(self) -> Option<T> {
        self.text.with_untracked(|text| (self.read)(text))
    }

    /// What to say of it.
    pub(super) fn error(self, words: &'static str) -> Signal<Option<String>> {
        derive(move || {
            let wrong = self.tried.get() && self.text.look(|text| (self.read)(text).is_none());
            wrong.then(|| words.to_owned())
        })
    }
}
