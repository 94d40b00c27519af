//! The ways to a code: camera, picture, paste.

use domain::limits;
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use protocol::app::{AppError, ScanPicture, ScanText, ScannedCode};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, File};

use super::{Found, words::ScanWords};
use crate::{
    app::{App, Sending, use_app, use_sending},
    components::{
        Button, ButtonKind, CameraView, ErrorNotice, FilePick, Icon, Picture, Section, Spinner, read_file, use_id,
    },
};

/// The codes in a picture that was chosen.
///
/// # Errors
/// [`AppError::FileTooLarge`], [`AppError::NoCode`] and what reading it fails with.
pub async fn codes_in(app: App, file: &File) -> Result<Vec<ScannedCode>, AppError> {
    let bytes = file.size() as u64;
    if bytes > limits::DOCUMENT_BYTES {
        return Err(AppError::FileTooLarge {
            bytes,
            limit: limits::DOCUMENT_BYTES,
        });
    }
    let codes = app.call_with(ScanPicture {}, read_file(file).await?).await?;
    if codes.is_empty() {
        return Err(AppError::NoCode);
    }
    Ok(codes)
}

/// Looks for codes in whatever it is given.
#[derive(Clone, Copy)]
struct Reader {
    app: App,
    found: Found,
    sending: Sending,
}

impl Reader {
    fn picture(self, file: File) {
        self.sending.run(async move {
            self.found.take_scanned(codes_in(self.app, &file).await?);
            Ok(())
        });
    }

    fn text(self, text: String) {
        if text.trim().is_empty() {
            return;
        }
        self.sending.run(async move {
            let code = self.app.call(ScanText { text }).await?;
            self.found.take(vec![code]);
            Ok(())
        });
    }

    /// Takes what is pasted: a picture before text. Whether there was either.
    fn pasted(self, event: &ClipboardEvent) -> bool {
        let Some(data) = event.clipboard_data() else {
            return false;
        };
        if let Some(file) = data.files().and_then(|files| files.get(0)) {
            self.picture(file);
            return true;
        }
        let text = data.get_data("text/plain").unwrap_or_default();
        let some = !text.trim().is_empty();
        self.text(text);
        some
    }
}

/// The ways to a code.
#[component]
pub(super) fn Look(found: Found) -> impl IntoView {
    let app = use_app();
    let words = ScanWords::here();
    let reader = Reader {
        app,
        found,
        sending: use_sending(),
    };
    let has_camera = app.state.with_untracked(|state| state.capabilities.camera);
    let watch = window_event_listener_untyped("paste", move |event| {
        if let Ok(event) = event.dyn_into::<ClipboardEvent>()
            && reader.pasted(&event)
        {
            event.prevent_default();
        }
    });
    on_cleanup(move || watch.remove());
    view! {
        <p class="secondary">{words.intro()}</p>
        {has_camera.then(|| view! { <ByCamera found /> })}
        <Section title=if has_camera { words.other_ways() } else { words.ways() }>
            <div class="scan-ways">
                <FilePick label=words.picture() disabled=reader.sending.busy picked=move |file| reader.picture(file) />
                {move || reader.sending.busy.get().then(|| view! {
                    <p class="scan-busy" role="status"><Spinner /><span>{words.reading()}</span></p>
                })}
                <ErrorNotice error=reader.sending.error />
                <ByPaste reader />
            </div>
        </Section>
    }
}

/// The camera, which can be turned off.
#[component]
fn ByCamera(found: Found) -> impl IntoView {
    let words = ScanWords::here();
    let on = RwSignal::new(true);
    view! {
        <div class="scan-camera">
            {move || {
                if on.get() {
                    view! {
                        <CameraView scanned=move |codes| found.take_scanned(codes) />
                        <Button kind=ButtonKind::Quiet icon=Picture::X press=move |()| on.set(false)>{words.camera_off()}</Button>
                    }
                    .into_any()
                } else {
                    view! {
                        <Button kind=ButtonKind::Primary icon=Picture::Camera press=move |()| on.set(true)>{words.camera_on()}</Button>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

/// A field to paste into, for who has no keyboard.
#[component]
fn ByPaste(reader: Reader) -> impl IntoView {
    let words = ScanWords::here();
    let typed = RwSignal::new(String::new());
    let id = use_id("paste");
    let hint = format!("{id}-hint");
    let read = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        reader.text(typed.get_untracked());
    };
    view! {
        <form class="scan-paste" on:submit=read>
            <label for=id.clone()><Icon of=Picture::ClipboardPaste /> {words.paste_label()}</label>
            <p class="field-hint" id=hint.clone()>{words.paste_hint()}</p>
            <div class="scan-paste-line">
                <input
                    id=id
                    type="text"
                    class="input"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="8000"
                    aria-describedby=hint
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <Button submit=true>{words.paste_read()}</Button>
            </div>
        </form>
    }
}
