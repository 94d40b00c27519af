//! Edits of the profile.

use domain::ProfileField;
use protocol::app::{AppError, EditProfile, EditState, FieldInput, ProfileView, ResolveConflict};

use super::{Inner, MockHost};
use crate::text::now;

fn edit(inner: &mut Inner, change: FieldInput) -> Result<(), AppError> {
    let checked = change
        .field
        .check(&change.value)
        .map_err(|error| AppError::InvalidInput {
            fields: vec![error.field.into()],
        })?;
    if let Some(field) = inner
        .profile
        .fields
        .iter_mut()
        .find(|field| field.field == change.field)
    {
        field.value = checked.as_str().to_owned();
        field.edit = EditState::Waiting;
        field.source = Some(domain::Source::Declared);
        field.at = Some(now());
    }
    Ok(())
}

impl MockHost {
    pub(super) fn change_profile(&self, input: EditProfile) -> Result<ProfileView, AppError> {
        self.with(|inner| {
            for change in input.changes {
                edit(inner, change)?;
            }
            Ok(inner.profile.clone())
        })
    }

    pub(super) fn settle(&self, input: ResolveConflict) -> ProfileView {
        self.with(|inner| {
            for field in inner
                .profile
                .fields
                .iter_mut()
                .filter(|field| field.field == input.field)
            {
                let theirs = match &field.edit {
                    EditState::Conflict { theirs } => Some(theirs.clone()),
                    _ => None,
                };
                field.edit = if input.keep_mine {
                    EditState::Waiting
                } else {
                    EditState::None
                };
                if let (false, Some(theirs)) = (input.keep_mine, theirs) {
                    field.value = theirs;
                }
                if !input.keep_mine && field.field == ProfileField::Occupation {
                    field.value = "Giáo viên tiểu học".into();
                }
            }
            inner.profile.clone()
        })
    }
}
