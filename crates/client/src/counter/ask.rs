//! Asking a resident, and reading what they share. What was shared is kept nowhere on this device.

use bytes::Bytes;
use domain::{DocumentId, RequestId};
use protocol::{
    api::{self, AskOrder, CounterRequest, Nothing, OfferOrder, Share},
    app::{AppError, AskToShare, CounterRequestView, OfferRequest},
};

use super::{answered, call, call_again};
use crate::{app::App, code::draw, host::new_uuid};

/// Asks the person of a check. The request's id is kept until an answer has arrived: an answer that is lost does not
/// make the resident be asked twice.
pub(crate) async fn ask(app: &App, input: AskToShare) -> Result<CounterRequestView, AppError> {
    let person = app.person()?;
    let order = AskOrder {
        id: RequestId(new_uuid(&*app.ports.random, app.city.now())),
        check: input.check,
        purpose: input.purpose,
        scope: input.scope,
    };
    view(call_again::<api::AskToShare>(app, &person, &(), &order).await?)
}

/// Shows a request as a code.
pub(crate) async fn offer(app: &App, input: OfferRequest) -> Result<CounterRequestView, AppError> {
    let person = app.person()?;
    let order = OfferOrder {
        id: RequestId(new_uuid(&*app.ports.random, app.city.now())),
        purpose: input.purpose,
        scope: input.scope,
    };
    view(call::<api::OfferRequest>(app, &person, &(), &order).await?)
}

fn view(request: CounterRequest) -> Result<CounterRequestView, AppError> {
    let qr = request.code.as_deref().map(draw).transpose()?;
    Ok(CounterRequestView { request, qr })
}

/// The requests of the day.
pub(crate) async fn list(app: &App) -> Result<Vec<CounterRequestView>, AppError> {
    let person = app.person()?;
    let list = call::<api::ListRequests>(app, &person, &(), &Nothing {}).await?;
    list.requests.into_iter().map(view).collect()
}

/// Takes a request back, or gives back what was shared.
pub(crate) async fn withdraw(app: &App, request: RequestId) -> Result<(), AppError> {
    let person = app.person()?;
    call::<api::WithdrawRequest>(app, &person, &request, &Nothing {}).await?;
    Ok(())
}

/// A paper that was shared, with the watermark on every page; kept nowhere.
pub(crate) async fn paper(app: &App, request: RequestId, paper: DocumentId) -> Result<Bytes, AppError> {
    let person = app.person()?;
    let answer = person.account.pdf::<api::ReadSharedPaper>(&(request, paper)).await;
    answered(app, &person, answer).await
}

/// Reads what was shared.
pub(crate) async fn read(app: &App, request: RequestId) -> Result<Share, AppError> {
    let person = app.person()?;
    call::<api::ReadShare>(app, &person, &request, &Nothing {}).await
}
