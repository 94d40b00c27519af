//! Roles in organisations.

use domain::OrganisationId;
use protocol::{
    api::{self, Nothing, OrganisationRecord},
    app::{AcceptRole, AppError, CounterView, LeaveRole, Task},
};

use super::call;
use crate::{app::App, person::Person, port::VaultError, store::RolesState};

/// Invitations that wait for an answer.
pub(crate) async fn tasks(person: &Person) -> Result<Vec<Task>, VaultError> {
    let roles = person
        .store
        .single::<RolesState>()
        .await?
        .unwrap_or_default()
        .list
        .roles;
    let invited = roles.into_iter().filter(|role| !role.accepted);
    let tasks = invited.map(|role| Task::Invitation {
        member: role.member,
        organisation: role.organisation_name.as_str().to_owned(),
        role: role.role,
    });
    Ok(tasks.collect())
}

/// Accepts an invitation.
pub(crate) async fn accept(app: &App, input: AcceptRole) -> Result<CounterView, AppError> {
    let person = app.person()?;
    call::<api::AcceptRole>(app, &person, &input.member, &Nothing {}).await?;
    // What the person is comes by the feed.
    app.engine.run(app).await?;
    super::run(app).await
}

/// Declines an invitation, or gives a role up.
pub(crate) async fn leave(app: &App, input: LeaveRole) -> Result<CounterView, AppError> {
    let person = app.person()?;
    call::<api::LeaveRole>(app, &person, &input.member, &Nothing {}).await?;
    app.engine.run(app).await?;
    super::run(app).await
}

/// An organisation with its counters and purposes.
pub(crate) async fn organisation(app: &App, id: OrganisationId) -> Result<OrganisationRecord, AppError> {
    let person = app.person()?;
    call::<api::GetOrganisation>(app, &person, &id, &Nothing {}).await
}
