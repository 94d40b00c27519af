//! One request: who asks, the word to compare, exactly what, until when; and the answer.

use std::{collections::BTreeSet, time::Duration};

use domain::{DocumentId, ProfileField, RequestId};
use leptos::prelude::*;
use protocol::{
    api::RequestState,
    app::{AgreeToShare, AskedField, AskedPaper, GetRequest, Part, RefuseToShare, RequestView, Secret, TakeBack},
};

use super::{told, words::SharingWords};
use crate::{
    app::{Query, Route, use_app, use_now, use_query, use_sending},
    components::{
        AppBar, Button, ButtonKind, Chip, Dialog, ErrorNotice, Icon, Loaded, Notice, Picture, Section, TextArea,
        Toggle, Tone,
    },
    features::{me::shown, pin::AgreeByPin},
    reactive::{Look, derive, memo},
    text::{self, CommonWords},
};

/// One request.
#[component]
pub fn Request(request: RequestId) -> impl IntoView {
    let words = SharingWords::here();
    let query = use_query(&[Part::Requests, Part::Profile, Part::Documents], move || GetRequest {
        request,
    });
    view! {
        <AppBar title=words.title() up=Route::Requests level=2 />
        <div class="page request">
            <Loaded query lines=8 let:view>
                <Asked view query />
            </Loaded>
        </div>
    }
}

/// What the person picks of what is asked.
#[derive(Clone, Copy)]
struct Picked {
    fields: RwSignal<BTreeSet<ProfileField>>,
    papers: RwSignal<BTreeSet<DocumentId>>,
    remember: RwSignal<bool>,
}

impl Picked {
    /// All that is there; of each kind of paper the newest.
    fn all(view: &RequestView) -> Self {
        let fields = view.fields.iter().filter(|asked| asked.value.is_some());
        let papers = view.papers.iter().filter_map(|asked| asked.documents.first());
        Self {
            fields: RwSignal::new(fields.map(|asked| asked.field).collect()),
            papers: RwSignal::new(papers.map(|paper| paper.id).collect()),
            remember: RwSignal::new(false),
        }
    }
}

#[component]
fn Asked(view: Signal<RequestView>, query: Query<RequestView>) -> impl IntoView {
    let words = SharingWords::here();
    let picked = view.with_untracked(Picked::all);
    let waiting = memo(move || view.look(|view| matches!(view.record.state, RequestState::Waiting)));
    let answering = memo(move || view.look(|view| view.answering));
    let (first, partial) = view.with_untracked(|view| (view.record.clone(), view.record.asked.partial));
    let open = derive(move || waiting.get() && !answering.get());
    view! {
        <Who view />
        {move || waiting.get().then(|| view! { <DeskWord word=first.desk_word.as_str() /> })}
        <section class="request-why">
            <p>{first.asked.reason.as_str().to_owned()}</p>
        </section>
        {move || (open.get() && partial).then(|| view! { <p class="secondary">{words.partial_hint()}</p> })}
        <Fields view picked open partial />
        <Papers view picked open partial />
        {move || match (waiting.get(), answering.get()) {
            (true, false) => view! { <Answer view query picked /> }.into_any(),
            (_, true) => view! { <Notice tone=Tone::Warn live=true><p>{words.answering()}</p></Notice> }.into_any(),
            (false, false) => view! { <Ended view query /> }.into_any(),
        }}
    }
}

/// Who asks, at which counter, what for, and how the request stands.
#[component]
fn Who(view: Signal<RequestView>) -> impl IntoView {
    let words = SharingWords::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(15));
    let record = view.with_untracked(|view| view.record.clone());
    let stands = derive(move || view.look(|view| view.record.state.clone()));
    let until = move || {
        let moment = |at| text::moment(at, now.get(), language);
        view.look(|view| match view.record.state {
            RequestState::Waiting => words.expires(&moment(view.record.expires_at)),
            RequestState::Agreed { read_until, .. } => words.until(&moment(read_until)),
            _ => moment(view.record.asked_at),
        })
    };
    let place = words.at(record.asker.counter.as_str(), record.asker.place.as_str());
    view! {
        <header class="request-head">
            <h3 class="request-title">{record.asked.title.as_str().to_owned()}</h3>
            <p class="request-who">{record.asker.organisation_name.as_str().to_owned()}</p>
            <p class="secondary">{place}</p>
            <p class="line">
                {move || {
                    let (word, tone) = told::requests(words).state(&stands.get());
                    view! { <Chip tone>{word}</Chip> }
                }}
                <span class="secondary digits">{until}</span>
            </p>
        </header>
    }
}

