//! Working for an organisation, at a counter: roles, the shift, checks, asking, and reading what residents share.

mod ask;
mod begin;
mod check;
mod desk;
mod errand;
mod hand_scanner;
mod list;
mod locked;
mod offer;
mod purpose;
mod reading;
mod request;
mod scan;
mod told;
mod ways;
mod words;

use leptos::prelude::*;
use protocol::app::{CounterView, GetCounter, Part};

use crate::{
    app::{Query, Route, use_app, use_query},
    components::{AppBar, Loaded},
    features::office::Manage,
    reactive::{Look, memo},
};
use begin::Begin;
use desk::AtDesk;
use locked::Locked;
pub use purpose::Pick;
use words::CounterWords;

/// Where the officer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    NoShift,
    Locked,
    Open,
}

impl Stand {
    fn of(view: &CounterView) -> Self {
        match &view.shift {
            None => Self::NoShift,
            Some(shift) if shift.locked => Self::Locked,
            Some(_) => Self::Open,
        }
    }
}

/// The counter.
#[component]
pub fn Counter() -> impl IntoView {
    let router = use_app().router;
    // Made anew only for another organisation, not for each of its parts.
    let managed = memo(move || match router.here() {
        Route::Office(id) | Route::OfficePart(id, _) | Route::OfficePurpose(id, _) => Some(id),
        _ => None,
    });
    move || match managed.get() {
        Some(organisation) => view! { <Manage organisation /> }.into_any(),
        None => view! { <Work /> }.into_any(),
    }
}

#[component]
fn Work() -> impl IntoView {
    let query = use_query(&[Part::Roles, Part::Counter], || GetCounter {});
    let nothing = memo(move || query.value.look(Option::is_none));
    view! {
        {move || nothing.get().then(|| view! { <AppBar title=CounterWords::here().title() /> })}
        <Loaded query lines=6 let:view>
            <Standing view query />
        </Loaded>
    }
}

#[component]
fn Standing(view: Signal<CounterView>, query: Query<CounterView>) -> impl IntoView {
    let stand = memo(move || view.look(Stand::of));
    move || match stand.get() {
        Stand::NoShift => view! { <Begin view query /> }.into_any(),
        Stand::Locked => view! { <Locked view query /> }.into_any(),
        Stand::Open => view! { <AtDesk view query /> }.into_any(),
    }
}
