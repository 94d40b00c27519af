//! Asking, agreeing, reading, and the history of all of it.

mod answering;
mod asking;
mod reading;

use domain::{DocumentId, RequestId};
use protocol::{
    api::{self, AccessEvent, OperationResult},
    problem::ErrorCode,
};

use crate::office::Office;

fn refused(code: ErrorCode) -> OperationResult {
    OperationResult::Refused { code }
}

fn is_applied(result: OperationResult) -> bool {
    matches!(result, OperationResult::Applied { .. })
}

async fn paper(office: &Office, request: RequestId, document: DocumentId) -> reqwest::Response {
    office
        .officer
        .call::<api::ReadSharedPaper>(&(request, document))
        .send()
        .await
}

fn kind(event: &AccessEvent) -> &'static str {
    match event {
        AccessEvent::Checked { .. } => "checked",
        AccessEvent::Asked { .. } => "asked",
        AccessEvent::Agreed { .. } => "agreed",
        AccessEvent::Refused => "refused",
        AccessEvent::Expired => "expired",
        AccessEvent::Withdrawn => "withdrawn",
        AccessEvent::ReadFields { .. } => "read fields",
        AccessEvent::ReadPaper { .. } => "read paper",
        AccessEvent::ReadRefused => "read refused",
        AccessEvent::Over { .. } => "over",
        AccessEvent::Errand { .. } => "errand",
    }
}
