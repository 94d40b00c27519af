//! The profile with provenance and what waits to be synced.

use domain::ProfileField;
use protocol::{
    api::{Action, ProfileRecord},
    app::{AppError, EditState, FieldView, ProfileView},
};

use crate::{
    app::App,
    person::Person,
    store::{EntryState, LastSync, Outbox, OutboxEntry},
};

/// Every field, in the order of screens.
pub(crate) async fn run(app: &App) -> Result<ProfileView, AppError> {
    view(&*app.person()?).await
}

pub(super) async fn view(person: &Person) -> Result<ProfileView, AppError> {
    let profile = person.store.profile().await?.record;
    let outbox = person.store.outbox().await?;
    Ok(ProfileView {
        fields: ProfileField::ALL
            .into_iter()
            .map(|field| show(field, &profile, &outbox))
            .collect(),
        mismatches: profile.mismatches,
        as_of: person.store.single::<LastSync>().await?.map(|last| last.at),
    })
}

fn show(field: ProfileField, profile: &ProfileRecord, outbox: &Outbox) -> FieldView {
    let known = profile.field(field);
    let edit = outbox.field(field);
    let verified = known.is_some_and(|known| known.source.is_verified());
    let city = known.map_or("", |known| known.value.as_str());
    let (value, edit) = match edit.map(|entry| (entry, &entry.state)) {
        None => (city.to_owned(), EditState::None),
        Some((entry, EntryState::Waiting)) => (typed(entry), EditState::Waiting),
        Some((entry, EntryState::Conflict { theirs })) => {
            (typed(entry), EditState::Conflict { theirs: theirs.clone() })
        }
        Some((_, EntryState::Refused { .. })) => (city.to_owned(), EditState::Refused),
    };
    FieldView {
        field,
        value,
        source: known
            .filter(|known| !known.value.as_str().is_empty())
            .map(|known| known.source.clone()),
        at: known.map(|known| known.at),
        editable: field.is_declarable() && !verified,
        edit,
    }
}

fn typed(entry: &OutboxEntry) -> String {
    match &entry.operation.action {
        Action::DeclareField { value, .. } => value.clone(),
        _ => String::new(),
    }
}
