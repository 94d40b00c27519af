//! Opening a profile.

mod chip_card;
mod form;
mod model;
mod review;
mod words;

use leptos::prelude::*;
use protocol::app::{AppError, SignInStage, StartEnrolment};

use super::{first_run::Doorway, form::Form};
use crate::{
    app::{Route, use_app, use_sending},
    reactive::memo,
};

pub use chip_card::ScanChipCard;
use form::EnrolForm;
pub(crate) use form::ward_choices;
pub use model::Draft;
pub(crate) use model::group_number;
use review::Review;
use words::EnrolWords;

/// Opening a profile: the form, typed or filled from the chip card, then a look over it, then a
/// one-time password.
#[component]
pub fn Enrol() -> impl IntoView {
    let app = use_app();
    let words = EnrolWords::here();
    let draft: Draft = use_context().unwrap_or_default();
    if let Some(card) = app.take_prefill() {
        draft.fill(card);
    }
    let reviewing = RwSignal::new(false);
    let sending = use_sending();
    let send = move |()| {
        let form = draft.input();
        sending.run(async move {
            let answer = app.call(StartEnrolment { form }).await;
            if let Err(AppError::InvalidInput { fields }) = &answer {
                // Back to the fields, where the summary names them.
                draft.refuse(fields);
                reviewing.try_set(false);
                return Ok(());
            }
            app.sign_in(SignInStage::Code { challenge: answer? }).await;
            Ok(())
        });
    };
    let seen = memo(move || reviewing.get());
    move || {
        if seen.get() {
            let back = move |()| reviewing.set(false);
            view! {
                <Doorway title=words.review_title() leave=back>
                    <Review draft sending send=send back />
                </Doorway>
            }
            .into_any()
        } else {
            view! {
                <Doorway title=words.title() up=Some(Route::Welcome)>
                    <EnrolForm draft done=move |()| reviewing.set(true) />
                </Doorway>
            }
            .into_any()
        }
    }
}
