//! The one-time password from a message.

mod entry;
mod words;

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AbandonSignIn, ChallengeView, CodeAccepted, ResendCode, SignInStage, SubmitCode};

use super::first_run::Doorway;
use crate::{
    app::{use_app, use_sending},
    reactive::Look,
};

pub use entry::CodeEntry;
use words::CodeWords;

/// The one-time password of an enrolment or sign-in.
#[component]
pub fn CodeScreen() -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let leaving = use_sending();
    let leave = move |()| {
        // The address still names the form that asked for the code.
        leaving.run(async move { app.apply(AbandonSignIn {}).await });
    };
    let accepted = move |next: CodeAccepted| match next {
        CodeAccepted::ChoosePin { label } => spawn_local(app.sign_in(SignInStage::Pin { label })),
        CodeAccepted::SessionOpen => spawn_local(app.refresh()),
    };
    let renewed = move |challenge: ChallengeView| spawn_local(app.sign_in(SignInStage::Code { challenge }));
    let challenge = Memo::new(move |last: Option<&Option<ChallengeView>>| {
        app.state.look(|state| match &state.sign_in {
            Some(SignInStage::Code { challenge }) => Some(challenge.clone()),
            // On its way to another screen.
            _ => last.cloned().flatten(),
        })
    });
    view! {
        <Doorway title=words.title() leave=leave>
            {move || {
                challenge.get().map(|challenge| view! {
                    <CodeEntry
                        challenge
                        submit=move |code| app.call(SubmitCode { code })
                        resend=move || app.call(ResendCode {})
                        renewed
                        accepted
                        given_up=leave
                        give_up=words.other_number()
                    />
                })
            }}
        </Doorway>
    }
}
