//! How the sync stands, when that is worth a line.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AppError, SyncNow, SyncPhase};

use super::{Route, clock::use_now, use_app};
use crate::{
    components::{Icon, Picture},
    reactive::{Look, memo},
    text::{self, CommonWords, as_of},
};

crate::words! {
    /// Words of the sync strip.
    StripWords {
        offline: "Chưa kết nối được với thành phố. Giấy tờ đã lưu vẫn mở được.", "The city can't be reached. Papers kept here still open.";
        waiting(changes: u32): "{changes} thay đổi chờ gửi.", { if changes == 1 { "1 change waits to be sent.".into() } else { format!("{changes} changes wait to be sent.") } };
        session_ended: "Phiên với thành phố đã hết nên chưa cập nhật được.", "The session with the city has ended, so nothing is updated.";
        renew: "Nhận mã để tiếp tục", "Get a code to go on";
    }
}

/// How the sync stands, in one quiet line, only when there is something to say. Stays silent about
/// what works.
#[component]
pub(super) fn Strip() -> impl IntoView {
    let app = use_app();
    let words = StripWords::here();
    let common = CommonWords::here();
    let voice = text::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let retry = move |_| {
        spawn_local(async move {
            // Its outcome arrives as an event.
            let _ = app.call(SyncNow {}).await;
        })
    };
    let ended = memo(move || app.unlocked().is_some_and(|person| person.session_ended));
    // It stays while another try runs: a line that comes and goes would move what a finger is about to press.
    let failed = Memo::new(move |before: Option<&Option<AppError>>| {
        app.sync.look(|sync| match &sync.phase {
            SyncPhase::Failed { error, .. } => Some(error.clone()),
            SyncPhase::Running => before.cloned().flatten(),
            SyncPhase::Idle => None,
        })
    });
    let since = move || {
        let sync = app.sync.get();
        let mut line = as_of(sync.as_of, now.get(), language);
        if sync.waiting > 0 {
            line = format!("{line} · {}", words.waiting(sync.waiting));
        }
        line
    };
    move || {
        if app.bare.get() || app.router.here() == Route::RenewSession {
            return None;
        }
        let (sentence, action) = if ended.get() {
            let link = view! { <a class="link" href=Route::RenewSession.href()>{words.renew()}</a> };
            (words.session_ended().to_owned(), link.into_any())
        } else {
            let sentence = match failed.get()? {
                AppError::Offline => words.offline().to_owned(),
                error => voice.error(&error).what,
            };
            let button = view! { <button type="button" class="link" on:click=retry>{common.retry()}</button> };
            (sentence, button.into_any())
        };
        Some(view! {
            <div class="strip">
                <Icon of=Picture::CloudOff />
                <div class="strip-words">
                    <p>
                        <span role="status">{sentence}</span> " "
                        <span class="strip-since">{since}</span>
                    </p>
                    {action}
                </div>
            </div>
        })
    }
}
