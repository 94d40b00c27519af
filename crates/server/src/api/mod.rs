//! The HTTP face: routes, what comes in, what goes out. Method, path and access of every route come from its
//! declaration in [`protocol::api`]; the OpenAPI document is drawn from the same declarations as they are mounted.

mod account;
mod admin;
mod call;
mod cards;
mod city;
mod conditional;
mod content_headers;
mod cookie;
mod counters;
mod demo;
mod devices;
mod documents;
mod errands;
mod layers;
mod openapi;
mod organisations;
mod page;
mod portal;
mod problem;
mod rate;
mod sessions;
mod sharing;
mod surface;
mod sync;

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state};
use protocol::api::{self, EndpointInfo};

pub use admin::admin_router;
pub use call::Peer;
pub(crate) use demo::as_json as message_json;
pub(crate) use portal::is_laid_out;
pub use problem::Failure;
use surface::Surface;

use crate::city::City;

/// Every route of the public API.
fn surface() -> Surface {
    Surface::default()
        .mount::<api::GetCity, _, _>(city::get_city)
        .mount::<api::GetTrust, _, _>(city::get_trust)
        .mount::<api::GetRevocations, _, _>(city::get_revocations)
        .mount::<api::StartEnrolment, _, _>(account::start_enrolment)
        .mount::<api::StartSignIn, _, _>(account::start_sign_in)
        .mount::<api::ResendCode, _, _>(account::resend_code)
        .mount::<api::OpenSession, _, _>(sessions::open_session)
        .mount::<api::RefreshSession, _, _>(sessions::refresh_session)
        .mount::<api::ResumeSession, _, _>(sessions::resume_session)
        .mount::<api::ListSessions, _, _>(sessions::list_sessions)
        .mount::<api::EndSession, _, _>(sessions::end_session)
        .mount::<api::EndCurrentSession, _, _>(sessions::end_current_session)
        .mount::<api::ListDevices, _, _>(devices::list_devices)
        .mount::<api::RevokeDevice, _, _>(devices::revoke_device)
        .mount::<api::OrderWipe, _, _>(devices::order_wipe)
        .mount::<api::IssueCredential, _, _>(devices::issue_credential)
        .mount::<api::PullChanges, _, _>(sync::pull_changes)
        .mount::<api::PushOperations, _, _>(sync::push_operations)
        .mount::<api::PutContent, _, _>(documents::put_content)
        .mount::<api::GetContent, _, _>(documents::get_content)
        .mount::<api::IssueCard, _, _>(cards::issue_card)
        .mount::<api::ListCards, _, _>(cards::list_cards)
        .mount::<api::RevokeCard, _, _>(cards::revoke_card)
        .mount::<api::PrintCard, _, _>(cards::print_card)
        .mount::<api::GetOrganisation, _, _>(organisations::get_organisation)
        .mount::<api::PutCounter, _, _>(organisations::put_counter)
        .mount::<api::PutPurpose, _, _>(organisations::put_purpose)
        .mount::<api::ListMembers, _, _>(organisations::list_members)
        .mount::<api::InviteMember, _, _>(organisations::invite_member)
        .mount::<api::RemoveMember, _, _>(organisations::remove_member)
        .mount::<api::AcceptRole, _, _>(organisations::accept_role)
        .mount::<api::LeaveRole, _, _>(organisations::leave_role)
        .mount::<api::ListPatterns, _, _>(organisations::list_patterns)
        .mount::<api::ExportSeen, _, _>(organisations::export_seen)
        .mount::<api::ListContests, _, _>(organisations::list_contests)
        .mount::<api::AnswerContest, _, _>(organisations::answer_contest)
        .mount::<api::StartShift, _, _>(counters::start_shift)
        .mount::<api::OpenShift, _, _>(counters::open_shift)
        .mount::<api::GetShift, _, _>(counters::get_shift)
        .mount::<api::UnlockShift, _, _>(counters::unlock_shift)
        .mount::<api::EndShift, _, _>(counters::end_shift)
        .mount::<api::CheckCode, _, _>(counters::check_code)
        .mount::<api::ListChecks, _, _>(counters::list_checks)
        .mount::<api::ReconcileChecks, _, _>(counters::reconcile_checks)
        .mount::<api::AskToShare, _, _>(sharing::ask_to_share)
        .mount::<api::ListRequests, _, _>(sharing::list_requests)
        .mount::<api::WithdrawRequest, _, _>(sharing::withdraw_request)
        .mount::<api::OfferRequest, _, _>(sharing::offer_request)
        .mount::<api::TakeRequest, _, _>(sharing::take_request)
        .mount::<api::ReadShare, _, _>(sharing::read_share)
        .mount::<api::ReadSharedPaper, _, _>(sharing::read_shared_paper)
        .mount::<api::WatchChanges, _, _>(sharing::watch_changes)
        .mount::<api::ListOrganisations, _, _>(errands::list_organisations)
        .mount::<api::GiveErrand, _, _>(errands::give_errand)
        .mount::<api::EndErrand, _, _>(errands::end_errand)
        .mount::<api::CheckErrand, _, _>(errands::check_errand)
        .mount::<api::HandOverErrand, _, _>(errands::hand_over_errand)
}

/// The public side of a city, with everything around it.
pub fn router(city: Arc<City>) -> Router {
    let forgetting = from_fn_with_state(Arc::clone(&city), page::forget_what_ended);
    let routes = surface()
        .into_router()
        .layer(forgetting)
        .merge(demo::routes())
        .merge(admin::health_routes());
    let files = city.http.pages.as_deref().map(portal::routes).unwrap_or_default();
    layers::around(routes, files, city)
}

/// The endpoints that [`router`] mounts.
pub fn mounted() -> Vec<EndpointInfo> {
    surface().endpoints()
}

/// The OpenAPI 3.1 document of the public API, as pretty JSON.
///
/// # Errors
/// When it can't be written as JSON.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&surface().document())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn every_declared_endpoint_is_mounted() {
        let mounted: HashSet<_> = super::mounted().into_iter().collect();
        let declared: HashSet<_> = protocol::api::ENDPOINTS.iter().copied().collect();
        assert_eq!(mounted, declared);
    }
}
