//! The front door.

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{Language, SetSettings};

use super::{Doorway, FirstRunWords, simple::SimpleChoice};
use crate::{
    app::{Route, use_app},
    components::{ButtonKind, Icon, LinkButton, Notice, Picture, Segmented, Tone},
    reactive::derive,
    text::{self, CommonWords},
};

/// The front door: what this is, in which language, and the two ways in. For another person on a
/// device that has some, too.
#[component]
pub fn Welcome() -> impl IntoView {
    let app = use_app();
    let words = FirstRunWords::here();
    let first = app.state.with_untracked(|state| state.people.is_empty());
    let keeps = app.keeps();
    let title = if first {
        CommonWords::here().app_name()
    } else {
        words.another_person()
    };
    view! {
        <Doorway title front=first up=(!first).then_some(Route::Home)>
            <Parting />
            {if first {
                view! {
                    <p class="lead">{if keeps { words.tagline() } else { words.tagline_page() }}</p>
                    <LanguageChoice />
                    <SimpleChoice />
                    <ul class="promises">
                        <Promise icon=Picture::IdCard title=words.once() text=words.once_text() />
                        {if keeps {
                            view! {
                                <Promise icon=Picture::QrCode title=words.code() text=words.code_text() />
                                <Promise icon=Picture::Files title=words.papers() text=words.papers_text() />
                            }
                            .into_any()
                        } else {
                            view! {
                                <Promise icon=Picture::QrCode title=words.code() text=words.code_page_text() />
                                <Promise icon=Picture::Files title=words.papers_page() text=words.papers_page_text() />
                            }
                            .into_any()
                        }}
                    </ul>
                }
                .into_any()
            } else {
                view! { <p class="lead">{words.another_text()}</p> }.into_any()
            }}
            <div class="doorway-actions">
                <LinkButton kind=ButtonKind::Primary wide=true href=Route::Enrol.href()>{words.enrol()}</LinkButton>
                <LinkButton wide=true href=Route::SignIn.href()>{words.sign_in()}</LinkButton>
            </div>
            {(!keeps).then(|| view! { <p class="note secondary">{words.leave_page()}</p> })}
        </Doorway>
    }
}

/// Why the app locked itself or what became of the data here, until somebody unlocks.
#[component]
pub fn Parting() -> impl IntoView {
    let app = use_app();
    move || {
        app.parting.get().map(|said| {
            view! {
                <Notice tone=Tone::Warn title=said.what live=true>
                    <p>{said.then}</p>
                </Notice>
            }
        })
    }
}

#[component]
fn Promise(icon: Picture, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li class="promise">
            <Icon of=icon />
            <div>
                <p class="promise-title">{title}</p>
                <p class="secondary">{text}</p>
            </div>
        </li>
    }
}

/// The language of the screens, chosen at once.
#[component]
fn LanguageChoice() -> impl IntoView {
    let app = use_app();
    let choose = move |language: Language| {
        let settings = protocol::app::Settings {
            language,
            ..app.state.with_untracked(|state| state.settings)
        };
        spawn_local(async move {
            // The choice holds for now even if it can't be kept; settings say so when that matters.
            if app.apply(SetSettings { settings }).await.is_err() {
                app.state.update(|state| state.settings = settings);
            }
        });
    };
    let options = [Language::Vi, Language::En]
        .map(|language| (language, text::language_name(language).to_owned()))
        .to_vec();
    view! {
        <Segmented
            id="language"
            label=FirstRunWords::here().language()
            quiet=true
            value=derive(move || app.settings().language)
            choose
            options
        />
    }
}
