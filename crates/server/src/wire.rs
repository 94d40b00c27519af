//! Connections: accepted, watched, and let finish.

use std::{convert::Infallible, future::Future, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{
        conn::auto,
        graceful::{GracefulShutdown, Watcher},
    },
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::Service as _;

use crate::{api::Peer, tls::Tls};

/// Connections at once. Beyond it, new ones wait in the kernel's queue.
const CONNECTIONS: usize = 10_000;
/// How long a client may take to send its headers; a slow one would hold a place for nothing.
const HEADERS: Duration = Duration::from_secs(15);
/// How long a client may take to agree on TLS, for the same reason.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Serves until `stop`, then lets what is going on finish for `grace`.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    router: Router,
    grace: Duration,
    stop: impl Future<Output = ()>,
) {
    let http = Arc::new(http());
    let watcher = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            break;
        };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file handles, most likely: try again when some connections have ended.
                    tracing::warn!(kind = ?error.kind(), "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        // Small answers leave at once.
        let _ = stream.set_nodelay(true);
        let talk = Talk {
            http: Arc::clone(&http),
            watcher: watcher.watcher(),
            router: router.clone(),
            peer,
        };
        let tls = tls.clone();
        tokio::spawn(async move {
            match tls {
                None => talk.over(stream).await,
                Some(tls) => talk.over_tls(stream, &tls).await,
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(grace, watcher.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

fn http() -> auto::Builder<TokioExecutor> {
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
    http.http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(30))
        .max_concurrent_streams(100);
    http
}

/// What a connection is served with.
struct Talk {
    http: Arc<auto::Builder<TokioExecutor>>,
    watcher: Watcher,
    router: Router,
    peer: SocketAddr,
}

impl Talk {
    async fn over_tls(self, stream: TcpStream, tls: &Tls) {
        match tokio::time::timeout(HANDSHAKE, tls.acceptor().accept(stream)).await {
            Ok(Ok(stream)) => self.over(stream).await,
            Ok(Err(error)) => tracing::debug!(kind = ?error.kind(), "a client did not agree on TLS"),
            Err(_) => tracing::debug!("a client took too long to agree on TLS"),
        }
    }

    async fn over(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let connection = self
            .http
            .serve_connection(TokioIo::new(stream), answer(self.router, self.peer))
            .into_owned();
        if let Err(error) = self.watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

/// Why a connection is dropped without an answer: in tests, on purpose.
#[derive(Debug, thiserror::Error)]
#[error("the connection was dropped on purpose")]
struct Dropped;

/// Carried by an answer that must not arrive.
#[cfg(feature = "testing")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct DropConnection;

fn answer(
    router: Router,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = Dropped,
    Future = impl Future<Output = Result<axum::response::Response, Dropped>> + Send + 'static,
> + Clone {
    service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        let answer = router.clone().call(request);
        async move {
            let response = answer.await.unwrap_or_else(|never: Infallible| match never {});
            #[cfg(feature = "testing")]
            if response.extensions().get::<DropConnection>().is_some() {
                return Err(Dropped);
            }
            Ok(response)
        }
    })
}
