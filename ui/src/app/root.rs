//! The root: finds the host, asks where the app stands, shows the screen of that stand.

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AppError, AppState, GetState, Language, SignInStage};
use wasm_bindgen::JsCast;

use super::{
    App, Route,
    frame::Frame,
    later::{Later, LaterScreen},
    settings,
};
use crate::{
    backend::Backend,
    components::{ErrorState, Toaster, provide_ids},
    features::{
        enrol::Draft,
        first_run::{NoHost, Welcome},
        one_time_code::CodeScreen,
        pin::CreatePin,
        sign_in::SignIn,
        unlock::Unlock,
    },
    reactive::{Look, effect, memo},
    text::{self, CommonWords},
};

/// The whole UI.
#[component]
pub fn Root() -> impl IntoView {
    provide_ids();
    match Backend::find() {
        Some(backend) => view! { <Start backend /> }.into_any(),
        None => {
            text::provide_language(Language::Vi);
            view! { <NoHost /> }.into_any()
        }
    }
}

/// Asks where the app stands; until the answer is there, which takes no network, the page looks as
/// it did while it was loaded.
#[component]
fn Start(backend: Backend) -> impl IntoView {
    let answer = RwSignal::new(None::<Result<AppState, AppError>>);
    let ask = move || {
        spawn_local(async move { answer.set(Some(backend.call(GetState {}).await)) });
    };
    ask();
    let language = text::provide_language(Language::Vi);
    move || match answer.get() {
        None => view! {
            <div class="boot">
                <img src="/icon.svg" alt="" width="72" height="72" />
                <p role="status">{CommonWords(Language::Vi).app_name()}</p>
            </div>
        }
        .into_any(),
        Some(Ok(state)) => {
            language.set(state.settings.language);
            view! { <Ready backend state language /> }.into_any()
        }
        Some(Err(error)) => view! {
            <main class="outside">
                <ErrorState error retry=move |()| ask() />
            </main>
        }
        .into_any(),
    }
}

/// Which of the app's faces shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    /// First run.
    Welcome,
    /// Opening a profile.
    Enrol,
    /// Signing in.
    SignIn,
    /// A one-time password is awaited.
    Code,
    /// A PIN is to be made.
    Pin,
    /// Somebody is to unlock.
    Unlock,
    /// Somebody is unlocked.
    Inside,
}

fn face(state: &AppState, route: Route) -> Face {
    if state.unlocked.is_some() {
        return Face::Inside;
    }
    match state.sign_in {
        Some(SignInStage::Code { .. }) => return Face::Code,
        Some(SignInStage::Pin { .. }) => return Face::Pin,
        None => {}
    }
    let may_join = state.people.is_empty() || state.capabilities.several_people;
    match route {
        Route::Enrol if may_join => Face::Enrol,
        Route::SignIn if may_join => Face::SignIn,
        Route::Welcome if may_join => Face::Welcome,
        _ if state.people.is_empty() => Face::Welcome,
        _ => Face::Unlock,
    }
}

#[component]
fn Ready(backend: Backend, state: AppState, language: RwSignal<Language>) -> impl IntoView {
    let app = App::new(backend, state);
    provide_context(app);
    let draft = Draft::new();
    provide_context(draft);
    super::activity::watch(app);
    super::activity::sync_on_return(app);
    super::activity::refuse_stray_drops();

    effect(move || settings::wear(app.settings()));
    let chosen = memo(move || app.settings().language);
    Effect::new(move |previous: Option<Language>| {
        let chosen = chosen.get();
        if previous.is_some_and(|previous| previous != chosen) {
            keep_focus(move || language.set(chosen));
        }
        chosen
    });
    let face = memo(move || app.state.look(|state| face(state, app.router.here())));
    start_at_home(app, draft);
    super::hand_over::watch(app);

    // Words are asked for while a screen is made, so another language makes it anew.
    move || {
        language.track();
        view! {
            {move || match face.get() {
                Face::Welcome => view! { <Welcome /> }.into_any(),
                Face::Enrol => view! { <LaterScreen of=Later::Enrol /> }.into_any(),
                Face::SignIn => view! { <SignIn /> }.into_any(),
                Face::Code => view! { <CodeScreen /> }.into_any(),
                Face::Pin => view! { <CreatePin /> }.into_any(),
                Face::Unlock => view! { <Unlock /> }.into_any(),
                Face::Inside => view! { <Frame /> }.into_any(),
            }}
            <Toaster toasts=app.toasts />
        }
    }
}

/// Whoever unlocks begins at home, unless they come back to where they themselves were.
fn start_at_home(app: App, draft: Draft) {
    let person = memo(move || {
        app.state
            .look(|state| state.unlocked.as_ref().map(|unlocked| unlocked.person))
    });
    let last = StoredValue::new(None);
    Effect::new(move |first: Option<()>| {
        let Some(person) = person.get() else { return };
        app.parting.set(None);
        draft.clear();
        app.bare.set(false);
        let same = last.get_value() == Some(person);
        let outside = app.router.here_untracked().section() == super::Section::Outside;
        // A reload by the same person stays where it was.
        let fresh = first.is_some() && !same;
        if outside || fresh {
            app.replace(Route::Home);
        }
        last.set_value(Some(person));
    });
}

/// Changes the page and gives the focus back to the element with the same id.
fn keep_focus(change: impl FnOnce()) {
    let id = document()
        .active_element()
        .map(|element| element.id())
        .filter(|id| !id.is_empty());
    change();
    if let Some(id) = id {
        request_animation_frame(move || {
            let element = document().get_element_by_id(&id);
            if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                // An element that is gone needs no focus.
                let _ = element.focus();
            }
        });
    }
}
