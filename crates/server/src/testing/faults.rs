//! Faults on demand, in front of the router.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
};

use crate::wire::DropConnection;

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Answered with this status and no problem body, as a proxy in trouble would.
    Status(u16),
    /// The connection is dropped; the request was not looked at.
    DropBefore,
    /// The connection is dropped after the request was carried out: the answer is lost.
    DropAfter,
    /// Carried out after this long.
    Delay(Duration),
    /// Carried out; nothing happens. For "the third one fails".
    None,
}

/// The faults that wait for requests.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<VecDeque<(Option<String>, Fault)>>,
    always: Mutex<Option<Fault>>,
}

impl Faults {
    /// The next request, whatever it is, meets this; several wait in order.
    pub fn next(&self, fault: Fault) {
        self.waiting().push_back((None, fault));
    }

    /// The next request whose `METHOD /path` begins so meets this: `next_on("POST /v1/outbox", Fault::DropAfter)`.
    pub fn next_on(&self, request: &str, fault: Fault) {
        self.waiting().push_back((Some(request.to_owned()), fault));
    }

    /// The next `count` requests are answered with 500.
    pub fn fail_next(&self, count: usize) {
        for _ in 0..count {
            self.next(Fault::Status(500));
        }
    }

    /// Every request meets this until it is taken back with `None`: a slow network, a city that is down.
    pub fn set_always(&self, fault: Option<Fault>) {
        *self.always.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Forgets every fault.
    pub fn clear(&self) {
        self.waiting().clear();
        self.set_always(None);
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, VecDeque<(Option<String>, Fault)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, request: &Request) -> Option<Fault> {
        let name = format!("{} {}", request.method(), request.uri().path());
        let mut waiting = self.waiting();
        let meant = |(wanted, _): &(Option<String>, Fault)| {
            wanted.as_ref().is_none_or(|wanted| name.starts_with(wanted.as_str()))
        };
        let place = waiting.iter().position(meant);
        let taken = place.and_then(|place| waiting.remove(place)).map(|(_, fault)| fault);
        taken.or(*self.always.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn around(self: &Arc<Self>, router: Router) -> Router {
        router.layer(from_fn_with_state(Arc::clone(self), meet))
    }
}

async fn meet(State(faults): State<Arc<Faults>>, request: Request, next: Next) -> Response {
    match faults.take(&request) {
        None | Some(Fault::None) => next.run(request).await,
        Some(Fault::Status(status)) => StatusCode::from_u16(status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
        Some(Fault::DropBefore) => dropped(),
        Some(Fault::DropAfter) => {
            drop(next.run(request).await);
            dropped()
        }
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
    }
}

fn dropped() -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(DropConnection);
    response
}
