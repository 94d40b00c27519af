//! Choosing what for, and what of it.

use std::collections::BTreeSet;

use domain::{DocumentKind, ProfileField, PurposeId, Scope};
use leptos::prelude::*;
use protocol::api::PurposeRecord;

use super::{desk::Desk, words::CounterWords};
use crate::{
    components::{Button, ButtonKind, Select},
    reactive::{Look, derive, effect, memo},
    text,
};

/// What is picked of what the purpose may ask.
#[derive(Clone, Copy)]
struct Picked {
    fields: RwSignal<BTreeSet<ProfileField>>,
    papers: RwSignal<BTreeSet<DocumentKind>>,
}

impl Picked {
    fn scope(self) -> Scope {
        Scope {
            fields: self.fields.look(|fields| fields.iter().copied().collect()),
            papers: self.papers.look(|papers| papers.iter().copied().collect()),
        }
    }
}

/// The organisation's purposes, what each may ask, and a button that goes on with what was picked.
#[component]
pub(super) fn PickPurpose(
    /// The desk.
    desk: Desk,
    /// The button's words.
    go: &'static str,
    /// Whether it is under way.
    busy: RwSignal<bool>,
    /// What to do with what was picked.
    #[prop(into)]
    picked: Callback<(PurposeId, Scope)>,
) -> impl IntoView {
    let words = CounterWords::here();
    let purposes = desk.view.with_untracked(|view| {
        let organisation = view.organisation.as_ref();
        let purposes = organisation
            .map(|organisation| organisation.purposes.clone())
            .unwrap_or_default();
        purposes
            .into_iter()
            .filter(|purpose| !purpose.terms.retired)
            .collect::<Vec<_>>()
    });
    let Some(first) = purposes.first() else {
        return view! { <p class="secondary">{words.no_purposes()}</p> }.into_any();
    };
    let chosen = RwSignal::new(first.id.to_string());
    let options = purposes
        .iter()
        .map(|purpose| (purpose.id.to_string(), purpose.terms.title.as_str().to_owned()))
        .collect();
    let picked_of = Picked {
        fields: RwSignal::new(BTreeSet::new()),
        papers: RwSignal::new(BTreeSet::new()),
    };
    let purpose = memo(move || {
        let id = chosen.get();
        purposes.iter().find(|purpose| purpose.id.to_string() == id).cloned()
    });
    // Another purpose begins with all that it may ask.
    effect(move || {
        let scope = purpose.get().map(|purpose| purpose.terms.scope).unwrap_or_default();
        picked_of.fields.set(scope.fields.into_iter().collect());
        picked_of.papers.set(scope.papers.into_iter().collect());
    });
    let scope = derive(move || purpose.get().map(|purpose| (purpose.id, picked_of.scope())));
    let nothing = derive(move || scope.get().is_none_or(|(_, scope)| scope.is_empty()));
    let send = move |()| {
        if let Some(scope) = scope.get_untracked() {
            picked.run(scope);
        }
    };
    view! {
        <div class="purpose">
            <Select label=words.purpose() value=chosen options />
            {move || purpose.get().map(|purpose| view! { <Terms purpose picked=picked_of /> })}
            <div>
                <Button kind=ButtonKind::Primary busy disabled=nothing press=send>{go}</Button>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Terms(purpose: PurposeRecord, picked: Picked) -> impl IntoView {
    let words = CounterWords::here();
    let voice = text::here();
    let terms = purpose.terms;
    let facts = [
        terms.procedure.as_deref().map(|code| words.procedure(code)),
        Some(words.minutes(terms.read_minutes)),
    ];
    let fields = terms.scope.fields.into_iter().map(|field| {
        view! { <Pick name=voice.field(field) item=field picked=picked.fields /> }
    });
    let papers = terms.scope.papers.into_iter().map(|kind| {
        view! { <Pick name=voice.document_kind(kind) item=kind picked=picked.papers /> }
    });
    view! {
        <p>{terms.reason.as_str().to_owned()}</p>
        <p class="small secondary">{facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</p>
        <fieldset class="purpose-scope">
            <legend>{words.scope()}</legend>
            <ul class="asked">{fields.collect_view()} {papers.collect_view()}</ul>
        </fieldset>
    }
}

/// A line of a list from which some are picked.
#[component]
pub fn Pick<T>(
    /// What it is called.
    name: &'static str,
    /// What it is.
    item: T,
    /// What is picked.
    picked: RwSignal<BTreeSet<T>>,
) -> impl IntoView
where
    T: Ord + Copy + Send + Sync + 'static,
{
    let on = move || picked.look(|picked| picked.contains(&item));
    let pick = move |on: bool| {
        picked.update(|picked| {
            if on {
                picked.insert(item);
            } else {
                picked.remove(&item);
            }
        });
    };
    view! {
        <li>
            <label class="asked-line">
                <input
                    type="checkbox"
                    class="asked-box"
                    prop:checked=on
                    on:change:target=move |event| pick(event.target().checked())
                />
                <span>{name}</span>
            </label>
        </li>
    }
}
