//! Declaring new values.

use domain::{BirthDate, FieldText, ProfileField, local_date};
use protocol::{
    api::ProfileRecord,
    app::{AppError, EditProfile, FieldInput, InputField, ProfileView},
};

use super::{declare::declare, get};
use crate::{app::App, host::new_operation};

/// Checks all values, keeps all or none, and shows them at once; they go to the city at the next
/// sync.
pub(crate) async fn run(app: &App, input: EditProfile) -> Result<ProfileView, AppError> {
    let person = app.person()?;
    let parts = {
        let _writing = person.store.writing().await;
        let mut draft = person.store.draft(&[]).await?;
        let now = app.city.now();
        for (field, value) in read(app, &input.changes, &draft.profile().record)? {
            declare(&mut draft, field, &value, new_operation(&*app.ports.random, now), now)?;
        }
        let parts = draft.parts();
        person.store.apply(draft.into_steps()).await?;
        parts
    };
    if !parts.is_empty() {
        app.changed(parts);
        app.engine.request();
    }
    get::view(&person).await
}

fn read(app: &App, typed: &[FieldInput], profile: &ProfileRecord) -> Result<Vec<(ProfileField, FieldText)>, AppError> {
    let today = local_date(app.city.now());
    let mut fields = Vec::new();
    let mut values = Vec::new();
    for FieldInput { field, value } in typed {
        let verified = profile.field(*field).is_some_and(|known| known.source.is_verified());
        if verified || !field.is_declarable() {
            return Err(AppError::NotYours);
        }
        match field.check(value) {
            Ok(value) if *field != ProfileField::BirthDate || is_past(&value, today) => values.push((*field, value)),
            Ok(_) | Err(_) => fields.push(InputField::from(*field)),
        }
    }
    if fields.is_empty() {
        Ok(values)
    } else {
        Err(AppError::InvalidInput { fields })
    }
}

fn is_past(value: &FieldText, today: jiff::civil::Date) -> bool {
    value
        .as_str()
        .parse::<BirthDate>()
        .is_ok_and(|born| born.date() <= today)
}
