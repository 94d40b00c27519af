//! After a first sign-in: a PIN, a name for the lock screen, and the vault is made.

use leptos::prelude::*;
use protocol::app::{AbandonSignIn, AppError, CreateVault, InputField, Secret, SignInStage};

use super::{ChoosePin, PinWords};
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, ErrorNotice, Field, Notice, Tone},
    features::first_run::Doorway,
    reactive::{Look, derive, memo},
    text,
};

/// The longest name on the lock screen, in characters.
const LABEL: usize = 24;

/// After a first sign-in: a PIN entered twice, a name for the lock screen, and the person's vault is
/// made.
#[component]
pub fn CreatePin() -> impl IntoView {
    let app = use_app();
    let words = PinWords::here();
    let proposed = app.state.with_untracked(|state| match &state.sign_in {
        Some(SignInStage::Pin { label }) => label.clone(),
        _ => String::new(),
    });
    let repeating = RwSignal::new(false);
    let pin = RwSignal::new(None::<String>);
    let label = RwSignal::new(proposed);
    let leaving = use_sending();
    let leave = move |()| {
        leaving.run(async move {
            app.apply(AbandonSignIn {}).await?;
            app.replace(Route::Welcome);
            Ok(())
        });
    };
    let chosen = memo(move || pin.look(Option::is_some));
    move || {
        if chosen.get() {
            view! {
                <Doorway title=words.label_title() leave=move |()| pin.set(None)>
                    <NameAndMake pin label />
                </Doorway>
            }
            .into_any()
        } else {
            view! {
                <Doorway title=words.title()>
                    <p class="lead">
                        {move || if repeating.get() { words.repeat_lead() } else { words.lead() }}
                    </p>
                    <ChoosePin repeating chosen=move |digits| pin.set(Some(digits)) />
                    <p class="doorway-foot">
                        <button type="button" class="link" on:click=move |_| leave(())>{words.give_up()}</button>
                    </p>
                </Doorway>
            }
            .into_any()
        }
    }
}

#[component]
fn NameAndMake(pin: RwSignal<Option<String>>, label: RwSignal<String>) -> impl IntoView {
    let app = use_app();
    let words = PinWords::here();
    let voice = text::here();
    let making = use_sending();
    let tried = RwSignal::new(false);
    let fits = memo(move || (1..=LABEL).contains(&label.look(|label| label.trim().chars().count())));
    let refused = Memo::new(
        move |_| matches!(making.error.get(), Some(AppError::InvalidInput { fields }) if fields.contains(&InputField::Label)),
    );
    let error = derive(move || {
        (tried.get() && (!fits.get() || refused.get())).then(|| voice.input(InputField::Label).to_owned())
    });
    let other = derive(move || making.error.get().filter(|_| !refused.get()));
    let keyring = app.state.with_untracked(|state| state.capabilities.keyring);
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (true, Some(pin)) = (fits.get_untracked(), pin.get_untracked()) else {
            return;
        };
        let label = label.with_untracked(|label| label.trim().to_owned());
        making.run(async move {
            app.apply(CreateVault {
                pin: Secret(pin),
                label,
            })
            .await?;
            Ok(())
        });
    };
    view! {
        <form class="stack-loose" novalidate=true on:submit=make>
            <Field
                id="label"
                label=words.label()
                hint=words.label_hint()
                value=label
                error
                max=24
                capitals="words"
                autocomplete="nickname"
            />
            <section class="stack-tight">
                <h2>{words.kept_title()}</h2>
                <p>{words.kept()}</p>
            </section>
            {(!keyring).then(|| view! {
                <Notice tone=Tone::Warn>
                    <p>{words.no_keyring()}</p>
                </Notice>
            })}
            <ErrorNotice error=other />
            <Button kind=ButtonKind::Primary submit=true wide=true busy=making.busy>
                {move || if making.busy.get() { words.creating() } else { words.create() }}
            </Button>
        </form>
    }
}
