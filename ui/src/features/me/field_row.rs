//! One field of the profile.

use domain::{ProfileField, Sex, Source, WardCode};
use leptos::prelude::*;
use protocol::app::{EditState, FieldView, ProfileView, ResolveConflict};

use super::words::ProfileWords;
use crate::{
    app::{Query, Sending, use_app, use_sending},
    components::{Button, Chip, ErrorNotice, Icon, Picture, Tone},
    reactive::{Look, memo},
    text::{self, CommonWords, Voice},
};

/// One field: its value, who said it, how an edit made here stands and what to do about it. The row and its button stay
/// when the value changes, so that a saved edit leaves the focus where it was.
#[component]
pub(super) fn FieldRow(
    field: Signal<FieldView>,
    query: Query<ProfileView>,
    editing: RwSignal<Option<ProfileField>>,
) -> impl IntoView {
    let words = ProfileWords::here();
    let common = CommonWords::here();
    let voice = text::here();
    let which = field.with_untracked(|field| field.field);
    let name = voice.field(which);
    let editable = memo(move || field.look(|field| field.editable));
    let value = memo(move || field.look(|field| shown(which, &field.value, voice)));
    let trouble = move || match field.get().edit {
        EditState::Conflict { theirs } => {
            let theirs = shown(which, &theirs, voice);
            Some(view! { <Conflict which mine=value.get() theirs query /> }.into_any())
        }
        EditState::Refused => Some(view! { <Refused which query editing /> }.into_any()),
        EditState::None | EditState::Waiting => None,
    };
    view! {
        <li class="profile-field">
            <div class="profile-line">
                <div class="profile-words">
                    <p class="profile-name">{name}</p>
                    {move || if value.look(String::is_empty) {
                        view! { <p class="secondary">{common.none()}</p> }.into_any()
                    } else {
                        view! { <p class="profile-value" class:digits=is_number(which)>{value.get()}</p> }.into_any()
                    }}
                    {move || view! { <Provenance field=field.get() /> }}
                </div>
                {move || editable.get().then(|| view! {
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=words.edit(&lower_first(name))
                        title=common.edit()
                        on:click=move |_| editing.set(Some(which))
                    >
                        <Icon of=Picture::Pencil />
                    </button>
                })}
            </div>
            {trouble}
        </li>
    }
}

/// Who said a value, how its edit stands, and why it can't be edited when that is not plain.
#[component]
fn Provenance(field: FieldView) -> impl IntoView {
    let words = ProfileWords::here();
    let voice = text::here();
    let fixed = match (field.field, field.editable, &field.source) {
        (ProfileField::Phone, false, Some(_)) => Some(words.fixed_phone()),
        _ => None,
    };
    let edit = match field.edit {
        EditState::None => None,
        EditState::Waiting => Some((Tone::Plain, Picture::Clock, words.waiting())),
        EditState::Conflict { .. } => Some((Tone::Warn, Picture::TriangleAlert, words.conflict())),
        EditState::Refused => Some((Tone::Bad, Picture::OctagonX, words.refused())),
    };
    let source = field.source.map(|source| {
        let said = voice.source(&source);
        match source {
            Source::Verified { .. } => {
                view! { <Chip tone=Tone::Good icon=Picture::ShieldCheck>{said}</Chip> }.into_any()
            }
            Source::Declared => view! { <Chip icon=Picture::User>{said}</Chip> }.into_any(),
        }
    });
    view! {
        <div class="line profile-chips">
            {source} {edit.map(|(tone, icon, said)| view! { <Chip tone icon>{said}</Chip> })}
        </div>
        {fixed.map(|fixed| view! { <p class="small secondary">{fixed}</p> })}
    }
}

