//! The counter: the shift, checks of residents' codes with and without a network, asking, reading.

pub(crate) mod ask;
pub(crate) mod check;
pub(crate) mod errand;
#[cfg(test)]
mod errand_tests;
pub(crate) mod office;
pub(crate) mod reconcile;
pub(crate) mod role;
pub(crate) mod shift;

use protocol::{
    api::{Endpoint, GetShift, Nothing},
    app::{AppError, CounterView},
    problem::ErrorCode,
};

use crate::{
    app::App,
    person::Person,
    port::{Collection, VaultOp},
    scan::Trusted,
    session::AccountError,
    store::{RolesState, ShiftState, Single},
};

/// Where the person stands. The city is asked how the shift stands; when it is away, what it last said counts.
pub(crate) async fn run(app: &App) -> Result<CounterView, AppError> {
    let person = app.person()?;
    let offline = match refresh(&person).await {
        Ok(()) => false,
        Err(AccountError::City(error)) if error.is_passing() => true,
        Err(error) => return Err(app.account_error(&person, error).await),
    };
    view(app, &person, offline).await
}

/// Asks the city how the shift stands, if there is one here.
async fn refresh(person: &Person) -> Result<(), AccountError> {
    let Some(known) = person.store.single::<ShiftState>().await? else {
        return Ok(());
    };
    match person.account.call::<GetShift>(&(), &Nothing {}, &Nothing {}).await {
        Ok(shift) => Ok(person.store.put_single(&ShiftState { shift, ..known }).await?),
        Err(error) if is(&error, ErrorCode::NoShift) => forget_shift(person).await,
        Err(error) => Err(error),
    }
}

async fn forget_shift(person: &Person) -> Result<(), AccountError> {
    let gone = VaultOp::Delete {
        collection: Collection::State,
        key: ShiftState::KEY.to_owned(),
    };
    Ok(person.store.apply(vec![gone]).await?)
}

fn is(error: &AccountError, code: ErrorCode) -> bool {
    matches!(error, AccountError::City(error) if error.code() == Some(code))
}

async fn view(app: &App, person: &Person, offline: bool) -> Result<CounterView, AppError> {
    let now = app.city.now();
    let roles = person.store.single::<RolesState>().await?.unwrap_or_default();
    let open: Option<ShiftState> = person.store.single().await?;
    let open = open.filter(|open| now < open.shift.ends_at);
    let vault = person.store.vault();
    let waiting = vault.list(Collection::Check).await?.len() + vault.list(Collection::Handover).await?.len();
    let trusted = Trusted::load(&person.store).await?;
    let (shift, organisation) = open.map(|open| (open.shift, open.organisation)).unzip();
    Ok(CounterView {
        roles: roles.list.roles,
        shift,
        organisation,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        list_as_of: trusted
            .and_then(|trusted| trusted.revocations)
            .and_then(|list| list.issued_at()),
        offline,
    })
}

/// Calls an endpoint on the officer's behalf; what that means for the screens when it fails. A shift that the city
/// says is over is over here too.
async fn call<E: Endpoint>(
    app: &App,
    person: &Person,
    params: &E::Params,
    body: &E::Request,
) -> Result<E::Response, AppError>
where
    E::Query: Default,
{
    let answer = person.account.call::<E>(params, &E::Query::default(), body).await;
    answered(app, person, answer).await
}

/// As [`call`], for what may be asked twice.
async fn call_again<E: Endpoint>(
    app: &App,
    person: &Person,
    params: &E::Params,
    body: &E::Request,
) -> Result<E::Response, AppError>
where
    E::Query: Default,
{
    let answer = person.account.call_again::<E>(params, &E::Query::default(), body).await;
    answered(app, person, answer).await
}

async fn answered<T>(app: &App, person: &Person, answer: Result<T, AccountError>) -> Result<T, AppError> {
    if answer.as_ref().is_err_and(|error| is(error, ErrorCode::NoShift)) {
        forget_shift(person).await.map_err(AppError::from)?;
    }
    app.answered(person, answer).await
}

/// Whether the city could not be asked, so that this device has to do what it can by itself.
fn is_away(error: &AppError) -> bool {
    matches!(error, AppError::Offline | AppError::CityIncomprehensible)
        || matches!(error, AppError::City { code, .. } if code.status() >= 500)
}
