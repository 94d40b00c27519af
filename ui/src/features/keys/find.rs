//! The search over screens and papers.

use domain::text::matches;
use leptos::{ev::KeyboardEvent, html, prelude::*};
use protocol::app::{DocumentCard, Language, ListDocuments, Part};

use super::{KeysWords, sheet::Keys};
use crate::{
    app::{Does, Route, SHORTCUTS, Shortcut, use_app, use_query},
    components::{Dialog, Icon, Picture, use_id},
    reactive::{Look, effect, memo},
    text,
};

/// So many papers are shown: who needs more searches the papers themselves.
const PAPERS: usize = 6;

/// Something to open.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    route: Route,
    icon: Picture,
    title: String,
    note: Option<String>,
    /// What it is also found by.
    also: String,
}

/// A search over screens and papers, in front of the screen: arrows move, Enter opens, Esc closes.
#[component]
pub fn Find() -> impl IntoView {
    let open = use_app().finding;
    view! {
        <Dialog open title=Signal::stored(KeysWords::here().find().to_owned())>
            <FindBox open />
        </Dialog>
    }
}

#[component]
fn FindBox(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = KeysWords::here();
    let voice = text::here();
    let id = use_id("find");
    let list_id = format!("{id}-list");
    let hint_id = format!("{id}-hint");
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let input = NodeRef::<html::Input>::new();
    let screens = StoredValue::new(screens(words, app.keeps()));
    let papers = use_query(&[Part::Documents], || ListDocuments {
        query: String::new(),
        origin: None,
    });
    let found = memo(move || {
        let papers: Vec<Place> = papers.value.look(|list| {
            let cards = list.iter().flat_map(|list| &list.documents);
            cards.map(|card| paper(card, voice.document_kind(card.kind))).collect()
        });
        screens.with_value(|screens| typed.look(|typed| find(screens, &papers, typed)))
    });
    effect(move || {
        if let Some(input) = input.get() {
            // After the dialog, which gives the focus to its first button.
            request_animation_frame(move || drop(input.focus()));
        }
    });
    let go = move |route: Route| {
        open.set(false);
        app.go(route);
    };
    let key = move |event: KeyboardEvent| {
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => active.update(|active| *active = if *active >= last { 0 } else { *active + 1 }),
            "ArrowUp" => active.update(|active| *active = active.checked_sub(1).unwrap_or(last)),
            "Home" => active.set(0),
            "End" => active.set(last),
            "Enter" if !event.is_composing() => {
                let chosen = found.with_untracked(|found| found.get(active.get_untracked()).map(|place| place.route));
                if let Some(route) = chosen {
                    go(route);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let list = NodeRef::<html::Ul>::new();
    effect(move || {
        let at = u32::try_from(active.get()).unwrap_or(0);
        if let Some(child) = list.get().and_then(|list| list.children().item(at)) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            child.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let active_id = {
        let option_id = option_id.clone();
        move || (!found.look(Vec::is_empty)).then(|| option_id(active.get()))
    };
    view! {
        <div class="find">
            <label class="visually-hidden" for=id.clone()>{words.find_label()}</label>
            <div class="search">
                <Icon of=Picture::Search />
                <input
                    id=id
                    type="text"
                    class="input"
                    role="combobox"
                    placeholder=words.find_label()
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="go"
                    maxlength="120"
                    aria-autocomplete="list"
                    aria-expanded="true"
                    aria-controls=list_id.clone()
                    aria-activedescendant=active_id
                    aria-describedby=hint_id.clone()
                    node_ref=input
                    prop:value=move || typed.get()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        active.set(0);
                    }
                    on:keydown=key
                />
            </div>
            <p class="field-hint" id=hint_id>{words.find_hint()}</p>
            <ul id=list_id class="found" role="listbox" aria-label=words.find() node_ref=list>
                {move || {
                    found
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(index, place)| {
                            let route = place.route;
                            view! {
                                <li
                                    id=option_id(index)
                                    role="option"
                                    class="option found-place"
                                    class:active=move || active.get() == index
                                    aria-selected=move || if active.get() == index { "true" } else { "false" }
                                    on:click=move |_| go(route)
                                >
                                    <Told place />
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            {move || {
                found.look(Vec::is_empty).then(|| {
                    let query = typed.look(|typed| typed.trim().to_owned());
                    view! { <p class="secondary">{words.nothing(&query)}</p> }
                })
            }}
            <p class="visually-hidden" role="status">{move || words.found(found.look(Vec::len))}</p>
        </div>
    }
}

/// What a place is, and the shortcut that leads there.
#[component]
fn Told(place: Place) -> impl IntoView {
    let shortcut = shortcut_to(place.route);
    view! {
        <Icon of=place.icon />
        <span class="row-words">
            <span class="row-title">{place.title}</span>
            {place.note.map(|note| view! { <span class="row-note">{note}</span> })}
        </span>
        {shortcut.map(|shortcut| view! { <span class="found-keys" aria-hidden="true"><Keys shortcut /></span> })}
    }
}

fn shortcut_to(route: Route) -> Option<Shortcut> {
    SHORTCUTS
        .iter()
        .find(|shortcut| shortcut.does == Does::Go(route))
        .copied()
}

/// The screens, by the words of one language and found by those of both.
fn screens(words: KeysWords, has_pin: bool) -> Vec<Place> {
    let place = |route, icon, title: fn(KeysWords) -> &'static str| Place {
        route,
        icon,
        title: title(words).to_owned(),
        note: None,
        also: format!("{} {}", title(KeysWords(Language::Vi)), title(KeysWords(Language::En))),
    };
    let mut screens = vec![
        place(Route::Home, Picture::House, KeysWords::home),
        place(Route::Code, Picture::QrCode, KeysWords::code),
        place(Route::Documents, Picture::Files, KeysWords::papers),
        place(Route::Scan, Picture::ScanLine, KeysWords::scan),
        place(Route::AddDocument, Picture::Plus, KeysWords::add),
        place(Route::Me, Picture::User, KeysWords::me),
        place(Route::Profile, Picture::IdCard, KeysWords::profile),
        place(Route::Devices, Picture::Smartphone, KeysWords::devices),
        place(Route::ChangePin, Picture::KeyRound, KeysWords::change_pin),
        place(Route::Settings, Picture::Settings, KeysWords::settings),
        place(Route::About, Picture::Info, KeysWords::about),
    ];
    screens.retain(|place| has_pin || place.route != Route::ChangePin);
    screens
}

fn paper(card: &DocumentCard, kind: &'static str) -> Place {
    let issuer = card.issuer.clone().unwrap_or_else(|| kind.to_owned());
    Place {
        route: Route::Document(card.id),
        icon: Picture::FileText,
        title: card.title.clone(),
        also: format!(
            "{} {kind} {issuer} {}",
            card.title,
            card.number.as_deref().unwrap_or_default()
        ),
        note: Some(issuer).filter(|issuer| *issuer != card.title),
    }
}

/// What fits the words, screens before papers; the screens while nothing is typed.
fn find(screens: &[Place], papers: &[Place], typed: &str) -> Vec<Place> {
    let fits = |place: &&Place| matches(&place.also, typed);
    let papers: &[Place] = if typed.trim().is_empty() { &[] } else { papers };
    screens
        .iter()
        .filter(fits)
        .chain(papers.iter().filter(fits).take(PAPERS))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(title: &str) -> Place {
        Place {
            route: Route::Documents,
            icon: Picture::FileText,
            title: title.into(),
            note: None,
            also: title.into(),
        }
    }

    fn titles(typed: &str) -> Vec<String> {
        let papers = [paper("Giấy khai sinh của bé Na"), paper("Đăng ký xe máy")];
        let found = find(&screens(KeysWords(Language::Vi), true), &papers, typed);
        found.into_iter().map(|place| place.title).collect()
    }

    #[test]
    fn accents_and_language_do_not_matter() {
        assert_eq!(titles("dang ky"), ["Đăng ký xe máy"]);
        assert_eq!(titles("trang chu"), ["Trang chủ"]);
        assert_eq!(titles("devices"), ["Thiết bị và phiên"]);
        assert_eq!(titles("giay"), ["Giấy tờ", "Thêm giấy tờ", "Giấy khai sinh của bé Na"]);
        assert!(titles("xyz").is_empty());
    }

    #[test]
    fn before_anything_is_typed_the_screens_stand_there() {
        assert_eq!(titles(" ").len(), screens(KeysWords(Language::Vi), true).len());
    }

    #[test]
    fn without_a_pin_there_is_none_to_change() {
        let screens = screens(KeysWords(Language::Vi), false);
        assert!(screens.iter().all(|place| place.route != Route::ChangePin));
    }

    #[test]
    fn shortcuts_stand_beside_their_screens() {
        assert_eq!(shortcut_to(Route::Code).map(|shortcut| shortcut.key), Some("c"));
        assert_eq!(shortcut_to(Route::About), None);
    }
}
