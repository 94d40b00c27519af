//! What this app is.

use leptos::prelude::*;
use protocol::app::GetAbout;

use super::words::AboutWords;
use crate::{
    app::{Route, use_query},
    components::{AppBar, Loaded, Notice, Tone},
    text::{self, CommonWords},
};

/// What this app is, where it runs and which city it speaks with.
#[component]
pub(super) fn About() -> impl IntoView {
    let words = AboutWords::here();
    let common = CommonWords::here();
    let voice = text::here();
    let about = use_query(&[], || GetAbout {});
    view! {
        <AppBar title=words.title() up=Route::Me level=2 />
        <div class="page">
            <div>
                <p class="about-name">{common.app_name()}</p>
                <p class="secondary">{common.city()}</p>
            </div>
            <Loaded query=about let:about>
                {move || {
                    let about = about.get();
                    let mut lines = vec![
                        (words.version(), about.version),
                        (words.platform(), voice.platform(about.platform).to_owned()),
                    ];
                    lines.extend(about.city_name.map(|name| (words.city(), name)));
                    lines.push((words.address(), about.city_url));
                    let demo = about.demo.then(|| view! {
                        <Notice tone=Tone::Warn>
                            <p>{words.demo()}</p>
                        </Notice>
                    });
                    view! {
                        {demo}
                        <dl class="told">
                            {lines
                                .into_iter()
                                .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                                .collect_view()}
                        </dl>
                    }
                }}
            </Loaded>
            <p class="note secondary">{words.made_of()}</p>
        </div>
    }
}
