//! Mounting handlers by their declarations.

use std::{any::TypeId, sync::Arc};

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    middleware::{Next, from_fn},
    routing::{MethodFilter, on},
};
use protocol::api::{Binary, Endpoint, EndpointInfo, Method};
use utoipa::{IntoParams, ToSchema, openapi::OpenApi};

use super::{layers, openapi::Document};
use crate::city::City;

/// Routes as they are mounted, and what is written about them.
#[derive(Default)]
pub(super) struct Surface {
    router: Router<Arc<City>>,
    endpoints: Vec<EndpointInfo>,
    document: Document,
}

impl Surface {
    /// Mounts the handler of an endpoint at the method and path of its declaration.
    pub(super) fn mount<E, H, T>(mut self, handler: H) -> Self
    where
        E: Endpoint + 'static,
        E::Query: IntoParams,
        E::Request: ToSchema + 'static,
        E::Response: ToSchema + 'static,
        H: Handler<T, Arc<City>>,
        T: 'static,
    {
        let filter = match E::METHOD {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Delete => MethodFilter::DELETE,
        };
        let content = [TypeId::of::<E::Request>(), TypeId::of::<E::Response>()].contains(&TypeId::of::<Binary>());
        let within = from_fn(move |request: Request, next: Next| layers::within(E::NAME, content, request, next));
        self.router = self.router.route(E::PATH, on(filter, handler.layer(within)));
        self.endpoints.push(EndpointInfo {
            name: E::NAME,
            method: E::METHOD,
            path: E::PATH,
            access: E::ACCESS,
        });
        self.document.describe::<E>();
        self
    }

    pub(super) fn into_router(self) -> Router<Arc<City>> {
        self.router
    }

    pub(super) fn endpoints(self) -> Vec<EndpointInfo> {
        self.endpoints
    }

    pub(super) fn document(self) -> OpenApi {
        self.document.build()
    }
}
