//! The live code.

use std::time::Duration;

use leptos::prelude::*;
use protocol::app::{AppError, LiveCodeView, SyncNow, SyncPhase};

use super::{
    countdown::Countdown,
    renewal::{LiveNow, use_live_code},
    words::CodeWords,
};
use crate::{
    app::{use_app, use_now, use_sending},
    components::{
        Button, ButtonKind, EmptyState, ErrorNotice, ErrorState, Icon, Notice, Picture, QrSymbol, Spinner, Tone,
        VisuallyHidden,
    },
    reactive::{Look, derive, memo},
    text,
};

/// Days before the credential's end from which the screen asks to connect.
const ENDS_SOON_DAYS: i64 = 5;
/// How far the clocks may differ before it is worth a note: what verifiers allow.
const CLOCK_SECONDS: u64 = domain::limits::CLOCK_SKEW.unsigned_abs().as_secs();

/// The live code, or what stands in its way.
#[component]
pub(super) fn LiveCode(
    /// Shows the standard code instead.
    #[prop(into)]
    use_standard: Callback<()>,
) -> impl IntoView {
    let live = use_live_code();
    let there = memo(move || live.code.look(Option::is_some));
    let app = use_app();
    // Right after a sign-in the first sync, which brings the credential, is still under way. Once a try has failed, what helps stays in
    // sight while another runs.
    let failed = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || app.sync.look(|sync| matches!(sync.phase, SyncPhase::Failed { .. }))
    });
    let coming = memo(move || {
        !failed.get()
            && app
                .sync
                .look(|sync| sync.as_of.is_none() && sync.phase == SyncPhase::Running)
    });
    let error = move || live.error.get();
    view! {
        {move || {
            if there.get() {
                view! { <Shown live /> }.into_any()
            } else {
                match error() {
                    None => view! { <Making /> }.into_any(),
                    Some(AppError::NoCredential) if coming.get() => view! { <Making /> }.into_any(),
                    Some(AppError::NoCredential) => view! { <NoCredential live use_standard /> }.into_any(),
                    Some(error) => view! { <ErrorState error retry=move |()| live.renew() /> }.into_any(),
                }
            }
        }}
        <ClockNote />
    }
}

#[component]
fn Making() -> impl IntoView {
    view! {
        <div class="code-sheet">
            <div class="code-wait" role="status"><Spinner /><span>{CodeWords::here().making()}</span></div>
        </div>
    }
}

#[component]
fn Shown(live: LiveNow) -> impl IntoView {
    let words = CodeWords::here();
    let app = use_app();
    let simple = app.simple();
    // The code stays in the signal until this is gone; a hidden page takes both away.
    let Some(first) = live.code.get_untracked() else {
        return ().into_any();
    };
    let latest = StoredValue::new(first);
    let code = derive(move || live.code.get().unwrap_or_else(|| latest.get_value()));
    let qr = memo(move || code.look(|code| code.qr.clone()));
    let whole = memo(move || code.look(|code| code.seconds));
    let number = memo(move || code.look(|code| code.number.clone()));
    view! {
        <div class="code-sheet">
            <QrSymbol qr label=words.live_alt() />
        </div>
        <Countdown left=live.left whole />
        {move || number.get().map(|number| view! {
            <p class="code-number">
                <span class="small secondary">{words.number_label()}</span>
                <span class="code-number-digits digits">{grouped(&number)}</span>
            </p>
        })}
        <p class="code-promise"><Icon of=Picture::ShieldCheck /><span>{words.offline()}</span></p>
        {move || (!simple.get()).then(|| view! { <p class="code-explained">{words.renews()}</p> })}
        {app.keeps().then(|| view! {
            <div class="code-hand-over" data-silent="">
                <Button icon=Picture::Smartphone wide=true press=move |()| app.hand_over()>{words.hand_over()}</Button>
                <p class="note secondary">{words.hand_over_note()}</p>
            </div>
        })}
        <VisuallyHidden><span role="status">{words.live_shown()}</span></VisuallyHidden>
        <CredentialNote code />
    }
    .into_any()
}

/// Three and three, as people say them.
fn grouped(number: &str) -> String {
    number
        .split_at_checked(3)
        .map_or_else(|| number.to_owned(), |(first, rest)| format!("{first} {rest}"))
}

/// That the credential ends soon and what to do.
#[component]
fn CredentialNote(code: Signal<LiveCodeView>) -> impl IntoView {
    let words = CodeWords::here();
    let now = use_now(Duration::from_secs(60));
    let ends = memo(move || code.look(|code| code.credential_ends_at));
    let soon = memo(move || (ends.get().as_second() - now.get().as_second()) < ENDS_SOON_DAYS * 24 * 3600);
    move || {
        soon.get().then(|| {
            let date = text::date(domain::local_date(ends.get()));
            view! { <Notice tone=Tone::Warn><p>{words.ends_soon(&date)}</p></Notice> }
        })
    }
}

/// That this device has no credential, why, and what to do.
#[component]
fn NoCredential(live: LiveNow, use_standard: Callback<()>) -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let sending = use_sending();
    let fetch = move |()| {
        sending.run(async move {
            app.call(SyncNow {}).await?;
            live.renew();
            Ok(())
        });
    };
    view! {
        <EmptyState icon=Picture::CloudOff title=words.no_credential() text=words.no_credential_text()>
            <Button kind=ButtonKind::Primary icon=Picture::RefreshCw busy=sending.busy press=fetch>{words.fetch()}</Button>
            <Button icon=Picture::QrCode press=use_standard>{words.use_standard()}</Button>
        </EmptyState>
        <ErrorNotice error=sending.error />
    }
}

/// That this device's clock is wrong by more than verifiers allow.
#[component]
fn ClockNote() -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let voice = text::here();
    let offset = memo(move || app.state.look(|state| state.clock_offset_seconds));
    move || {
        let offset = offset.get();
        (offset.unsigned_abs() > CLOCK_SECONDS).then(|| {
            let by = voice.duration(offset.unsigned_abs());
            let text = if offset > 0 {
                words.clock_slow(&by)
            } else {
                words.clock_fast(&by)
            };
            view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
        })
    }
}
