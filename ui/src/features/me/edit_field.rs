//! Declaring another value for a field.

use domain::{BirthDate, ProfileField, Sex, local_date};
use leptos::prelude::*;
use protocol::app::{AppError, EditProfile, FieldInput, ProfileView};

use super::words::ProfileWords;
use crate::{
    app::{Query, use_app, use_sending},
    components::{
        Button, ButtonKind, DateField, Dialog, ErrorNotice, Field, SearchSelect, Segmented, focus_by_id, open_while,
    },
    features::enrol::ward_choices,
    reactive::{Look, derive, memo},
    text::{self, CommonWords, now},
};

/// The id of the one field in the sheet.
const ID: &str = "edit-field";

/// A sheet for one field's value; it works offline, and the change waits to be sent.
#[component]
pub(super) fn EditField(
    /// Which field; none while the sheet is closed.
    editing: RwSignal<Option<ProfileField>>,
    query: Query<ProfileView>,
) -> impl IntoView {
    let words = ProfileWords::here();
    let voice = text::here();
    let open = open_while(editing);
    let title = derive(move || {
        editing
            .get()
            .map(|field| words.edit_of(voice.field(field)))
            .unwrap_or_default()
    });
    let sheet = move || {
        let field = editing.get()?;
        let value = query.value.with_untracked(|view| {
            view.as_ref()?
                .fields
                .iter()
                .find(|other| other.field == field)
                .map(|found| found.value.clone())
        });
        Some(view! { <Sheet field value=value.unwrap_or_default() query open /> })
    };
    view! { <Dialog open title>{sheet}</Dialog> }
}

#[component]
fn Sheet(field: ProfileField, value: String, query: Query<ProfileView>, open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = ProfileWords::here();
    let common = CommonWords::here();
    let voice = text::here();
    let typed = RwSignal::new(as_typed(field, value));
    let tried = RwSignal::new(false);
    let saving = use_sending();
    let refused = memo(move || matches!(saving.error.get(), Some(AppError::InvalidInput { .. })));
    let fits = memo(move || typed.look(|typed| fits(field, typed)));
    let error =
        derive(move || (tried.get() && (!fits.get() || refused.get())).then(|| voice.input(field.into()).to_owned()));
    let other = derive(move || saving.error.get().filter(|_| !refused.get()));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if !fits.get_untracked() {
            focus_by_id(ID);
            return;
        }
        let changes = vec![FieldInput {
            field,
            value: typed.get_untracked(),
        }];
        saving.run(async move {
            let view = app.call(EditProfile { changes }).await?;
            query.put(view);
            open.try_set(false);
            app.say(words.saved());
            Ok(())
        });
    };
    let hint = if field.is_optional() {
        words.clear_hint()
    } else {
        words.declared_hint()
    };
    let label = voice.field(field);
    let input = match field {
        ProfileField::BirthDate => view! { <DateField id=ID label value=typed error /> }.into_any(),
        ProfileField::Sex => {
            let value = derive(move || typed.get());
            let options = [Sex::Male, Sex::Female]
                .map(|sex| (sex.as_str().to_owned(), voice.sex(sex).to_owned()))
                .to_vec();
            view! { <Segmented id=ID label value choose=move |sex| typed.set(sex) options error /> }.into_any()
        }
        ProfileField::Ward => {
            view! { <SearchSelect id=ID label value=typed choices=ward_choices() error /> }.into_any()
        }
        ProfileField::FormerIdNumber => {
            view! { <Field id=ID label hint value=typed error inputmode="numeric" digits=true /> }.into_any()
        }
        ProfileField::Email => {
            view! { <Field id=ID label hint value=typed error inputmode="email" autocomplete="email" /> }.into_any()
        }
        ProfileField::FullName => {
            view! { <Field id=ID label hint value=typed error capitals="words" autocomplete="name" /> }.into_any()
        }
        ProfileField::PersonalNumber
        | ProfileField::Phone
        | ProfileField::Address
        | ProfileField::HealthInsuranceNumber
        | ProfileField::Occupation => {
            view! { <Field id=ID label hint value=typed error capitals="sentences" max=200 /> }.into_any()
        }
    };
    request_animation_frame(|| focus_by_id(ID));
    view! {
        <form class="stack" novalidate=true on:submit=save>
            {input}
            <ErrorNotice error=other />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary submit=true busy=saving.busy>{common.save()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </form>
    }
}

/// A value as its field takes it.
fn as_typed(field: ProfileField, value: String) -> String {
    match field {
        ProfileField::BirthDate => value.parse().map_or(value, text::date),
        _ => value,
    }
}

fn fits(field: ProfileField, typed: &str) -> bool {
    match field {
        ProfileField::BirthDate => {
            text::read_date(typed).is_some_and(|date| BirthDate::checked(date, local_date(now())).is_ok())
        }
        _ => field.check(typed).is_ok(),
    }
}
