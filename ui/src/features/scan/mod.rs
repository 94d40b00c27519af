//! Scanning codes: by camera, from a picture, by pasting; and what each kind of code says.

mod choose;
mod look;
mod result;
mod verdict;
mod words;

use leptos::prelude::*;
use protocol::app::{ScanView, ScannedCode};

use crate::{
    app::Route,
    components::{AppBar, Button, ButtonKind, Picture},
    reactive::{Look, memo},
};
use choose::Choose;
use look::Look;
pub use look::codes_in;
use result::ScanResult;
pub use verdict::{Shape, VerdictBand, VerdictLook, located, look_of_verdict};
use words::ScanWords;

/// What was found, and which of it is shown.
#[derive(Clone, Copy)]
struct Found {
    codes: RwSignal<Vec<ScanView>>,
    shown: RwSignal<Option<usize>>,
}

impl Found {
    /// Takes over what was found; a single code is shown at once.
    fn take_scanned(self, codes: Vec<ScannedCode>) {
        self.take(codes.into_iter().map(|code| code.scan).collect());
    }

    /// As [`Found::take_scanned`].
    fn take(self, codes: Vec<ScanView>) {
        if codes.is_empty() || !self.codes.with_untracked(Vec::is_empty) {
            return;
        }
        self.shown.set((codes.len() == 1).then_some(0));
        self.codes.set(codes);
    }

    fn forget(self) {
        self.shown.set(None);
        self.codes.set(Vec::new());
    }
}

/// Scanning codes.
#[component]
pub fn Scan() -> impl IntoView {
    let words = ScanWords::here();
    let found = Found {
        codes: RwSignal::new(Vec::new()),
        shown: RwSignal::new(None),
    };
    let looking = memo(move || found.codes.look(Vec::is_empty));
    view! {
        <AppBar title=words.title() up=Route::Home />
        <div class="scan">
            {move || {
                if looking.get() {
                    view! { <Look found /> }.into_any()
                } else {
                    view! { <Outcome found /> }.into_any()
                }
            }}
        </div>
    }
}

/// What was found: a choice among several, or one result.
#[component]
fn Outcome(found: Found) -> impl IntoView {
    let words = ScanWords::here();
    let shown = move || {
        let index = found.shown.get()?;
        found.codes.look(|codes| codes.get(index).cloned())
    };
    let several = move || found.codes.look(|codes| codes.len() > 1);
    view! {
        {move || match shown() {
            Some(code) => view! { <ScanResult code /> }.into_any(),
            None => view! { <Choose found /> }.into_any(),
        }}
        <div class="scan-next">
            {move || (several() && found.shown.get().is_some()).then(|| view! {
                <Button press=move |()| found.shown.set(None)>{words.back_to_list()}</Button>
            })}
            <Button kind=ButtonKind::Secondary icon=Picture::ScanLine press=move |()| found.forget()>{words.again()}</Button>
        </div>
    }
}
