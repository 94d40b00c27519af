//! What is said: states, results, waits.

use leptos::prelude::*;
use protocol::{app::AppError, problem::ErrorCode};

use super::{
    specimen::{Group, Kind, Specimen},
    words::GalleryWords,
};
use crate::{
    app::{Query, Toast, Toasts},
    components::{
        Button, ButtonKind, Chip, EmptyState, ErrorNotice, ErrorState, Loaded, Notice, Picture, ProgressBar, Skeleton,
        Spinner, Toaster, Tone, VisuallyHidden,
    },
};

/// How things stand.
#[component]
pub(super) fn Told() -> impl IntoView {
    let words = GalleryWords::here();
    let toasts = Toasts::new();
    let toast = |text: &str, failed| Toast {
        text: text.to_owned(),
        failed,
    };
    toasts.shown.set(vec![
        (1, toast(words.saved(), false)),
        (2, toast(words.notice_text(), true)),
    ]);
    view! {
        <Group title=words.told()>
            <Tones />
            <Failures />
            <Waits />
            <Kind name="Toaster">
                <Specimen caption=words.usual()><div class="gallery-toasts"><Toaster toasts /></div></Specimen>
            </Kind>
            <Kind name="VisuallyHidden">
                <Specimen caption=words.heard()><VisuallyHidden>{words.saved()}</VisuallyHidden></Specimen>
            </Kind>
        </Group>
    }
}

#[component]
fn Tones() -> impl IntoView {
    let words = GalleryWords::here();
    let tones = [
        (Tone::Plain, words.plain(), words.offline_copy()),
        (Tone::Good, words.good(), words.valid()),
        (Tone::Warn, words.warn(), words.ends_soon()),
        (Tone::Bad, words.bad(), words.expired()),
    ];
    view! {
        <Kind name="Chip">
            {tones
                .map(|(tone, caption, text)| view! { <Specimen caption><Chip tone>{text}</Chip></Specimen> })
                .into_iter()
                .collect_view()}
            <Specimen caption=words.with_icon()><Chip icon=Picture::CloudUpload>{words.offline_copy()}</Chip></Specimen>
        </Kind>
        <Kind name="Notice">
            {tones
                .map(|(tone, caption, _)| {
                    view! {
                        <Specimen caption><Notice tone title=words.notice_title()><p>{words.notice_text()}</p></Notice></Specimen>
                    }
                })
                .into_iter()
                .collect_view()}
            <Specimen caption=words.with_action()>
                <Notice tone=Tone::Warn><p>{words.notice_text()}</p><Button>{words.save()}</Button></Notice>
            </Specimen>
        </Kind>
    }
}

#[component]
fn Failures() -> impl IntoView {
    let words = GalleryWords::here();
    let fault = || AppError::City {
        code: ErrorCode::Internal,
        attempts_left: None,
        retry_after: None,
        incident: Some("0193a7c2".into()),
    };
    view! {
        <Kind name="EmptyState">
            <Specimen caption=words.without_action()>
                <EmptyState icon=Picture::Files title=words.nothing() text=words.nothing_text() />
            </Specimen>
            <Specimen caption=words.with_action()>
                <EmptyState icon=Picture::Files title=words.nothing() text=words.nothing_text()>
                    <Button kind=ButtonKind::Primary icon=Picture::Plus>{words.add()}</Button>
                </EmptyState>
            </Specimen>
        </Kind>
        <Kind name="ErrorState">
            <Specimen caption=words.with_action()><ErrorState error=AppError::Offline retry=|()| {} /></Specimen>
            <Specimen caption=words.without_action()><ErrorState error=AppError::VaultNewer /></Specimen>
            <Specimen caption=words.long()><ErrorState error=fault() retry=|()| {} /></Specimen>
        </Kind>
        <Kind name="ErrorNotice">
            <Specimen caption=words.warn()><ErrorNotice error=Signal::stored(Some(AppError::Offline)) /></Specimen>
            <Specimen caption=words.bad()><ErrorNotice error=Signal::stored(Some(fault())) /></Specimen>
            <Specimen caption=words.with_action()><ErrorNotice error=Signal::stored(Some(AppError::SessionEnded)) /></Specimen>
        </Kind>
    }
}

#[component]
fn Waits() -> impl IntoView {
    let words = GalleryWords::here();
    let answer = |value: Option<&str>, error: Option<AppError>| Query::of(value.map(str::to_owned), error);
    let share = |share: f64| Signal::stored(share);
    let sending = Signal::stored(words.sending().to_owned());
    view! {
        <Kind name="Skeleton">
            <Specimen caption=words.loading()><Skeleton /></Specimen>
        </Kind>
        <Kind name="Spinner">
            <Specimen caption=words.busy()><p class="line"><Spinner /><span>{words.working()}</span></p></Specimen>
        </Kind>
        <Kind name="ProgressBar">
            <Specimen caption=words.empty()><ProgressBar share=share(0.0) label=sending /></Specimen>
            <Specimen caption=words.half()><ProgressBar share=share(0.46) label=sending /></Specimen>
            <Specimen caption=words.filled()><ProgressBar share=share(1.0) label=sending /></Specimen>
        </Kind>
        <Kind name="Loaded">
            <Specimen caption=words.loading()><Loaded query=answer(None, None) let:text><p>{text}</p></Loaded></Specimen>
            <Specimen caption=words.loaded()>
                <Loaded query=answer(Some(words.paper_note()), None) let:text><p>{text}</p></Loaded>
            </Specimen>
            <Specimen caption=words.failed()>
                <Loaded query=answer(None, Some(AppError::Offline)) let:text><p>{text}</p></Loaded>
            </Specimen>
            <Specimen caption=words.failed_aside()>
                <Loaded query=answer(None, Some(AppError::Offline)) aside=true let:text><p>{text}</p></Loaded>
            </Specimen>
            <Specimen caption=words.stale()>
                <Loaded query=answer(Some(words.paper_note()), Some(AppError::Offline)) let:text><p>{text}</p></Loaded>
            </Specimen>
        </Kind>
    }
}
