//! The menu.

use leptos::prelude::*;
use protocol::app::Lock;

use super::{MeWords, leave::Leave};
use crate::{
    app::{Route, use_app, use_sending},
    components::{ErrorNotice, ListRow, Picture},
    features::{errand::ErrandWords, sharing::SharingWords},
    reactive::{Look, derive, memo},
};

/// Who is unlocked and what is about them, the way out at the end.
#[component]
pub(super) fn Menu() -> impl IntoView {
    let app = use_app();
    let words = MeWords::here();
    let sharing = SharingWords::here();
    let locking = use_sending();
    let leaving = RwSignal::new(false);
    let lock = move |()| locking.run(async move { app.apply(Lock {}).await });
    let keeps = app.keeps();
    // Signing out of a page loses only what the city does not have yet.
    let sign_out = move |()| {
        if app.sync.with_untracked(|sync| sync.waiting > 0) {
            leaving.set(true);
        } else {
            lock(());
        }
    };
    let name = memo(move || app.unlocked().map(|person| person.full_name).unwrap_or_default());
    let ended = memo(move || app.unlocked().is_some_and(|person| person.session_ended));
    let link = move |to: Route, icon: Picture, title: &'static str| {
        let current = derive(move || line_of(app.router.here()) == to);
        view! { <ListRow title icon href=to.href() current preset=to == Route::Profile /> }
    };
    view! {
        <div class="identity">
            <span class="identity-mark" aria-hidden="true">{move || initials(&name.get())}</span>
            <p class="identity-name">
                {move || if name.look(String::is_empty) { words.no_name().to_owned() } else { name.get() }}
            </p>
        </div>
        <ErrorNotice error=locking.error />
        <ul class="rows">
            {move || ended.get().then(|| {
                view! {
                    <ListRow
                        title=words.renew()
                        note=Some(words.renew_note().to_owned())
                        icon=Picture::RefreshCw
                        href=Route::RenewSession.href()
                        current=derive(move || app.router.here() == Route::RenewSession)
                    />
                }
            })}
            {link(Route::Profile, Picture::IdCard, words.profile())}
            {link(Route::Requests, Picture::Users, sharing.title())}
            {link(Route::History, Picture::Eye, sharing.history())}
            {link(Route::Errands, Picture::HandHelping, ErrandWords::here().title())}
            {link(Route::Devices, Picture::Smartphone, words.devices())}
        </ul>
        <ul class="rows">
            {keeps.then(|| link(Route::ChangePin, Picture::KeyRound, words.change_pin()))}
            {link(Route::Settings, Picture::Settings, words.settings())}
            {link(Route::About, Picture::Info, words.about())}
        </ul>
        <ul class="rows">
            {if keeps {
                view! {
                    <ListRow title=words.lock() icon=Picture::Lock press=lock />
                    <ListRow title=words.leave() icon=Picture::LogOut press=move |()| leaving.set(true) />
                }
                .into_any()
            } else {
                view! { <ListRow title=words.sign_out() icon=Picture::LogOut press=sign_out /> }.into_any()
            }}
        </ul>
        <Leave open=leaving />
    }
}

/// The line from which a screen is reached.
fn line_of(route: Route) -> Route {
    match route {
        Route::Request(_) => Route::Requests,
        Route::GiveErrand | Route::Errand(_) => Route::Errands,
        route => route,
    }
}

/// First letters of the first and the given name.
fn initials(name: &str) -> String {
    name.parse::<domain::PersonName>()
        .map(|name| name.initials())
        .unwrap_or_default()
}
