//! Opening the session at the city again.

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{ChallengeView, CodeAccepted, RenewSession as Renew, ResendCode, SignInStage, SubmitCode, SyncNow};

use super::words::SessionWords;
use crate::{
    app::{Route, use_app, use_sending},
    components::{AppBar, Button, ButtonKind, ErrorNotice, Notice, Tone},
    features::one_time_code::CodeEntry,
    reactive::memo,
};

/// A one-time password for an unlocked person whose session has ended.
#[component]
pub(super) fn RenewSession() -> impl IntoView {
    let app = use_app();
    let words = SessionWords::here();
    // One that was asked for before this screen came up still counts.
    let challenge = RwSignal::new(app.state.with_untracked(|state| match &state.sign_in {
        Some(SignInStage::Code { challenge }) => Some(challenge.clone()),
        Some(SignInStage::Pin { .. }) | None => None,
    }));
    let asking = use_sending();
    let ended = memo(move || app.unlocked().is_some_and(|person| person.session_ended));
    let ask = move |()| {
        asking.run(async move {
            let answer = app.call(Renew {}).await?;
            app.refresh().await;
            challenge.try_set(Some(answer));
            Ok(())
        });
    };
    let accepted = move |_: CodeAccepted| {
        app.say(words.open());
        spawn_local(async move {
            app.refresh().await;
            if app.router.here() == Route::RenewSession {
                app.replace(Route::Home);
            }
            // How it goes arrives as events.
            let _ = app.call(SyncNow {}).await;
        });
    };
    let renewed = move |next: ChallengeView| challenge.set(Some(next));
    let given_up = move |()| challenge.set(None);
    view! {
        <AppBar title=words.title() up=Route::Me level=2 />
        <div class="page">
            {move || match challenge.get() {
                Some(challenge) => view! {
                    <CodeEntry
                        challenge
                        submit=move |code| app.call(SubmitCode { code })
                        resend=move || app.call(ResendCode {})
                        renewed
                        accepted
                        given_up
                        give_up=words.later()
                    />
                }
                .into_any(),
                None if !ended.get() => view! {
                    <Notice tone=Tone::Good>
                        <p>{words.not_ended()}</p>
                    </Notice>
                }
                .into_any(),
                None => view! {
                    <p>{words.lead()}</p>
                    <ErrorNotice error=asking.error />
                    <div>
                        <Button kind=ButtonKind::Primary busy=asking.busy press=ask>{words.send()}</Button>
                    </div>
                }
                .into_any(),
            }}
        </div>
    }
}
