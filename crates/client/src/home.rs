//! What the first screen shows.

use domain::{PersonName, ProfileField, Validity, local_date};
use jiff::{Timestamp, civil::Date};
use protocol::{
    api::Action,
    app::{AppError, HomeView, Task},
};

use crate::{
    app::App,
    counter,
    documents::{Shown, shown},
    errands,
    person::Person,
    sharing,
    store::{EntryState, Outbox},
};

/// The papers shown as recent.
const RECENT: usize = 6;

/// Greeting, what needs doing, recent papers.
pub(crate) async fn run(app: &App) -> Result<HomeView, AppError> {
    let person = app.person()?;
    let now = app.city.now();
    let today = local_date(now);
    let profile = person.store.profile().await?.record;
    let name = profile
        .text(ProfileField::FullName)
        .and_then(|name| name.parse::<PersonName>().ok());
    let papers = shown(&person).await?;
    let sync = app.engine.status(&person.store).await?;
    let mut recent: Vec<&Shown> = papers.iter().collect();
    recent.sort_by_key(|paper| std::cmp::Reverse((paper.order, paper.added_at)));
    let tasks = tasks(&person, &papers, now, sync.waiting).await?;
    Ok(HomeView {
        given_name: name.map(|name| name.given().to_owned()).unwrap_or_default(),
        tasks,
        recent: recent.into_iter().take(RECENT).map(|paper| paper.card(today)).collect(),
        documents: u32::try_from(papers.len()).unwrap_or(u32::MAX),
        sync,
    })
}

/// The most pressing first: what stops the sync, whoever waits for the resident, what only the
/// resident can decide, papers whose last day is near, and what goes by itself.
async fn tasks(person: &Person, papers: &[Shown], now: Timestamp, waiting: u32) -> Result<Vec<Task>, AppError> {
    let today = local_date(now);
    let mut tasks = Vec::new();
    if person.account.has_ended().await? {
        tasks.push(Task::SignIn);
    }
    tasks.extend(sharing::tasks(person, now).await?);
    tasks.extend(errands::list::tasks(person, today).await?);
    tasks.extend(counter::role::tasks(person).await?);
    decisions(&person.store.outbox().await?, &mut tasks);
    let told = |tasks: &[Task], id| {
        tasks
            .iter()
            .any(|task| matches!(task, Task::Refused { document, .. } if *document == Some(id)))
    };
    for paper in papers.iter().filter(|paper| paper.refused) {
        if !told(&tasks, paper.id) {
            tasks.push(Task::Refused {
                document: Some(paper.id),
                field: None,
            });
        }
    }
    expiring(papers, today, &mut tasks);
    if waiting > 0 {
        tasks.push(Task::Waiting { changes: waiting });
    }
    Ok(tasks)
}

fn decisions(outbox: &Outbox, tasks: &mut Vec<Task>) {
    for (_, entry) in outbox.iter() {
        match (&entry.state, &entry.operation.action) {
            (EntryState::Conflict { .. }, Action::DeclareField { field, .. }) => {
                tasks.push(Task::Conflict { field: *field });
            }
            (EntryState::Refused { .. }, Action::DeclareField { field, .. }) => {
                tasks.push(Task::Refused {
                    document: None,
                    field: Some(*field),
                });
            }
            (
                EntryState::Refused { .. } | EntryState::Conflict { .. },
                Action::AddDocument { document, .. }
                | Action::EditDocument { document, .. }
                | Action::RemoveDocument { document },
            ) => tasks.push(Task::Refused {
                document: Some(*document),
                field: None,
            }),
            // Where they are answered says so.
            (
                EntryState::Refused { .. } | EntryState::Conflict { .. },
                Action::AgreeToShare { .. }
                | Action::RefuseToShare { .. }
                | Action::TakeBack { .. }
                | Action::ForgetConsent { .. }
                | Action::ContestAccess { .. },
            )
            | (EntryState::Waiting, _) => {}
        }
    }
}

fn expiring(papers: &[Shown], today: Date, tasks: &mut Vec<Task>) {
    let mut near: Vec<(&Shown, Date)> = papers
        .iter()
        .filter(|paper| matches!(paper.validity(today), Validity::EndsSoon { .. } | Validity::Expired))
        .filter_map(|paper| Some((paper, paper.details.expires_on?)))
        .collect();
    near.sort_by_key(|(_, last)| *last);
    tasks.extend(near.into_iter().map(|(paper, expires_on)| Task::Expiring {
        document: paper.id,
        title: paper.details.title.as_str().to_owned(),
        expires_on,
        validity: paper.validity(today),
    }));
}
