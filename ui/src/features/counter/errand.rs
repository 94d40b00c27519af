//! An errand pass at the counter: looking for it, what it is worth, and handing the result over.

use std::time::Duration;

use domain::{CheckId, limits::ASK_AFTER_CHECK};
use jiff::Timestamp;
use leptos::prelude::*;
use protocol::{
    api::ErrandVerdict,
    app::{ErrandCheckView, HandOverErrand},
};

use super::{
    desk::{CheckedPass, Desk},
    told,
    ways::Ways,
    words::CounterWords,
};
use crate::{
    app::{Route, seconds_until, use_city_now, use_now, use_sending},
    components::{
        AppBar, Button, ButtonKind, Dialog, ErrorNotice, LinkButton, Notice, Picture, Section, Tone, open_while,
    },
    features::{errand::PassFacts, scan::VerdictBand},
    reactive::{Look, derive, memo},
    text::{self, CommonWords},
};

/// On the screen of a check: the way to the pass of whoever it found.
#[component]
pub(super) fn ErrandOffer(
    /// The check.
    check: CheckId,
    /// Until when it is ground for a pass.
    until: Timestamp,
) -> impl IntoView {
    let words = CounterWords::here();
    let now = use_city_now(Duration::from_secs(5));
    let over = memo(move || seconds_until(until, now.get()) == 0);
    view! {
        <Section title=words.errand() level=3>
            {move || if over.get() {
                view! { <p class="secondary">{words.errand_over(ASK_AFTER_CHECK.as_mins())}</p> }.into_any()
            } else {
                view! {
                    <p class="secondary">{words.errand_text()}</p>
                    <div>
                        <LinkButton href=Route::CheckErrand(check).href() icon=Picture::HandHelping>
                            {words.errand_scan()}
                        </LinkButton>
                    </div>
                }
                .into_any()
            }}
        </Section>
    }
}

/// The pass that the person of a check shows: the ways to it, or what it is worth.
#[component]
pub(super) fn ShowErrand(desk: Desk, check: CheckId) -> impl IntoView {
    let words = CounterWords::here();
    let holder = memo(move || desk.find(check).and_then(|found| found.record.holder));
    // Another text or verdict is another outcome; a pass whose result was handed over keeps its place.
    let shown = memo(move || {
        desk.pass.look(|pass| {
            let pass = pass.as_ref().filter(|pass| pass.check == check)?;
            Some((pass.text.clone(), pass.view.check.verdict))
        })
    });
    desk.remark.set(None);
    view! {
        <AppBar title=words.errand() up=Route::Check(check) level=2 />
        <div class="page">
            {move || if shown.look(Option::is_some) {
                let first = StoredValue::new(desk.pass.get_untracked());
                let pass = derive(move || desk.pass.get().or_else(|| first.get_value()));
                view! { <Outcome desk pass holder /> }.into_any()
            } else {
                view! {
                    <Shower holder />
                    <p class="secondary">{words.errand_lead()}</p>
                    <Ways desk code=words.errand_code() go=words.check() seen=move |codes| desk.check_pass_among(codes) />
                }
                .into_any()
            }}
        </div>
    }
}

/// Whose code was checked before.
#[component]
fn Shower(holder: Memo<Option<String>>) -> impl IntoView {
    let words = CounterWords::here();
    move || {
        holder.get().map(|holder| {
            view! {
                <p class="result-holder">
                    <span class="small secondary">{words.errand_shower()}</span>
                    <span class="result-name">{holder}</span>
                </p>
            }
        })
    }
}

