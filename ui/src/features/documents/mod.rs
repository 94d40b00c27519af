//! Papers: the list, one paper with its content, adding and editing.

mod add;
mod card;
mod content;
mod detail;
mod edit;
mod form;
mod growing;
mod list;
mod remove;
mod row;
mod transfer;
mod viewer;
mod words;

use leptos::prelude::*;

use crate::{
    app::{Route, page_title, use_app},
    components::{ButtonKind, EmptyState, LinkButton, Picture, TwoPane},
    reactive::{derive, effect, memo},
};
use add::AddDocument;
use detail::Detail;
use edit::EditDocument;
use list::List;
pub use row::DocumentRow;
pub use viewer::{Held, Viewer};
use words::DocumentsWords;

/// Papers: the list and, beside it or over it, the chosen paper.
#[component]
pub fn Documents() -> impl IntoView {
    let app = use_app();
    let words = DocumentsWords::here();
    let route = memo(move || app.router.here());
    let chosen = derive(move || route.get() != Route::Documents);
    effect(move || {
        if route.get() == Route::Documents {
            page_title(words.title());
        }
    });
    let simple = app.simple();
    let actions = move || {
        move || {
            (!simple.get()).then(|| view! {
            <LinkButton href=Route::AddDocument.href() kind=ButtonKind::Primary icon=Picture::Plus>{words.add()}</LinkButton>
        })
        }
    };
    let detail = move || {
        move || {
            match route.get() {
            Route::Document(document) => view! { <Detail document /> }.into_any(),
            Route::EditDocument(document) => view! { <EditDocument document /> }.into_any(),
            Route::AddDocument => view! { <AddDocument /> }.into_any(),
            _ => {
                view! { <EmptyState icon=Picture::FileText title=words.choose() text=if app.keeps() { words.choose_text() } else { words.choose_page() } /> }.into_any()
            }
        }
        }
    };
    view! { <TwoPane title=words.title() chosen actions list=move || view! { <List /> } detail /> }
}
