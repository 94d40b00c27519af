//! The ways to a code at the counter: what a hand scanner types, the camera, a picture.

use leptos::prelude::*;
use protocol::app::ScannedCode;

use super::{
    desk::{Desk, Remark},
    words::CounterWords,
};
use crate::{
    components::{Button, ButtonKind, CameraView, ErrorNotice, FilePick, Notice, Picture, Spinner, Tone},
    features::scan::codes_in,
};

/// The ways to a code, whether one is being checked, and why none was.
#[component]
pub(super) fn Ways(
    /// The desk.
    desk: Desk,
    /// What is typed or pasted.
    code: &'static str,
    /// The button's words.
    go: &'static str,
    /// What to do with the codes in a picture or before the camera.
    #[prop(into)]
    seen: Callback<Vec<ScannedCode>>,
) -> impl IntoView {
    let words = CounterWords::here();
    let typed = RwSignal::new(String::new());
    let has_camera = desk.app.state.with_untracked(|state| state.capabilities.camera);
    let read = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        desk.check(typed.get_untracked());
        // The screen may be another by now.
        typed.try_set(String::new());
    };
    let picked = move |file: web_sys::File| {
        desk.remark.set(None);
        // Found first and checked then: two things under way, one after the other.
        let looking = desk.checking;
        looking.run(async move {
            let codes = codes_in(desk.app, &file).await?;
            set_timeout(
                move || {
                    seen.try_run(codes);
                },
                std::time::Duration::ZERO,
            );
            Ok(())
        });
    };
    let remark = move || {
        desk.remark.get().map(|remark| match remark {
            Remark::Several => words.several(),
            Remark::PersonFirst => words.person_first(),
            Remark::NoPass => words.no_pass(),
        })
    };
    let label_id = "counter-code";
    view! {
        <form class="scan-paste" on:submit=read>
            <label for=label_id>{code}</label>
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
                <Button submit=true kind=ButtonKind::Primary busy=desk.checking.busy>{go}</Button>
            </div>
        </form>
        {move || desk.checking.busy.get().then(|| view! {
            <p class="scan-busy" role="status"><Spinner /><span>{words.checking()}</span></p>
        })}
        <ErrorNotice error=desk.checking.error />
        {move || remark().map(|said| view! { <Notice tone=Tone::Warn live=true><p>{said}</p></Notice> })}
        <div class="result-actions">
            {has_camera.then(|| view! { <CameraSwitch desk /> })}
            <FilePick label=words.picture() disabled=desk.checking.busy picked />
        </div>
        {move || (has_camera && desk.camera.get()).then(|| view! {
            <div class="scan-camera"><CameraView scanned=seen /></div>
        })}
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
