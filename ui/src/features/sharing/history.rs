//! Who looked, and contesting it.

use std::time::Duration;

use leptos::prelude::*;
use protocol::{
    api::{AccessEvent, AccessRecord},
    app::{ContestAccess, GetHistory, HistoryEntry, HistoryView, Part},
};

use super::{told, words::SharingWords};
use crate::{
    app::{Query, Route, use_app, use_now, use_query, use_sending},
    components::{
        AppBar, Button, ButtonKind, Chip, Dialog, EmptyState, ErrorNotice, Icon, Loaded, Picture, TextArea, Tone,
    },
    reactive::{Look, derive, effect},
    text::{self, CommonWords},
};

/// The access history, newest first.
#[component]
pub fn History() -> impl IntoView {
    let words = SharingWords::here();
    let query = use_query(&[Part::History], || GetHistory {});
    let contesting = RwSignal::new(None::<AccessRecord>);
    view! {
        <AppBar title=words.history() up=Route::Me level=2 />
        <div class="page">
            <p class="secondary">{words.history_lead()}</p>
            <Loaded query lines=6 let:view>
                {move || {
                    let entries = view.look(|view| view.entries.clone());
                    if entries.is_empty() {
                        view! {
                            <EmptyState icon=Picture::Eye title=words.history_empty() text=words.history_empty_text() />
                        }
                        .into_any()
                    } else {
                        let rows = entries.into_iter().map(|entry| view! { <Entry entry contesting /> }).collect_view();
                        view! { <ul class="rows history">{rows}</ul> }.into_any()
                    }
                }}
            </Loaded>
        </div>
        <Contest contesting query />
    }
}

#[component]
fn Entry(entry: HistoryEntry, contesting: RwSignal<Option<AccessRecord>>) -> impl IntoView {
    let words = SharingWords::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(60));
    let HistoryEntry {
        record,
        contesting: waits,
    } = entry;
    let (what, icon) = told::event(&record.event, words);
    let who = format!(
        "{} · {}",
        record.asker.organisation_name.as_str(),
        words.at(record.asker.counter.as_str(), words.officer())
    );
    let at = record.at;
    let (told_at, elsewhere) = match &record.event {
        AccessEvent::Checked { told_at, elsewhere, .. } => (*told_at, *elsewhere),
        AccessEvent::Errand { told_at, .. } => (*told_at, false),
        _ => (None, false),
    };
    let purpose = record.purpose.as_ref().map(|title| title.as_str().to_owned());
    let contest = record.contest.clone();
    let free = contest.is_none() && waits.is_none();
    let asked = record.clone();
    view! {
        <li class="history-entry">
            <Icon of=icon />
            <div class="row-words">
                <p class="row-title">{what}</p>
                {purpose.map(|purpose| view! { <p class="row-note">{purpose}</p> })}
                <p class="row-note">{who}</p>
                <p class="row-note digits">{move || text::moment(at, now.get(), language)}</p>
                {told_at.map(|told_at| view! {
                    <p class="row-note">{move || words.told_later(&text::moment(told_at, now.get(), language))}</p>
                })}
                {elsewhere.then(|| view! { <p class="line"><Chip tone=Tone::Warn>{words.elsewhere()}</Chip></p> })}
                {waits.map(|words_waiting| view! {
                    <p class="line"><Chip icon=Picture::CloudUpload>{words.contesting()}</Chip></p>
                    <p class="history-words">{words_waiting}</p>
                })}
                {contest.map(|contest| {
                    let due = text::date(domain::local_date(contest.due));
                    let late = contest.answer.is_none() && contest.due < now.get_untracked();
                    let said = match (&contest.answer, late) {
                        (Some(_), _) => None,
                        (None, false) => Some((words.contest_due(&due), Tone::Plain)),
                        (None, true) => Some((words.contest_late(&due), Tone::Bad)),
                    };
                    view! {
                        <p class="history-words">{contest.words.as_str().to_owned()}</p>
                        {said.map(|(said, tone)| view! { <p class="line"><Chip tone>{said}</Chip></p> })}
                        {contest.answer.map(|answer| view! {
                            <p class="history-answer">
                                <span class="small secondary">{words.contest_answer()}</span>
                                <span>{answer.words.as_str().to_owned()}</span>
                            </p>
                        })}
                    }
                })}
                {free.then(|| view! {
                    <button type="button" class="link" on:click=move |_| contesting.set(Some(asked.clone()))>
                        {words.contest()}
                    </button>
                })}
            </div>
        </li>
    }
}

#[component]
fn Contest(contesting: RwSignal<Option<AccessRecord>>, query: Query<HistoryView>) -> impl IntoView {
    let app = use_app();
    let words = SharingWords::here();
    let common = CommonWords::here();
    let open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let sending = use_sending();
    effect(move || {
        if contesting.look(Option::is_some) {
            typed.set(String::new());
            sending.error.set(None);
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            contesting.set(None);
        }
    });
    let text = derive(move || {
        contesting.look(|record| {
            let organisation = record.as_ref().map(|record| record.asker.organisation_name.as_str());
            words.contest_text(organisation.unwrap_or_default())
        })
    });
    let send = move |()| {
        let Some(access) = contesting.with_untracked(|record| record.as_ref().map(|record| record.id)) else {
            return;
        };
        let words_typed = typed.get_untracked();
        sending.run(async move {
            query.put(
                app.call(ContestAccess {
                    access,
                    words: words_typed,
                })
                .await?,
            );
            open.try_set(false);
            app.say(words.contested());
            Ok(())
        });
    };
    view! {
        <Dialog open title=Signal::stored(words.contest_title().to_owned())>
            <p>{move || text.get()}</p>
            <TextArea label=words.contest_words() value=typed max=1000 />
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary busy=sending.busy press=send>{words.contest_send()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
