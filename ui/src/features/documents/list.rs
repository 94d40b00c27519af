//! The list: search, filter, rows.

use std::time::Duration;

use domain::DocumentOrigin;
use leptos::{html, leptos_dom::helpers::debounce, prelude::*};
use protocol::app::{DocumentCard, DocumentList, ListDocuments, Part};

use super::{
    growing::{self, GrowingEnd},
    row::DocumentRow,
    words::DocumentsWords,
};
use crate::{
    app::{Query, Route, use_app, use_now, use_query},
    components::{
        Button, ButtonKind, EmptyState, Icon, IconButton, LinkButton, Loaded, Picture, Segmented, VisuallyHidden,
        use_id,
    },
    reactive::{Look, derive, effect, memo},
    text::{self, CommonWords},
};

/// How long after the last key the search begins.
const PAUSE: Duration = Duration::from_millis(180);

/// What is looked for.
#[derive(Clone, Copy)]
struct Search {
    typed: RwSignal<String>,
    wanted: RwSignal<String>,
    origin: RwSignal<Option<DocumentOrigin>>,
}

impl Search {
    fn clear(self) {
        self.typed.set(String::new());
        self.wanted.set(String::new());
        self.origin.set(None);
    }
}

/// The papers, searched and filtered.
#[component]
pub(super) fn List() -> impl IntoView {
    let words = DocumentsWords::here();
    let simple = use_app().simple();
    let search = Search {
        typed: RwSignal::new(String::new()),
        wanted: RwSignal::new(String::new()),
        origin: RwSignal::new(None),
    };
    let papers = use_query(&[Part::Documents], move || ListDocuments {
        query: search.wanted.get(),
        origin: search.origin.get(),
    });
    let origins = vec![
        (None, words.all().to_owned()),
        (Some(DocumentOrigin::Issued), words.issued().to_owned()),
        (Some(DocumentOrigin::Uploaded), words.uploaded().to_owned()),
    ];
    view! {
        <div class="documents-tools">
            <SearchField search />
            {move || (!simple.get()).then(|| view! {
                <Segmented
                    label=words.origin()
                    value=search.origin
                    choose=move |origin| search.origin.set(origin)
                    options=origins.clone()
                    quiet=true
                />
            })}
        </div>
        <Loaded query=papers lines=8 let:list>
            <Rows list search papers />
        </Loaded>
    }
}

#[component]
fn SearchField(search: Search) -> impl IntoView {
    let words = DocumentsWords::here();
    let id = use_id("search");
    let hint = format!("{id}-hint");
    let mut settle = debounce(PAUSE, move |typed: String| {
        search.wanted.try_set(typed);
    });
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        search.typed.set(text.clone());
        settle(text);
    };
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    // Asked for from another screen, or while a paper stands in the list's place: then the list comes first.
    effect(move || {
        if let (true, Route::Documents, Some(input)) = (app.searching.get(), app.router.here(), input.get()) {
            app.searching.set(false);
            request_animation_frame(move || drop(input.focus()));
        }
    });
    let clear_words = CommonWords::here().clear();
    let clear = move |()| {
        search.typed.set(String::new());
        search.wanted.set(String::new());
    };
    view! {
        <div class="search" role="search">
            <label class="visually-hidden" for=id.clone()>{words.search()}</label>
            <Icon of=Picture::Search />
            <input
                id=id
                type="search"
                class="input"
                placeholder=words.search()
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                maxlength="120"
                aria-describedby=hint.clone()
                node_ref=input
                prop:value=move || search.typed.get()
                on:input=typed
            />
            {move || {
                (!search.typed.look(String::is_empty))
                    .then(|| view! { <IconButton icon=Picture::X label=clear_words.to_owned() press=clear /> })
            }}
        </div>
        <p class="visually-hidden" id=hint data-silent="">{words.search_hint()}</p>
    }
}

#[component]
fn Rows(list: Signal<DocumentList>, search: Search, papers: Query<DocumentList>) -> impl IntoView {
    let words = DocumentsWords::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let empty = memo(move || {
        list.look(|list| {
            let wanted = search.wanted.look(|wanted| wanted.trim().to_owned());
            list.documents.is_empty().then(|| match wanted.is_empty() {
                true => Why::None(search.origin.get(), list.total == 0),
                false => Why::NoMatch(wanted),
            })
        })
    });
    let count = move || words.found(list.look(|list| list.documents.len()));
    let as_of = move || text::as_of(list.look(|list| list.as_of), now.get(), language);
    let made = growing::first();
    let total = derive(move || list.look(|list| list.documents.len()));
    view! {
        <VisuallyHidden><span role="status">{count}</span></VisuallyHidden>
        {move || {
            if let Some(why) = empty.get() {
                view! { <Nothing why search /> }.into_any()
            } else {
                view! {
                    <ul class="rows stacked long" aria-busy=move || papers.busy.get().to_string()>
                        // Any change of a paper makes its row anew.
                        <For
                            each=move || list.look(|list| list.documents.iter().take(made.get()).cloned().collect::<Vec<_>>())
                            key=DocumentCard::clone
                            let:card
                        >
                            <DocumentRow card />
                        </For>
                    </ul>
                    <GrowingEnd made total />
                    <p class="documents-as-of">{as_of}</p>
                }
                .into_any()
            }
        }}
    }
}

/// Why the list is empty.
#[derive(Clone, Debug, PartialEq)]
enum Why {
    /// Nothing fits these words.
    NoMatch(String),
    /// Nothing of this origin, or nothing at all; and whether the store is empty altogether.
    None(Option<DocumentOrigin>, bool),
}

/// Why the list is empty, and what to do.
#[component]
fn Nothing(why: Why, search: Search) -> impl IntoView {
    let words = DocumentsWords::here();
    let clear = move || view! { <Button press=move |()| search.clear()>{words.clear()}</Button> };
    let (origin, empty) = match why {
        Why::NoMatch(wanted) => {
            return view! {
                <EmptyState icon=Picture::Search title=words.no_match(&wanted) text=words.no_match_text()>{clear()}</EmptyState>
            }
            .into_any();
        }
        Why::None(origin, empty) => (origin, empty),
    };
    let (title, text) = match origin {
        Some(DocumentOrigin::Issued) => (words.none_issued(), words.none_issued_text()),
        Some(DocumentOrigin::Uploaded) => (words.none_uploaded(), words.none_uploaded_text()),
        None => (words.none(), words.none_text()),
    };
    let action = if origin == Some(DocumentOrigin::Issued) {
        (!empty).then(|| clear().into_any())
    } else {
        let href = Route::AddDocument.href();
        Some(
            view! { <LinkButton href kind=ButtonKind::Secondary icon=Picture::Plus>{words.add()}</LinkButton> }
                .into_any(),
        )
    };
    view! { <EmptyState icon=Picture::Files title text>{action}</EmptyState> }.into_any()
}
