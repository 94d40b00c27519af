//! The shift, what is to be done, and what was.

use std::time::Duration;

use domain::Role;
use leptos::prelude::*;
use protocol::{
    api::RequestState,
    app::{CheckView, CounterRequestView, CounterView, EndShift},
};

use super::{begin::ManageRow, desk::Desk, told, words::CounterWords};
use crate::{
    app::{Route, use_now, use_sending},
    components::{Button, ButtonKind, Chip, Dialog, ErrorNotice, ListRow, Notice, Picture, Section, Tone},
    features::scan::look_of_verdict,
    reactive::{Look, derive, memo},
    text::{self, CommonWords},
};

/// The list beside what is being done.
#[component]
pub(super) fn List(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    let router = desk.app.router;
    let link = move |to: Route, icon: Picture, title: &'static str, preset: bool| {
        let current = derive(move || router.here() == to);
        view! { <ListRow title icon href=to.href() current preset /> }
    };
    let managed = memo(move || {
        desk.view.look(|view| {
            let here = view.shift.as_ref()?.organisation;
            let mut roles = view.roles.iter();
            let manages =
                roles.any(|role| role.organisation == here && role.role == Role::Administrator && role.accepted);
            manages.then_some(here)
        })
    });
    view! {
        <Shift desk />
        <ul class="rows">
            {link(Route::CounterScan, Picture::ScanLine, words.scan(), true)}
            {link(Route::CounterOffer, Picture::QrCode, words.offer(), false)}
            {move || managed.get().map(|organisation| view! { <ManageRow organisation /> })}
        </ul>
        <Requests desk />
        <Checks desk />
    }
}

/// Where and until when, whether the city is there, and the way out.
#[component]
fn Shift(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let ending = RwSignal::new(false);
    let sending = use_sending();
    let end = move |()| {
        sending.run(async move {
            let view = desk.app.call(EndShift {}).await?;
            ending.try_set(false);
            desk.app.say(words.ended());
            desk.app.replace(Route::Counter);
            desk.stand(view);
            Ok(())
        });
    };
    let shift = memo(move || desk.view.look(|view| view.shift.clone()));
    let place = move || {
        shift.get().map(|shift| {
            let until = text::moment(shift.ends_at, now.get(), language);
            view! {
                <p class="counter-place">{format!("{} · {}", shift.counter_name.as_str(), shift.counter_place.as_str())}</p>
                <p class="small secondary">{shift.organisation_name.as_str().to_owned()}</p>
                <p class="small secondary digits">{words.until(&until)}</p>
            }
        })
    };
    view! {
        <div class="counter-shift">
            {place}
            <Button kind=ButtonKind::Quiet icon=Picture::LogOut press=move |()| ending.set(true)>{words.end()}</Button>
        </div>
        <Away view=desk.view />
        <Dialog open=ending title=Signal::stored(words.end_title().to_owned())>
            <p>{words.end_text()}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=end>{words.end()}</Button>
                <Button press=move |()| ending.set(false)>{CommonWords::here().cancel()}</Button>
            </div>
        </Dialog>
    }
}

/// That the city is away, what is checked by instead, and what waits to be told.
#[component]
fn Away(view: Signal<CounterView>) -> impl IntoView {
    let words = CounterWords::here();
    let language = text::language();
    let told = memo(move || view.look(|view| (view.offline, view.waiting, view.list_as_of)));
    move || {
        let (offline, waiting, list_as_of) = told.get();
        (offline || waiting > 0).then(|| {
            let list = list_as_of.map_or_else(
                || words.away_no_list().to_owned(),
                |at| words.away_as_of(&text::moment(at, text::now(), language)),
            );
            view! {
                <Notice tone=Tone::Warn live=true>
                    {offline.then(|| view! { <p>{words.away()} " " {list}</p> })}
                    {(waiting > 0).then(|| view! { <p>{words.waiting_checks(waiting)}</p> })}
                </Notice>
            }
        })
    }
}

/// Requests that go on first, then the others, newest first.
#[component]
fn Requests(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    let requests = memo(move || {
        let mut requests = desk
            .requests
            .value
            .look(|requests| requests.clone().unwrap_or_default());
        requests.sort_by_key(|request| {
            !matches!(
                request.request.state,
                RequestState::Offered | RequestState::Waiting | RequestState::Agreed { .. }
            )
        });
        requests
    });
    move || {
        let requests = requests.get();
        (!requests.is_empty()).then(|| {
            view! {
                <Section title=words.requests()>
                    <ul class="rows stacked">
                        {requests.into_iter().map(|request| view! { <RequestRow desk request /> }).collect_view()}
                    </ul>
                </Section>
            }
        })
    }
}

/// A request in a line.
#[component]
pub(super) fn RequestRow(desk: Desk, request: CounterRequestView) -> impl IntoView {
    let words = CounterWords::here();
    let request = request.request;
    let route = Route::CounterRequest(request.id);
    let router = desk.app.router;
    let current = derive(move || router.here() == route);
    let holder = request.holder.clone().unwrap_or_else(|| words.nobody_yet().to_owned());
    let note = Some(format!("{holder} · {}", text::time(request.asked_at)));
    let (word, tone) = told::requests(words).state(&request.state);
    let chip = move || view! { <Chip tone>{word}</Chip> };
    view! {
        <ListRow title=request.asked.title.as_str().to_owned() note icon=Picture::Users href=route.href() current end=chip />
    }
}

/// The checks of the day, newest first.
#[component]
fn Checks(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    let checks = memo(move || {
        desk.checks
            .value
            .look(|view| view.as_ref().map(|view| view.checks.clone()))
    });
    view! {
        <Section title=words.checks()>
            {move || match checks.get() {
                None => ().into_any(),
                Some(checks) if checks.is_empty() => {
                    view! { <p class="secondary">{words.nothing()}</p> }.into_any()
                }
                Some(checks) => view! {
                    <ul class="rows stacked">
                        {checks.into_iter().map(|check| view! { <CheckRow desk check /> }).collect_view()}
                    </ul>
                }
                .into_any(),
            }}
        </Section>
    }
}

#[component]
fn CheckRow(desk: Desk, check: CheckView) -> impl IntoView {
    let words = CounterWords::here();
    let record = check.record;
    let route = Route::Check(record.id);
    let router = desk.app.router;
    let current = derive(move || router.here() == route);
    let title = record
        .holder
        .clone()
        .unwrap_or_else(|| told::shown(record.shown, words).to_owned());
    let note = Some(format!(
        "{} · {}",
        told::shown(record.shown, words),
        text::time(record.at)
    ));
    let (_, word) = told::verdict(&record, words);
    let (_, tone) = look_of_verdict(record.verdict);
    let tone = if told::only_locates(&record) { Tone::Plain } else { tone };
    let chip = move || view! { <Chip tone>{word}</Chip> };
    view! { <ListRow title note icon=Picture::ScanLine href=route.href() current end=chip /> }
}
