//! A paper's content: shown, or the way to have it on this device.

use domain::{DocumentId, DocumentOrigin, MediaType};
use leptos::prelude::*;
use protocol::app::{AppError, ContentState, Direction, DocumentView, DownloadDocument, Transfer};

use super::{
    transfer::{self, TransferProgress, use_transfer},
    viewer::{Held, Viewer},
    words::DocumentsWords,
};
use crate::{
    app::{App, Query, Sending, use_app, use_sending},
    components::{Button, ButtonKind, EmptyState, ErrorNotice, Picture, Spinner},
    reactive::{Look, derive, memo},
    text,
};

/// What is to be shown of a content.
#[derive(Clone, Debug, PartialEq)]
enum Stand {
    /// There is none.
    None,
    /// It is here.
    Here(MediaType),
    /// It is, or part of it, at the city.
    Away { bytes: Option<u64>, partly: bool },
}

fn stand(paper: &DocumentView) -> Stand {
    match (paper.card.content, paper.media_type) {
        (ContentState::Here, Some(media_type)) => Stand::Here(media_type),
        (ContentState::None, _) | (ContentState::Here, None) => Stand::None,
        (ContentState::Remote, _) => Stand::Away {
            bytes: paper.bytes,
            partly: false,
        },
        (ContentState::Partial, _) => Stand::Away {
            bytes: paper.bytes,
            partly: true,
        },
    }
}

/// A paper's content, or the way to have it here.
#[component]
pub(super) fn Content(
    /// The paper.
    paper: Signal<DocumentView>,
    /// Where the paper comes from.
    query: Query<DocumentView>,
) -> impl IntoView {
    let words = DocumentsWords::here();
    // Another title or date leaves the open page alone.
    let stand = memo(move || paper.look(stand));
    let document = paper.with_untracked(|paper| paper.card.id);
    // Here, so that why it stopped outlives what it brought.
    let download = Download {
        app: use_app(),
        document,
        query,
        sending: use_sending(),
        transfer: use_transfer(document, Direction::Down),
    };
    // A page fetches a paper when it is opened; the app has fetched it, or says what that would cost.
    if !download.app.keeps() && matches!(stand.get_untracked(), Stand::Away { .. }) {
        download.start();
    }
    move || match stand.get() {
        Stand::None => view! { <p class="secondary">{words.no_file()}</p> }.into_any(),
        Stand::Here(media_type) => {
            let title = paper.with_untracked(|paper| paper.card.title.clone());
            let issued = paper.with_untracked(|paper| paper.card.origin == DocumentOrigin::Issued);
            view! { <Viewer held=Held::Here(document) media_type title issued /> }.into_any()
        }
        Stand::Away { bytes, partly } => view! { <Away download bytes partly /> }.into_any(),
    }
}

/// A content on its way here.
#[derive(Clone, Copy)]
struct Download {
    app: App,
    document: DocumentId,
    query: Query<DocumentView>,
    sending: Sending,
    transfer: RwSignal<Option<Transfer>>,
}

impl Download {
    fn start(self) {
        self.sending.run(async move {
            let document = self.document;
            match self.app.call(DownloadDocument { document }).await {
                Ok(paper) => {
                    self.query.put(paper);
                    Ok(())
                }
                Err(error) => {
                    // What arrived is kept, and the screen says so.
                    self.query.reload();
                    Err(error)
                }
            }
        });
    }
}

/// A content at the city and the way to have it here.
#[component]
fn Away(download: Download, bytes: Option<u64>, partly: bool) -> impl IntoView {
    let words = DocumentsWords::here();
    let language = text::language();
    let Download {
        app, sending, transfer, ..
    } = download;
    let stop = move |()| transfer::stop(download.app, download.document);
    let start = move |()| download.start();
    let (title, text) = match partly {
        true => (words.partial_title(), words.partial_text()),
        false => (
            words.remote_title(),
            if app.keeps() {
                words.remote_text()
            } else {
                words.remote_page()
            },
        ),
    };
    let ask = match (partly, bytes) {
        (true, _) => words.resume().to_owned(),
        (false, Some(size)) => words.download(&text::bytes(size, language)),
        (false, None) => words.download_plain().to_owned(),
    };
    // Having stopped it oneself is no news.
    let failed = derive(move || sending.error.get().filter(|error| *error != AppError::Cancelled));
    // The answer may come before the last byte.
    let running = memo(move || sending.busy.get() || transfer.look(Option::is_some));
    let waiting = move || running.get() && transfer.look(Option::is_none);
    // On a page it opens as soon as it is there: nothing to decide, only to stop.
    let opening = memo(move || running.get() && !app.keeps());
    let act = move || {
        if running.get() {
            view! { <Button icon=Picture::X press=stop>{words.stop()}</Button> }.into_any()
        } else {
            let ask = ask.clone();
            view! { <Button kind=ButtonKind::Primary icon=Picture::Download press=start>{ask}</Button> }.into_any()
        }
    };
    view! {
        <div class="paper-away">
            {move || {
                let act = act.clone();
                if opening.get() {
                    view! {
                        <div class="viewer-frame viewer-wait" role="status"><Spinner /><span>{words.starting()}</span></div>
                        {act}
                    }
                    .into_any()
                } else {
                    view! { <EmptyState icon=Picture::Download title text>{act}</EmptyState> }.into_any()
                }
            }}
            {move || (waiting() && app.keeps()).then(|| view! { <p class="home-nothing" role="status"><Spinner /><span>{words.starting()}</span></p> })}
            <TransferProgress transfer doing=words.downloading() />
            <ErrorNotice error=failed />
        </div>
    }
}
