//! The frame around every screen of an unlocked person: the bar or rail, the sync strip, the
//! screen.

use leptos::prelude::*;
use protocol::app::{GetCounter, Part};
use wasm_bindgen::JsCast;

use super::{
    Route, Section,
    later::{Later, LaterScreen, fetch_ahead},
    strip::Strip,
    use_app, use_query,
};
use crate::{
    components::{Icon, Picture},
    features::{
        code::{Code, HandOver},
        home::Home,
        keys::{Find, KeySheet, KeysWords},
        read_aloud::ReadAloud,
    },
    reactive::{Look, memo},
    text::CommonWords,
};

/// The frame around every screen of an unlocked person; in another's hands, the code without it.
#[component]
pub(super) fn Frame() -> impl IntoView {
    let app = use_app();
    let handed_over = app.is_handed_over();
    arrive_at_headings(app);
    move || match handed_over.get() {
        true => view! { <HandOver /> }.into_any(),
        false => view! { <Framed /> }.into_any(),
    }
}

#[component]
fn Framed() -> impl IntoView {
    let app = use_app();
    let words = CommonWords::here();
    let simple = app.simple();
    let section = memo(move || app.router.here().section());
    let counter = use_query(&[Part::Roles], || GetCounter {});
    let works = memo(move || {
        counter
            .value
            .look(|view| view.as_ref().is_some_and(|view| !view.roles.is_empty()))
    });
    super::keys::heed(app);
    fetch_ahead();
    let skip = move |_| focus_first("#content");
    view! {
        <div class="app" class:bare=move || app.bare.get()>
            <button type="button" class="skip" on:click=skip>{words.skip_to_content()}</button>
            <nav class="bar" aria-label=words.main_menu() hidden=move || app.bare.get()>
                <NavLink to=Route::Home section=Section::Home icon=Picture::House words=words.home() />
                {move || {
                    let papers = view! {
                        <NavLink to=Route::Documents section=Section::Documents icon=Picture::Files words=words.documents() />
                    };
                    let code = view! {
                        <NavLink to=Route::Code section=Section::Code icon=Picture::QrCode words=words.code() raised=true />
                    };
                    match simple.get() {
                        // As on the first screen: the code, then the papers.
                        true => view! { {code} {papers} }.into_any(),
                        false => view! {
                            {papers}
                            {code}
                            {move || works.get().then(|| view! {
                                <NavLink to=Route::Counter section=Section::Counter icon=Picture::Store words=words.counter() />
                            })}
                            <NavLink to=Route::Me section=Section::Me icon=Picture::User words=words.me() />
                        }
                        .into_any(),
                    }
                }}
                {move || (!simple.get()).then(|| view! { <FindButton /> })}
            </nav>
            <div class="stage">
                <Strip />
                {move || simple.get().then(|| view! { <ReadAloud /> })}
                <main id="content" tabindex="-1">
                    {move || match section.get() {
                        Section::Home | Section::Outside => view! { <Home /> }.into_any(),
                        Section::Code => view! { <Code /> }.into_any(),
                        section => view! { <LaterScreen of=Later::Inside(section) /> }.into_any(),
                    }}
                </main>
            </div>
            <Find />
            <KeySheet />
        </div>
    }
}

/// The search over everything, for whom the shortcut is not known; shown in the rail.
#[component]
fn FindButton() -> impl IntoView {
    let finding = use_app().finding;
    view! {
        <button type="button" class="bar-link bar-find" aria-haspopup="dialog" on:click=move |_| finding.set(true)>
            <span class="bar-picture">
                <Icon of=Picture::Search />
            </span>
            <span class="bar-words">{KeysWords::here().find()}</span>
        </button>
    }
}

#[component]
fn NavLink(
    to: Route,
    section: Section,
    icon: Picture,
    words: &'static str,
    #[prop(optional)] raised: bool,
) -> impl IntoView {
    let app = use_app();
    let here = move || app.router.here().section() == section;
    view! {
        <a class="bar-link" class:raised=raised href=to.href() aria-current=move || here().then_some("page")>
            <span class="bar-picture">
                <Icon of=icon />
            </span>
            <span class="bar-words">{words}</span>
        </a>
    }
}

/// Names the page: what history lists and task bars show. Nothing personal.
pub fn page_title(title: &str) {
    document().set_title(&format!("{title} · {}", CommonWords::here().app_name()));
}

/// After a change of screen the page starts at its top and the focus at its heading, so that
/// keyboards and screen readers arrive where the eye does.
fn arrive_at_headings(app: super::App) {
    Effect::new(move |before: Option<Route>| {
        let here = app.router.here();
        let first = before.is_none();
        if before.is_none_or(|before| before != here) {
            request_animation_frame(move || {
                // What is typed into keeps the focus; and so, in a frame made anew, does whatever has it already.
                let taken = document()
                    .active_element()
                    .is_some_and(|element| match element.tag_name().as_str() {
                        "INPUT" | "TEXTAREA" | "SELECT" => true,
                        "BODY" => false,
                        _ => first,
                    });
                if taken {
                    return;
                }
                window().scroll_to_with_x_and_y(0.0, 0.0);
                focus_first("#content .pane-detail [data-arrive], #content [data-arrive], #content");
            });
        }
        here
    });
}

/// Focuses the first element that is shown among what the selectors find, in their order.
fn focus_first(selectors: &str) {
    for selector in selectors.split(", ") {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
            && element.offset_parent().is_some()
        {
            let _ = element.focus();
            return;
        }
    }
}
