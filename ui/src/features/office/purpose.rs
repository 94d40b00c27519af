//! A purpose: what may be asked for it, and how.

use std::collections::BTreeSet;

use domain::{DocumentKind, ProfileField, PurposeId, PurposeReason, PurposeTitle, Scope};
use leptos::prelude::*;
use protocol::{
    api::{PurposeForm, PurposeRecord},
    app::PutPurpose,
};

use super::{Office, form::Typed, words::OfficeWords};
use crate::{
    app::{OfficePart, Route, use_app, use_sending},
    components::{
        AppBar, Button, ButtonKind, EmptyState, ErrorNotice, Field, Loaded, Notice, Picture, Select, TextArea, Toggle,
        Tone, focus_by_id,
    },
    features::counter::Pick,
    reactive::{Look, derive},
    text::{self, CommonWords},
};

/// How long what was shared may be read, in minutes; the longest is [`domain::limits::READ_MINUTES`].
const MINUTES: [u32; 7] = [5, 15, 30, 60, 120, 240, 480];

/// Where the focus goes when something is wrong.
const TITLE: &str = "purpose-title";
const REASON: &str = "purpose-reason";
const SCOPE: &str = "purpose-scope";

/// The form of a purpose, or of a new one.
#[component]
pub(super) fn Purpose(office: Office, purpose: Option<PurposeId>) -> impl IntoView {
    let words = OfficeWords::here();
    let up = Route::OfficePart(office.id, OfficePart::Purposes);
    let title = if purpose.is_some() {
        words.edit_purpose()
    } else {
        words.add_purpose()
    };
    view! {
        <AppBar title up level=2 />
        <div class="page">
            <Loaded query=office.query lines=6 let:organisation>
                {
                    // Read once: what is typed stays when the organisation is fetched anew.
                    let found = organisation.with_untracked(|organisation| {
                        organisation.purposes.iter().find(|other| Some(other.id) == purpose).cloned()
                    });
                    match (purpose, found) {
                        (Some(_), None) => view! {
                            <EmptyState icon=Picture::FileText title=words.purpose_gone() text=words.purposes_text() />
                        }
                        .into_any(),
                        (_, known) => view! { <Form office known up /> }.into_any(),
                    }
                }
            </Loaded>
        </div>
    }
}

#[component]
fn Form(office: Office, known: Option<PurposeRecord>, up: Route) -> impl IntoView {
    let app = use_app();
    let words = OfficeWords::here();
    let voice = text::here();
    let common = CommonWords::here();
    let tried = RwSignal::new(false);
    let (id, terms) = known.map(|known| (known.id, known.terms)).unzip();
    let said = |part: fn(&PurposeForm) -> &str| terms.as_ref().map_or("", part).to_owned();
    let title = Typed::<PurposeTitle>::new(said(|terms| terms.title.as_str()), tried);
    let reason = Typed::<PurposeReason>::new(said(|terms| terms.reason.as_str()), tried);
    let procedure = RwSignal::new(said(|terms| terms.procedure.as_deref().unwrap_or_default()));
    let minutes = RwSignal::new(terms.as_ref().map_or(30, |terms| terms.read_minutes).to_string());
    let flag = |of: fn(&PurposeForm) -> bool| RwSignal::new(terms.as_ref().is_some_and(of));
    let partial = flag(|terms| terms.partial);
    let remember = flag(|terms| terms.remember);
    let retired = flag(|terms| terms.retired);
    let scope = terms.as_ref().map(|terms| terms.scope.clone()).unwrap_or_default();
    let fields = RwSignal::new(scope.fields.into_iter().collect::<BTreeSet<ProfileField>>());
    let papers = RwSignal::new(scope.papers.into_iter().collect::<BTreeSet<DocumentKind>>());
    let nothing = derive(move || fields.look(BTreeSet::is_empty) && papers.look(BTreeSet::is_empty));
    let mut lengths = MINUTES.to_vec();
    lengths.extend(terms.as_ref().map(|terms| terms.read_minutes));
    lengths.sort_unstable();
    lengths.dedup();
    let lengths = lengths
        .into_iter()
        .map(|length| (length.to_string(), words.minutes_of(length)))
        .collect();
    let saving = use_sending();
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (Some(title), Some(reason)) = (title.value(), reason.value()) else {
            focus_by_id(if title.value().is_none() { TITLE } else { REASON });
            return;
        };
        if nothing.get_untracked() {
            focus_by_id(SCOPE);
            return;
        }
        let procedure = procedure.with_untracked(|code| code.trim().to_owned());
        let form = PurposeForm {
            title,
            procedure: (!procedure.is_empty()).then_some(procedure),
            reason,
            scope: Scope {
                fields: fields.with_untracked(|fields| fields.iter().copied().collect()),
                papers: papers.with_untracked(|papers| papers.iter().copied().collect()),
            },
            read_minutes: minutes.with_untracked(|minutes| minutes.parse().unwrap_or_default()),
            partial: partial.get_untracked(),
            remember: remember.get_untracked(),
            retired: retired.get_untracked(),
        };
        saving.run(async move {
            let put = PutPurpose {
                organisation: office.id,
                purpose: id,
                form,
            };
            let organisation = app.call(put).await?;
            office.query.put(organisation);
            app.say(words.saved());
            if saving.is_there() {
                app.up(up);
            }
            Ok(())
        });
    };
    let picks = view! {
        {move || (tried.get() && nothing.get()).then(|| view! {
            <Notice tone=Tone::Bad live=true><p>{words.scope_error()}</p></Notice>
        })}
        <fieldset class="purpose-scope" id=SCOPE tabindex="-1">
            <legend>{words.fields()}</legend>
            <ul class="asked">
                {ProfileField::ALL
                    .into_iter()
                    .map(|field| view! { <Pick name=voice.field(field) item=field picked=fields /> })
                    .collect_view()}
            </ul>
        </fieldset>
        <fieldset class="purpose-scope">
            <legend>{words.papers()}</legend>
            <ul class="asked">
                {DocumentKind::ALL
                    .into_iter()
                    .map(|kind| view! { <Pick name=voice.document_kind(kind) item=kind picked=papers /> })
                    .collect_view()}
            </ul>
        </fieldset>
    };
    view! {
        <form class="stack-loose" novalidate=true on:submit=save>
            <Field
                label=words.purpose_title()
                id=TITLE
                value=title.text
                error=title.error(words.purpose_title_error())
                capitals="sentences"
                max=120
            />
            <Field label=words.procedure() hint=words.procedure_hint() value=procedure optional=true digits=true max=40 />
            <TextArea
                label=words.reason()
                id=REASON
                hint=words.reason_hint()
                value=reason.text
                error=reason.error(words.reason_error())
                max=300
            />
            {picks}
            <Select label=words.minutes() value=minutes options=lengths />
            <Toggle label=words.partial() hint=words.partial_hint() on=partial switch=move |on| partial.set(on) />
            <Toggle label=words.remember() hint=words.remember_hint() on=remember switch=move |on| remember.set(on) />
            {id.is_some().then(|| view! {
                <Toggle label=words.retired() hint=words.retired_hint() on=retired switch=move |on| retired.set(on) />
            })}
            <ErrorNotice error=saving.error />
            <div class="result-actions">
                <Button kind=ButtonKind::Primary submit=true busy=saving.busy>{common.save()}</Button>
                <Button press=move |()| app.up(up)>{common.cancel()}</Button>
            </div>
        </form>
    }
}
