//! How the sync stands, in one line.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{SyncNow, SyncPhase, SyncReport, SyncStatus};

use super::words::HomeWords;
use crate::{
    app::{App, use_app, use_now},
    components::{Icon, IconButton, Picture, Spinner},
    reactive::{Look, memo},
    text::{self, Voice},
};

/// As of when everything here is, whether that changes just now, and a button to have it change.
#[component]
pub(super) fn SyncLine(
    /// What the vault knows of the last sync, until the app tells of one.
    #[prop(into)]
    stored: Signal<Option<SyncStatus>>,
) -> impl IntoView {
    let app = use_app();
    let words = HomeWords::here();
    let voice = text::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let status = memo(move || {
        let live = app.sync.get();
        match stored.get() {
            Some(stored) if live.as_of.is_none() && live.phase == SyncPhase::Idle => stored,
            _ => live,
        }
    });
    let failed = move || status.look(|status| matches!(status.phase, SyncPhase::Failed { .. }));
    let running = memo(move || status.look(|status| status.phase == SyncPhase::Running));
    let line = move || {
        status.look(|status| match &status.phase {
            SyncPhase::Running => words.syncing().to_owned(),
            SyncPhase::Idle => text::as_of(status.as_of, now.get(), language),
            // Why it failed, and as of when everything is, stands in the strip above every screen.
            SyncPhase::Failed { retry_at: Some(at), .. } => words.sync_again(&text::time(*at)),
            SyncPhase::Failed { retry_at: None, .. } => text::as_of(status.as_of, now.get(), language),
        })
    };
    view! {
        <div class="sync-line" class:failed=failed>
            {move || {
                if running.get() {
                    view! { <Spinner /> }.into_any()
                } else if failed() {
                    view! { <Icon of=Picture::CloudOff /> }.into_any()
                } else {
                    view! { <Icon of=Picture::Clock /> }.into_any()
                }
            }}
            <span role="status">{line}</span>
        </div>
        <IconButton
            icon=Picture::RefreshCw
            label=words.sync_now().to_owned()
            disabled=running
            press=move |()| sync_now(app, words, voice)
        />
    }
}

/// Syncs, and says what came of it. A failure shows in the line by itself.
pub(super) fn sync_now(app: App, words: HomeWords, voice: &'static dyn Voice) {
    spawn_local(async move {
        match app.call(SyncNow {}).await {
            Ok(report) => app.say(told(&report, words)),
            Err(error) => app.say_failed(voice.error(&error).line()),
        }
    });
}

fn told(report: &SyncReport, words: HomeWords) -> String {
    let some = |count: u32, say: fn(HomeWords, u32) -> String| (count > 0).then(|| say(words, count));
    let said: Vec<String> = [
        some(report.received, HomeWords::sync_received),
        some(report.sent, HomeWords::sync_sent),
        some(report.conflicts, HomeWords::sync_conflicts),
        some(report.refused, HomeWords::sync_refused),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        words.sync_same().to_owned()
    } else {
        said.join(" ")
    }
}
