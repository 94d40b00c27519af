//! A content on its way, as the app tells of it.

use domain::DocumentId;
use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AppEvent, CancelTransfer, Direction, Transfer, TransferState};

use super::words::DocumentsWords;
use crate::{
    app::{App, use_app},
    components::ProgressBar,
    reactive::{Look, derive, memo},
    text::{self, bytes},
};

/// How far a paper's content is in a direction, while it is on its way.
pub(super) fn use_transfer(document: DocumentId, direction: Direction) -> RwSignal<Option<Transfer>> {
    let shown = RwSignal::new(None);
    use_app().hear(move |event| {
        let AppEvent::Transfer(transfer) = event else { return };
        if transfer.document == document && transfer.direction == direction {
            let running = transfer.state == TransferState::Running;
            shown.try_set(running.then(|| transfer.clone()));
        }
    });
    shown
}

/// Stops a content on its way, in either direction.
pub(super) fn stop(app: App, document: DocumentId) {
    spawn_local(async move {
        // The transfer itself tells how it ended.
        let _ = app.call(CancelTransfer { document }).await;
    });
}

/// How far a content is, with its bytes.
#[component]
pub(super) fn TransferProgress(
    /// The transfer; nothing shows without.
    transfer: RwSignal<Option<Transfer>>,
    /// What is under way.
    doing: &'static str,
) -> impl IntoView {
    let words = DocumentsWords::here();
    let language = text::language();
    let running = memo(move || transfer.look(Option::is_some));
    let share = derive(move || {
        transfer.look(|transfer| {
            transfer
                .as_ref()
                .map_or(0.0, |transfer| transfer.done as f64 / transfer.total.max(1) as f64)
        })
    });
    let label = derive(move || {
        transfer.look(|transfer| match transfer {
            Some(Transfer { done, total, .. }) => {
                format!(
                    "{doing} · {}",
                    words.progress(&bytes(*done, language), &bytes(*total, language))
                )
            }
            None => doing.to_owned(),
        })
    });
    move || running.get().then(|| view! { <ProgressBar share label /> })
}
