//! Replacing the PIN.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use protocol::app::{AppError, ChangePin as Change, Secret};

use super::words::ChangePinWords;
use crate::{
    app::{Route, seconds_until, use_app, use_now, use_sending},
    components::{AppBar, ErrorNotice, PinPad},
    features::{pin::ChoosePin, unlock::UnlockWords},
    reactive::{Look, derive, memo},
    text::{countdown, now},
};

/// Replacing the PIN: the present one, then a new one twice.
#[component]
pub(super) fn ChangePin() -> impl IntoView {
    let app = use_app();
    let words = ChangePinWords::here();
    let unlock_words = UnlockWords::here();
    let old = RwSignal::new(None::<String>);
    let entered = RwSignal::new(String::new());
    let repeating = RwSignal::new(false);
    let changing = use_sending();
    let until = RwSignal::new(None::<Timestamp>);
    let clock = use_now(Duration::from_millis(500));
    let wait = memo(move || until.get().map_or(0, |until| seconds_until(until, clock.get())));
    let change = move |new: String| {
        let Some(present) = old.get_untracked() else { return };
        changing.run(async move {
            let answer = app
                .call(Change {
                    old: Secret(present),
                    new: Secret(new),
                })
                .await;
            if let Err(error) = answer {
                // Whatever failed, it begins with the present PIN again.
                entered.try_set(String::new());
                repeating.try_set(false);
                old.try_set(None);
                if let AppError::WrongPin { wait_seconds, .. } | AppError::PinDelayed { wait_seconds, .. } = error {
                    let wait = SignedDuration::from_secs(i64::from(wait_seconds));
                    until.try_set((wait_seconds > 0).then(|| now() + wait));
                }
                return Err(error);
            }
            app.say(words.changed());
            if changing.is_there() {
                app.up(Route::Me);
            }
            Ok(())
        });
    };
    let asked = memo(move || old.look(Option::is_none));
    let waiting = derive(move || wait.get() > 0);
    let title = move || match (asked.get(), changing.busy.get(), repeating.get()) {
        _ if waiting.get() => unlock_words.wait(&countdown(wait.get())),
        (_, true, _) => words.changing().to_owned(),
        (true, ..) => words.old_pin().to_owned(),
        (false, _, false) => words.new_pin().to_owned(),
        (false, _, true) => words.repeat().to_owned(),
    };
    view! {
        <AppBar title=words.title() up=Route::Me level=2 />
        <div class="page pin-page">
            <p class="unlock-words" aria-live="polite">{title}</p>
            <ErrorNotice error=changing.error />
            {move || if asked.get() {
                view! {
                    <PinPad
                        label=words.old_pin()
                        value=entered
                        disabled=waiting
                        full=move |digits| {
                            changing.error.set(None);
                            old.set(Some(digits));
                        }
                    />
                }
                .into_any()
            } else {
                view! { <ChoosePin repeating chosen=change disabled=changing.busy /> }.into_any()
            }}
        </div>
    }
}
