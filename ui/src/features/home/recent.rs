//! The papers touched last.

use leptos::prelude::*;
use protocol::app::{HomeView, SyncPhase};

use super::words::HomeWords;
use crate::{
    app::{Route, use_app},
    components::{ButtonKind, EmptyState, LinkButton, Picture, Section, Spinner},
    features::documents::DocumentRow,
    reactive::{Look, memo},
    text,
};

/// The papers touched last, and the way to all.
#[component]
pub(super) fn RecentPapers(
    /// The first screen's content.
    home: Signal<HomeView>,
) -> impl IntoView {
    let app = use_app();
    let words = HomeWords::here();
    let language = text::language();
    let recent = memo(move || home.look(|home| home.recent.clone()));
    let total = memo(move || home.look(|home| home.documents));
    // Before the first sync nothing is known, which is not the same as nothing being there.
    let arriving = memo(move || {
        home.look(|home| home.sync.as_of.is_none())
            && app
                .sync
                .look(|sync| sync.as_of.is_none() && sync.phase == SyncPhase::Running)
    });
    let all = move || {
        move || {
            let total = total.get();
            (total > 0).then(|| {
                view! { <a href=Route::Documents.href()>{words.all(&text::count(total.into(), language))}</a> }
            })
        }
    };
    view! {
        <Section title=words.recent() aside=all>
            {move || {
                let papers = recent.get();
                if !papers.is_empty() {
                    let rows = papers.into_iter().map(|card| view! { <DocumentRow card /> }).collect_view();
                    view! { <ul class="rows stacked">{rows}</ul> }.into_any()
                } else if arriving.get() {
                    view! { <p class="home-nothing" role="status"><Spinner /><span>{words.first_sync()}</span></p> }.into_any()
                } else {
                    view! {
                        <EmptyState icon=Picture::Files title=words.no_papers() text=words.no_papers_text()>
                            <LinkButton href=Route::AddDocument.href() kind=ButtonKind::Secondary icon=Picture::Plus>
                                {words.add()}
                            </LinkButton>
                        </EmptyState>
                    }
                    .into_any()
                }
            }}
        </Section>
    }
}
