//! Reading a chip card's code, from a picture or the camera.

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AppError, ChipCardScan, ScanView, ScannedCode};

use super::EnrolWords;
use crate::{
    app::use_app,
    components::{Button, CameraView, Dialog, ErrorNotice, FilePick, Notice, Picture, Spinner, Tone},
    features::scan::codes_in,
};

/// A sheet that reads a chip card's code from a picture or, where there is a camera, from it. The
/// code prefills a form; it proves nothing.
#[component]
pub fn ScanChipCard(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What to do with the card; closing the sheet is up to it.
    #[prop(into)]
    found: Callback<ChipCardScan>,
) -> impl IntoView {
    let words = EnrolWords::here();
    view! {
        <Dialog open title=words.scan_title()>
            <Sheet found />
        </Dialog>
    }
}

#[component]
fn Sheet(found: Callback<ChipCardScan>) -> impl IntoView {
    let app = use_app();
    let words = EnrolWords::here();
    let camera = RwSignal::new(false);
    let reading = RwSignal::new(false);
    let other = RwSignal::new(false);
    let error = RwSignal::new(None::<AppError>);
    let has_camera = app.state.with_untracked(|state| state.capabilities.camera);

    let take = move |codes: Vec<ScannedCode>| {
        let card = codes.into_iter().find_map(|code| match code.scan {
            ScanView::ChipCard(card) => Some(card),
            _ => None,
        });
        match card {
            // The sheet may have been closed meanwhile.
            Some(card) => {
                found.try_run(card);
            }
            None => {
                other.try_set(true);
            }
        }
    };
    let picked = move |file: web_sys::File| {
        if reading.get_untracked() {
            return;
        }
        other.set(false);
        error.set(None);
        reading.set(true);
        spawn_local(async move {
            let answer = codes_in(app, &file).await;
            reading.try_set(false);
            match answer {
                Ok(codes) => take(codes),
                Err(cause) => {
                    error.try_set(Some(cause));
                }
            }
        });
    };
    view! {
        <p>{words.scan_where()}</p>
        {move || camera.get().then(|| view! { <CameraView scanned=take /> })}
        {move || {
            reading.get().then(|| view! { <p class="line" role="status"><Spinner />{words.scan_reading()}</p> })
        }}
        {move || {
            other.get().then(|| view! {
                <Notice tone=Tone::Warn title=words.scan_other() live=true>
                    <p>{words.scan_other_then()}</p>
                </Notice>
            })
        }}
        <ErrorNotice error />
        <div class="dialog-actions">
            {(has_camera).then(|| view! {
                <span class="file-pick" hidden=move || camera.get()>
                    <Button icon=Picture::Camera press=move |()| camera.set(true)>{words.scan_camera()}</Button>
                </span>
            })}
            <FilePick label=words.scan_file() picked />
        </div>
        <p class="small secondary">{words.scan_never()}</p>
    }
}
