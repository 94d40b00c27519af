//! Health, on both sides, and metrics, on the private side.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::SignedDuration;
use protocol::problem::ErrorCode;
use serde_json::{Value, json};

use super::{layers, problem::Failure};
use crate::city::City;

/// `/health/live`: the process runs. `/health/ready`: it can serve.
pub(super) fn health_routes() -> Router<Arc<City>> {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
}

/// The private side of a city.
pub fn admin_router(city: Arc<City>) -> Router {
    let routes = health_routes().route("/metrics", get(metrics));
    layers::around(routes, Router::new(), city)
}

async fn live() -> Json<Value> {
    Json(json!({ "status": "live" }))
}

async fn ready(State(city): State<Arc<City>>) -> Result<Json<Value>, Failure> {
    let probes = async {
        city.store.probe().await?;
        city.objects.probe().await?;
        crate::service::city::signer(&city.store, &city.settings.issuer, city.now())
            .await
            .map(drop)
    };
    match probes.await {
        Ok(()) => Ok(Json(json!({ "status": "ready" }))),
        Err(fault) => {
            tracing::warn!(kind = fault.kind(), %fault, "not ready");
            Err(Failure::later(ErrorCode::Unavailable, SignedDuration::from_secs(5)))
        }
    }
}

async fn metrics(State(city): State<Arc<City>>) -> Response {
    city.metrics.gauge("congdanso_sms_waiting", city.post.waiting() as f64);
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        city.metrics.render(),
    )
        .into_response()
}
