//! What a check came to.

use std::time::Duration;

use domain::CheckId;
use jiff::Timestamp;
use leptos::prelude::*;
use protocol::app::CheckView;

use super::{ask::Ask, desk::Desk, errand::ErrandOffer, list::RequestRow, told, words::CounterWords};
use crate::{
    app::{Route, use_now},
    components::{AppBar, EmptyState, LinkButton, Notice, Picture, Section, Skeleton, Tone},
    features::scan::VerdictBand,
    reactive::{Look, memo},
    text,
};

/// Days after which a revocation list is called old.
const OLD_AFTER_DAYS: i64 = 2;

/// A check: as the city has it, or as this device made it.
#[component]
pub(super) fn Check(desk: Desk, check: CheckId) -> impl IntoView {
    let words = CounterWords::here();
    let found = memo(move || desk.find(check));
    let listing = memo(move || desk.checks.value.look(Option::is_none) && desk.checks.error.look(Option::is_none));
    view! {
        <AppBar title=words.result() up=Route::Counter level=2 />
        <div class="page">
            {move || match found.get() {
                Some(view) => view! { <Found desk view /> }.into_any(),
                None if listing.get() => view! { <Skeleton lines=4 /> }.into_any(),
                None => view! { <EmptyState icon=Picture::ScanLine title=words.result() text=words.nothing() /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Found(desk: Desk, view: CheckView) -> impl IntoView {
    let words = CounterWords::here();
    let CheckView {
        record,
        waiting,
        keys_as_of,
    } = view;
    let (look, word) = told::verdict(&record, words);
    let meaning = told::meaning(&record, words);
    let id = record.id;
    let before = memo(move || {
        desk.requests.value.look(|requests| {
            let requests = requests.iter().flatten();
            requests
                .filter(|request| request.request.check == Some(id))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let elsewhere = record.used_elsewhere.clone();
    let list_as_of = record.offline.and_then(|ground| ground.list_as_of);
    view! {
        <section class="result" aria-label=words.result()>
            <VerdictBand look word meaning />
            {record.holder.clone().map(|holder| view! {
                <p class="result-holder">
                    <span class="small secondary">{words.person()}</span>
                    <span class="result-name">{holder}</span>
                </p>
            })}
            {waiting.then(|| view! { <Notice tone=Tone::Warn><p>{words.not_told()}</p></Notice> })}
            {list_as_of.and_then(|at| days_old(at, record.at)).map(|days| view! {
                <Notice tone=Tone::Warn><p>{words.old_list(days)}</p></Notice>
            })}
            {(!elsewhere.is_empty()).then(|| view! {
                <Notice tone=Tone::Bad title=words.elsewhere()>
                    {elsewhere.iter().map(|used| {
                        let at = text::moment(used.at, text::now(), text::language());
                        view! { <p>{words.elsewhere_at(used.organisation.as_str(), used.counter.as_str(), &at)}</p> }
                    }).collect_view()}
                </Notice>
            })}
        </section>
        {record.ask_until.map(|until| view! { <Ask desk check=id until /> })}
        {told::passes_until(&record).map(|until| view! { <ErrandOffer check=id until /> })}
        {move || {
            let before = before.get();
            (!before.is_empty()).then(|| view! {
                <Section title=words.asked_before() level=3>
                    <ul class="rows stacked">
                        {before.into_iter().map(|request| view! { <RequestRow desk request /> }).collect_view()}
                    </ul>
                </Section>
            })
        }}
        <Facts record waiting keys_as_of />
        <div>
            <LinkButton href=Route::CounterScan.href() icon=Picture::ScanLine>{words.scan()}</LinkButton>
        </div>
    }
}

/// How the code was checked and as of when.
#[component]
fn Facts(record: protocol::api::CheckRecord, waiting: bool, keys_as_of: Option<Timestamp>) -> impl IntoView {
    let words = CounterWords::here();
    let now = use_now(Duration::from_secs(60)).get_untracked();
    let moment = move |at| text::moment(at, now, text::language());
    let how = match (record.offline, waiting) {
        (None, _) => words.by_city(),
        (Some(_), true) => words.by_device(),
        (Some(_), false) => words.by_device_told(),
    };
    let then = record
        .offline
        .filter(|ground| ground.verdict != record.verdict)
        .map(|ground| text::here().verdict(ground.verdict).0.to_owned());
    let list = record
        .offline
        .map(|ground| ground.list_as_of.map_or_else(|| words.none_here().to_owned(), moment));
    let fact = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd class="digits">{value}</dd></div> })
    };
    view! {
        <dl class="told">
            {fact(words.shown(), Some(told::shown(record.shown, words).to_owned()))}
            {fact(words.how(), Some(how.to_owned()))}
            {fact(words.checked_at(), Some(moment(record.at)))}
            {fact(words.made_at(), record.made_at.map(moment))}
            {fact(words.said_then(), then)}
            {fact(words.list_of(), list)}
            {fact(words.keys_of(), keys_as_of.map(moment))}
        </dl>
    }
}

/// How many days old the list was, when that is old.
fn days_old(list: Timestamp, at: Timestamp) -> Option<i64> {
    let days = at.duration_since(list).as_hours() / 24;
    (days >= OLD_AFTER_DAYS).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_a_week_ago_is_old_and_this_mornings_is_not() {
        let at: Timestamp = "2026-03-08T08:00:00Z".parse().unwrap();
        assert_eq!(days_old("2026-03-01T07:00:00Z".parse().unwrap(), at), Some(7));
        assert_eq!(days_old("2026-03-08T01:00:00Z".parse().unwrap(), at), None);
    }
}
