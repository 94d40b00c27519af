//! What passes there are.

use std::cmp::Reverse;

use domain::{ErrandId, local_date};
use jiff::civil::Date;
use protocol::{
    api::{ErrandRecord, ErrandSide, ErrandState},
    app::{AppError, ErrandView, ErrandsView, Task},
};

use super::{as_of, known, view};
use crate::{
    app::App,
    person::Person,
    port::{Collection, VaultError},
    store::LastSync,
};

/// Passes are shown for so many days after theirs; what was shown at counters stays in the access history.
const SHOWN_DAYS: i32 = 30;

/// Lists them.
pub(crate) async fn run(app: &App) -> Result<ErrandsView, AppError> {
    let person = app.person()?;
    let mut records = records(&person, local_date(app.city.now())).await?;
    sort(&mut records);
    let (borne, given) = records
        .into_iter()
        .partition(|record| record.side == ErrandSide::Bearer);
    Ok(ErrandsView {
        borne,
        given,
        as_of: person.store.single::<LastSync>().await?.map(|last| last.at),
    })
}

/// One of them.
pub(crate) async fn get(app: &App, id: ErrandId) -> Result<ErrandView, AppError> {
    let person = app.person()?;
    view(known(&person, id).await?, local_date(app.city.now()))
}

/// What the person is to collect, the nearest first.
pub(crate) async fn tasks(person: &Person, today: Date) -> Result<Vec<Task>, VaultError> {
    let mut records = records(person, today).await?;
    records.retain(|record| record.side == ErrandSide::Bearer && record.state == ErrandState::Open);
    sort(&mut records);
    let tasks = records.into_iter().map(|record| Task::Errand {
        errand: record.id,
        title: record.title.as_str().to_owned(),
        organisation: record.organisation.name.as_str().to_owned(),
        day: record.day,
    });
    Ok(tasks.collect())
}

async fn records(person: &Person, today: Date) -> Result<Vec<ErrandRecord>, VaultError> {
    let records: Vec<ErrandRecord> = person.store.records(Collection::Errand).await?;
    let records = records.into_iter().filter(|record| !is_long_over(record.day, today));
    Ok(records.map(|record| as_of(record, today)).collect())
}

fn is_long_over(day: Date, today: Date) -> bool {
    today.since(day).is_ok_and(|since| since.get_days() > SHOWN_DAYS)
}

/// Open ones by their day, then the rest, newest first.
fn sort(records: &mut [ErrandRecord]) {
    records.sort_by_key(|record| {
        let open = (record.state == ErrandState::Open).then_some(record.day);
        (open.is_none(), open, Reverse((record.given_at, record.id)))
    });
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::is_long_over;

    #[test]
    fn a_pass_is_shown_for_thirty_days_after_its_own() {
        let day = date(2026, 3, 2);
        for (today, over) in [
            (date(2026, 1, 1), false),
            (day, false),
            (date(2026, 4, 1), false),
            (date(2026, 4, 2), true),
            (date(2027, 3, 2), true),
        ] {
            assert_eq!(is_long_over(day, today), over, "{today}");
        }
    }
}
