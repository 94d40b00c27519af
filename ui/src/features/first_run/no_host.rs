//! A plain browser has nobody to ask.

use leptos::prelude::*;

use super::FirstRunWords;
use crate::{
    components::{EmptyState, Picture},
    text::{self, CommonWords},
};

/// The page in a plain browser: says that the app has to be opened, in both languages.
#[component]
pub fn NoHost() -> impl IntoView {
    use protocol::app::Language::{En, Vi};
    document().set_title(CommonWords(Vi).app_name());
    let told = [Vi, En].map(|language| {
        let words = FirstRunWords(language);
        view! {
            <div lang=text::language_tag(language)>
                <EmptyState
                    icon=Picture::Monitor
                    title=words.no_host_title()
                    text=format!("{} {}", words.no_host_text(), words.no_host_safe())
                />
            </div>
        }
    });
    view! { <main class="no-host">{told.into_iter().collect_view()}</main> }
}