/// Two values of one field, and the choice between them.
#[component]
fn Conflict(which: ProfileField, mine: String, theirs: String, query: Query<ProfileView>) -> impl IntoView {
    let words = ProfileWords::here();
    let resolving = use_sending();
    let keep = use_resolve(which, query, resolving);
    view! {
        <div class="profile-trouble tone-warn">
            <p>{words.conflict_text()}</p>
            <dl class="told">
                <div><dt>{words.mine()}</dt><dd>{mine}</dd></div>
                <div><dt>{words.theirs()}</dt><dd>{theirs}</dd></div>
            </dl>
            <div class="line">
                <Button busy=resolving.busy press=move |()| keep.run(true)>{words.keep_mine()}</Button>
                <Button busy=resolving.busy press=move |()| keep.run(false)>{words.keep_theirs()}</Button>
            </div>
            <ErrorNotice error=resolving.error />
        </div>
    }
}

/// A value that the city did not take: correct it, or take the city's.
#[component]
fn Refused(which: ProfileField, query: Query<ProfileView>, editing: RwSignal<Option<ProfileField>>) -> impl IntoView {
    let words = ProfileWords::here();
    let common = CommonWords::here();
    let resolving = use_sending();
    let keep = use_resolve(which, query, resolving);
    view! {
        <div class="profile-trouble tone-bad">
            <p>{words.refused_text()}</p>
            <div class="line">
                <Button press=move |()| editing.set(Some(which))>{common.edit()}</Button>
                <Button busy=resolving.busy press=move |()| keep.run(false)>{words.drop()}</Button>
            </div>
            <ErrorNotice error=resolving.error />
        </div>
    }
}

/// Ends a conflict or refusal with this device's value (`true`) or the city's.
fn use_resolve(field: ProfileField, query: Query<ProfileView>, resolving: Sending) -> Callback<bool> {
    let app = use_app();
    let words = ProfileWords::here();
    Callback::new(move |keep_mine| {
        resolving.run(async move {
            let view = app.call(ResolveConflict { field, keep_mine }).await?;
            app.say(if keep_mine {
                words.kept_mine()
            } else {
                words.kept_theirs()
            });
            query.put(view);
            Ok(())
        });
    })
}

/// A value in its wire form, as a person reads it.
pub fn shown(field: ProfileField, value: &str, voice: &dyn Voice) -> String {
    match field {
        ProfileField::PersonalNumber => text::personal_number(value),
        ProfileField::Phone => text::phone(value),
        ProfileField::BirthDate => value.parse().map_or_else(|_| value.to_owned(), text::date),
        ProfileField::Sex => value
            .parse::<Sex>()
            .map_or_else(|()| value.to_owned(), |sex| voice.sex(sex).to_owned()),
        ProfileField::Ward => value
            .parse::<WardCode>()
            .ok()
            .and_then(|code| code.ward())
            .map_or_else(|| value.to_owned(), |ward| ward.full_name.to_owned()),
        ProfileField::FullName
        | ProfileField::Address
        | ProfileField::FormerIdNumber
        | ProfileField::HealthInsuranceNumber
        | ProfileField::Email
        | ProfileField::Occupation => value.to_owned(),
    }
}

fn is_number(field: ProfileField) -> bool {
    matches!(
        field,
        ProfileField::PersonalNumber
            | ProfileField::Phone
            | ProfileField::BirthDate
            | ProfileField::FormerIdNumber
            | ProfileField::HealthInsuranceNumber
    )
}

/// `Họ và tên` within a sentence: `họ và tên`.
fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use protocol::app::Language;

    use super::*;

    #[test]
    fn values_read_as_people_write_them() {
        let voice = text::voice(Language::Vi);
        assert_eq!(shown(ProfileField::BirthDate, "1990-09-05", voice), "05/09/1990");
        assert_eq!(shown(ProfileField::Ward, "20242", voice), "Phường Hải Châu");
        assert_eq!(shown(ProfileField::Sex, "female", voice), "Nữ");
        assert_eq!(shown(ProfileField::Phone, "+84905123456", voice), "0905 123 456");
        assert_eq!(shown(ProfileField::Ward, "?", voice), "?");
    }

    #[test]
    fn names_fit_into_sentences() {
        assert_eq!(lower_first("Địa chỉ"), "địa chỉ");
        assert_eq!(lower_first(""), "");
    }
}
