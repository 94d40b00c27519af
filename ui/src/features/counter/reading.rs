//! What a resident shared: on the screen for as long as it may be read, under the watermark, and nowhere else.

use domain::RequestId;
use leptos::prelude::*;
use protocol::{
    api::{Share, SharedField, SharedPaper},
    app::ReadShare,
};

use super::{desk::Desk, words::CounterWords};
use crate::{
    app::use_sending,
    components::{Button, ButtonKind, ErrorNotice, Picture, Section},
    features::{
        documents::{Held, Viewer},
        me::shown,
    },
    text,
};

/// How often the watermark stands over what was shared.
const MARKS: usize = 12;

/// What was shared, once the officer opens it: each opening is an entry of the resident's access history.
#[component]
pub(super) fn Reading(desk: Desk, request: RequestId) -> impl IntoView {
    let words = CounterWords::here();
    let share = RwSignal::new(None::<Share>);
    let sending = use_sending();
    let open = move |()| {
        sending.run(async move {
            let read = desk.app.call(ReadShare { request }).await;
            let read = desk.heed(read);
            if read.is_err() {
                desk.requests.reload();
            }
            share.try_set(Some(read?));
            Ok(())
        });
    };
    view! {
        <ErrorNotice error=sending.error />
        {move || match share.get() {
            Some(share) => view! { <Shared desk share /> }.into_any(),
            None => view! {
                <div class="request-actions">
                    <Button kind=ButtonKind::Primary wide=true icon=Picture::Eye busy=sending.busy press=open>
                        {words.read()}
                    </Button>
                    <p class="small secondary">{words.read_hint()}</p>
                </div>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Shared(desk: Desk, share: Share) -> impl IntoView {
    let words = CounterWords::here();
    let marks = (0..MARKS)
        .map(|_| view! { <span>{share.watermark.clone()}</span> })
        .collect_view();
    let request = share.request;
    let (fields, papers) = (share.fields, share.papers);
    view! {
        <div class="marked">
            <div class="marks" aria-hidden="true">{marks}</div>
            {(!fields.is_empty()).then(|| view! {
                <Section title=words.fields() level=3>
                    <dl class="told">{fields.into_iter().map(|field| view! { <FieldLine field /> }).collect_view()}</dl>
                </Section>
            })}
        </div>
        {(!papers.is_empty()).then(|| view! {
            <Section title=words.papers() level=3>
                {papers.into_iter().map(|paper| view! { <Paper desk request paper /> }).collect_view()}
            </Section>
        })}
    }
}

#[component]
fn FieldLine(field: SharedField) -> impl IntoView {
    let words = CounterWords::here();
    let voice = text::here();
    let value = shown(field.field, field.value.as_str(), voice);
    let value = if value.is_empty() {
        words.empty_field().to_owned()
    } else {
        value
    };
    view! {
        <div>
            <dt>{voice.field(field.field)}</dt>
            <dd>{value}<span class="field-source small secondary">{voice.source(&field.source)}</span></dd>
        </div>
    }
}

/// A paper and, when it is opened, its pages with the city's watermark.
#[component]
fn Paper(desk: Desk, request: RequestId, paper: SharedPaper) -> impl IntoView {
    let words = CounterWords::here();
    let open = RwSignal::new(false);
    let kind = text::here().document_kind(paper.kind);
    let title = paper.title.as_str().to_owned();
    let facts = [
        paper.number.as_ref().map(|number| number.as_str().to_owned()),
        paper.issued_on.map(|date| words.issued_on(&text::date(date))),
        paper.expires_on.map(|date| words.expires_on(&text::date(date))),
        paper.issuer.clone(),
    ];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let has_content = paper.media_type.is_some();
    let id = paper.id;
    let name = title.clone();
    // The resident may take it back at any time: then this screen goes away with it.
    let watch = move |()| {
        open.update(|open| *open = !*open);
        desk.requests.reload();
    };
    view! {
        <div class="shared-paper">
            <p class="small secondary">{kind}</p>
            <p class="row-title">{title}</p>
            <p class="small secondary digits">{facts}</p>
            {if has_content {
                view! {
                    <div>
                        {move || {
                            let (icon, said) = if open.get() {
                                (Picture::X, words.close_paper())
                            } else {
                                (Picture::FileText, words.open_paper())
                            };
                            view! { <Button icon press=watch>{said}</Button> }
                        }}
                    </div>
                    {move || open.get().then(|| view! {
                        <Viewer
                            held=Held::Shared(request, id)
                            media_type=domain::MediaType::Pdf
                            title=name.clone()
                            issued=true
                        />
                    })}
                }
                .into_any()
            } else {
                view! { <p class="small secondary">{words.no_content()}</p> }.into_any()
            }}
        </div>
    }
}