#[component]
fn DeskWord(word: &'static str) -> impl IntoView {
    let words = SharingWords::here();
    view! {
        <section class="desk-word" aria-label=words.desk_word()>
            <p class="small">{words.desk_word()}</p>
            <p class="desk-word-word" lang="vi">{word}</p>
            <p class="note">{words.desk_word_text()}</p>
        </section>
    }
}

#[component]
fn Fields(view: Signal<RequestView>, picked: Picked, open: Signal<bool>, partial: bool) -> impl IntoView {
    let words = SharingWords::here();
    let fields = memo(move || view.look(|view| view.fields.clone()));
    let row = move |asked: AskedField| {
        let field = asked.field;
        let name = text::here().field(field);
        let value = asked.value.as_deref().map(|value| shown(field, value, text::here()));
        let there = value.is_some();
        let name = if there && asked.verified {
            format!("{name} · {}", words.verified())
        } else {
            name.to_owned()
        };
        let value = value.unwrap_or_else(|| words.absent().to_owned());
        let on = derive(move || picked.fields.look(|fields| fields.contains(&field)));
        let pick = move |on: bool| {
            picked.fields.update(|fields| {
                if on {
                    fields.insert(field)
                } else {
                    fields.remove(&field)
                };
            });
        };
        let choice = derive(move || partial && there && open.get());
        view! { <Line on pick choice name value absent=!there /> }
    };
    move || {
        let fields = fields.get();
        (!fields.is_empty()).then(|| {
            view! {
                <Section title=words.asked_fields() level=3>
                    <ul class="asked">{fields.into_iter().map(row).collect_view()}</ul>
                </Section>
            }
        })
    }
}

#[component]
fn Papers(view: Signal<RequestView>, picked: Picked, open: Signal<bool>, partial: bool) -> impl IntoView {
    let words = SharingWords::here();
    let papers = memo(move || view.look(|view| view.papers.clone()));
    let kind = move |asked: AskedPaper| {
        let name = text::here().document_kind(asked.kind);
        if asked.documents.is_empty() {
            let value = words.no_paper().to_owned();
            let never = Signal::stored(false);
            let nothing = |_: bool| ();
            return view! { <Line on=never pick=nothing choice=never name=name.to_owned() value absent=true /> }
                .into_any();
        }
        // One of several papers of a kind is a choice even where all kinds are needed.
        let several = asked.documents.len() > 1;
        let row = move |paper: protocol::app::DocumentCard| {
            let id = paper.id;
            let on = derive(move || picked.papers.look(|papers| papers.contains(&id)));
            let pick = move |on: bool| {
                picked.papers.update(|papers| {
                    if on {
                        papers.insert(id)
                    } else {
                        papers.remove(&id)
                    };
                });
            };
            let choice = derive(move || (partial || several) && open.get());
            view! { <Line on pick choice name=name.to_owned() value=paper.title number=paper.number /> }
        };
        asked.documents.into_iter().map(row).collect_view().into_any()
    };
    move || {
        let papers = papers.get();
        (!papers.is_empty()).then(|| {
            view! {
                <Section title=words.asked_papers() level=3>
                    <ul class="asked">{papers.into_iter().map(kind).collect_view()}</ul>
                </Section>
            }
        })
    }
}

/// A thing that is asked: with a box to leave it out, or a tick that it is shared.
#[component]
fn Line(
    on: Signal<bool>,
    #[prop(into)] pick: Callback<bool>,
    choice: Signal<bool>,
    /// What it is.
    name: String,
    /// What would be seen of it.
    value: String,
    /// Whether there is nothing to see.
    #[prop(optional)]
    absent: bool,
    /// The number printed on a paper.
    #[prop(default = None)]
    number: Option<String>,
) -> impl IntoView {
    let said = move || {
        view! {
            <span class="asked-words">
                <span class="small secondary">{name.clone()}</span>
                <span class:secondary=absent>{value.clone()}</span>
                {number.clone().map(|number| view! { <span class="small secondary digits">{number}</span> })}
            </span>
        }
    };
    view! {
        <li>
            {move || if choice.get() {
                view! {
                    <label class="asked-line">
                        <input
                            type="checkbox"
                            class="asked-box"
                            prop:checked=move || on.get()
                            on:change:target=move |event| pick.run(event.target().checked())
                        />
                        {said()}
                    </label>
                }
                .into_any()
            } else {
                view! {
                    <div class="asked-line">
                        <span class="asked-mark" aria-hidden="true">
                            {move || on.get().then(|| view! { <Icon of=Picture::Check /> })}
                        </span>
                        {said()}
                    </div>
                }
                .into_any()
            }}
        </li>
    }
}

