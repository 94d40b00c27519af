//! Errand passes that the person gave or bears, as the city has them. Giving and ending need the network: whoever bears
//! a pass has to know at once that there is one, or none any more.

pub(crate) mod end;
pub(crate) mod give;
pub(crate) mod list;

use domain::ErrandId;
use jiff::civil::Date;
use protocol::{
    api::{ErrandRecord, ErrandSide, ErrandState},
    app::{AppError, ErrandView},
};

use crate::{code::draw, person::Person, port::Collection};

/// The pass as this device knows it.
async fn known(person: &Person, id: ErrandId) -> Result<ErrandRecord, AppError> {
    let record = person.store.record(Collection::Errand, &id.to_string()).await?;
    record.ok_or(AppError::NotFound)
}

/// The pass as it stands today: the city tells it at the next sync, the clock tells it now.
fn as_of(record: ErrandRecord, today: Date) -> ErrandRecord {
    let state = record.state.as_of(record.day, today);
    let shows = record.side == ErrandSide::Bearer && state == ErrandState::Open;
    ErrandRecord {
        code: record.code.filter(|_| shows),
        state,
        ..record
    }
}

fn view(record: ErrandRecord, today: Date) -> Result<ErrandView, AppError> {
    let record = as_of(record, today);
    let qr = record.code.as_deref().map(draw).transpose()?;
    Ok(ErrandView { record, qr })
}
