//! Only the code, for somebody else's hands.

use leptos::prelude::*;
use protocol::app::Lock;

use super::{awake::keep_awake, countdown::Countdown, renewal::use_live_code, words::CodeWords};
use crate::{
    app::{page_title, use_app, use_sending},
    components::{Button, ErrorNotice, ErrorState, Icon, Picture, QrSymbol, Spinner},
    reactive::{Look, derive, memo},
};

/// The live code over the whole screen, white in dark mode too so that it lights up, and one way out: locking.
#[component]
pub fn HandOver() -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let live = use_live_code();
    let taking_back = use_sending();
    page_title(words.handed_over());
    keep_awake();
    let there = memo(move || live.code.look(Option::is_some));
    let whole = memo(move || live.code.look(|code| code.as_ref().map_or(0, |code| code.seconds)));
    // Lock first: whatever happens from then on, the PIN stands before everything.
    let take_back = move |()| taking_back.run(async move { app.apply(Lock {}).await });
    let code = move || {
        let first = live.code.get_untracked()?;
        let latest = StoredValue::new(first.qr);
        let qr = derive(move || {
            live.code
                .look(|code| code.as_ref().map(|code| code.qr.clone()))
                .unwrap_or_else(|| latest.get_value())
        });
        Some(view! { <QrSymbol qr label=words.live_alt() /> })
    };
    view! {
        <main id="content" class="hand-over" tabindex="-1">
            <h1 class="visually-hidden" tabindex="-1" data-arrive="">{words.handed_over()}</h1>
            <div class="hand-over-code">
                {move || match (there.get(), live.error.get()) {
                    (true, _) => code().into_any(),
                    (false, None) => view! {
                        <div class="code-wait" role="status"><Spinner /><span>{words.making()}</span></div>
                    }
                    .into_any(),
                    (false, Some(error)) => view! { <ErrorState error retry=move |()| live.renew() /> }.into_any(),
                }}
            </div>
            <div class="hand-over-foot">
                {move || there.get().then(|| view! {
                    <Countdown left=live.left whole />
                    <p class="hand-over-hint"><Icon of=Picture::Sun /><span>{words.brighter()}</span></p>
                })}
                <ErrorNotice error=taking_back.error />
                <div class="hand-over-back">
                    <Button icon=Picture::Lock wide=true busy=taking_back.busy press=take_back>{words.take_back()}</Button>
                    <p class="note secondary">{words.take_back_note()}</p>
                </div>
            </div>
        </main>
    }
}
