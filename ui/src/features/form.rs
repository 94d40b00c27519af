//! A form as it is typed: what is wrong with it here, and what the city refused of it.

use leptos::prelude::*;
use protocol::app::InputField;

use crate::{
    components::Mistake,
    reactive::{Look, derive},
    text,
};

/// What was said of a form when it was last sent.
#[derive(Clone, Copy)]
pub struct Marks {
    /// What the city refused although it looked right here, until it is changed.
    refused: RwSignal<Vec<(InputField, String)>>,
    /// Counts tries to go on with something wrong; from the first on, wrong fields say so.
    pub turn: RwSignal<u32>,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            refused: RwSignal::new(Vec::new()),
            turn: RwSignal::new(0),
        }
    }
}

impl Marks {
    /// Forgets what was said.
    pub fn clear(self) {
        self.refused.set(Vec::new());
        self.turn.set(0);
    }
}

/// A form as it is typed.
pub trait Form: Copy + Send + Sync + 'static {
    /// Its fields, in the order of the screen.
    const FIELDS: &'static [InputField];

    /// What is typed for a field, in the form the domain's parsers take.
    fn typed(self, field: InputField) -> String;

    /// Whether what is typed for a field looks right here.
    fn looks_right(self, field: InputField, typed: &str) -> bool;

    /// What was said of it.
    fn marks(self) -> Marks;

    /// The id of a field.
    fn id(field: InputField) -> &'static str;

    /// Whether a field looks right and was not refused.
    fn fits(self, field: InputField) -> bool {
        let typed = self.typed(field);
        let looks_right = self.looks_right(field, &typed);
        looks_right && !self.marks().refused.look(|refused| refused.contains(&(field, typed)))
    }

    /// What is wrong with a field, once somebody tried to go on.
    fn error(self, field: InputField) -> Signal<Option<String>> {
        let voice = text::here();
        derive(move || (self.marks().turn.get() > 0 && !self.fits(field)).then(|| voice.input(field).to_owned()))
    }

    /// The fields that are wrong, in the order of the screen.
    fn wrong(self) -> Vec<InputField> {
        let fields = Self::FIELDS.iter().copied();
        fields.filter(|field| !self.fits(*field)).collect()
    }

    /// What is wrong with it, for the summary above it, once somebody tried to go on.
    fn mistakes(self) -> Signal<Vec<Mistake>> {
        let voice = text::here();
        derive(move || {
            if self.marks().turn.get() == 0 {
                return Vec::new();
            }
            let mistake = |field: InputField| Mistake {
                field: Self::id(field).to_owned(),
                name: voice.input_name(field).to_owned(),
                text: voice.input(field).to_owned(),
            };
            self.wrong().into_iter().map(mistake).collect()
        })
    }

    /// Whether it can be gone on with; says what is wrong if not.
    fn is_ready(self) -> bool {
        let ready = untrack(|| self.wrong().is_empty());
        if !ready {
            self.marks().turn.update(|turn| *turn += 1);
        }
        ready
    }

    /// Keeps what the city refused.
    fn refuse(self, fields: &[InputField]) {
        let refused = fields.iter().map(|field| (*field, untrack(|| self.typed(*field))));
        self.marks().refused.try_set(refused.collect());
        self.marks().turn.try_update(|turn| *turn += 1);
    }
}