/// Agreeing by PIN, or refusing.
#[component]
fn Answer(view: Signal<RequestView>, query: Query<RequestView>, picked: Picked) -> impl IntoView {
    let app = use_app();
    let words = SharingWords::here();
    let common = CommonWords::here();
    let (request, minutes, may_remember) = view.with_untracked(|view| {
        let asked = &view.record.asked;
        (view.record.id, asked.read_minutes, asked.remember)
    });
    let asking = RwSignal::new(false);
    let entered = RwSignal::new(String::new());
    let refusing = RwSignal::new(false);
    let why = RwSignal::new(String::new());
    let sending = use_sending();
    let send = move |pin: String| {
        let input = AgreeToShare {
            request,
            fields: picked.fields.with_untracked(|fields| fields.iter().copied().collect()),
            documents: picked.papers.with_untracked(|papers| papers.iter().copied().collect()),
            remember: picked.remember.get_untracked(),
            pin: Secret(pin),
        };
        sending.run(async move {
            let answer = app.call(input).await;
            entered.try_set(String::new());
            let view = answer?;
            let agreed = matches!(view.record.state, RequestState::Agreed { .. });
            query.put(view);
            if agreed {
                app.say(words.agreed());
            }
            Ok(())
        });
    };
    let refuse = move |()| {
        let words_typed = why.get_untracked();
        sending.run(async move {
            let view = app
                .call(RefuseToShare {
                    request,
                    words: words_typed,
                })
                .await?;
            query.put(view);
            refusing.try_set(false);
            app.say(words.refused_said());
            Ok(())
        });
    };
    // Where there is no PIN the button alone agrees.
    let begin = move |()| {
        if app.keeps() {
            asking.set(true)
        } else {
            send(String::new())
        }
    };
    let nothing = derive(move || picked.fields.look(BTreeSet::is_empty) && picked.papers.look(BTreeSet::is_empty));
    view! {
        <p class="request-promise"><Icon of=Picture::ShieldCheck /><span>{words.how_long(minutes)}</span></p>
        {may_remember.then(|| view! {
            <Toggle
                label=words.remember()
                hint=words.remember_hint()
                on=picked.remember
                switch=move |on| picked.remember.set(on)
            />
        })}
        <ErrorNotice error=sending.error />
        {move || if asking.get() {
            view! {
                <AgreeByPin entered sending full=send back=move |()| asking.set(false) />
            }
            .into_any()
        } else {
            view! {
                <div class="request-actions">
                    <Button kind=ButtonKind::Primary wide=true busy=sending.busy disabled=nothing press=begin>
                        {words.agree()}
                    </Button>
                    <Button wide=true press=move |()| refusing.set(true)>{words.refuse()}</Button>
                </div>
            }
            .into_any()
        }}
        <Dialog open=refusing title=Signal::stored(words.refuse_title().to_owned())>
            <p>{words.refuse_text()}</p>
            <TextArea label=words.refuse_words() value=why optional=true max=300 />
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=refuse>{words.refuse()}</Button>
                <Button press=move |()| refusing.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}

/// What became of it; what can be read now can be taken back.
#[component]
fn Ended(view: Signal<RequestView>, query: Query<RequestView>) -> impl IntoView {
    let app = use_app();
    let words = SharingWords::here();
    let common = CommonWords::here();
    let request = view.with_untracked(|view| view.record.id);
    let state = memo(move || view.look(|view| view.record.state.clone()));
    let asking = RwSignal::new(false);
    let sending = use_sending();
    let take_back = move |()| {
        sending.run(async move {
            query.put(app.call(TakeBack { request }).await?);
            asking.try_set(false);
            app.say(words.taken_back());
            Ok(())
        });
    };
    view! {
        {move || told::requests(words).ending(&state.get()).map(|text| view! { <Notice><p>{text}</p></Notice> })}
        {move || matches!(state.get(), RequestState::Agreed { .. }).then(|| view! {
            <div class="request-actions">
                <Button kind=ButtonKind::Danger wide=true icon=Picture::EyeOff press=move |()| asking.set(true)>
                    {words.take_back()}
                </Button>
            </div>
        })}
        <Dialog open=asking title=Signal::stored(words.take_back_title().to_owned())>
            <p>{words.take_back_text()}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=take_back>{words.take_back()}</Button>
                <Button press=move |()| asking.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
