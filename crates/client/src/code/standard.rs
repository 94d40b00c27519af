//! The standard code as the city signed it.

use codes::standard::{DeclaredBy, StandardCode};
use protocol::app::{AppError, StandardCodeView};

use super::draw;
use crate::{
    app::App,
    scan::{full_lines, masked_lines},
    store::StandardCodeState,
};

/// The code with everything in it, and masked for showing around.
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
        masked: draw(&masked_text(&code))?,
        lines: full_lines(&code),
        masked_lines: masked_lines(&code),
        signed_at: record.signed_at,
    })
}

/// The regulation's form with stars: the QID still locates the person; sex, phone and insurance
/// number stay away, and so does the signature, which is over what the stars hide.
fn masked_text(code: &StandardCode) -> String {
    let declared_by = match code.declared_by {
        DeclaredBy::SelfDeclared => 0,
        DeclaredBy::Other => 1,
    };
    format!(
        "{}|{}|{:04}-**-**|{declared_by}|{}|",
        code.masked().document_number,
        code.name.plain_capitals(),
        code.born.date().year(),
        code.qid.as_str(),
    )
}
