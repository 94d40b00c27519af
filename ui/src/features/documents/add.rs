//! Adding a paper: its file, what it is, and into the store.

use domain::{MediaType, limits};
use leptos::{prelude::*, task::spawn_local};
use protocol::app::{AddDocument as Add, AppError, Part};

use super::{
    form::{Form, FormFields},
    words::DocumentsWords,
};
use crate::{
    app::{Route, use_app, use_sending},
    components::{AppBar, Button, ButtonKind, ErrorNotice, FilePick, Icon, Picture, Spinner, read_file},
    reactive::Look,
    text::{self, CommonWords},
};

/// What the picker offers: the kinds that the store keeps.
const ACCEPT: &str = "application/pdf,image/jpeg,image/png,image/webp,.pdf,.jpg,.jpeg,.png,.webp";

/// A file that the store would take, as far as its size and first bytes tell.
#[derive(Clone, Debug)]
struct Chosen {
    file: web_sys::File,
    media_type: MediaType,
    bytes: u64,
}

/// The choice of a file.
#[derive(Clone, Copy)]
struct Choice {
    file: RwSignal<Option<Chosen>, LocalStorage>,
    error: RwSignal<Option<AppError>>,
    looking: RwSignal<bool>,
}

impl Choice {
    /// Takes a file if the store would, else says why not. Size first: a file that is too large is never read.
    fn take(self, file: web_sys::File) {
        self.error.set(None);
        self.file.set(None);
        self.looking.set(true);
        spawn_local(async move {
            let looked = look_at(file).await;
            self.looking.try_set(false);
            match looked {
                Ok(chosen) => {
                    self.file.try_set(Some(chosen));
                }
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

async fn look_at(file: web_sys::File) -> Result<Chosen, AppError> {
    let bytes = file.size() as u64;
    if bytes == 0 {
        return Err(AppError::FileEmpty);
    }
    if bytes > limits::DOCUMENT_BYTES {
        return Err(AppError::FileTooLarge {
            bytes,
            limit: limits::DOCUMENT_BYTES,
        });
    }
    let head = file
        .slice_with_f64_and_f64(0.0, 1024.0)
        .map_err(|_| AppError::FileKind)?;
    let head = wasm_bindgen_futures::JsFuture::from(head.array_buffer())
        .await
        .map_err(|_| AppError::NotFound)?;
    let media_type = MediaType::sniff(&js_sys::Uint8Array::new(&head).to_vec()).ok_or(AppError::FileKind)?;
    Ok(Chosen {
        file,
        media_type,
        bytes,
    })
}

/// Adding a paper.
#[component]
pub(super) fn AddDocument() -> impl IntoView {
    let app = use_app();
    let words = DocumentsWords::here();
    let common = CommonWords::here();
    let choice = Choice {
        file: RwSignal::new_local(None),
        error: RwSignal::new(None),
        looking: RwSignal::new(false),
    };
    let form = Form::new();
    let sending = use_sending();
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.clear_marks();
        let Some(chosen) = choice.file.get_untracked() else {
            return;
        };
        let details = form.input();
        sending.run(async move {
            let bytes = read_file(&chosen.file).await?;
            match app.call_with(Add { details }, bytes).await {
                Ok(paper) => {
                    app.changed(&[Part::Documents]);
                    app.say(words.added());
                    if sending.is_there() {
                        app.replace(Route::Document(paper.card.id));
                    }
                    Ok(())
                }
                Err(error) => form.heed(error),
            }
        });
    };
    let ready = move || choice.file.look(Option::is_some);
    view! {
        <AppBar title=words.add() up=Route::Documents level=2 />
        <form class="page form" novalidate on:submit=add>
            <FileChoice choice />
            <ErrorNotice error=choice.error />
            {move || ready().then(|| view! {
                <h3>{words.form_title()}</h3>
                <FormFields form />
                <ErrorNotice error=sending.error />
                <div class="form-actions">
                    <Button kind=ButtonKind::Primary icon=Picture::Check submit=true busy=sending.busy>{words.save_add()}</Button>
                    <Button press=move |()| app.up(Route::Documents)>{common.cancel()}</Button>
                </div>
                <p class="small secondary" role="status">{move || sending.busy.get().then(|| words.keeping())}</p>
            })}
        </form>
    }
}

/// Where a file is chosen or dropped, and what was chosen.
#[component]
fn FileChoice(choice: Choice) -> impl IntoView {
    let app = use_app();
    let words = DocumentsWords::here();
    let voice = text::here();
    let language = text::language();
    let over = RwSignal::new(false);
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        let Some(files) = event.data_transfer().and_then(|data| data.files()) else {
            return;
        };
        if files.length() > 1 {
            app.say_failed(words.only_first());
        }
        if let Some(file) = files.get(0) {
            choice.take(file);
        }
    };
    let dragged = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let ready = move || choice.file.look(Option::is_some);
    view! {
        <div class="drop" class:over=move || over.get() class:filled=ready on:dragover=dragged on:dragleave=move |_| over.set(false) on:drop=dropped>
            {move || match choice.file.get() {
                Some(Chosen { file, media_type, bytes }) => view! {
                    <Icon of=Picture::FileText />
                    <div class="drop-words" role="status">
                        <p class="drop-title">{file.name()}</p>
                        <p class="small secondary">{words.file_ready(voice.media_type(media_type), &text::bytes(bytes, language))}</p>
                    </div>
                    <FilePick label=words.pick_other() accept=ACCEPT icon=Picture::Files picked=move |file| choice.take(file) />
                }
                .into_any(),
                None => view! {
                    <Icon of=Picture::Upload />
                    <div class="drop-words">
                        <p class="drop-title">{words.drop_title()}</p>
                        <p class="small secondary">{words.drop_text(&text::bytes(limits::DOCUMENT_BYTES, language))} " " {words.drop_or()}</p>
                    </div>
                    <FilePick
                        label=words.pick()
                        accept=ACCEPT
                        icon=Picture::Upload
                        kind=ButtonKind::Primary
                        disabled=choice.looking
                        picked=move |file| choice.take(file)
                    />
                }
                .into_any(),
            }}
            {move || choice.looking.get().then(|| view! { <p class="small secondary" role="status"><Spinner /> {words.checking()}</p> })}
        </div>
    }
}
