//! An organisation's counters.

use domain::{CounterId, CounterName, CounterPlace};
use leptos::prelude::*;
use protocol::{
    api::{CounterForm, CounterRecord},
    app::PutCounter,
};

use super::{Office, PartBar, form::Typed, words::OfficeWords};
use crate::{
    app::{use_app, use_sending},
    components::{
        Button, ButtonKind, Chip, Dialog, EmptyState, ErrorNotice, Field, ListRow, Loaded, Picture, Toggle, open_while,
    },
    reactive::{Look, derive},
    text::CommonWords,
};

/// The counters, and the sheet that changes one.
#[component]
pub(super) fn Counters(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let editing = RwSignal::new(None::<Option<CounterRecord>>);
    let row = move |counter: CounterRecord| {
        let title = counter.name.as_str().to_owned();
        let note = Some(counter.place.as_str().to_owned());
        let open = counter.open;
        let end = move || (!open).then(|| view! { <Chip>{words.counter_closed()}</Chip> });
        let press = move |()| editing.set(Some(Some(counter.clone())));
        view! { <ListRow title note icon=Picture::Store press end=move || end() /> }
    };
    view! {
        <PartBar office title=words.counters() />
        <div class="page">
            <p class="secondary">{words.counters_text()}</p>
            <Loaded query=office.query let:organisation>
                {move || {
                    let counters = organisation.look(|organisation| organisation.counters.clone());
                    if counters.is_empty() {
                        return view! {
                            <EmptyState icon=Picture::Store title=words.no_counters() text=words.no_counters_text() />
                        }
                        .into_any();
                    }
                    view! { <ul class="rows stacked">{counters.into_iter().map(row).collect_view()}</ul> }.into_any()
                }}
                <div>
                    <Button kind=ButtonKind::Primary icon=Picture::Plus press=move |()| editing.set(Some(None))>
                        {words.add_counter()}
                    </Button>
                </div>
            </Loaded>
        </div>
        <Edit office editing />
    }
}

#[component]
fn Edit(office: Office, editing: RwSignal<Option<Option<CounterRecord>>>) -> impl IntoView {
    let words = OfficeWords::here();
    let open = open_while(editing);
    let title = derive(move || {
        let known = editing.look(|editing| editing.as_ref().is_some_and(Option::is_some));
        if known {
            words.edit_counter()
        } else {
            words.add_counter()
        }
        .to_owned()
    });
    let sheet = move || {
        let counter = editing.get()?;
        Some(view! { <Sheet office counter open /> })
    };
    view! { <Dialog open title>{sheet}</Dialog> }
}

#[component]
fn Sheet(office: Office, counter: Option<CounterRecord>, open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = OfficeWords::here();
    let common = CommonWords::here();
    let tried = RwSignal::new(false);
    let id: Option<CounterId> = counter.as_ref().map(|counter| counter.id);
    let said = |part: fn(&CounterRecord) -> &str| counter.as_ref().map_or("", part).to_owned();
    let name = Typed::<CounterName>::new(said(|counter| counter.name.as_str()), tried);
    let place = Typed::<CounterPlace>::new(said(|counter| counter.place.as_str()), tried);
    let in_use = RwSignal::new(counter.as_ref().is_none_or(|counter| counter.open));
    let saving = use_sending();
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (Some(name), Some(place)) = (name.value(), place.value()) else {
            return;
        };
        let form = CounterForm {
            name,
            place,
            open: in_use.get_untracked(),
        };
        saving.run(async move {
            let put = PutCounter {
                organisation: office.id,
                counter: id,
                form,
            };
            office.query.put(app.call(put).await?);
            open.try_set(false);
            app.say(words.saved());
            Ok(())
        });
    };
    view! {
        <form class="stack" novalidate=true on:submit=save>
            <Field
                label=words.counter_name()
                value=name.text
                error=name.error(words.counter_name_error())
                capitals="sentences"
                max=40
            />
            <Field
                label=words.counter_place()
                hint=words.counter_place_hint()
                value=place.text
                error=place.error(words.counter_place_error())
                capitals="sentences"
                max=120
            />
            {id.is_some().then(|| view! {
                <Toggle
                    label=words.counter_open()
                    hint=words.counter_open_hint()
                    on=in_use
                    switch=move |on| in_use.set(on)
                />
            })}
            <ErrorNotice error=saving.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary submit=true busy=saving.busy>{common.save()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </form>
    }
}
