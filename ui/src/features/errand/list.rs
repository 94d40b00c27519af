//! The errand passes of a person.

use std::time::Duration;

use leptos::prelude::*;
use protocol::{
    api::{ErrandRecord, ErrandSide},
    app::{ErrandsView, ListErrands, Part},
};

use super::{told::StateChip, words::ErrandWords};
use crate::{
    app::{Route, use_app, use_city_now, use_now, use_query},
    components::{AppBar, ButtonKind, EmptyState, LinkButton, ListRow, Loaded, Picture, Section},
    reactive::{Look, derive},
    text,
};

/// The passes that the person bears and those that they gave.
#[component]
pub fn Errands() -> impl IntoView {
    let words = ErrandWords::here();
    let query = use_query(&[Part::Errands], || ListErrands {});
    view! {
        <AppBar title=words.title() up=Route::Me level=2 />
        <div class="page">
            <Loaded query lines=5 let:view>
                <Groups view />
            </Loaded>
        </div>
    }
}

#[component]
fn Groups(view: Signal<ErrandsView>) -> impl IntoView {
    let words = ErrandWords::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let group = move |title: &'static str, records: Vec<ErrandRecord>| {
        (!records.is_empty()).then(|| {
            let rows = records
                .into_iter()
                .map(|record| view! { <Row record /> })
                .collect_view();
            view! { <Section title level=3><ul class="rows stacked">{rows}</ul></Section> }
        })
    };
    let give = move || {
        let href = Route::GiveErrand.href();
        view! { <LinkButton href kind=ButtonKind::Primary icon=Picture::Plus>{words.give()}</LinkButton> }
    };
    move || {
        let ErrandsView { borne, given, .. } = view.get();
        if borne.is_empty() && given.is_empty() {
            return view! {
                <EmptyState icon=Picture::HandHelping title=words.nothing() text=words.lead()>{give()}</EmptyState>
            }
            .into_any();
        }
        view! {
            <p class="secondary">{words.lead()}</p>
            <div>{give()}</div>
            {group(words.borne(), borne)}
            {group(words.given(), given)}
            <p class="small secondary digits">
                {move || text::as_of(view.look(|view| view.as_of), now.get(), language)}
            </p>
        }
        .into_any()
    }
}

#[component]
fn Row(record: ErrandRecord) -> impl IntoView {
    let app = use_app();
    let words = ErrandWords::here();
    let now = use_city_now(Duration::from_secs(60));
    let route = Route::Errand(record.id);
    let current = derive(move || app.router.here() == route);
    let (place, date) = (record.organisation.name.as_str(), text::date(record.day));
    let note = Some(match record.side {
        ErrandSide::Bearer => words.row_borne(record.giver.as_str(), place, &date),
        ErrandSide::Giver => words.row_given(record.bearer.as_str(), place, &date),
    });
    let title = record.title.as_str().to_owned();
    let chip = move || {
        let record = record.clone();
        move || view! { <StateChip record=record.clone() today=domain::local_date(now.get()) /> }
    };
    view! { <ListRow title note icon=Picture::HandHelping href=route.href() current end=chip /> }
}
