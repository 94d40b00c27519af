//! What is about the person and the app: profile, devices, PIN, settings.

mod about;
mod change_pin;
mod devices;
mod edit_field;
mod field_row;
mod leave;
mod menu;
mod profile;
mod session;
mod settings;
mod words;

use leptos::prelude::*;

use crate::{
    app::{Route, use_app},
    components::TwoPane,
    features::{
        errand::{Errand, Errands, GiveErrand},
        sharing::{History, Request, Requests},
    },
    reactive::{derive, memo},
};

pub use field_row::shown;
pub use words::MeWords;

/// What is about the person and the app: a menu and, beside or over it, what was chosen. Where
/// there is room for both, the profile is there from the start.
#[component]
pub fn Me() -> impl IntoView {
    let app = use_app();
    let here = memo(move || app.router.here());
    let chosen = derive(move || here.get() != Route::Me);
    let list = || view! { <menu::Menu /> };
    let detail = move || match here.get() {
        Route::Requests => view! { <Requests /> }.into_any(),
        Route::Request(request) => view! { <Request request /> }.into_any(),
        Route::History => view! { <History /> }.into_any(),
        Route::Errands => view! { <Errands /> }.into_any(),
        Route::GiveErrand => view! { <GiveErrand /> }.into_any(),
        Route::Errand(errand) => view! { <Errand errand /> }.into_any(),
        Route::Devices => view! { <devices::Devices /> }.into_any(),
        Route::ChangePin => view! { <change_pin::ChangePin /> }.into_any(),
        Route::Settings => view! { <settings::Settings /> }.into_any(),
        Route::About => view! { <about::About /> }.into_any(),
        Route::RenewSession => view! { <session::RenewSession /> }.into_any(),
        _ => view! { <profile::Profile /> }.into_any(),
    };
    view! { <TwoPane title=MeWords::here().title() chosen list detail=move || detail /> }
}
