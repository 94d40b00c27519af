//! Unlocking.

mod forgotten;
mod pad;
mod words;

use domain::PersonId;
use leptos::prelude::*;
use protocol::app::PersonCard;

use super::first_run::{Doorway, Parting};
use crate::{
    app::{Route, use_app},
    components::ListRow,
    reactive::{Look, memo},
};

use pad::UnlockPad;
pub use words::UnlockWords;

/// Unlocking: who, where several people share the device, then their PIN.
#[component]
pub fn Unlock() -> impl IntoView {
    let app = use_app();
    let words = UnlockWords::here();
    let people = memo(move || app.state.look(|state| state.people.clone()));
    let picked = RwSignal::new(None::<PersonId>);
    // One person needs no choosing.
    let who = memo(move || {
        people.look(|people| match people.as_slice() {
            [only] => Some(only.clone()),
            several => several.iter().find(|card| Some(card.person) == picked.get()).cloned(),
        })
    });
    let several = memo(move || people.look(|people| people.len() > 1));
    let may_join = app.state.with_untracked(|state| state.capabilities.several_people);
    move || match who.get() {
        Some(card) => {
            let other = several.get().then(|| Callback::new(move |()| picked.set(None)));
            view! { <Locked card other may_join /> }.into_any()
        }
        None => view! {
            <Doorway title=words.who()>
                <Parting />
                <ul class="rows">
                    {move || people.get().into_iter().map(|card| view! { <Person card picked /> }).collect_view()}
                </ul>
                {may_join.then(|| view! { <Join /> })}
            </Doorway>
        }
        .into_any(),
    }
}

#[component]
fn Person(card: PersonCard, picked: RwSignal<Option<PersonId>>) -> impl IntoView {
    let person = card.person;
    view! { <ListRow title=card.label icon=crate::components::Picture::User press=move |()| picked.set(Some(person)) /> }
}

/// The way for another person onto this device.
#[component]
fn Join() -> impl IntoView {
    view! {
        <p class="doorway-foot">
            <a href=Route::Welcome.href()>{UnlockWords::here().another()}</a>
        </p>
    }
}

#[component]
fn Locked(card: PersonCard, other: Option<Callback<()>>, may_join: bool) -> impl IntoView {
    let words = UnlockWords::here();
    view! {
        <Doorway title=words.greeting(&card.label) centred=true>
            <Parting />
            <UnlockPad person=card.person />
            <div class="doorway-foot line unlock-others">
                {other.map(|other| view! {
                    <button type="button" class="link" on:click=move |_| other.run(())>{words.somebody_else()}</button>
                })}
                {may_join.then(|| view! { <a href=Route::Welcome.href()>{words.another()}</a> })}
            </div>
        </Doorway>
    }
}
