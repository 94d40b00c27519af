//! What is unusual in the officers' work.

use leptos::prelude::*;
use protocol::{api::Pattern, app::ListPatterns};

use super::{Office, PartBar, words::OfficeWords};
use crate::{
    app::use_query,
    components::{EmptyState, Icon, Loaded, Picture},
    reactive::Look,
    text,
};

/// What was unusual, newest first.
#[component]
pub(super) fn Patterns(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let organisation = office.id;
    let query = use_query(&[], move || ListPatterns { organisation });
    let row = move |pattern: Pattern| {
        let note = format!(
            "{} · {} · {}",
            pattern.officer.as_str(),
            text::date(pattern.day),
            words.times(pattern.count)
        );
        view! {
            <li class="history-entry">
                <Icon of=Picture::TriangleAlert />
                <div class="row-words">
                    <p class="row-title">{words.pattern(pattern.kind)}</p>
                    <p class="row-note digits">{note}</p>
                </div>
            </li>
        }
    };
    view! {
        <PartBar office title=words.patterns() />
        <div class="page">
            <p class="secondary">{words.patterns_text()}</p>
            <Loaded query let:list>
                {move || {
                    let patterns = list.look(|list| list.patterns.clone());
                    if patterns.is_empty() {
                        return view! {
                            <EmptyState
                                icon=Picture::CircleCheck
                                title=words.no_patterns()
                                text=words.no_patterns_text()
                            />
                        }
                        .into_any();
                    }
                    view! { <ul class="rows">{patterns.into_iter().map(row).collect_view()}</ul> }.into_any()
                }}
            </Loaded>
        </div>
    }
}
