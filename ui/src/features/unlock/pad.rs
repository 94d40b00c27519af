//! A person's PIN, and every way it can fail.

use std::time::Duration;

use domain::PersonId;
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use protocol::app::{AppError, Secret, Unlock};

use super::{UnlockWords, forgotten::Forgotten};
use crate::{
    app::{seconds_until, use_app, use_now, use_sending},
    components::{Button, ButtonKind, ErrorNotice, Notice, PinPad, Spinner, Tone},
    reactive::{Look, derive, memo},
    text::{self, CommonWords, countdown, now},
};

/// A person's PIN pad: tries left, growing waits that count down, and what to do when the vault does
/// not open at all.
#[component]
pub(super) fn UnlockPad(person: PersonId) -> impl IntoView {
    let app = use_app();
    let words = UnlockWords::here();
    let voice = text::here();
    let pin = RwSignal::new(String::new());
    let unlocking = use_sending();
    let until = RwSignal::new(None::<Timestamp>);
    let clock = use_now(Duration::from_millis(500));
    let forgotten = RwSignal::new(false);
    let wait = memo(move || until.get().map_or(0, |until| seconds_until(until, clock.get())));
    let waiting = memo(move || wait.get() > 0);

    let unlock = move |digits: String| {
        unlocking.run(async move {
            let answer = app
                .apply(Unlock {
                    person,
                    pin: Secret(digits),
                })
                .await;
            pin.try_set(String::new());
            let Err(error) = answer else { return Ok(()) };
            if let AppError::WrongPin { wait_seconds, .. } | AppError::PinDelayed { wait_seconds, .. } = error {
                let wait = SignedDuration::from_secs(i64::from(wait_seconds));
                until.try_set((wait_seconds > 0).then(|| now() + wait));
            }
            if error == AppError::VaultErased {
                // The person is no longer on this device; the words stay until somebody unlocks.
                app.parting.set(Some(voice.error(&error)));
                app.refresh().await;
            }
            Err(error)
        });
    };
    let broken = memo(move || unlocking.error.get().filter(is_broken));
    let wrong =
        memo(move || matches!(unlocking.error.get(), Some(AppError::WrongPin { .. })) && pin.look(String::is_empty));
    // A wait that is over needs no words; the tries left stay until the next key.
    let failed = move || unlocking.error.get().filter(|_| pin.look(String::is_empty));
    let said = move || match failed()? {
        AppError::WrongPin { attempts_left, .. } if waiting.get() => {
            Some((words.wait(&countdown(wait.get())), words.tries(attempts_left)))
        }
        AppError::PinDelayed { attempts_left, .. } => waiting
            .get()
            .then(|| (words.wait(&countdown(wait.get())), words.tries(attempts_left))),
        error @ AppError::WrongPin { .. } => {
            let said = voice.error(&error);
            Some((said.what, said.then))
        }
        _ => None,
    };
    let other = derive(move || {
        unlocking.error.get().filter(|error| {
            !matches!(
                error,
                AppError::WrongPin { .. } | AppError::PinDelayed { .. } | AppError::VaultErased
            ) && !is_broken(error)
        })
    });
    let disabled = derive(move || waiting.get() || unlocking.busy.get());
    view! {
        {move || match broken.get() {
            Some(error) => view! { <Broken error person retry=move |()| unlocking.error.set(None) /> }.into_any(),
            None => view! {
                <div class="unlock">
                    <p class="unlock-words" aria-live="polite">
                        {move || match (unlocking.busy.get(), said()) {
                            (true, _) => view! { <Spinner /><span>{words.opening()}</span> }.into_any(),
                            (false, Some((what, then))) => view! {
                                <span class="unlock-wrong digits">{what}</span>
                                <span class="note secondary">{then}</span>
                            }
                            .into_any(),
                            (false, None) => view! { <span>{words.enter()}</span> }.into_any(),
                        }}
                    </p>
                    <PinPad label=words.enter() value=pin full=unlock disabled wrong />
                    <ErrorNotice error=other />
                    <button type="button" class="link" on:click=move |_| forgotten.set(true)>
                        {words.forgotten()}
                    </button>
                </div>
                <Forgotten open=forgotten person />
            }
            .into_any(),
        }}
    }
}

/// The vault does not open, whatever the PIN.
fn is_broken(error: &AppError) -> bool {
    matches!(
        error,
        AppError::VaultDamaged | AppError::VaultNewer | AppError::KeyringMissing
    )
}

/// What to do about a vault that does not open.
#[component]
fn Broken(error: AppError, person: PersonId, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    let words = UnlockWords::here();
    let common = CommonWords::here();
    let said = text::here().error(&error);
    let open = RwSignal::new(false);
    // A newer app opens what this one can't: nothing to erase.
    let removable = error != AppError::VaultNewer;
    view! {
        <div class="stack-loose">
            <Notice tone=Tone::Bad title=said.what live=true>
                <p>{said.then}</p>
            </Notice>
            <div class="doorway-actions">
                <Button kind=ButtonKind::Primary wide=true press=retry>{common.retry()}</Button>
                {removable.then(|| view! {
                    <Button wide=true press=move |()| open.set(true)>{words.remove_only()}</Button>
                })}
            </div>
        </div>
        <Forgotten open person broken=true />
    }
}
