//! The camera's picture, for holding a code before it.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AppError, AppEvent, ScannedCode, StartCamera, StopCamera};

use super::{ErrorNotice, Spinner};
use crate::{
    app::use_app,
    backend::CameraFeed,
    reactive::{Look, effect, memo},
    text::CommonWords,
};

/// Between two pictures: about as many as an eye takes for motion.
const NEXT: Duration = Duration::from_millis(60);
/// After a picture that did not come.
const AGAIN: Duration = Duration::from_millis(500);

/// The camera's picture with a frame to hold a code in. The camera runs as long as this is on the
/// screen; why it does not stands in its place.
#[component]
pub fn CameraView(
    /// What to do with the codes it sees. They keep coming while the camera sees them.
    #[prop(into)]
    scanned: Callback<Vec<ScannedCode>>,
) -> impl IntoView {
    let app = use_app();
    let words = CommonWords::here();
    let error = RwSignal::new(None::<AppError>);
    let frame = RwSignal::new(None::<u32>);
    let gone = StoredValue::new(false);

    spawn_local(async move {
        match app.call(StartCamera {}).await {
            Ok(_) => {
                frame.try_set(Some(0));
            }
            Err(cause) => {
                error.try_set(Some(cause));
            }
        }
        // The screen was left while the camera started.
        if gone.try_get_value().unwrap_or(true) {
            let _ = app.backend.call(StopCamera {}).await;
        }
    });
    on_cleanup(move || {
        gone.try_set_value(true);
        spawn_local(async move {
            // A camera that does not run needs no stopping.
            let _ = app.backend.call(StopCamera {}).await;
        });
    });
    app.hear(move |event| match event {
        AppEvent::Scanned { codes } => scanned.run(codes.clone()),
        AppEvent::CameraFailed { error: cause } => {
            frame.set(None);
            error.set(Some(cause.clone()));
        }
        AppEvent::Sync(_) | AppEvent::Changed { .. } | AppEvent::Transfer(_) | AppEvent::Locked { .. } => {}
    });
    let next = move |after: Duration| {
        set_timeout(
            move || {
                frame.try_update(|frame| *frame = frame.map(|number| number.wrapping_add(1)));
            },
            after,
        );
    };
    let running = memo(move || frame.look(Option::is_some));
    view! {
        <div class="camera" class:failed=move || error.look(Option::is_some)>
            {move || match running.get() {
                true => view! {
                    {match app.backend.camera_feed() {
                        CameraFeed::Pictures(address) => view! {
                            <img
                                class="camera-picture"
                                alt=words.camera_picture()
                                src=move || frame.get().map(address)
                                on:load=move |_| next(NEXT)
                                on:error=move |_| next(AGAIN)
                            />
                        }
                        .into_any(),
                        CameraFeed::Stream(stream) => view! { <Live stream label=words.camera_picture() /> }.into_any(),
                    }}
                    <span class="camera-frame" aria-hidden="true"></span>
                }
                .into_any(),
                false if error.look(Option::is_none) => view! {
                    <p class="camera-wait"><Spinner />{words.camera_starting()}</p>
                }
                .into_any(),
                false => ().into_any(),
            }}
        </div>
        <p class="small secondary">{move || running.get().then(|| words.camera_hint())}</p>
        <ErrorNotice error />
    }
}

/// The browser's own stream.
#[component]
fn Live(
    /// The pictures.
    stream: Option<web_sys::MediaStream>,
    /// What they are, for who can't see them.
    label: &'static str,
) -> impl IntoView {
    let video = NodeRef::<leptos::html::Video>::new();
    effect(move || {
        if let Some(video) = video.get() {
            // Without the attribute some browsers neither play by themselves nor within the page.
            video.set_muted(true);
            video.set_src_object(stream.as_ref());
            // A stream that does not play shows a still picture; codes are read all the same.
            let _ = video.play();
        }
    });
    view! { <video node_ref=video class="camera-picture" aria-label=label playsinline=true autoplay=true></video> }
}