#[component]
fn Outcome(desk: Desk, pass: Signal<Option<CheckedPass>>, holder: Memo<Option<String>>) -> impl IntoView {
    let words = CounterWords::here();
    let Some(CheckedPass { view, .. }) = pass.get_untracked() else {
        return ().into_any();
    };
    let verdict = view.check.verdict;
    let (word, meaning) = text::here().errand_verdict(verdict);
    let handed = memo(move || pass.look(|pass| pass.as_ref().and_then(|pass| pass.view.check.handed_over_at)));
    let open = memo(move || verdict == ErrandVerdict::Valid && handed.look(Option::is_none));
    // What it was worth when the result was handed over is no news: that it was is.
    let now_handed = memo(move || handed.get().filter(|_| verdict == ErrandVerdict::Valid));
    let offline = memo(move || pass.look(|pass| pass.as_ref().is_some_and(|pass| pass.view.offline)));
    let facts = view.check.pass.clone();
    let again = move |()| desk.pass.set(None);
    view! {
        <section class="result" aria-label=words.result()>
            {move || match now_handed.get() {
                Some(at) => view! { <Handed at offline=offline.get_untracked() /> }.into_any(),
                None => view! { <VerdictBand look=told::look_of_pass(verdict) word meaning /> }.into_any(),
            }}
            <Shower holder />
            {move || (offline.get() && open.get()).then(|| view! {
                <Notice tone=Tone::Warn><p>{words.errand_alone()}</p></Notice>
            })}
            {facts.map(|pass| view! { <PassFacts pass /> })}
        </section>
        {move || open.get().then(|| view! { <HandOver desk pass /> })}
        <How view />
        <div>
            <Button icon=Picture::ScanLine press=again>{words.errand_again()}</Button>
        </div>
    }
    .into_any()
}

/// That the result was handed over, and who knows; it stands where the verdict stood, which counts no more.
#[component]
fn Handed(at: Timestamp, offline: bool) -> impl IntoView {
    let words = CounterWords::here();
    let at = text::moment(at, text::now(), text::language());
    view! {
        <Notice tone=Tone::Good title=words.handed_at(&at) live=true>
            {offline.then(|| view! { <p>{words.handed_told_later()}</p> })}
        </Notice>
    }
}

/// Saying that the result was handed over; asks once.
#[component]
fn HandOver(desk: Desk, pass: Signal<Option<CheckedPass>>) -> impl IntoView {
    let words = CounterWords::here();
    let asking = RwSignal::new(None::<CheckedPass>);
    let open = open_while(asking);
    let sending = use_sending();
    let text = derive(move || {
        let said = pass.look(|pass| {
            let pass = pass.as_ref()?.view.check.pass.as_ref()?;
            Some(words.hand_over_text(pass.title.as_str(), pass.bearer.as_str()))
        });
        said.unwrap_or_default()
    });
    let hand_over = move |()| {
        let Some(shown) = pass.get_untracked() else { return };
        sending.run(async move {
            let input = HandOverErrand {
                check: shown.check,
                text: shown.text.clone(),
            };
            let answer = desk.app.call(input).await;
            let view = desk.heed(answer)?;
            asking.try_set(None);
            let noted = view.check.verdict == ErrandVerdict::Valid && view.check.handed_over_at.is_some();
            desk.pass.try_set(Some(CheckedPass { view, ..shown }));
            // Otherwise the verdict says why, and what to do.
            if noted {
                desk.app.say(words.handed());
            }
            Ok(())
        });
    };
    view! {
        <div>
            <Button kind=ButtonKind::Primary icon=Picture::Check press=move |()| asking.set(pass.get_untracked())>
                {words.hand_over()}
            </Button>
        </div>
        <Dialog open title=Signal::stored(words.hand_over_title().to_owned())>
            <p>{move || text.get()}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary busy=sending.busy press=hand_over>{words.hand_over()}</Button>
                <Button press=move |()| open.set(false)>{CommonWords::here().cancel()}</Button>
            </div>
        </Dialog>
    }
}

/// How the pass was checked, and as of when.
#[component]
fn How(view: ErrandCheckView) -> impl IntoView {
    let words = CounterWords::here();
    let now = use_now(Duration::from_secs(60)).get_untracked();
    let moment = move |at| text::moment(at, now, text::language());
    let how = if view.offline {
        words.by_device()
    } else {
        words.by_city()
    };
    let before = view
        .check
        .handed_over_at
        .filter(|_| view.check.verdict == ErrandVerdict::HandedOver);
    let fact = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd class="digits">{value}</dd></div> })
    };
    view! {
        <dl class="told">
            {fact(words.how(), Some(how.to_owned()))}
            {fact(words.handed_before(), before.map(moment))}
            {fact(words.keys_of(), view.keys_as_of.map(moment))}
        </dl>
    }
}
