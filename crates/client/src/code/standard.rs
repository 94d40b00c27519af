//! The standard code as the city signed it.

use codes::standard::{MaskedStandard, StandardCode};
use protocol::app::{AppError, StandardCodeView};

use super::draw;
use crate::{
    app::App,
    scan::{full_lines, masked_lines},
    store::StandardCodeState,
};

/// The code with everything in it, and masked for showing around: the QID still locates the
/// person; sex, phone and insurance number stay away.
pub(crate) async fn run(app: &App) -> Result<StandardCodeView, AppError> {
    let person = app.person()?;
    let record = person
        .store
        .single::<StandardCodeState>()
        .await?
        .ok_or(AppError::NotFound)?
        .record;
    let code = StandardCode::parse(&record.text).map_err(|_| AppError::CityIncomprehensible)?;
    Ok(StandardCodeView {
        full: draw(&record.text)?,
        masked: draw(&MaskedStandard::of(&code).to_text())?,
        lines: full_lines(&code),
        masked_lines: masked_lines(&code),
        signed_at: record.signed_at,
    })
}
