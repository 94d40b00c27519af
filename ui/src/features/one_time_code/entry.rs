//! Six digits and the two clocks around them.

use std::time::Duration;

use domain::limits::OTP_DIGITS;
use jiff::Timestamp;
use leptos::prelude::*;
use protocol::{
    app::{AppError, ChallengeView, Secret},
    problem::ErrorCode,
};

use super::CodeWords;
use crate::{
    app::{Asked, seconds_until, use_app, use_city_now, use_sending},
    components::{Button, ButtonKind, ErrorNotice, Notice, OtpInput, Tone},
    reactive::{Look, derive, memo},
    text::countdown,
};

/// Entering a one-time password: six digits, how long they count, a new code when they don't
/// arrive.
#[component]
pub fn CodeEntry<T: 'static>(
    /// The challenge.
    challenge: ChallengeView,
    /// Answers it with the digits.
    submit: impl Fn(Secret) -> Asked<T> + Copy + Send + Sync + 'static,
    /// Has a new code sent.
    resend: impl Fn() -> Asked<ChallengeView> + Copy + Send + Sync + 'static,
    /// What to do with the challenge of a new code.
    #[prop(into)]
    renewed: Callback<ChallengeView>,
    /// What to do when the code was right.
    #[prop(into)]
    accepted: Callback<T>,
    /// The words for giving up: another number, or later.
    give_up: &'static str,
    /// What to do when somebody gives up.
    #[prop(into)]
    given_up: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let code = RwSignal::new(String::new());
    let sending = use_sending();
    let resending = use_sending();
    let now = use_city_now(Duration::from_millis(500));
    let (ends, resend_at, sends_left) = (challenge.expires_at, challenge.resend_at, challenge.sends_left);

    let send = move |digits: String| {
        if digits.len() < OTP_DIGITS {
            sending.error.set(Some(AppError::InvalidInput {
                fields: vec![protocol::app::InputField::Code],
            }));
            return;
        }
        sending.run(async move {
            match submit(Secret(digits)).await {
                Ok(next) => {
                    // The screen may have been left meanwhile.
                    accepted.try_run(next);
                    Ok(())
                }
                Err(error) => {
                    code.try_set(String::new());
                    Err(error)
                }
            }
        });
    };
    let send_again = move |()| {
        resending.run(async move {
            let challenge = resend().await?;
            app.say(words.resent());
            app.refresh().await;
            renewed.try_run(challenge);
            Ok(())
        });
    };
    let dead = memo(move || seconds_until(ends, now.get()) == 0 || sending.error.look(is_over));
    let wrong = memo(move || sending.error.look(is_wrong) && code.look(String::is_empty));
    let error = derive(move || sending.error.get().filter(|_| code.look(String::is_empty)));
    let confirm = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send(code.get_untracked());
    };
    view! {
        <form class="stack-loose" novalidate=true on:submit=confirm>
            <p class="lead">
                {challenge.phone.map_or_else(|| words.sent().to_owned(), |phone| words.sent_to(&phone))}
            </p>
            <div class="stack-tight">
                <OtpInput label=words.label() value=code full=send disabled=dead wrong=wrong />
                <p class="note secondary digits">
                    {move || (!dead.get()).then(|| words.valid_for(&countdown(seconds_until(ends, now.get()))))}
                </p>
            </div>
            {move || {
                let over = dead.get() && !sending.error.look(is_over);
                over.then(|| view! {
                    <Notice tone=Tone::Warn title=words.over() live=true>
                        <p>{words.over_then()}</p>
                    </Notice>
                })
            }}
            <ErrorNotice error />
            <ErrorNotice error=resending.error />
            <div class="doorway-actions">
                {move || (!dead.get()).then(|| view! {
                    <Button kind=ButtonKind::Primary wide=true submit=true busy=sending.busy>
                        {words.confirm()}
                    </Button>
                })}
                <Resend resend_at sends_left now busy=resending.busy urgent=dead press=send_again />
            </div>
            <details class="details">
                <summary>{words.not_arrived()}</summary>
                <p>{words.not_arrived_text()}</p>
            </details>
            <p class="note secondary">{words.never_share()}</p>
            <p>
                <button type="button" class="link" on:click=move |_| given_up.run(())>{give_up}</button>
            </p>
        </form>
    }
}

/// The way to a new code, once it is time for one.
#[component]
fn Resend(
    resend_at: Timestamp,
    sends_left: u32,
    now: Signal<Timestamp>,
    busy: RwSignal<bool>,
    urgent: Memo<bool>,
    #[prop(into)] press: Callback<()>,
) -> impl IntoView {
    let words = CodeWords::here();
    let wait = memo(move || seconds_until(resend_at, now.get()));
    let ready = memo(move || wait.get() == 0);
    move || {
        if sends_left == 0 {
            return view! { <p class="note secondary">{words.no_sends()}</p> }.into_any();
        }
        if !ready.get() {
            return view! {
                <p class="note secondary digits doorway-center">{move || words.resend_in(&countdown(wait.get()))}</p>
            }
            .into_any();
        }
        let kind = if urgent.get() {
            ButtonKind::Primary
        } else {
            ButtonKind::Secondary
        };
        view! { <Button kind wide=true busy press>{words.resend()}</Button> }.into_any()
    }
}

/// The code no longer counts, whatever is typed.
fn is_over(error: &Option<AppError>) -> bool {
    matches!(
        error,
        Some(AppError::City {
            code: ErrorCode::CodeVoid | ErrorCode::CodeExpired,
            ..
        })
    )
}

fn is_wrong(error: &Option<AppError>) -> bool {
    matches!(
        error,
        Some(AppError::City {
            code: ErrorCode::CodeWrong | ErrorCode::CodeVoid,
            ..
        })
    )
}
