//! Saying other things of an uploaded paper.

use domain::DocumentId;
use leptos::prelude::*;
use protocol::app::{DocumentInput, DocumentView, EditDocument as Edit, GetDocument, Part};

use super::{
    form::{Form, FormFields},
    words::DocumentsWords,
};
use crate::{
    app::{Route, use_app, use_query, use_sending},
    components::{AppBar, Button, ButtonKind, ErrorNotice, Loaded, Notice},
    text::{self, CommonWords},
};

/// Saying other things of an uploaded paper.
#[component]
pub(super) fn EditDocument(
    /// Which paper.
    document: DocumentId,
) -> impl IntoView {
    let words = DocumentsWords::here();
    // What others change meanwhile must not overwrite what is being typed: asked once.
    let paper = use_query(&[], move || GetDocument { document });
    view! {
        <AppBar title=words.edit_title() up=Route::Document(document) level=2 />
        <div class="page">
            <Loaded query=paper lines=6 let:paper>
                <EditForm paper />
            </Loaded>
        </div>
    }
}

#[component]
fn EditForm(paper: Signal<DocumentView>) -> impl IntoView {
    let app = use_app();
    let words = DocumentsWords::here();
    let common = CommonWords::here();
    let known = paper.get_untracked();
    let document = known.card.id;
    if !known.editable {
        return view! { <Notice><p>{words.not_yours()}</p></Notice> }.into_any();
    }
    let form = Form::new();
    form.fill(input_of(known));
    let sending = use_sending();
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.clear_marks();
        let details = form.input();
        sending.run(async move {
            match app.call(Edit { document, details }).await {
                Ok(_) => {
                    app.changed(&[Part::Documents]);
                    app.say(words.saved());
                    if sending.is_there() {
                        app.up(Route::Document(document));
                    }
                    Ok(())
                }
                Err(error) => form.heed(error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=save>
            <FormFields form />
            <ErrorNotice error=sending.error />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy>{common.save()}</Button>
                <Button press=move |()| app.up(Route::Document(document))>{common.cancel()}</Button>
            </div>
        </form>
    }
    .into_any()
}

fn input_of(paper: DocumentView) -> DocumentInput {
    DocumentInput {
        kind: paper.card.kind,
        title: paper.card.title,
        number: paper.card.number.unwrap_or_default(),
        issued_on: paper.issued_on.map(text::date).unwrap_or_default(),
        expires_on: paper.card.expires_on.map(text::date).unwrap_or_default(),
    }
}
