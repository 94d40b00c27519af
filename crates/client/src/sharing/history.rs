//! Who looked, and what the person contests of it.

use protocol::{
    api::{AccessRecord, Action},
    app::{AppError, ContestAccess, HistoryEntry, HistoryView, InputField},
};

use super::act;
use crate::{
    app::App,
    port::Collection,
    store::{LastSync, Target},
};

/// The history, newest first.
pub(crate) async fn run(app: &App) -> Result<HistoryView, AppError> {
    let person = app.person()?;
    let outbox = person.store.outbox().await?;
    let mut records: Vec<AccessRecord> = person.store.records(Collection::Access).await?;
    records.sort_by_key(|record| std::cmp::Reverse((record.at, record.id)));
    let entries = records.into_iter().map(|record| {
        let contesting =
            outbox
                .on(Target::Access(record.id))
                .into_iter()
                .find_map(|(_, entry)| match entry.operation.action {
                    Action::ContestAccess { words, .. } => Some(words.as_str().to_owned()),
                    _ => None,
                });
        HistoryEntry { record, contesting }
    });
    Ok(HistoryView {
        entries: entries.collect(),
        as_of: person.store.single::<LastSync>().await?.map(|last| last.at),
    })
}

/// Contests an entry.
pub(crate) async fn contest(app: &App, input: ContestAccess) -> Result<HistoryView, AppError> {
    let person = app.person()?;
    let words = input.words.parse().map_err(|_| AppError::InvalidInput {
        fields: vec![InputField::ContestWords],
    })?;
    let record: Option<AccessRecord> = person
        .store
        .record(Collection::Access, &input.access.to_string())
        .await?;
    record.ok_or(AppError::NotFound)?;
    let action = Action::ContestAccess {
        access: input.access,
        words,
    };
    act(app, &person, action).await?;
    run(app).await
}
