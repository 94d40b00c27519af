//! An open shift: what was checked and asked beside what is being done.

use std::time::Duration;

use domain::CheckId;
use leptos::prelude::*;
use protocol::app::{
    AppError, CheckCode, CheckErrand, CheckView, ChecksView, CounterRequestView, CounterView, ErrandCheckView,
    ListChecks, ListCounterRequests, Part, ScanView, ScannedCode,
};

use super::{
    begin::is_out_of_shift, check::Check, errand::ShowErrand, hand_scanner, list::List, offer::Offer, request::Request,
    scan::Scan, told, words::CounterWords,
};
use crate::{
    app::{App, Query, Route, Sending, seconds_until, use_app, use_city_now, use_query, use_sending},
    components::TwoPane,
    features::errand::is_pass,
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
    /// What there is to say of what was seen, when it was not checked.
    pub(super) remark: RwSignal<Option<Remark>>,
    /// The errand pass that was checked last.
    pub(super) pass: RwSignal<Option<CheckedPass>>,
}

/// Why nothing was checked of what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remark {
    /// Several of the city's codes at once.
    Several,
    /// An errand pass before the code of whoever shows it.
    PersonFirst,
    /// No errand pass, where one is looked for.
    NoPass,
}

/// An errand pass that the person of a check showed.
#[derive(Clone, PartialEq)]
pub(super) struct CheckedPass {
    /// The check of the person.
    pub(super) check: CheckId,
    /// What was scanned.
    pub(super) text: String,
    /// What it came to.
    pub(super) view: ErrandCheckView,
}

impl Desk {
    /// Checks a code; an errand pass beside the person whose check is on the screen.
    pub(super) fn check(self, text: String) {
        if text.trim().is_empty() {
            return;
        }
        self.remark.set(None);
        if is_pass(&text) {
            self.check_pass(text);
            return;
        }
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
        let of_city = |code: &&ScannedCode| {
            matches!(
                code.scan,
                ScanView::Live(_) | ScanView::Standard(_) | ScanView::Errand(_)
            )
        };
        let mut found = codes.iter().filter(of_city);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => self.remark.set(Some(Remark::Several)),
            (Some(code), None) => self.check(code.text.clone()),
            (None, _) => {
                if let Some(code) = codes.first() {
                    self.check(code.text.clone());
                }
            }
        }
    }

    /// A pass counts only beside the code of whoever shows it.
    fn check_pass(self, text: String) {
        let shown_by = match self.app.router.here_untracked() {
            Route::Check(check) | Route::CheckErrand(check) => Some(check),
            _ => None,
        };
        let ground = |check: &CheckId| {
            let found = untrack(|| self.find(*check));
            let until = found.and_then(|check| told::passes_until(&check.record));
            until.is_some_and(|until| self.app.city_now() < until)
        };
        let Some(check) = shown_by.filter(ground) else {
            self.remark.set(Some(Remark::PersonFirst));
            self.app.go(Route::CounterScan);
            return;
        };
        // Its own screen waits for the answer.
        self.app.go(Route::CheckErrand(check));
        self.pass.set(None);
        self.checking.run(async move {
            let input = CheckErrand {
                check,
                text: text.clone(),
            };
            let view = self.app.call(input).await;
            let view = self.heed(view)?;
            self.pass.try_set(Some(CheckedPass { check, text, view }));
            Ok(())
        });
    }

    /// Checks the one errand pass among the codes seen: whoever shows it may hold their own code beside it.
    pub(super) fn check_pass_among(self, codes: Vec<ScannedCode>) {
        if self.checking.busy.get_untracked() {
            return;
        }
        let mut found = codes
            .into_iter()
            .filter(|code| matches!(code.scan, ScanView::Errand(_)));
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => self.remark.set(Some(Remark::Several)),
            (Some(code), None) => self.check(code.text),
            (None, _) => self.remark.set(Some(Remark::NoPass)),
        }
    }

    /// A check: as the city has it, or as this device made it.
    pub(super) fn find(self, check: CheckId) -> Option<CheckView> {
        let listed = self.checks.value.look(|view| {
            let checks = &view.as_ref()?.checks;
            checks.iter().find(|other| other.record.id == check).cloned()
        });
        listed.or_else(|| self.latest.get().filter(|latest| latest.record.id == check))
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
        remark: RwSignal::new(None),
        pass: RwSignal::new(None),
    };
    hand_scanner::read(move |text| desk.check(text));
    look_when_it_may_lock(desk);
    let here = memo(move || app.router.here());
    let chosen = derive(move || here.get() != Route::Counter);
    let list = move || view! { <List desk /> };
    let detail = move || match here.get() {
        Route::Check(check) => view! { <Check desk check /> }.into_any(),
        Route::CheckErrand(check) => view! { <ShowErrand desk check /> }.into_any(),
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
