//! The gallery: every component in every state, made of the real ones; only with the feature `mock`.
//!
//! `?gallery` shows all of it, `?gallery=fields` one group. `&lang=en`, `&theme=dark`, `&text=200` and
//! `&simple=1` set what the controls at its top set, and `&mock=` names the day its host has.

mod actions;
mod codes;
mod fields;
mod frames;
mod specimen;
mod told;
mod words;

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AppState, GetState, Language, TextSize, Theme};

use crate::{
    app::{App, page_title, wear},
    backend::Backend,
    components::{Segmented, Toggle, provide_ids},
    reactive::{derive, effect, memo},
    text,
};
use words::GalleryWords;

/// What this page's address asks for, if it asks for the gallery: the name of a group, or nothing for all.
pub(crate) fn wanted() -> Option<String> {
    let query = window().location().search().unwrap_or_default();
    asked(&query)
}

fn asked(query: &str) -> Option<String> {
    query.trim_start_matches('?').split('&').find_map(|pair| {
        let (name, group) = pair.split_once('=').unwrap_or((pair, ""));
        (name == "gallery").then(|| group.to_owned())
    })
}

/// The gallery.
#[component]
pub(crate) fn Gallery(
    /// The name of the group to show; all when it is empty.
    group: String,
) -> impl IntoView {
    provide_ids();
    let language = text::provide_language(Language::Vi);
    let stand = RwSignal::new(None::<AppState>);
    let group = StoredValue::new(group);
    let Some(backend) = Backend::find() else {
        return ().into_any();
    };
    spawn_local(async move { stand.set(backend.call(GetState {}).await.ok()) });
    let whole = move || {
        stand.get().map(|state| {
            language.set(state.settings.language);
            view! { <Whole app=App::new(backend, state) language group /> }
        })
    };
    view! {
        // The product's sheets stay without it.
        <style>{include_str!("gallery.css")}</style>
        {whole}
    }
    .into_any()
}

#[component]
fn Whole(app: App, language: RwSignal<Language>, group: StoredValue<String>) -> impl IntoView {
    provide_context(app);
    effect(move || wear(app.settings()));
    let chosen = memo(move || app.settings().language);
    effect(move || language.set(chosen.get()));
    let shows = move |name: &str| group.with_value(|group| group.is_empty() || group == name);
    say_height();
    // Fields that take the focus when they come up move the page away from its top.
    request_animation_frame(|| window().scroll_to_with_x_and_y(0.0, 0.0));
    move || {
        language.track();
        page_title(GalleryWords::here().title());
        view! {
            <main class="gallery">
                <Controls app />
                {shows("actions").then(|| view! { <actions::Actions /> })}
                {shows("fields").then(|| view! { <fields::Fields /> })}
                {shows("codes").then(|| view! { <codes::Codes /> })}
                {shows("told").then(|| view! { <told::Told /> })}
                {shows("frames").then(|| view! { <frames::Frames /> })}
                {(shows("frames") || shows("dialog")).then(|| view! { <frames::Question app /> })}
            </main>
        }
    }
}

/// Keeps the page's height on its root element, where whoever takes its picture reads it.
fn say_height() {
    let _ = set_interval_with_handle(
        || {
            if let Some(root) = document().document_element() {
                // A root element takes any attribute.
                let _ = root.set_attribute("data-height", &root.scroll_height().to_string());
            }
        },
        Duration::from_millis(250),
    );
}

/// Language, colours and size of text of all that stands below.
#[component]
fn Controls(app: App) -> impl IntoView {
    let words = GalleryWords::here();
    let voice = text::here();
    let languages = [Language::Vi, Language::En]
        .map(|language| (language, text::language_name(language).to_owned()))
        .to_vec();
    let themes = [Theme::System, Theme::Light, Theme::Dark]
        .map(|theme| (theme, voice.theme(theme).to_owned()))
        .to_vec();
    let sizes = [TextSize::Normal, TextSize::Large, TextSize::Larger, TextSize::Largest]
        .map(|size| (size, voice.text_size(size).to_owned()))
        .to_vec();
    view! {
        <header class="gallery-head">
            <h1>{words.title()}</h1>
            <p class="secondary">{words.lead()}</p>
            <div class="gallery-controls">
                <Segmented
                    label=words.language()
                    value=derive(move || app.settings().language)
                    choose=move |language| app.state.update(|state| state.settings.language = language)
                    options=languages
                />
                <Segmented
                    label=words.theme()
                    value=derive(move || app.settings().theme)
                    choose=move |theme| app.state.update(|state| state.settings.theme = theme)
                    options=themes
                />
                <Segmented
                    label=words.text_size()
                    value=derive(move || app.settings().text_size)
                    choose=move |size| app.state.update(|state| state.settings.text_size = size)
                    options=sizes
                />
                <Toggle
                    label=words.simple()
                    on=derive(move || app.settings().simple)
                    switch=move |simple| app.state.update(|state| state.settings.simple = simple)
                />
            </div>
        </header>
    }
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn the_address_asks_for_all_or_for_a_group() {
        assert_eq!(asked("?gallery"), Some(String::new()));
        assert_eq!(asked("?lang=en&gallery=fields"), Some("fields".to_owned()));
        assert_eq!(asked("?mock=home"), None);
    }
}
