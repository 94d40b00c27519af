//! Settings of this device.

use leptos::prelude::*;
use protocol::app::{Language, SetSettings, Settings as All, TextSize, Theme};

use super::words::SettingsWords;
use crate::{
    app::{Route, use_app, use_sending},
    components::{AppBar, Button, ButtonKind, ErrorNotice, Picture, Segmented, Select, Toggle},
    reactive::{Look, derive, effect, memo},
    text,
};

/// Minutes after which the app may lock itself.
const IDLE_MINUTES: [u8; 5] = [1, 2, 5, 10, 15];

/// Settings of this device: simple or whole screens, language, size of text, colours, when it locks. Each holds at once.
#[component]
pub(super) fn Settings() -> impl IntoView {
    let app = use_app();
    let words = SettingsWords::here();
    let voice = text::here();
    let saving = use_sending();
    let now = memo(move || app.settings());
    let wanted = RwSignal::new(None::<All>);
    let latest = StoredValue::new(now.get_untracked());
    let set = move |change: &dyn Fn(&mut All)| {
        let mut settings = latest.get_value();
        change(&mut settings);
        if settings != latest.get_value() {
            latest.set_value(settings);
            wanted.set(Some(settings));
        }
    };
    // One at a time, the latest last: a choice made while one is being kept is kept after it.
    effect(move || {
        if saving.busy.get() {
            return;
        }
        if let Some(settings) = wanted.get() {
            wanted.set(None);
            saving.run(async move { app.apply(SetSettings { settings }).await });
        }
    });
    let idle_words = if app.keeps() {
        (words.idle(), words.idle_hint())
    } else {
        (words.idle_page(), words.idle_page_hint())
    };
    let idle = RwSignal::new(now.with_untracked(|settings| settings.idle_minutes.to_string()));
    effect(move || {
        if let Ok(minutes) = idle.get().parse::<u8>() {
            untrack(|| set(&|settings| settings.idle_minutes = minutes));
        }
    });
    // What could not be kept is not shown as if it were.
    effect(move || {
        if saving.error.look(Option::is_some) {
            latest.set_value(now.get_untracked());
            idle.set(now.with_untracked(|settings| settings.idle_minutes.to_string()));
        }
    });
    let languages = [Language::Vi, Language::En]
        .map(|language| (language, text::language_name(language).to_owned()))
        .to_vec();
    let sizes = [TextSize::Normal, TextSize::Large, TextSize::Larger, TextSize::Largest]
        .map(|size| (size, voice.text_size(size).to_owned()))
        .to_vec();
    let themes = [Theme::System, Theme::Light, Theme::Dark]
        .map(|theme| (theme, voice.theme(theme).to_owned()))
        .to_vec();
    let minutes = IDLE_MINUTES
        .map(|minutes| (minutes.to_string(), words.minutes(minutes)))
        .to_vec();
    let make_simple = move |simple: bool| {
        set(&|settings| settings.simple = simple);
        app.say(if simple { words.simple_on() } else { words.simple_off() });
    };
    view! {
        <AppBar title=words.title() up=Route::Me level=2 />
        <div class="page">
            <ErrorNotice error=saving.error />
            <div class="choice">
                <Toggle
                    label=words.simple()
                    hint=words.simple_hint()
                    on=derive(move || now.get().simple)
                    switch=make_simple
                />
            </div>
            <Segmented
                id="language"
                label=words.language()
                value=derive(move || now.get().language)
                choose=move |language| set(&|settings| settings.language = language)
                options=languages
            />
            <Segmented
                id="text-size"
                label=words.text_size()
                value=derive(move || now.get().text_size)
                choose=move |size| set(&|settings| settings.text_size = size)
                options=sizes
            />
            <Segmented
                id="theme"
                label=words.theme()
                value=derive(move || now.get().theme)
                choose=move |theme| set(&|settings| settings.theme = theme)
                options=themes
            />
            <Select id="idle" label=idle_words.0 hint=idle_words.1 value=idle options=minutes />
            <p class="note secondary">{if app.keeps() { words.only_here() } else { words.only_browser() }}</p>
            <div class="only-with-keys">
                <Button kind=ButtonKind::Quiet icon=Picture::Keyboard press=move |()| app.listing_keys.set(true)>
                    {words.keys()}
                </Button>
            </div>
        </div>
    }
}
