//! Screens that are not in the module the page begins with: `xtask` splits them off, and they come when they are first opened or soon
//! after the first screen stands.
#![allow(
    unsafe_code,
    reason = "what the split is made of: a name that the linker keeps, and a loader of the module behind it"
)]

use std::time::Duration;

use futures::FutureExt as _;
use leptos::{prelude::*, task::spawn_local};
use protocol::app::AppError;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::Section;
use crate::{
    components::{Button, ButtonKind, EmptyState, ErrorState, Picture, Skeleton},
    features::{counter::Counter, documents::Documents, enrol::Enrol, me::Me, scan::Scan},
    text::CommonWords,
};

/// How long the first screen is left alone before the others are fetched: fetching and compiling keep a slow phone from answering a finger for
/// a quarter of a second, so it comes when people have begun to read.
const AFTER_THE_FIRST: Duration = Duration::from_secs(6);

/// A module that comes later, with the screen that is wanted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Later {
    /// Opening a profile.
    Enrol,
    /// What somebody inside opens from Home: papers, scanning, the counter, what is about them and the app.
    Inside(Section),
}

type Screen = Result<AnyView, SplitLoaderError>;

#[wasm_split(enrol, fallible, preload(load_enrol))]
fn enrol() -> Screen {
    Ok(view! { <Enrol /> }.into_any())
}

#[wasm_split(inside, fallible, preload(load_inside))]
fn inside(section: Section) -> Screen {
    Ok(match section {
        Section::Documents => view! { <Documents /> }.into_any(),
        Section::Scan => view! { <Scan /> }.into_any(),
        Section::Counter => view! { <Counter /> }.into_any(),
        _ => view! { <Me /> }.into_any(),
    })
}

impl Later {
    /// Fetches the module unless it is there.
    async fn load(self) -> Arrival {
        let loaded = match self {
            Self::Enrol => load_enrol().await,
            Self::Inside(_) => load_inside().await,
        };
        match loaded {
            Ok(()) => Arrival::There,
            Err(_) if page_is_served().await => Arrival::Replaced,
            Err(_) => Arrival::OutOfReach,
        }
    }

    /// The screen, of a module that is there; made at once, so that it belongs to whoever shows it.
    fn view(self) -> Option<AnyView> {
        let screen = match self {
            Self::Enrol => enrol().now_or_never(),
            Self::Inside(section) => inside(section).now_or_never(),
        };
        screen?.ok()
    }

    /// What stands in place of the screen; outside the frame it brings its own margins.
    fn in_place(self, content: AnyView) -> AnyView {
        match self {
            Self::Enrol => view! { <main class="outside">{content}</main> }.into_any(),
            Self::Inside(_) => content,
        }
    }
}

/// How fetching a module ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    /// It is there.
    There,
    /// The city is out of reach.
    OutOfReach,
    /// The city answers but no longer has this page's modules: it serves a newer page.
    Replaced,
}

/// Whether the page itself could be fetched now.
async fn page_is_served() -> bool {
    let Ok(origin) = window().location().origin() else {
        return false;
    };
    match JsFuture::from(window().fetch_with_str(&origin)).await {
        Ok(response) => response.unchecked_into::<web_sys::Response>().ok(),
        Err(_) => false,
    }
}

/// That there is a newer page, and the way to it.
#[component]
fn NewerPage() -> impl IntoView {
    let words = CommonWords::here();
    let reload = |()| drop(window().location().reload());
    view! {
        <EmptyState icon=Picture::RefreshCw title=words.newer_page() text=words.newer_page_text()>
            <Button kind=ButtonKind::Primary icon=Picture::RefreshCw press=reload>{words.reload_page()}</Button>
        </EmptyState>
    }
}

/// A screen of a later module: itself, or grey lines until it is there, or why it did not come and what helps.
#[component]
pub(super) fn LaterScreen(
    /// Which.
    of: Later,
) -> impl IntoView {
    let arrival = RwSignal::new(of.load().now_or_never());
    let fetch = move || {
        arrival.set(None);
        spawn_local(async move {
            let came = of.load().await;
            // The screen may have been left meanwhile.
            arrival.try_set(Some(came));
        });
    };
    if arrival.get_untracked() != Some(Arrival::There) {
        fetch();
    }
    move || match arrival.get() {
        None => of.in_place(view! { <Skeleton lines=6 /> }.into_any()),
        Some(Arrival::There) => of.view().into_any(),
        Some(Arrival::OutOfReach) => {
            of.in_place(view! { <ErrorState error=AppError::Offline retry=move |()| fetch() /> }.into_any())
        }
        Some(Arrival::Replaced) => of.in_place(view! { <NewerPage /> }.into_any()),
    }
}

/// Fetches what somebody inside may open next, once the first screen stands: then it opens at once, and without the city too.
pub(super) fn fetch_ahead() {
    set_timeout(
        || {
            spawn_local(async {
                // What did not come is fetched when it is opened.
                load_inside().await.ok();
            });
        },
        AFTER_THE_FIRST,
    );
}
