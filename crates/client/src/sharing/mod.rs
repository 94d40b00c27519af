//! What is asked of the person, what they answer, and who looked. Answers go by the outbox and are kept when the city
//! is away; whether they came in time, the city says.

pub(crate) mod answer;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod offer;

use domain::RequestId;
use jiff::Timestamp;
use protocol::{
    api::{Action, Operation, RequestState, Revision, ShareRequestRecord},
    app::{AppError, Task},
};

use crate::{
    app::App,
    host::new_operation,
    person::Person,
    port::{Collection, VaultError},
    store::{OutboxEntry, Target},
};

/// What needs doing: whoever asks stands before the person now.
pub(crate) async fn tasks(person: &Person, now: Timestamp) -> Result<Vec<Task>, VaultError> {
    let outbox = person.store.outbox().await?;
    let requests: Vec<ShareRequestRecord> = person.store.records(Collection::Request).await?;
    let mut waiting: Vec<ShareRequestRecord> = requests
        .into_iter()
        .filter(|request| waits(request, now) && outbox.on(Target::Request(request.id)).is_empty())
        .collect();
    waiting.sort_by_key(|request| std::cmp::Reverse(request.asked_at));
    let asked = waiting.into_iter().map(|request| Task::Request {
        request: request.id,
        organisation: request.asker.organisation_name.as_str().to_owned(),
        title: request.asked.title.as_str().to_owned(),
        expires_at: request.expires_at,
    });
    Ok(asked.collect())
}

/// Whether a request can be answered now.
fn waits(request: &ShareRequestRecord, now: Timestamp) -> bool {
    request.state == RequestState::Waiting && now < request.expires_at
}

/// The request as this device knows it.
async fn known(person: &Person, id: RequestId) -> Result<ShareRequestRecord, AppError> {
    let record = person.store.record(Collection::Request, &id.to_string()).await?;
    record.ok_or(AppError::NotFound)
}

/// Puts an operation into the outbox in the place of others on the same thing that cannot have reached the city, and
/// tries to bring it there now. Without a network it waits.
async fn act(app: &App, person: &Person, action: Action) -> Result<(), AppError> {
    let parts = {
        let _writing = person.store.writing().await;
        let mut draft = person.store.draft(&[]).await?;
        let now = app.city.now();
        let operation = Operation {
            id: new_operation(&*app.ports.random, now),
            base: Revision(0),
            action,
        };
        let entry = OutboxEntry::waiting(operation, now);
        for (key, earlier) in draft.outbox().on(entry.target()) {
            if !earlier.sent || !earlier.is_waiting() {
                draft.remove_operation(&key);
            }
        }
        draft.enqueue(entry)?;
        let parts = draft.parts();
        person.store.apply(draft.into_steps()).await?;
        parts
    };
    app.changed(parts);
    match app.engine.run(app).await {
        Ok(_) => Ok(()),
        // It is in the outbox, and the screen says that it waits.
        Err(AppError::Offline | AppError::CityIncomprehensible | AppError::City { .. } | AppError::Cancelled) => Ok(()),
        Err(error) => Err(error),
    }
}
