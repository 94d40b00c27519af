//! Simple screens, offered before anything is asked.

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{SetSettings, Settings};

use super::FirstRunWords;
use crate::{app::use_app, components::Toggle};

/// Large text and few things, chosen at once.
#[component]
pub(super) fn SimpleChoice() -> impl IntoView {
    let app = use_app();
    let words = FirstRunWords::here();
    let switch = move |simple: bool| {
        let settings = Settings {
            simple,
            ..app.state.with_untracked(|state| state.settings)
        };
        spawn_local(async move {
            // As with the language: it holds for now even if it can't be kept.
            if app.apply(SetSettings { settings }).await.is_err() {
                app.state.update(|state| state.settings = settings);
            }
        });
    };
    view! {
        <div class="choice">
            <Toggle label=words.simple() hint=words.simple_hint() on=app.simple() switch />
        </div>
    }
}
