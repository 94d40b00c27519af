//! The frame around screens before anybody is unlocked.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{bridge::Bridge, words::FirstRunWords};
use crate::{
    app::{Route, page_title, use_app},
    components::{Icon, Picture},
    text::CommonWords,
};

/// The frame around screens before anybody is unlocked: one column on a phone, beside a quiet
/// panel with the city's line of gold where there is room.
#[component]
pub fn Doorway(
    /// The screen's title.
    #[prop(into)]
    title: String,
    /// The screen before this one.
    #[prop(optional_no_strip)]
    up: Option<Route>,
    /// What going up does instead of only showing another screen.
    #[prop(optional, into)]
    leave: Option<Callback<()>>,
    /// Whether this is the front door, which shows the ornament on phones too.
    #[prop(optional)]
    front: bool,
    /// Whether everything stands in the middle: screens with a PIN pad and nothing to read.
    #[prop(optional)]
    centred: bool,
    /// What the screen holds.
    children: Children,
) -> impl IntoView {
    let words = FirstRunWords::here();
    let common = CommonWords::here();
    page_title(&title);
    arrive();
    let app = use_app();
    let way_up = match (up, leave) {
        (_, Some(leave)) => Some(view! { <Up press=leave /> }.into_any()),
        (Some(route), None) => Some(view! { <Up press=move |()| app.up(route) /> }.into_any()),
        (None, None) => None,
    };
    view! {
        <div class="doorway" class:front=front>
            <div class="doorway-side">
                <p class="doorway-name">{common.app_name()}</p>
                <p class="doorway-tagline">{if app.keeps() { words.tagline() } else { words.tagline_page() }}</p>
                <Bridge />
                <p class="doorway-city">{common.city()}</p>
            </div>
            <main class="doorway-main" id="content" tabindex="-1">
                <div class="doorway-column" class:centred=centred>
                    <header class="doorway-head">
                        {way_up}
                        <h1 tabindex="-1" data-arrive="">
                            {title}
                        </h1>
                    </header>
                    {children()}
                </div>
            </main>
        </div>
    }
}

/// A screen that takes the place of another takes its focus too, unless a field of it already has.
fn arrive() {
    request_animation_frame(|| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        let lost = document()
            .active_element()
            .is_none_or(|element| element.tag_name() == "BODY");
        let heading = document().query_selector(".doorway [data-arrive]").ok().flatten();
        let heading = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok());
        if let (true, Some(heading)) = (lost, heading) {
            // A heading that is gone again needs no focus.
            let _ = heading.focus();
        }
    });
}

#[component]
fn Up(#[prop(into)] press: Callback<()>) -> impl IntoView {
    view! {
        <button type="button" class="app-bar-up" aria-label=CommonWords::here().back() on:click=move |_| press.run(())>
            <Icon of=Picture::ChevronLeft />
        </button>
    }
}
