//! The profile with its provenance.

use std::time::Duration;

use domain::ProfileField;
use leptos::prelude::*;
use protocol::app::{FieldView, GetProfile, Part, ProfileView};

use super::{MeWords, edit_field::EditField, field_row::FieldRow, words::ProfileWords};
use crate::{
    app::{Query, Route, use_now, use_query},
    components::{AppBar, Loaded, Notice, Section, Tone},
    reactive::{Look, memo},
    text::{self, as_of},
};

/// The profile's parts, in the order of screens.
const PARTS: [&[ProfileField]; 3] = [
    &[
        ProfileField::FullName,
        ProfileField::PersonalNumber,
        ProfileField::BirthDate,
        ProfileField::Sex,
    ],
    &[
        ProfileField::Phone,
        ProfileField::Ward,
        ProfileField::Address,
        ProfileField::Email,
    ],
    &[
        ProfileField::HealthInsuranceNumber,
        ProfileField::FormerIdNumber,
        ProfileField::Occupation,
    ],
];

/// The profile: every field, who said it, how an edit stands.
#[component]
pub(super) fn Profile() -> impl IntoView {
    let profile = use_query(&[Part::Profile], || GetProfile {});
    let editing = RwSignal::new(None::<ProfileField>);
    view! {
        <AppBar title=MeWords::here().profile() up=Route::Me level=2 />
        <div class="page">
            <Loaded query=profile lines=9 let:view>
                <Fields view query=profile editing />
            </Loaded>
        </div>
        <EditField editing query=profile />
    }
}

#[component]
fn Fields(
    view: Signal<ProfileView>,
    query: Query<ProfileView>,
    editing: RwSignal<Option<ProfileField>>,
) -> impl IntoView {
    let words = ProfileWords::here();
    let voice = text::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let mismatches = memo(move || view.look(|view| view.mismatches.clone()));
    let [identity, contact, more] = PARTS.map(|part| {
        let fields = move || {
            view.look(|view| {
                view.fields
                    .iter()
                    .filter(|field| part.contains(&field.field))
                    .cloned()
                    .collect::<Vec<_>>()
            })
        };
        let row = move |first: FieldView| {
            let field = memo(move || {
                let now = view.look(|view| view.fields.iter().find(|field| field.field == first.field).cloned());
                now.unwrap_or_else(|| first.clone())
            });
            view! { <FieldRow field=field.into() query editing /> }
        };
        view! { <ul class="rows"><For each=fields key=|field| field.field let:field>{row(field)}</For></ul> }
    });
    view! {
        <p class="secondary">{words.lead()}</p>
        <p class="note secondary">{move || view.look(|view| as_of(view.as_of, now.get(), language))}</p>
        <Section title=words.identity() level=3>
            {identity}
            {move || {
                let found = mismatches.get();
                (!found.is_empty()).then(|| view! {
                    <Notice tone=Tone::Warn title=words.mismatch()>
                        {found.iter().map(|mismatch| view! { <p>{voice.mismatch(*mismatch)}</p> }).collect_view()}
                    </Notice>
                })
            }}
        </Section>
        <Section title=words.contact() level=3>{contact}</Section>
        <Section title=words.more() level=3>{more}</Section>
    }
}
