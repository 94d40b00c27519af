//! One errand pass: to show it, and to end it.

use std::time::Duration;

use domain::{ErrandId, local_date};
use jiff::civil::Date;
use leptos::prelude::*;
use protocol::{
    api::{ErrandSide, ErrandState},
    app::{EndErrand, ErrandView, GetErrand, Part, QrView},
};

use super::{
    told::{self, PassFacts, StateChip},
    words::ErrandWords,
};
use crate::{
    app::{Query, Route, use_app, use_city_now, use_query, use_sending},
    components::{
        AppBar, Button, ButtonKind, Dialog, ErrorNotice, Icon, LinkButton, Loaded, Notice, Picture, QrSymbol, Section,
        Tone, open_while,
    },
    reactive::{Look, memo},
    text::{self, CommonWords},
};

/// One errand pass.
#[component]
pub fn Errand(errand: ErrandId) -> impl IntoView {
    let words = ErrandWords::here();
    let query = use_query(&[Part::Errands], move || GetErrand { errand });
    view! {
        <AppBar title=words.title() up=Route::Errands level=2 />
        <div class="page request">
            <Loaded query lines=6 let:view>
                <Pass view query />
            </Loaded>
        </div>
    }
}

#[component]
fn Pass(view: Signal<ErrandView>, query: Query<ErrandView>) -> impl IntoView {
    let words = ErrandWords::here();
    let now = use_city_now(Duration::from_secs(30));
    let today = memo(move || local_date(now.get()));
    let record = view.with_untracked(|view| view.record.clone());
    let (day, side) = (record.day, record.side);
    let open = memo(move || {
        let today = today.get();
        view.look(|view| view.record.state.as_of(day, today) == ErrandState::Open)
    });
    let shows = memo(move || open.get() && side == ErrandSide::Bearer);
    let qr = memo(move || view.look(|view| view.qr.clone()));
    let who = match side {
        ErrandSide::Bearer => words.for_giver(record.giver.as_str()),
        ErrandSide::Giver => words.by_bearer(record.bearer.as_str()),
    };
    let pass = told::pass(&record);
    view! {
        <header class="request-head">
            <h3 class="request-title">{record.title.as_str().to_owned()}</h3>
            <p class="request-who">{who}</p>
            <p class="secondary">{record.organisation.name.as_str().to_owned()}</p>
            <p class="line">
                {move || view! { <StateChip record=view.look(|view| view.record.clone()) today=today.get() /> }}
                <span class="secondary digits">{words.on(&text::date(day))}</span>
            </p>
        </header>
        {move || {
            let said = told::ending(&view.look(|view| view.record.clone()), today.get(), text::now(), words);
            said.map(|said| view! { <Notice live=true><p>{said}</p></Notice> })
        }}
        {move || shows.get().then(|| match qr.get() {
            Some(qr) => view! { <Steps qr day today /> }.into_any(),
            None => view! { <Notice tone=Tone::Warn><p>{words.no_code()}</p></Notice> }.into_any(),
        })}
        <Section title=words.facts() level=3>
            <PassFacts pass />
        </Section>
        {move || open.get().then(|| view! { <End view query /> })}
    }
}

/// What to show at the counter, in its order.
#[component]
fn Steps(qr: QrView, day: Date, today: Memo<Date>) -> impl IntoView {
    let words = ErrandWords::here();
    view! {
        <section class="stack" aria-label=words.steps()>
            {move || (today.get() < day).then(|| view! {
                <Notice tone=Tone::Warn><p>{words.only_on(&text::date(day))}</p></Notice>
            })}
            <ol class="steps">
                <li>
                    <p class="step-words">{words.step_own()}</p>
                    <LinkButton href=Route::Code.href() icon=Picture::QrCode>{words.own_code()}</LinkButton>
                </li>
                <li>
                    <p class="step-words">{words.step_pass()}</p>
                    <div class="code-sheet"><QrSymbol qr=Signal::stored(qr) label=words.code() /></div>
                    <p class="code-promise"><Icon of=Picture::ShieldCheck /><span>{words.offline()}</span></p>
                </li>
            </ol>
        </section>
    }
}

/// Taking the pass back, or declining it; asks once.
#[component]
fn End(view: Signal<ErrandView>, query: Query<ErrandView>) -> impl IntoView {
    let app = use_app();
    let words = ErrandWords::here();
    let record = view.with_untracked(|view| view.record.clone());
    let errand = record.id;
    let (word, title, text, said) = match record.side {
        ErrandSide::Giver => (
            words.take_back(),
            words.take_back_title(),
            words.take_back_text(record.bearer.as_str()),
            words.taken_back(),
        ),
        ErrandSide::Bearer => (
            words.decline(),
            words.decline_title(),
            words.decline_text(record.giver.as_str()),
            words.declined(),
        ),
    };
    let ending = RwSignal::new(None::<ErrandId>);
    let open = open_while(ending);
    let sending = use_sending();
    let end = move |()| {
        sending.run(async move {
            query.put(app.call(EndErrand { errand }).await?);
            ending.try_set(None);
            app.say(said);
            Ok(())
        });
    };
    view! {
        <div>
            <Button icon=Picture::X press=move |()| ending.set(Some(errand))>{word}</Button>
        </div>
        <Dialog open title=Signal::stored(title.to_owned())>
            <p>{text.clone()}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=end>{word}</Button>
                <Button press=move |()| open.set(false)>{CommonWords::here().cancel()}</Button>
            </div>
        </Dialog>
    }
}
