//! Requests to share, and agreements for later times.

use std::time::Duration;

use leptos::prelude::*;
use protocol::{
    api::{RememberedConsent, RequestState},
    app::{ForgetConsent, ListRequests, Part, RequestView, RequestsView},
};

use super::{told, words::SharingWords};
use crate::{
    app::{Query, Route, Sending, use_app, use_now, use_query, use_sending},
    components::{AppBar, Button, Chip, EmptyState, ErrorNotice, ListRow, Loaded, Picture, Section},
    reactive::{Look, derive},
    text,
};

/// Requests that wait, what can be read now, what is past, agreements for later times.
#[component]
pub fn Requests() -> impl IntoView {
    let words = SharingWords::here();
    let query = use_query(&[Part::Requests, Part::Profile, Part::Documents], || ListRequests {});
    let forgetting = use_sending();
    view! {
        <AppBar title=words.title() up=Route::Me level=2 />
        <div class="page">
            <p class="secondary">{words.lead()}</p>
            <ErrorNotice error=forgetting.error />
            <Loaded query lines=5 let:view>
                <Groups view />
                <Remembered view query forgetting />
            </Loaded>
        </div>
    }
}

#[component]
fn Groups(view: Signal<RequestsView>) -> impl IntoView {
    let words = SharingWords::here();
    move || {
        let requests = view.look(|view| view.requests.clone());
        if requests.is_empty() {
            return view! {
                <EmptyState icon=Picture::Users title=words.nothing() text=words.nothing_text() />
            }
            .into_any();
        }
        let (waiting, rest): (Vec<_>, Vec<_>) = requests
            .into_iter()
            .partition(|request| matches!(request.record.state, RequestState::Waiting));
        let (readable, past): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|request| matches!(request.record.state, RequestState::Agreed { .. }));
        let group = |title: &'static str, requests: Vec<RequestView>| {
            (!requests.is_empty()).then(|| {
                let rows = requests
                    .into_iter()
                    .map(|request| view! { <Row request /> })
                    .collect_view();
                view! { <Section title level=3><ul class="rows stacked">{rows}</ul></Section> }
            })
        };
        view! {
            {group(words.waiting(), waiting)}
            {group(words.readable(), readable)}
            {group(words.past(), past)}
        }
        .into_any()
    }
}

#[component]
fn Row(request: RequestView) -> impl IntoView {
    let app = use_app();
    let words = SharingWords::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let record = request.record;
    let route = Route::Request(record.id);
    let current = derive(move || app.router.here() == route);
    let organisation = record.asker.organisation_name.as_str().to_owned();
    let times = (record.asked_at, record.expires_at, record.state.clone());
    let note = derive(move || {
        let (asked_at, expires_at, state) = &times;
        let moment = |at| text::moment(at, now.get(), language);
        let when = match state {
            RequestState::Waiting => words.expires(&moment(*expires_at)),
            RequestState::Agreed { read_until, .. } => words.until(&moment(*read_until)),
            _ => moment(*asked_at),
        };
        Some(format!("{organisation} · {when}"))
    });
    let (word, tone) = told::requests(words).state(&record.state);
    let chip = move || view! { <Chip tone>{word}</Chip> };
    view! {
        <ListRow
            title=record.asked.title.as_str().to_owned()
            note
            icon=Picture::Users
            href=route.href()
            current
            end=chip
        />
    }
}

#[component]
fn Remembered(view: Signal<RequestsView>, query: Query<RequestsView>, forgetting: Sending) -> impl IntoView {
    let app = use_app();
    let words = SharingWords::here();
    let row = move |consent: RememberedConsent| {
        let purpose = consent.purpose;
        let since = text::date(domain::local_date(consent.since));
        let forget = move |()| {
            forgetting.run(async move {
                query.put(app.call(ForgetConsent { purpose }).await?);
                app.say(words.forgotten());
                Ok(())
            });
        };
        view! {
            <li class="remembered">
                <div class="row-words">
                    <p class="row-title">{consent.title.as_str().to_owned()}</p>
                    <p class="row-note">{words.remembered_since(consent.organisation_name.as_str(), &since)}</p>
                    <p class="row-note">{told::in_a_row(&consent.scope, text::here())}</p>
                </div>
                <Button icon=Picture::X busy=forgetting.busy press=forget>{words.forget()}</Button>
            </li>
        }
    };
    move || {
        let remembered = view.look(|view| view.remembered.clone());
        (!remembered.is_empty()).then(|| {
            view! {
                <Section title=words.remembered() level=3>
                    <ul class="rows">{remembered.into_iter().map(row).collect_view()}</ul>
                </Section>
            }
        })
    }
}
