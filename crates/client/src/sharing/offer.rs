//! Taking on the request of a verifier's code.

use protocol::{
    api::{Nothing, TakeRequest},
    app::{AppError, GetRequest, Part, RequestView, TakeOffer},
};

use super::list;
use crate::{app::App, port::Collection, store::put};

/// Takes it on; the request is then the person's to answer.
pub(crate) async fn run(app: &App, input: TakeOffer) -> Result<RequestView, AppError> {
    let person = app.person()?;
    let taken = person
        .account
        .call::<TakeRequest>(&input.request, &Nothing {}, &Nothing {})
        .await;
    let record = match taken {
        Ok(record) => record,
        Err(error) => return Err(app.account_error(&person, error).await),
    };
    {
        let _writing = person.store.writing().await;
        let step = put(Collection::Request, record.id.to_string(), &record)?;
        person.store.apply(vec![step]).await?;
    }
    app.changed(vec![Part::Requests]);
    app.engine.request();
    let request = record.id;
    list::get(app, GetRequest { request }).await
}
