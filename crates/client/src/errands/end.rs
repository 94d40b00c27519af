//! Taking a pass back, or declining it.

use domain::{ErrandId, local_date};
use protocol::{
    api::{self, ErrandState, Nothing},
    app::{AppError, ErrandView, Part},
};

use super::{as_of, known, view};
use crate::{app::App, person::Person, port::Collection, store::put};

/// Ends it at the city, and here at once.
pub(crate) async fn run(app: &App, id: ErrandId) -> Result<ErrandView, AppError> {
    let person = app.person()?;
    known(&person, id).await?;
    let ended = person
        .account
        .call_again::<api::EndErrand>(&id, &Nothing {}, &Nothing {});
    app.answered(&person, ended.await).await?;
    let view = note(app, &person, id).await?;
    app.changed(vec![Part::Errands]);
    app.engine.request();
    Ok(view)
}

/// The city's form comes with the next sync. One that is over for another reason stays as it is.
async fn note(app: &App, person: &Person, id: ErrandId) -> Result<ErrandView, AppError> {
    let now = app.city.now();
    let today = local_date(now);
    let _writing = person.store.writing().await;
    let mut record = as_of(known(person, id).await?, today);
    if record.state == ErrandState::Open {
        record.state = ErrandState::Ended {
            at: now,
            by: record.side,
        };
        record.code = None;
        let step = put(Collection::Errand, id.to_string(), &record)?;
        person.store.apply(vec![step]).await?;
    }
    view(record, today)
}
