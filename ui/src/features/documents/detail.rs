//! One paper.

use std::time::Duration;

use domain::{DocumentId, DocumentOrigin};
use leptos::prelude::*;
use protocol::app::{AppError, Direction, DocumentView, GetDocument, Part};

use super::{
    card::said_of,
    content::Content,
    remove::RemoveDialog,
    row::ValidityChip,
    transfer::{self, TransferProgress, use_transfer},
    words::DocumentsWords,
};
use crate::{
    app::{Query, Route, use_app, use_now, use_query},
    components::{AppBar, Button, ButtonKind, Chip, EmptyState, LinkButton, Loaded, Notice, Picture, Section, Tone},
    reactive::{Look, derive, memo},
    text,
};

/// One paper: what it is, its content, what is known of it, what can be done with it.
#[component]
pub(super) fn Detail(
    /// Which paper.
    document: DocumentId,
) -> impl IntoView {
    let words = DocumentsWords::here();
    let query = use_query(&[Part::Documents], move || GetDocument { document });
    let help = text::here().error(&AppError::NotFound).then;
    let gone = memo(move || query.error.look(|error| matches!(error, Some(AppError::NotFound))));
    let title = derive(move || {
        query.value.look(|paper| {
            paper
                .as_ref()
                .map_or_else(|| words.title().to_owned(), |paper| paper.card.title.clone())
        })
    });
    view! {
        <AppBar title page=words.title() up=Route::Documents level=2 />
        {move || {
            if gone.get() {
                view! { <EmptyState icon=Picture::FileText title=words.gone() text=help.clone() /> }.into_any()
            } else {
                view! {
                    <article class="page paper">
                        <Loaded query lines=6 let:paper>
                            <Paper paper query />
                        </Loaded>
                    </article>
                }
                .into_any()
            }
        }}
    }
}

#[component]
fn Paper(paper: Signal<DocumentView>, query: Query<DocumentView>) -> impl IntoView {
    let app = use_app();
    let words = DocumentsWords::here();
    let document = paper.with_untracked(|paper| paper.card.id);
    // Whom a few things suit reads and shows; changing and removing are behind the whole screens.
    let simple = app.simple();
    let sent = use_transfer(document, Direction::Up);
    let refused = memo(move || paper.look(|paper| paper.refused));
    let editable = memo(move || paper.look(|paper| paper.editable));
    view! {
        <Head paper />
        {move || refused.get().then(|| view! {
            <Notice tone=Tone::Bad title=words.refused()><p>{words.refused_text()}</p></Notice>
        })}
        <TransferProgress transfer=sent doing=words.sending() />
        {move || sent.look(Option::is_some).then(|| view! {
            <Button icon=Picture::X press=move |()| transfer::stop(app, document)>{words.stop()}</Button>
        })}
        <Content paper query />
        <Facts paper />
        {move || {
            if simple.get() {
                ().into_any()
            } else if editable.get() {
                view! { <Actions paper /> }.into_any()
            } else {
                view! { <p class="small secondary">{words.not_yours()}</p> }.into_any()
            }
        }}
    }
}

/// Who issued it and how it stands.
#[component]
fn Head(paper: Signal<DocumentView>) -> impl IntoView {
    let words = DocumentsWords::here();
    let voice = text::here();
    let card = memo(move || paper.look(|paper| paper.card.clone()));
    move || {
        let card = card.get();
        let origin = match card.origin {
            DocumentOrigin::Issued => {
                view! { <Chip tone=Tone::Good icon=Picture::ShieldCheck>{words.verified()}</Chip> }.into_any()
            }
            DocumentOrigin::Uploaded => {
                view! { <Chip icon=Picture::Upload>{voice.origin(card.origin)}</Chip> }.into_any()
            }
        };
        view! {
            <div class="paper-head">
                <p class="secondary">{said_of(&card, voice)}</p>
                <p class="chips">
                    {origin}
                    <ValidityChip validity=card.validity />
                    {card.waiting.then(|| view! { <Chip icon=Picture::CloudUpload>{words.waiting()}</Chip> })}
                </p>
            </div>
        }
    }
}

/// What is known of a paper.
#[component]
fn Facts(paper: Signal<DocumentView>) -> impl IntoView {
    let words = DocumentsWords::here();
    let voice = text::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let facts = move || {
        let paper = paper.get();
        let file = paper.media_type.map(|media_type| {
            let kind = voice.media_type(media_type);
            paper.bytes.map_or_else(
                || kind.to_owned(),
                |size| format!("{kind}, {}", text::bytes(size, language)),
            )
        });
        let place = paper.media_type.map(|_| voice.content(paper.card.content).to_owned());
        let lines = [
            (
                words.kind(),
                Some(voice.document_kind(paper.card.kind).to_owned()).filter(|kind| *kind != paper.card.title),
            ),
            (words.number(), paper.card.number),
            (words.issuer(), paper.card.issuer),
            (words.issued_on(), paper.issued_on.map(text::date)),
            (words.expires_on(), paper.card.expires_on.map(text::date)),
            (
                words.added_at(),
                Some(text::moment(paper.added_at, now.get(), language)),
            ),
            (words.file(), file),
            (words.place(), place),
        ];
        lines
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }))
            .collect_view()
    };
    let as_of = move || text::as_of(paper.look(|paper| paper.as_of), now.get(), language);
    view! {
        <Section title=words.details() level=3>
            <dl class="told">{facts}</dl>
            <p class="small secondary">{as_of}</p>
        </Section>
    }
}

/// What the resident may do with a paper of their own.
#[component]
fn Actions(paper: Signal<DocumentView>) -> impl IntoView {
    let words = DocumentsWords::here();
    let document = paper.with_untracked(|paper| paper.card.id);
    let asking = RwSignal::new(false);
    let title = derive(move || paper.look(|paper| paper.card.title.clone()));
    view! {
        <div class="paper-actions">
            <LinkButton href=Route::EditDocument(document).href() icon=Picture::Pencil>{words.edit()}</LinkButton>
            <Button kind=ButtonKind::Quiet icon=Picture::Trash press=move |()| asking.set(true)>{words.remove()}</Button>
        </div>
        <RemoveDialog open=asking document title />
    }
}
