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
mod demo;
mod devices;
mod documents;
mod layers;
mod openapi;
mod page;
mod portal;
mod problem;
mod rate;
mod sessions;
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
