//! Signing in to a profile that is there.

use domain::{PersonalNumber, Phone};
use leptos::prelude::*;
use protocol::app::{AppError, InputField, SignInStage, StartSignIn};

use super::first_run::Doorway;
use crate::{
    app::{Route, use_app, use_sending},
    components::{Button, ButtonKind, ErrorNotice, Field, focus_by_id},
    reactive::{Look, derive, memo},
    text,
};

crate::words! {
    /// Words of signing in.
    SignInWords {
        title: "Đăng nhập", "Sign in";
        hint: "Số đã dùng khi mở hồ sơ.", "The one your profile was opened with.";
        send: "Nhận mã qua tin nhắn", "Get a code by message";
        no_profile: "Chưa có hồ sơ?", "No profile yet?";
        enrol: "Mở hồ sơ mới", "Open a new profile";
    }
}

/// Signing in: a phone or a personal number, then a one-time password.
#[component]
pub fn SignIn() -> impl IntoView {
    let app = use_app();
    let words = SignInWords::here();
    let voice = text::here();
    let identifier = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let sending = use_sending();
    let fits = memo(move || {
        identifier.look(|typed| typed.parse::<Phone>().is_ok() || typed.parse::<PersonalNumber>().is_ok())
    });
    let refused = memo(move || matches!(sending.error.get(), Some(AppError::InvalidInput { .. })));
    let error = derive(move || {
        let wrong = tried.get() && (!fits.get() || refused.get());
        wrong.then(|| voice.input(InputField::Identifier).to_owned())
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if !fits.get_untracked() {
            focus_by_id("identifier");
            return;
        }
        let identifier = identifier.get_untracked();
        sending.run(async move {
            let challenge = app.call(StartSignIn { identifier }).await?;
            app.sign_in(SignInStage::Code { challenge }).await;
            Ok(())
        });
    };
    let other = derive(move || sending.error.get().filter(|_| !refused.get()));
    view! {
        <Doorway title=words.title() up=Some(Route::Welcome)>
            <form class="stack-loose" novalidate=true on:submit=send>
                <ErrorNotice error=other />
                <Field
                    id="identifier"
                    label=voice.input_name(InputField::Identifier)
                    hint=words.hint()
                    value=identifier
                    error
                    autocomplete="tel-national"
                    inputmode="numeric"
                    digits=true
                />
                <Button kind=ButtonKind::Primary submit=true wide=true busy=sending.busy>
                    {words.send()}
                </Button>
            </form>
            <p class="doorway-foot">
                {words.no_profile()} " " <a href=Route::Enrol.href()>{words.enrol()}</a>
            </p>
        </Doorway>
    }
}
