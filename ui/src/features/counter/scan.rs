//! Checking a code: by hand scanner, camera, picture, or by the six digits under it.

use leptos::prelude::*;
use protocol::app::{AppError, CheckNumber, InputField};

use super::{desk::Desk, ways::Ways, words::CounterWords};
use crate::{
    app::{Route, use_sending},
    components::{AppBar, Button, ErrorNotice, Field, Section},
    reactive::{Look, derive},
    text,
};

/// The ways to a code.
#[component]
pub(super) fn Scan(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    view! {
        <AppBar title=words.scan() up=Route::Counter level=2 />
        <div class="page">
            <p class="secondary">{words.scan_lead()}</p>
            <Ways desk code=words.code_text() go=words.check() seen=move |codes| desk.check_one(codes) />
            <ByNumber desk />
        </div>
    }
}

/// The six digits, with whose they are.
#[component]
fn ByNumber(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    let holder = RwSignal::new(String::new());
    let digits = RwSignal::new(String::new());
    let sending = use_sending();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let input = CheckNumber {
            holder: holder.get_untracked(),
            digits: digits.get_untracked(),
        };
        sending.run(async move {
            let checked = desk.app.call(input).await;
            desk.show(checked)
        });
    };
    let wrong = move |field: InputField| {
        derive(move || {
            sending.error.look(|error| match error {
                Some(AppError::InvalidInput { fields }) if fields.contains(&field) => {
                    Some(text::here().input(field).to_owned())
                }
                _ => None,
            })
        })
    };
    let other = derive(move || {
        sending
            .error
            .get()
            .filter(|error| !matches!(error, AppError::InvalidInput { .. }))
    });
    view! {
        <Section title=words.by_number() level=3>
            <form class="counter-number" novalidate=true on:submit=send>
                <p class="secondary">{words.by_number_text()}</p>
                <Field label=words.holder() value=holder inputmode="numeric" digits=true max=20 error=wrong(InputField::Identifier) />
                <Field label=words.digits() value=digits inputmode="numeric" digits=true max=9 error=wrong(InputField::CodeNumber) />
                <ErrorNotice error=other />
                <div><Button submit=true busy=sending.busy>{words.check()}</Button></div>
            </form>
        </Section>
    }
}
