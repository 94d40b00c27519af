//! What residents contest, and answering it.

use std::time::Duration;

use domain::{AccessWords, local_date};
use leptos::prelude::*;
use protocol::{
    api::{ContestAnswer, ContestList, ContestedAccess},
    app::AnswerContest,
};

use super::{Office, PartBar, form::Typed, words::OfficeWords};
use crate::{
    app::{Query, use_app, use_city_now, use_sending},
    components::{
        Button, ButtonKind, Chip, Dialog, EmptyState, ErrorNotice, Icon, Loaded, Picture, TextArea, Tone, open_while,
    },
    reactive::Look,
    text::{self, CommonWords},
};

/// What is contested, those that wait longest first.
#[component]
pub(super) fn Contests(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let query = office.contests;
    let answering = RwSignal::new(None::<ContestedAccess>);
    view! {
        <PartBar office title=words.contests() />
        <div class="page">
            <Loaded query=office.query aside=true lines=1 let:organisation>
                <p class="secondary">
                    {move || words.contests_text(organisation.look(|organisation| organisation.contest_days))}
                </p>
            </Loaded>
            <Loaded query lines=6 let:list>
                {move || {
                    let contests = list.look(|list| list.contests.clone());
                    if contests.is_empty() {
                        return view! {
                            <EmptyState icon=Picture::Mail title=words.no_contests() text=words.no_contests_text() />
                        }
                        .into_any();
                    }
                    let rows = contests.into_iter().map(|contest| view! { <Contested contest answering /> });
                    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
                }}
            </Loaded>
        </div>
        <Answer office query answering />
    }
}

#[component]
fn Contested(contest: ContestedAccess, answering: RwSignal<Option<ContestedAccess>>) -> impl IntoView {
    let words = OfficeWords::here();
    let language = text::language();
    let now = use_city_now(Duration::from_secs(60));
    let at = contest.at;
    let officer = contest.officer.as_ref().map_or("–", |name| name.as_str());
    let who = words.who(contest.counter.as_str(), officer);
    let purpose = contest.purpose.as_ref().map(|title| title.as_str().to_owned());
    let due = contest.contest.due;
    let date = text::date(local_date(due));
    let answer = contest.contest.answer.clone();
    let open = answer.is_none();
    let stands = move || {
        let late = due < now.get();
        let (tone, text) = match (open, late) {
            (false, _) => (Tone::Good, words.answered().to_owned()),
            (true, true) => (Tone::Bad, words.late(&date)),
            (true, false) => (Tone::Warn, words.due(&date)),
        };
        view! { <Chip tone>{text}</Chip> }
    };
    let holder = contest.holder.clone();
    let said = contest.contest.words.as_str().to_owned();
    let label = format!("{}: {holder}", words.answer());
    let press = move |()| answering.set(Some(contest.clone()));
    view! {
        <li class="history-entry">
            <Icon of=Picture::Mail />
            <div class="row-words">
                <p class="row-title">{holder}</p>
                {purpose.map(|purpose| view! { <p class="row-note">{purpose}</p> })}
                <p class="row-note">{who}</p>
                <p class="row-note digits">{move || text::moment(at, now.get(), language)}</p>
                <p class="history-words">{said}</p>
                <p class="line entry-stands">{stands}</p>
                {answer.map(|answer| view! {
                    <p class="history-answer">
                        <span class="small secondary">{words.answer_words()}</span>
                        <span>{answer.words.as_str().to_owned()}</span>
                    </p>
                })}
                {open.then(|| view! {
                    <div class="entry-action"><Button press label>{words.answer()}</Button></div>
                })}
            </div>
        </li>
    }
}

#[component]
fn Answer(office: Office, query: Query<ContestList>, answering: RwSignal<Option<ContestedAccess>>) -> impl IntoView {
    let words = OfficeWords::here();
    let open = open_while(answering);
    let sheet = move || {
        let contest = answering.get()?;
        Some(view! { <Sheet office query contest open /> })
    };
    view! { <Dialog open title=Signal::stored(words.answer().to_owned())>{sheet}</Dialog> }
}

#[component]
fn Sheet(office: Office, query: Query<ContestList>, contest: ContestedAccess, open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = OfficeWords::here();
    let tried = RwSignal::new(false);
    let typed = Typed::<AccessWords>::new("", tried);
    let sending = use_sending();
    let access = contest.access;
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(said) = typed.value() else {
            return;
        };
        sending.run(async move {
            let answer = AnswerContest {
                organisation: office.id,
                access,
                answer: ContestAnswer { words: said },
            };
            query.put(app.call(answer).await?);
            open.try_set(false);
            app.say(words.answer_sent());
            Ok(())
        });
    };
    view! {
        <form class="stack" novalidate=true on:submit=send>
            <p class="history-words">{contest.contest.words.as_str().to_owned()}</p>
            <TextArea
                label=words.answer_words()
                hint=words.answer_hint()
                value=typed.text
                error=typed.error(words.answer_error())
                max=1000
            />
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy>{words.answer()}</Button>
                <Button press=move |()| open.set(false)>{CommonWords::here().cancel()}</Button>
            </div>
        </form>
    }
}
