//! A request of the counter: the word, the code, how it stands, and what was shared.

use std::time::Duration;

use domain::RequestId;
use jiff::Timestamp;
use leptos::prelude::*;
use protocol::{
    api::RequestState,
    app::{CounterRequestView, WithdrawRequest},
};

use super::{desk::Desk, reading::Reading, told, words::CounterWords};
use crate::{
    app::{Route, seconds_until, use_city_now, use_sending},
    components::{AppBar, Button, Chip, EmptyState, ErrorNotice, Notice, Picture, QrSymbol, Section, Skeleton},
    features::sharing::scope,
    reactive::{Look, derive, memo},
    text::{self, countdown},
};

/// A request.
#[component]
pub(super) fn Request(desk: Desk, request: RequestId) -> impl IntoView {
    let words = CounterWords::here();
    let found = memo(move || {
        desk.requests.value.look(|requests| {
            let requests = requests.as_ref()?;
            Some(requests.iter().find(|other| other.request.id == request).cloned())
        })
    });
    // Made once for a request, so that what is read stays while it stands.
    let there = memo(move || found.look(|found| found.as_ref().map(Option::is_some)));
    let missing = memo(move || desk.requests.error.look(Option::is_some));
    view! {
        <AppBar title=words.request() up=Route::Counter level=2 />
        <div class="page request">
            {move || match there.get() {
                Some(true) => {
                    let latest = StoredValue::new(found.get_untracked().flatten());
                    let view = derive(move || found.get().flatten().or_else(|| latest.get_value()));
                    view! { <Standing desk view /> }.into_any()
                }
                None if !missing.get() => view! { <Skeleton lines=5 /> }.into_any(),
                _ => view! {
                    <ErrorNotice error=desk.requests.error />
                    <EmptyState icon=Picture::Users title=words.request() text=words.request_gone() />
                }
                .into_any(),
            }}
        </div>
    }
}

#[component]
fn Standing(desk: Desk, view: Signal<Option<CounterRequestView>>) -> impl IntoView {
    let words = CounterWords::here();
    let Some(first) = view.get_untracked().map(|view| view.request) else {
        return ().into_any();
    };
    let now = use_city_now(Duration::from_secs(1));
    // What may be read no more goes from the screen at its time, whether or not the city can be asked.
    let state = memo(move || {
        let now = now.get();
        view.look(|view| {
            view.as_ref()
                .map(|view| view.request.state.as_of(view.request.expires_at, now))
        })
    });
    let holder = memo(move || view.look(|view| view.as_ref().and_then(|view| view.request.holder.clone())));
    let open = memo(move || matches!(state.get(), Some(RequestState::Offered | RequestState::Waiting)));
    let readable = memo(move || match state.get() {
        Some(RequestState::Agreed { read_until, .. }) => Some(read_until),
        _ => None,
    });
    let qr = memo(move || view.look(|view| view.as_ref().and_then(|view| view.qr.clone())));
    let (request, expires_at, word) = (first.id, first.expires_at, first.desk_word.as_str());
    let asked = scope(&first.asked.scope, text::here());
    let remembered = memo(move || matches!(state.get(), Some(RequestState::Agreed { remembered: true, .. })));
    view! {
        <header class="request-head">
            <h3 class="request-title">{first.asked.title.as_str().to_owned()}</h3>
            <p class="request-who">{move || holder.get().unwrap_or_else(|| words.nobody_yet().to_owned())}</p>
            <p class="line">
                {move || state.get().map(|state| {
                    let (word, tone) = told::requests(words).state(&state);
                    view! { <Chip tone>{word}</Chip> }
                })}
                {move || open.get().then(|| view! { <Left now until=expires_at /> })}
                {move || readable.get().map(|until| {
                    let until = text::moment(until, text::now(), text::language());
                    view! { <span class="secondary digits">{words.readable_until(&until)}</span> }
                })}
            </p>
        </header>
        {move || open.get().then(|| view! {
            <section class="desk-word" aria-label=words.desk_word()>
                <p class="small">{words.desk_word()}</p>
                <p class="desk-word-word" lang="vi">{word}</p>
                <p class="note">{words.desk_word_text()}</p>
            </section>
        })}
        {move || qr.get().filter(|_| open.get()).map(|qr| view! {
            <div class="counter-code"><QrSymbol qr=Signal::stored(qr) label=words.offer_code() /></div>
        })}
        {move || remembered.get().then(|| view! { <p class="secondary">{words.remembered()}</p> })}
        {move || state.get().and_then(|state| {
            let text = told::requests(words).ending(&state)?;
            let why = match state {
                RequestState::Refused { words: Some(why), .. } => Some(words.refused_words(why.as_str())),
                _ => None,
            };
            Some(view! { <Notice><p>{text}</p>{why.map(|why| view! { <p>{why}</p> })}</Notice> })
        })}
        {move || readable.get().is_some().then(|| view! { <Reading desk request /> })}
        <Section title=words.scope() level=3>
            <ul class="counter-scope">{asked.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
        </Section>
        <Withdraw desk request open=open.into() readable=derive(move || readable.get().is_some()) />
    }
    .into_any()
}

/// How long it waits yet, by the city's clock.
#[component]
fn Left(now: Signal<Timestamp>, until: Timestamp) -> impl IntoView {
    let words = CounterWords::here();
    let left = move || words.left_for(&countdown(seconds_until(until, now.get())));
    view! { <span class="secondary digits">{left}</span> }
}

/// Taking the request back, or giving back what was shared.
#[component]
fn Withdraw(desk: Desk, request: RequestId, open: Signal<bool>, readable: Signal<bool>) -> impl IntoView {
    let words = CounterWords::here();
    let sending = use_sending();
    let send = move |said: &'static str| {
        sending.run(async move {
            let answer = desk.app.call(WithdrawRequest { request }).await;
            desk.heed(answer)?;
            desk.requests.reload();
            desk.app.say(said);
            Ok(())
        });
    };
    view! {
        <ErrorNotice error=sending.error />
        {move || open.get().then(|| view! {
            <div><Button icon=Picture::X busy=sending.busy press=move |()| send(words.withdrawn())>{words.withdraw()}</Button></div>
        })}
        {move || readable.get().then(|| view! {
            <div><Button icon=Picture::Check busy=sending.busy press=move |()| send(words.given_back())>{words.give_back()}</Button></div>
        })}
    }
}
