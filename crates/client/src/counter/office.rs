//! Managing an organisation: its counters, purposes and people, and what its administrators watch over. All of it is the
//! city's; nothing is kept on this device.

use domain::{CounterId, OrganisationId, PurposeId};
use protocol::{
    api::{self, ContestList, MemberList, Nothing, OrganisationRecord, PatternList},
    app::{AnswerContest, AppError, ExportSeen, InviteMember, PutCounter, PutPurpose, RemoveMember, SavedFile},
};

use serde::Serialize;
use uuid::Uuid;

use super::{answered, call, call_again, role::organisation};
use crate::{app::App, host::new_uuid, person::Person};

/// Adds a counter, or changes one.
pub(crate) async fn put_counter(app: &App, input: PutCounter) -> Result<OrganisationRecord, AppError> {
    let person = app.person()?;
    let new = || CounterId(new_id(app, &person, &(input.organisation, &input.form)));
    let counter = input.counter.unwrap_or_else(new);
    call_again::<api::PutCounter>(app, &person, &(input.organisation, counter), &input.form).await?;
    person.adding.set(None);
    organisation(app, input.organisation).await
}

/// Registers a purpose, or changes one.
pub(crate) async fn put_purpose(app: &App, input: PutPurpose) -> Result<OrganisationRecord, AppError> {
    let person = app.person()?;
    let new = || PurposeId(new_id(app, &person, &(input.organisation, &input.form)));
    let purpose = input.purpose.unwrap_or_else(new);
    call_again::<api::PutPurpose>(app, &person, &(input.organisation, purpose), &input.form).await?;
    person.adding.set(None);
    organisation(app, input.organisation).await
}

/// The id for something new. Whoever presses again because no answer came adds the same thing.
fn new_id(app: &App, person: &Person, what: &impl Serialize) -> Uuid {
    let what = serde_json::to_string(what).unwrap_or_default();
    person.adding.with(|adding| match adding {
        Some((known, id)) if *known == what => *id,
        _ => {
            let id = new_uuid(&*app.ports.random, app.city.now());
            *adding = Some((what, id));
            id
        }
    })
}

/// Who works for the organisation.
pub(crate) async fn members(app: &App, id: OrganisationId) -> Result<MemberList, AppError> {
    let person = app.person()?;
    call::<api::ListMembers>(app, &person, &id, &Nothing {}).await
}

/// Invites somebody.
pub(crate) async fn invite(app: &App, input: InviteMember) -> Result<MemberList, AppError> {
    let person = app.person()?;
    call::<api::InviteMember>(app, &person, &input.organisation, &input.form).await?;
    members(app, input.organisation).await
}

/// Takes a role or an invitation back.
pub(crate) async fn remove(app: &App, input: RemoveMember) -> Result<MemberList, AppError> {
    let person = app.person()?;
    let member = (input.organisation, input.member);
    call::<api::RemoveMember>(app, &person, &member, &Nothing {}).await?;
    members(app, input.organisation).await
}

/// What is unusual in the officers' work.
pub(crate) async fn patterns(app: &App, id: OrganisationId) -> Result<PatternList, AppError> {
    let person = app.person()?;
    call::<api::ListPatterns>(app, &person, &id, &Nothing {}).await
}

/// What residents contest.
pub(crate) async fn contests(app: &App, id: OrganisationId) -> Result<ContestList, AppError> {
    let person = app.person()?;
    call::<api::ListContests>(app, &person, &id, &Nothing {}).await
}

/// Answers what a resident contests.
pub(crate) async fn answer(app: &App, input: AnswerContest) -> Result<ContestList, AppError> {
    let person = app.person()?;
    let contest = (input.organisation, input.access);
    call::<api::AnswerContest>(app, &person, &contest, &input.answer).await?;
    contests(app, input.organisation).await
}

/// Fetches what an officer did and saw, and hands it to the person as a CSV file.
pub(crate) async fn export(app: &App, input: ExportSeen) -> Result<SavedFile, AppError> {
    let person = app.person()?;
    let seen = input.seen;
    let fetched = person.account.csv::<api::ExportSeen>(&input.organisation, &seen).await;
    let rows = answered(app, &person, fetched).await?;
    // The name says nothing of the officer: it stands in lists that others see.
    let name = format!("nhat-ky-quay-{}-{}.csv", seen.from, seen.to);
    Ok(app.ports.files.save(&name, rows).await?)
}
