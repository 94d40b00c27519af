//! An open shift: what was checked and asked beside what is being done.

use std::time::Duration;

use leptos::prelude::*;
use protocol::app::{
    AppError, CheckCode, CheckView, ChecksView, CounterRequestView, CounterView, ListChecks, ListCounterRequests, Part,
    ScanView, ScannedCode,
};

use super::{
    begin::is_out_of_shift, check::Check, hand_scanner, list::List, offer::Offer, request::Request, scan::Scan,
    words::CounterWords,
};
use crate::{
    app::{App, Query, Route, Sending, seconds_until, use_app, use_city_now, use_query, use_sending},
    components::TwoPane,
    reactive::{Look, derive, effect, memo},
};

/// What the screens of an open shift share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The app.
    pub(super) app: App,
    /// Where the officer stands.
    pub(super) view: Signal<CounterView>,
    query: Query<CounterView>,
    /// The checks of the day.
    pub(super) checks: Query<ChecksView>,
    /// The requests of the day.
    pub(super) requests: Query<Vec<CounterRequestView>>,
    /// The check just made.
    pub(super) latest: RwSignal<Option<CheckView>>,
    /// A check under way.
    pub(super) checking: Sending,
    /// Whether the camera is to run while codes are checked.
    pub(super) camera: RwSignal<bool>,
    /// Whether several of the city's codes were seen at once.
    pub(super) several: RwSignal<bool>,
}

impl Desk {
    /// Checks a code.
    pub(super) fn check(self, text: String) {
        if text.trim().is_empty() {
            return;
        }
        self.several.set(false);
        self.checking.run(async move {
            let checked = self.app.call(CheckCode { text }).await;
            self.show(checked)
        });
    }

    /// Checks the one code of the city among those seen, or the only one.
    pub(super) fn check_one(self, codes: Vec<ScannedCode>) {
        if self.checking.busy.get_untracked() {
            return;
        }
        let of_city = |code: &&ScannedCode| matches!(code.scan, ScanView::Live(_) | ScanView::Standard(_));
        let mut found = codes.iter().filter(of_city);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => self.several.set(true),
            (Some(code), None) => self.check(code.text.clone()),
            (None, _) => {
                if let Some(code) = codes.first() {
                    self.check(code.text.clone());
                }
            }
        }
    }

    /// Shows what a check came to.
    pub(super) fn show(self, checked: Result<CheckView, AppError>) -> Result<(), AppError> {
        let check = self.heed(checked)?;
        let route = Route::Check(check.record.id);
        self.latest.try_set(Some(check));
        self.checks.reload();
        if self.app.router.here_untracked().section() == crate::app::Section::Counter {
            self.app.go(route);
        }
        Ok(())
    }

    /// Has the screen follow what an answer says of the shift: it goes on for a while, or it is over.
    pub(super) fn heed<T>(self, answer: Result<T, AppError>) -> Result<T, AppError> {
        if answer.as_ref().err().is_none_or(is_out_of_shift) {
            self.query.reload();
        }
        answer
    }

    /// Takes over where the officer stands.
    pub(super) fn stand(self, view: CounterView) {
        self.query.put(view);
    }
}

/// An open shift.
#[component]
pub(super) fn AtDesk(view: Signal<CounterView>, query: Query<CounterView>) -> impl IntoView {
    let app = use_app();
    let desk = Desk {
        app,
        view,
        query,
        checks: use_query(&[Part::Counter], || ListChecks {}),
        requests: use_query(&[Part::Counter], || ListCounterRequests {}),
        latest: RwSignal::new(None),
        checking: use_sending(),
        camera: RwSignal::new(false),
        several: RwSignal::new(false),
    };
    hand_scanner::read(move |text| desk.check(text));
    look_when_it_may_lock(desk);
    let here = memo(move || app.router.here());
    let chosen = derive(move || here.get() != Route::Counter);
    let list = move || view! { <List desk /> };
    let detail = move || match here.get() {
        Route::Check(check) => view! { <Check desk check /> }.into_any(),
        Route::CounterOffer => view! { <Offer desk /> }.into_any(),
        Route::CounterRequest(request) => view! { <Request desk request /> }.into_any(),
        _ => view! { <Scan desk /> }.into_any(),
    };
    view! { <TwoPane title=CounterWords::here().title() chosen list detail=move || detail /> }
}

/// Asks how the shift stands once it may have locked: nobody does anything that would tell.
fn look_when_it_may_lock(desk: Desk) {
    let now = use_city_now(Duration::from_secs(5));
    let over = memo(move || {
        let now = now.get();
        desk.view.look(|view| {
            let shift = view.shift.as_ref()?;
            let next = shift.locks_at.min(shift.ends_at);
            (seconds_until(next, now) == 0).then_some(next)
        })
    });
    effect(move || {
        if over.get().is_some() {
            desk.query.reload();
        }
    });
}
