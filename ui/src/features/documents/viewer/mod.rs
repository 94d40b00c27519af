//! The viewer: a paper's pages with zoom, turning and page by page reading.

mod engine;
mod gestures;
mod sheet;
mod source;
mod tools;
mod wait;
mod words;
mod zoom;

use domain::{DocumentId, MediaType, RequestId};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::{Route, use_app},
    components::{Button, LinkButton, Notice, Picture, Spinner, Tone},
    text::CommonWords,
};
use sheet::Sheet;
use source::{ShowError, Source};
use words::ViewerWords;

/// Where a content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// On this device.
    Here(DocumentId),
    /// At the city, shared with the officer at this counter. Each opening is an entry of the resident's access history.
    Shared(RequestId, DocumentId),
}

/// A paper's content: opened here, or why it can't be shown.
#[component]
pub fn Viewer(
    /// Where the content is.
    held: Held,
    /// What its content is.
    media_type: MediaType,
    /// What the paper is called.
    title: String,
    /// Whether somebody issued it, so that only they can put it right.
    issued: bool,
) -> impl IntoView {
    let app = use_app();
    let words = ViewerWords::here();
    let source = RwSignal::new_local(None::<Result<Source, ShowError>>);
    let open = move || {
        source.set(None);
        spawn_local(async move {
            let bytes = match held {
                Held::Here(document) => app.backend.content(document).await,
                Held::Shared(request, paper) => app.backend.shared_paper(request, paper).await,
            };
            let opened = match bytes {
                Some(bytes) => Source::open(bytes, media_type).await,
                None => Err(ShowError::Unreachable),
            };
            // When the screen was left meanwhile, the content closes with this.
            source.try_set(Some(opened));
        });
    };
    open();
    let label = words.content_of(&title);
    view! {
        <section class="viewer" aria-label=label>
            {move || match source.get() {
                None => view! {
                    <div class="viewer-frame viewer-wait" role="status"><Spinner /><span>{words.opening()}</span></div>
                }
                .into_any(),
                Some(Ok(source)) => view! { <Sheet source title=title.clone() issued /> }.into_any(),
                Some(Err(error)) => view! { <Failure error issued retry=move |()| open() /> }.into_any(),
            }}
        </section>
    }
}

/// Why a content can't be shown, and another try.
#[component]
fn Failure(
    /// Why.
    error: ShowError,
    /// Whether somebody issued the paper.
    issued: bool,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let words = ViewerWords::here();
    let said = words.error(error, issued);
    view! {
        <Notice tone=Tone::Bad title=said.what live=true>
            <p>{said.then}</p>
            {if error.is_of_the_file() && !issued {
                let add = Route::AddDocument.href();
                view! { <LinkButton href=add icon=Picture::Plus>{words.add_again()}</LinkButton> }.into_any()
            } else {
                view! { <Button icon=Picture::RefreshCw press=retry>{CommonWords::here().retry()}</Button> }.into_any()
            }}
        </Notice>
    }
}
