//! Checking a code: by hand scanner, camera, picture, or by the six digits under it.

use leptos::prelude::*;
use protocol::app::{AppError, CheckNumber, InputField};

use super::{desk::Desk, words::CounterWords};
use crate::{
    app::{Route, use_sending},
    components::{
        AppBar, Button, ButtonKind, CameraView, ErrorNotice, Field, FilePick, Notice, Picture, Section, Spinner, Tone,
    },
    features::scan::codes_in,
    reactive::{Look, derive},
    text,
};

/// The ways to a code.
#[component]
pub(super) fn Scan(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    let typed = RwSignal::new(String::new());
    let has_camera = desk.app.state.with_untracked(|state| state.capabilities.camera);
    let read = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        desk.check(typed.get_untracked());
        typed.set(String::new());
    };
    let picked = move |file: web_sys::File| {
        desk.several.set(false);
        // Found first and checked then: two things under way, one after the other.
        let looking = desk.checking;
        looking.run(async move {
            let codes = codes_in(desk.app, &file).await?;
            set_timeout(move || desk.check_one(codes), std::time::Duration::ZERO);
            Ok(())
        });
    };
    let label_id = "counter-code";
    view! {
        <AppBar title=words.scan() up=Route::Counter level=2 />
        <div class="page">
            <p class="secondary">{words.scan_lead()}</p>
            <form class="scan-paste" on:submit=read>
                <label for=label_id>{words.code_text()}</label>
                <div class="scan-paste-line">
                    <input
                        id=label_id
                        type="text"
                        class="input"
                        autocomplete="off"
                        spellcheck="false"
                        maxlength="8000"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <Button submit=true kind=ButtonKind::Primary busy=desk.checking.busy>{words.check()}</Button>
                </div>
            </form>
            {move || desk.checking.busy.get().then(|| view! {
                <p class="scan-busy" role="status"><Spinner /><span>{words.checking()}</span></p>
            })}
            <ErrorNotice error=desk.checking.error />
            {move || desk.several.get().then(|| view! {
                <Notice tone=Tone::Warn live=true><p>{words.several()}</p></Notice>
            })}
            <div class="result-actions">
                {has_camera.then(|| view! { <CameraSwitch desk /> })}
                <FilePick label=words.picture() disabled=desk.checking.busy picked />
            </div>
            {move || (has_camera && desk.camera.get()).then(|| view! {
                <div class="scan-camera"><CameraView scanned=move |codes| desk.check_one(codes) /></div>
            })}
            <ByNumber desk />
        </div>
    }
}

#[component]
fn CameraSwitch(desk: Desk) -> impl IntoView {
    let words = CounterWords::here();
    move || {
        let on = desk.camera.get();
        let (icon, said) = if on {
            (Picture::X, words.camera_off())
        } else {
            (Picture::Camera, words.camera_on())
        };
        view! { <Button icon press=move |()| desk.camera.set(!on)>{said}</Button> }
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
